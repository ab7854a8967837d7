import assert from "node:assert/strict";
import { test } from "node:test";
import { create, type DescMethod } from "@bufbuild/protobuf";
import { Code, ConnectError, type CallOptions } from "@connectrpc/connect";
import { MethodOptions_IdempotencyLevel } from "@bufbuild/protobuf/wkt";
import { reliableClient } from "../src/calls.js";
import { OpsdeckClient } from "../src/client.js";
import { OpsdeckError } from "../src/errors.js";
import { ClientService } from "../src/gen/opsdeck/v1/client_service_pb.js";
import { CreateJobRequestSchema, JobService } from "../src/gen/opsdeck/v1/job_service_pb.js";
import { QuickSessionService } from "../src/gen/opsdeck/v1/quick_session_service_pb.js";
import { away, jobs, QUICK, refusal } from "./support.js";

/** The service as it would be with a method that must not be repeated. */
function once(localName: keyof typeof JobService.method): typeof JobService {
  const idempotency = MethodOptions_IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
  const change = (method: DescMethod) =>
    method.localName === localName ? { ...method, idempotency } : method;
  return { ...JobService, methods: JobService.methods.map(change) } as typeof JobService;
}

test("a call that changes nothing is tried again while the server is away", async () => {
  let tries = 0;
  const transport = jobs({
    getJob: ({ id }) => {
      if (++tries < 4) throw away();
      return { id };
    },
  });
  const client = reliableClient(JobService, transport, QUICK);

  assert.equal((await client.getJob({ id: "job-1" })).id, "job-1");
  assert.equal(tries, 4);
});

test("a create is tried again with the same key of the client's own", async () => {
  const keys: (string | undefined)[] = [];
  const transport = jobs({
    createJob: ({ requestId }) => {
      keys.push(requestId);
      if (keys.length < 3) throw away();
      return { id: "job-1" };
    },
  });
  const client = reliableClient(JobService, transport, QUICK);

  await client.createJob({ prompt: "x" });
  await client.createJob({ prompt: "x" });
  const [first, second, third, other] = keys;
  assert.match(first ?? "", /^[0-9a-f]{32}$/);
  assert.deepEqual([second, third], [first, first]);
  assert.notEqual(other, first);
});

test("the caller's key is taken, and the caller's request is not changed", async () => {
  const keys: (string | undefined)[] = [];
  const transport = jobs({
    createJob: ({ requestId }) => {
      keys.push(requestId);
      return {};
    },
  });
  const client = reliableClient(JobService, transport, QUICK);
  const request = create(CreateJobRequestSchema, { prompt: "x" });

  await client.createJob({ requestId: "mine" });
  await client.createJob(request);
  assert.equal(keys[0], "mine");
  assert.ok(keys[1]);
  assert.equal(request.requestId, undefined);
});

test("a method that the contract does not call idempotent is not tried again", async () => {
  let tries = 0;
  const transport = jobs({
    cancelJob: () => {
      tries++;
      throw away();
    },
  });
  const client = reliableClient(once("cancelJob"), transport, QUICK);

  await assert.rejects(client.cancelJob({ id: "job-1" }), { code: Code.Unavailable });
  assert.equal(tries, 1);
});

test("every create of the contract has a key, and is idempotent with it", () => {
  const keyed = [ClientService, JobService, QuickSessionService]
    .flatMap(({ methods }): readonly DescMethod[] => methods)
    .filter(({ input }) => input.fields.some(({ name }) => name === "request_id"));

  assert.deepEqual(
    keyed.map(({ name }) => name),
    ["CreateClient", "CreateJob", "RetryJob", "StartSession", "SendMessage"],
  );
  for (const { idempotency } of keyed) {
    assert.equal(idempotency, MethodOptions_IdempotencyLevel.IDEMPOTENT);
  }
});

