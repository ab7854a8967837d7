import assert from "node:assert/strict";
import { test } from "node:test";
import { create, type DescMessage, type DescMethod } from "@bufbuild/protobuf";
import { Code, ConnectError, type CallOptions } from "@connectrpc/connect";
import { MethodOptions_IdempotencyLevel } from "@bufbuild/protobuf/wkt";
import { reliableClient } from "../src/calls.js";
import { OpsdeckClient } from "../src/client.js";
import { OpsdeckError } from "../src/errors.js";
import { ClientService } from "../src/gen/opsdeck/v1/client_service_pb.js";
import { CreateJobRequestSchema, JobService } from "../src/gen/opsdeck/v1/job_service_pb.js";
import { QuickSessionService } from "../src/gen/opsdeck/v1/quick_session_service_pb.js";
import { LARGE, limitOf, LONG } from "../src/limits.js";
import { USUAL } from "../src/patience.js";
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

test("a token that no header can hold is refused at once, and not repeated", () => {
  const url = "http://localhost:3456";
  for (const token of ["secret\n", "secret\r\nx: y", "secrét", "secret\u{1f600}", "sec\tret"]) {
    const refused = (error: Error) => error.name === "TypeError" && !error.message.includes("sec");
    assert.throws(() => new OpsdeckClient({ url, token }), refused, token);
  }
});

test("an empty token is none", async () => {
  let sent: Headers | undefined;
  const fetch = (_: unknown, init?: RequestInit) => {
    sent = new Headers(init?.headers);
    return Promise.reject(new Error("enough"));
  };
  const client = new OpsdeckClient({ url: "http://localhost:3456", token: "", fetch });

  await assert.rejects(client.jobs.getQueue({}), /enough/);
  assert.equal(sent?.get("authorization"), null);
});

test("a field of a wrong type is the same error from every call, and is not sent", async () => {
  let tries = 0;
  const fetch = () => Promise.reject(new Error(`${++tries}`));
  const client = new OpsdeckClient({ url: "http://localhost:3456", fetch });
  const wrong = 5 as never;
  const calls = {
    create: () => client.jobs.createJob({ prompt: wrong }),
    key: () => client.jobs.createJob({ requestId: wrong }),
    message: () => client.jobs.createJob(create(CreateJobRequestSchema, { prompt: wrong })),
    call: () => client.jobs.getJob({ id: wrong }),
    number: () => client.jobs.listJobs({ limit: -1 }),
    list: () => client.clients.createClient({ agentEnv: [wrong] }),
    stream: () => client.jobs.watchJob({ id: wrong })[Symbol.asyncIterator]().next(),
    watch: () => client.watchJob(wrong)[Symbol.asyncIterator]().next(),
  };

  for (const [name, call] of Object.entries(calls)) {
    const refused = { name: "OpsdeckError", code: Code.InvalidArgument, reason: undefined };
    await assert.rejects(call, refused, name);
  }
  await assert.rejects(calls.create, /^OpsdeckError: prompt: expected string, got 5$/);
  assert.equal(tries, 0);
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

/** A server that never answers the first of some tries, as on a connection that is dead. */
function deadAtFirst(first = 1) {
  const keys: (string | undefined)[] = [];
  const never = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const answer = async (key: string | undefined, signal: AbortSignal) => {
    keys.push(key);
    return keys.length > first ? {} : await never(signal);
  };
  const transport = jobs({
    getJob: async ({ id }, { signal }) => await answer(id, signal),
    getQueue: async (_, { signal }) => await answer(undefined, signal),
    createJob: async ({ requestId }, { signal }) => await answer(requestId, signal),
    cancelJob: async ({ id }, { signal }) => await answer(id, signal),
    watchJob: async function* ({ id }, { signal }) {
      yield await answer(id, signal);
    },
  });
  return { transport, keys };
}

const HASTY = { ...QUICK, eachTry: 5, eachLongTry: 5, silence: 5 };
const limited = { timeout: 5_000 };

test("a call that is not answered in time is tried again", limited, async () => {
  const { transport, keys } = deadAtFirst();
  const client = reliableClient(JobService, transport, { ...HASTY, eachLongTry: Infinity });

  await client.getQueue({});
  assert.equal(keys.length, 2);
});

test("a create that is not answered in time is tried again with its key", limited, async () => {
  const { transport, keys } = deadAtFirst();

  await reliableClient(JobService, transport, HASTY).createJob({ prompt: "x" });
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
});

test("what must not be repeated is not, where it is not answered in time", limited, async () => {
  const { transport, keys } = deadAtFirst();
  const client = reliableClient(once("cancelJob"), transport, HASTY);

  await assert.rejects(client.cancelJob({ id: "job-1" }), {
    code: Code.Unavailable,
    message: "no answer for 0.005 s",
  });
  assert.equal(keys.length, 1);
});

test("a call for which the server works a while has a limit of its own", limited, async () => {
  const { transport, keys } = deadAtFirst();
  const client = reliableClient(JobService, transport, { ...HASTY, eachTry: Infinity });

  await client.cancelJob({ id: "job-1" });
  assert.equal(keys.length, 2);
});

test("what may have a large answer has minutes for it", () => {
  const { getJob, getJobDiff } = JobService.method;
  for (const method of [getJob, getJobDiff, QuickSessionService.method.getSession]) {
    assert.equal(limitOf(method, create<DescMessage>(method.input), USUAL), 300_000, method.name);
  }
});

test("a large request has the time that it takes on a slow line", () => {
  const method = JobService.method.createJob;
  const limit = (prompt: string) => limitOf(method, create(method.input, { prompt }), USUAL);

  assert.equal(limit("x"), 30_000);
  assert.equal(limit("x".repeat(LARGE)), 300_000);
});

test("the calls with a limit of their own are there", () => {
  const there = [ClientService, JobService, QuickSessionService]
    .flatMap(({ methods }): readonly DescMethod[] => methods)
    .map(({ localName }) => localName);

  assert.deepEqual(Object.keys(LONG).filter((name) => !there.includes(name)), []);
});

test("the caller's own limit takes the place of the client's", limited, async () => {
  const { transport, keys } = deadAtFirst(9);
  const client = reliableClient(JobService, transport, HASTY);

  const call = client.getJob({ id: "job-1" }, { timeoutMs: 50 });
  await assert.rejects(call, { code: Code.DeadlineExceeded });
  assert.equal(keys.length, 1);
});

test("a stream whose first answer does not come is tried again", limited, async () => {
  const { transport, keys } = deadAtFirst();
  const client = reliableClient(JobService, transport, HASTY);

  for await (const _ of client.watchJob({ id: "job-1" }));
  assert.equal(keys.length, 2);
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
