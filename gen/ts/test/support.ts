import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createRouterTransport } from "@connectrpc/connect";
import type { ServiceImpl, Transport } from "@connectrpc/connect";
import { ErrorInfoSchema } from "../src/gen/google/rpc/error_details_pb.js";
import { type Event, EventSchema } from "../src/gen/opsdeck/v1/event_pb.js";
import { JobService, type WatchJobResponse } from "../src/gen/opsdeck/v1/job_service_pb.js";
import { WatchJobResponseSchema } from "../src/gen/opsdeck/v1/job_service_pb.js";
import { USUAL } from "../src/patience.js";
import { watch, type WatchOptions } from "../src/watch.js";

/** No test waits for a person's patience. */
export const QUICK = { ...USUAL, firstPause: 1, longestPause: 2 };

export const away = () => new ConnectError("away", Code.Unavailable);

export function refusal(code: Code, reason: string, metadata: Record<string, string> = {}) {
  const info = { domain: "opsdeck.dev", reason, metadata };
  return new ConnectError("no", code, undefined, [{ desc: ErrorInfoSchema, value: info }]);
}

export function jobs(service: Partial<ServiceImpl<typeof JobService>>): Transport {
  return createRouterTransport(({ service: add }) => add(JobService, service));
}

export function said(seq: number): Event {
  const payload = { case: "assistantText", value: { text: `${seq}` } } as const;
  return create(EventSchema, { seq, payload });
}

export function delta(seq: number): Event {
  return create(EventSchema, { seq, payload: { case: "textDelta", value: { text: "…" } } });
}

export function ended(seq: number): Event {
  const value = { status: "completed", terminal: true };
  return create(EventSchema, { seq, payload: { case: "statusChange", value } });
}

export function answer(...events: Event[]): WatchJobResponse {
  const cursor = `${events.at(-1)?.seq ?? ""}`;
  return create(WatchJobResponseSchema, { events, cursor });
}

/** One connection: the answers that it gives, and then the error that it breaks with. */
export type Connection = readonly (WatchJobResponse | Error)[];

/** A watch over connections, one after the other, and the cursors that it asked them for. */
export function watching(connections: Connection[], options: WatchOptions = {}, patience = QUICK) {
  const asked: { after: string; tailOnly: boolean }[] = [];
  const answers = watch(
    async function* (request, signal) {
      asked.push({ after: request.after, tailOnly: request.tailOnly });
      for (const next of connections[asked.length - 1] ?? []) {
        if (next instanceof Error) throw next;
        if (signal.aborted) throw ConnectError.from(signal.reason, Code.Canceled);
        yield next;
      }
      // An answer that never comes, until nobody waits for it.
      await new Promise((_, reject) => {
        const abort = () => reject(ConnectError.from(signal.reason, Code.Canceled));
        if (signal.aborted) abort();
        signal.addEventListener("abort", abort);
      });
    },
    options,
    patience,
  );
  return { answers, asked };
}

export async function seqs(answers: AsyncIterable<WatchJobResponse>): Promise<number[]> {
  const all: number[] = [];
  for await (const { events } of answers) all.push(...events.map(({ seq }) => seq));
  return all;
}

/** Put a message or the trailers into the frame of gRPC-Web. */
export function enveloped(flags: number, content: Uint8Array): Uint8Array {
  const frame = new Uint8Array(5 + content.length);
  frame[0] = flags;
  new DataView(frame.buffer).setUint32(1, content.length);
  frame.set(content, 5);
  return frame;
}