test("a refusal is not tried again, and tells its reason and what belongs to it", async () => {
  let tries = 0;
  const transport = jobs({
    getJob: () => {
      tries++;
      throw refusal(Code.NotFound, "JOB_NOT_FOUND", { id: "job-x" });
    },
  });
  const client = reliableClient(JobService, transport, QUICK);

  await assert.rejects(client.getJob({ id: "job-x" }), {
    name: "OpsdeckError",
    reason: "JOB_NOT_FOUND",
    code: Code.NotFound,
    message: "no",
    metadata: { id: "job-x" },
  });
  assert.equal(tries, 1);
});

test("a reason that this version does not know is passed on", async () => {
  const transport = jobs({
    getJob: () => {
      throw refusal(Code.NotFound, "OF_TOMORROW");
    },
  });
  const client = reliableClient(JobService, transport, QUICK);

  await assert.rejects(client.getJob({ id: "x" }), { reason: "OF_TOMORROW", message: "no" });
});

test("what is no server's URL is refused at once", () => {
  for (const url of ["", "x", "localhost:3456", "ftp://x", "http://"]) {
    assert.throws(() => new OpsdeckClient({ url }), /^TypeError: .*write http:/, url);
  }
});

test("who reaches no server is told what happened to the connection", () => {
  const refused = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
  const closed = new Error("other side closed");
  const said = (cause?: Error) => OpsdeckError.from(new TypeError("fetch failed", { cause })).message;

  assert.match(said(refused), /: ECONNREFUSED$/);
  assert.match(said(closed), /: other side closed$/);
  assert.match(said(), /: fetch failed$/);
});

test("a call is given up where the server does not come back", async () => {
  let tries = 0;
  const transport = jobs({
    getJob: () => {
      tries++;
      throw away();
    },
  });
  const call = (toAnswer: number) =>
    reliableClient(JobService, transport, { ...QUICK, toAnswer }).getJob({ id: "job-1" });

  await assert.rejects(call(0), { code: Code.Unavailable });
  assert.equal(tries, 1);
  await assert.rejects(call(20), { code: Code.Unavailable });
  assert.ok(tries > 1);
});

test("a call whose server may have failed at it is not tried again", async () => {
  let tries = 0;
  const transport = jobs({
    getJob: () => {
      tries++;
      throw new ConnectError("HTTP 500", Code.Unknown);
    },
  });
  const client = reliableClient(JobService, transport, QUICK);

  await assert.rejects(client.getJob({ id: "job-1" }), { code: Code.Unknown, transient: true });
  assert.equal(tries, 1);
});

test("a 404 of what is no opsdeck says that the URL may be wrong", async () => {
  const fetch = () => Promise.resolve(new Response("<h1>Not found</h1>", { status: 404 }));
  const client = new OpsdeckClient({ url: "http://localhost:3456", fetch });

  await assert.rejects(client.jobs.getJob({ id: "x" }), /^OpsdeckError: HTTP 404: .* the URL/);
});

test("an abort ends the tries, with the signal's reason", async () => {
  const stop = new AbortController();
  const options: CallOptions = { signal: stop.signal };
  const transport = jobs({
    getJob: () => {
      queueMicrotask(() => stop.abort());
      throw away();
    },
  });
  const client = reliableClient(JobService, transport, { ...QUICK, firstPause: 60_000, toAnswer: 1e9 });

  await assert.rejects(client.getJob({ id: "job-1" }, options), { name: "AbortError" });
});

test("a stream is tried again until its first answer, and not after it", async () => {
  let tries = 0;
  const transport = jobs({
    watchJob: async function* () {
      if (++tries < 3) throw away();
      yield { cursor: "1" };
      throw away();
    },
  });
  const client = reliableClient(JobService, transport, QUICK);

  const cursors: string[] = [];
  await assert.rejects(
    async () => {
      for await (const { cursor } of client.watchJob({ id: "job-1" })) cursors.push(cursor);
    },
    { code: Code.Unavailable },
  );
  assert.deepEqual([cursors, tries], [["1"], 3]);
});
