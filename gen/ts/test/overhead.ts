/**
 * `node overhead.js URL TOKEN JOB`: what a watch costs beside the bare stub, in microseconds of
 * processor time an event. `replay` reads a job's whole journal from the server, many events an
 * answer. `live` reads the same events as a busy job sends them, one an answer, from memory.
 */
import { create, toBinary } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { OpsdeckClient } from "../src/client.js";
import type { Event } from "../src/gen/opsdeck/v1/event_pb.js";
import { JobService, WatchJobResponseSchema } from "../src/gen/opsdeck/v1/job_service_pb.js";
import { enveloped } from "./support.js";

const [url = "", token = "", id = ""] = process.argv.slice(2);
const ROUNDS = 25;
const headers = { authorization: `Bearer ${token}` };

type Answers = AsyncIterable<{ events: Event[] }>;

function bare(fetch: typeof globalThis.fetch): Answers {
  const transport = createGrpcWebTransport({ baseUrl: url, fetch });
  return createClient(JobService, transport).watchJob({ id }, { headers });
}

function watched(fetch: typeof globalThis.fetch): Answers {
  return new OpsdeckClient({ url, token, fetch }).watchJob(id);
}

async function read(answers: Answers): Promise<Event[]> {
  const all: Event[] = [];
  for await (const { events } of answers) for (const event of events) all.push(event);
  return all;
}

/** Return the best of some rounds of each, which take turns. */
async function measure(fetch: typeof globalThis.fetch) {
  const best = { bare: Infinity, watch: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, open] of [["bare", bare], ["watch", watched]] as const) {
      const before = process.cpuUsage();
      const { length } = await read(open(fetch));
      const { user, system } = process.cpuUsage(before);
      best[name] = Math.min(best[name], (user + system) / length);
    }
  }
  return best;
}

/** Return a fetch that answers every watch with these events, one an answer. */
function oneByOne(events: Event[]): typeof globalThis.fetch {
  const answers = events.map((event) => {
    const message = create(WatchJobResponseSchema, { events: [event], cursor: `${event.seq}` });
    return enveloped(0, toBinary(WatchJobResponseSchema, message));
  });
  const ok = enveloped(0x80, new TextEncoder().encode("grpc-status: 0\r\n"));
  return () => {
    const chunks = [...answers, ok][Symbol.iterator]();
    const body = new ReadableStream<Uint8Array>({
      pull(stream) {
        const next = chunks.next();
        if (next.done === true) stream.close();
        else stream.enqueue(next.value);
      },
    });
    return Promise.resolve(
      new Response(body, { headers: { "content-type": "application/grpc-web+proto" } }),
    );
  };
}

const events = await read(bare(fetch));
const replay = await measure(fetch);
const live = await measure(oneByOne(events));
console.log(JSON.stringify({ events: events.length, replay, live }));
