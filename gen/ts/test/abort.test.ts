import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { toBinary } from "@bufbuild/protobuf";
import { OpsdeckClient } from "../src/client.js";
import { WatchJobResponseSchema } from "../src/gen/opsdeck/v1/job_service_pb.js";
import { Stream } from "../src/stream.js";
import { answer, enveloped, said } from "./support.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Collect what can be, over some turns of the event loop: what is held weakly is gone then. */
async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    collect();
    await new Promise(setImmediate);
  }
}

/** A server that answers a watch once and then says no more, and a call never. */
const server = createServer((request, response) => {
  request.resume();
  const asked = request.url?.split("/").at(-1) ?? "";
  if (asked === "WatchJob") {
    response.writeHead(200, { "content-type": "application/grpc-web+proto" });
    response.write(enveloped(0, toBinary(WatchJobResponseSchema, answer(said(1)))));
  }
  server.emit("asked", response);
});
let client: OpsdeckClient;

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  client = new OpsdeckClient({ url: `http://127.0.0.1:${port}` });
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** The next request's answer; its connection is closed when the client has let go of it. */
async function asked(): Promise<ServerResponse> {
  const [response] = (await once(server, "asked")) as [ServerResponse];
  return response;
}

const limited = { timeout: 20_000 };

test("an abort ends a watch and its connection, after a garbage collection too", limited, async () => {
  const stop = new AbortController();
  const opened = asked();
  const answers = client.watchJob("job-1", { signal: stop.signal })[Symbol.asyncIterator]();
  await answers.next();
  const closed = once(await opened, "close");
  const waiting = answers.next();
  await collectGarbage();

  const reason = new Error("enough");
  stop.abort(reason);
  await assert.rejects(waiting, reason);
  await closed;
});

test("leaving a watch ends its connection, after a garbage collection too", limited, async () => {
  const opened = asked();
  const answers = client.watchJob("job-1")[Symbol.asyncIterator]();
  await answers.next();
  const closed = once(await opened, "close");
  await collectGarbage();

  await answers.return?.();
  await closed;
});

test("silence ends a watch's connection, after a garbage collection too", limited, async () => {
  const impatient = new OpsdeckClient({ url: address(), patience: { silence: 300, firstPause: 1 } });
  const first = asked();
  const answers = impatient.watchJob("job-1")[Symbol.asyncIterator]();
  await answers.next();
  const closed = once(await first, "close");
  const second = asked();
  const waiting = answers.next();
  await collectGarbage();

  await Promise.all([closed, second, waiting]);
  await answers.return?.();
});

test("an abort ends a call and its connection, after a garbage collection too", limited, async () => {
  const stop = new AbortController();
  const opened = asked();
  const waiting = client.jobs.getJob({ id: "job-1" }, { signal: stop.signal });
  const closed = once(await opened, "close");
  await collectGarbage();

  const reason = new Error("enough");
  stop.abort(reason);
  await assert.rejects(waiting, reason);
  await closed;
});

test("who waits too long for an answer lets go of the connection", limited, async () => {
  const impatient = new OpsdeckClient({ url: address(), patience: { eachTry: 300, firstPause: 1 } });
  const stop = new AbortController();
  const first = asked();
  const waiting = impatient.jobs.getQueue({}, { signal: stop.signal });
  const opened = await first;
  const second = asked();
  await Promise.all([once(opened, "close"), second]);

  assert.notEqual((await second).socket, opened.socket);
  stop.abort();
  await assert.rejects(waiting, { name: "AbortError" });
});

test("patience without an end is no timer without a pause", limited, async (t) => {
  const stop = new AbortController();
  const endless = { silence: Infinity, eachTry: Infinity };
  const patient = new OpsdeckClient({ url: address(), patience: endless });
  const timers = t.mock.method(globalThis, "setTimeout");
  const answers = patient.watchJob("job-1", { signal: stop.signal })[Symbol.asyncIterator]();
  await answers.next();
  const opened = asked();
  const call = patient.jobs.getQueue({}, { signal: stop.signal });
  await opened;

  const delays = timers.mock.calls.map((each) => each.arguments[1]);
  assert.deepEqual(delays.filter((delay) => delay !== undefined && delay > 2 ** 31 - 1), []);
  stop.abort();
  await Promise.allSettled([call, answers.next()]);
});

test("a stream that is closed answers nobody, whatever its transport does", limited, async () => {
  const deaf = { next: () => new Promise<never>(() => {}) };
  const stream = new Stream(() => ({ [Symbol.asyncIterator]: () => deaf }), undefined);
  const waiting = stream.next();

  stream.close();
  await assert.rejects(waiting, { name: "AbortError" });
  await assert.rejects(stream.next(), { name: "AbortError" });
});

function address(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
