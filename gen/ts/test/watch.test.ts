import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Code, ConnectError } from "@connectrpc/connect";
import { OpsdeckError } from "../src/errors.js";
import type { Away } from "../src/watch.js";
import { answer, away, delta, ended, QUICK, refusal, said, seqs, watching } from "./support.js";

/** Timeouts pass when the test says so. */
function mockedTime(t: TestContext) {
  let now = 0;
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(performance, "now", () => now);
  const pass = (milliseconds: number) => {
    now += milliseconds;
    t.mock.timers.tick(milliseconds);
  };
  return { pass };
}

test("a watch goes on after the last cursor when its connection breaks", async () => {
  const { answers, asked } = watching([
    [answer(said(1), said(2)), new TypeError("terminated")],
    [away()],
    [answer(said(3), ended(4))],
  ]);

  assert.deepEqual(await seqs(answers), [1, 2, 3, 4]);
  assert.deepEqual(asked.map(({ after }) => after), ["", "2", "2"]);
});

test("an event that comes again is left out", async () => {
  const { answers } = watching([
    [answer(said(1), said(2)), away()],
    [answer(said(2), said(3)), answer(ended(4))],
  ]);

  assert.deepEqual(await seqs(answers), [1, 2, 3, 4]);
});

test("a delta, which has the number of the event before it, is passed on", async () => {
  const { answers } = watching([[answer(said(1)), answer(delta(1), delta(1), said(2), ended(3))]]);

  assert.deepEqual(await seqs(answers), [1, 1, 1, 2, 3]);
});

test("a watch ends with the terminal event, whatever becomes of its connection", async () => {
  const { answers, asked } = watching([[answer(said(1), ended(2)), away()]]);

  assert.deepEqual(await seqs(answers), [1, 2]);
  assert.equal(asked.length, 1);
});

test("the tail is asked for until there is a cursor", async () => {
  const options = { tailOnly: true };
  const { answers, asked } = watching([[away()], [answer(said(8)), away()], [answer(ended(9))]], options);

  assert.deepEqual(await seqs(answers), [8, 9]);
  assert.deepEqual(asked, [
    { after: "", tailOnly: true },
    { after: "", tailOnly: true },
    { after: "8", tailOnly: false },
  ]);
});

for (const code of [Code.Unauthenticated, Code.NotFound, Code.InvalidArgument, Code.OutOfRange]) {
  test(`a watch ends with a refusal: ${Code[code]}`, async () => {
    const { answers, asked } = watching([[answer(said(1)), refusal(code, "JOB_NOT_FOUND")]]);

    await assert.rejects(seqs(answers), (error: OpsdeckError) => {
      assert.deepEqual([error.code, error.reason], [code, "JOB_NOT_FOUND"]);
      return true;
    });
    assert.equal(asked.length, 1);
  });
}

test("a late delta does not bring back what was seen", async () => {
  const { answers } = watching([
    [answer(said(1), said(2), delta(1)), away()],
    [answer(said(2), ended(3))],
  ]);

  assert.deepEqual(await seqs(answers), [1, 2, 1, 3]);
});

test("a connection without a word is broken", async (t) => {
  const { pass } = mockedTime(t);
  const { answers } = watching([[answer(said(1))], [answer(said(2), ended(3))]]);
  const hours = setInterval(() => pass(QUICK.silence), 1);

  assert.deepEqual(await seqs(answers), [1, 2, 3]);
  clearInterval(hours);
});

test("a connection that falls silent after many words is broken", async (t) => {
  const { pass } = mockedTime(t);
  const many = Array.from({ length: 10 }, (_, number) => answer(said(number + 1)));
  const { answers, asked } = watching([many, [answer(ended(11))]]);

  let hours: NodeJS.Timeout | undefined;
  for await (const { cursor } of answers) {
    pass(QUICK.silence / 3);
    if (cursor === "10") hours = setInterval(() => pass(QUICK.silence / 3), 1);
  }
  clearInterval(hours);
  assert.deepEqual(asked.map(({ after }) => after), ["", "10"]);
});

test("the time that the caller takes is not the server's silence", async (t) => {
  const { pass } = mockedTime(t);
  const { answers, asked } = watching([[answer(said(1)), answer(said(2)), answer(ended(3))]]);

  for await (const _ of answers) pass(QUICK.silence + 1);
  assert.equal(asked.length, 1);
});

test("a server that does not come back is given up", async () => {
  const connections = Array.from({ length: 1_000 }, () => [away()]);
  const first = watching(connections, {}, { ...QUICK, toBegin: 20 });
  await assert.rejects(seqs(first.answers), { name: "OpsdeckError", code: Code.Unavailable });

  const later = watching([[answer(said(1)), away()], ...connections], {}, { ...QUICK, toReturn: 20 });
  await assert.rejects(seqs(later.answers), { name: "OpsdeckError", code: Code.Unavailable });
  assert.ok(first.asked.length > 1 && later.asked.length > 2);
});

test("a gap is an error, or is passed over", async () => {
  const gap = refusal(Code.OutOfRange, "CURSOR_EXPIRED");
  const script = () => [[answer(said(1)), away()], [gap], [answer(said(5), ended(6))]];
  const { answers, asked } = watching(script(), { overAGap: true, tailOnly: true });

  await assert.rejects(seqs(watching(script()).answers), { reason: "CURSOR_EXPIRED" });
  assert.deepEqual(await seqs(answers), [1, 5, 6]);
  assert.deepEqual(
    asked.map(({ after, tailOnly }) => [after, tailOnly]),
    [["", true], ["1", false], ["", false]],
  );
});

test("who waits for the server is told why, and for how long, each time", async () => {
  const told: Away[] = [];
  const onAway = (each: Away) => told.push(each);
  const { answers } = watching([[away()], [answer(said(1)), away()], [answer(ended(2))]], { onAway });

  await seqs(answers);
  assert.deepEqual(told.map(({ error }) => error.message), ["away", "away"]);
  for (const { pause } of told) assert.ok(pause > 0 && pause <= QUICK.firstPause, `${pause}`);
});

test("nobody is told of a pause where no try follows", async () => {
  const told: Away[] = [];
  const onAway = (each: Away) => told.push(each);
  const { answers } = watching([[away()]], { onAway }, { ...QUICK, toBegin: 0 });

  await assert.rejects(seqs(answers), { code: Code.Unavailable });
  assert.deepEqual(told, []);
});

for (const code of [Code.Unknown, Code.Internal, Code.Canceled]) {
  test(`a watch comes back after ${Code[code]} without a reason, not with one`, async () => {
    const proxy = new ConnectError("HTTP 530", code);
    const { answers } = watching([[answer(said(1)), proxy], [proxy], [answer(ended(2))]]);
    const refused = watching([[answer(said(1)), refusal(code, "INTERNAL_ERROR")]]);

    assert.deepEqual(await seqs(answers), [1, 2]);
    await assert.rejects(seqs(refused.answers), { code, reason: "INTERNAL_ERROR" });
    assert.equal(refused.asked.length, 1);
  });
}

test("an abort ends a watch that waits for an answer, with the signal's reason", async () => {
  const stop = new AbortController();
  const { answers } = watching([[answer(said(1))]], { signal: stop.signal });
  const reason = new Error("enough");

  await assert.rejects(async () => {
    for await (const _ of answers) queueMicrotask(() => stop.abort(reason));
  }, reason);
});

test("an abort ends a watch that waits for the server", async () => {
  const stop = new AbortController();
  const options = { signal: stop.signal, onAway: () => queueMicrotask(() => stop.abort()) };
  const { answers } = watching([[away()]], options, { ...QUICK, firstPause: 60_000, toBegin: 1e9 });

  await assert.rejects(seqs(answers), { name: "AbortError" });
});

test("who is told of a pause may end the watch at once", { timeout: 5_000 }, async () => {
  const stop = new AbortController();
  const options = { signal: stop.signal, onAway: () => stop.abort() };
  const { answers } = watching([[away()]], options, { ...QUICK, firstPause: 60_000, toBegin: 1e9 });

  await assert.rejects(seqs(answers), { name: "AbortError" });
});

test("an aborted signal opens nothing", async () => {
  const { answers, asked } = watching([[answer(ended(1))]], { signal: AbortSignal.abort() });

  await assert.rejects(seqs(answers), { name: "AbortError" });
  assert.deepEqual(asked, []);
});

test("return ends a watch that waits for an answer", async () => {
  const { answers } = watching([[answer(said(1))]]);
  const iterator = answers[Symbol.asyncIterator]();
  await iterator.next();
  const waiting = iterator.next();

  await iterator.return?.();
  assert.deepEqual(await waiting, { done: true, value: undefined });
});
