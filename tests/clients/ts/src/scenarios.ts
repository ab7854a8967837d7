/**
 * What a program does with the client. Each function runs alike in Node and in a page of a browser;
 * what it returns goes to the test as JSON, and what it says on the way goes there at once.
 */
import { Code, Job_Status, OpsdeckClient, OpsdeckError } from "@opsdeck/client";
import { type Event, QuickSession_Status, type WatchOptions } from "@opsdeck/client";

export interface Where {
  readonly url: string;
  readonly token: string;
}

export type Say = (word: string) => void;

interface NewJob {
  readonly prompt: string;
  readonly branchName: string;
  readonly githubOrg: string;
  readonly githubRepo: string;
}

/** Longer than a server takes to start on a busy machine. */
const PATIENCE = { toAnswer: 50_000, longestPause: 500 };

/** Follow a job that is there to its end, saying each text. */
export async function follow(where: Where, { id, ...options }: { id: string } & WatchOptions, say: Say) {
  const client = new OpsdeckClient(where);
  const onAway = () => say("away");
  const seqs: number[] = [];
  const texts: string[] = [];
  const states: string[] = [];
  for await (const { events, job } of client.watchJob(id, { ...options, onAway })) {
    if (job !== undefined) states.push(Job_Status[job.status]);
    for (const event of events) {
      if (event.payload.case !== "textDelta") seqs.push(event.seq);
      if (event.payload.case !== "assistantText") continue;
      texts.push(event.payload.value.text);
      say(event.payload.value.text);
    }
  }
  return { seqs, texts, states };
}

/** Create a job, though the server may not be there yet, and wait until it is over. */
export async function createAndFollow(where: Where, job: NewJob, say: Say) {
  const client = new OpsdeckClient({ ...where, patience: PATIENCE });
  say("asking");
  const { id } = await client.jobs.createJob({ ...job, agent: "simulator" });
  const { total } = await client.jobs.listJobs({});
  return { id, total, ...(await follow(where, { id }, say)) };
}

/** Send messages, each after the answer to the one before, then delete the session. */
export async function chat(where: Where, start: { repo: string; messages: string[] }, say: Say) {
  const client = new OpsdeckClient(where);
  const { id } = await client.sessions.startSession({ repo: start.repo, agent: "simulator" });
  const waiting = [...start.messages];
  const next = async () => {
    const content = waiting.shift();
    if (content !== undefined) await client.sessions.sendMessage({ id, content });
    else await client.sessions.deleteSession({ id });
  };
  const heard: string[] = [];
  const seqs: number[] = [];
  const states: string[] = [];
  await next();
  for await (const { events, session } of client.watchSession(id, { onAway: () => say("away") })) {
    if (session !== undefined) states.push(QuickSession_Status[session.status]);
    for (const { seq, payload } of events) {
      seqs.push(seq);
      if (payload.case === "userMessage") heard.push(`user: ${payload.value.text}`);
      if (payload.case === "assistantText") heard.push(`agent: ${payload.value.text}`);
      if (payload.case === "assistantText") say(payload.value.text);
      if (payload.case === "result") await next();
    }
  }
  return { heard, seqs, states };
}

/** Ask what the server refuses; return how it was told. */
export async function refusals(where: Where, job: NewJob) {
  const client = new OpsdeckClient(where);
  const stranger = new OpsdeckClient({ ...where, token: "wrong" });
  return {
    unknown: await refusal(client.jobs.getJob({ id: "job-none" })),
    invalid: await refusal(client.jobs.createJob({ ...job, prompt: "" })),
    token: await refusal(stranger.jobs.getQueue({})),
    session: await refusal(client.sessions.getSession({ id: "quick-1" })),
    watch: await refusal(first(client.watchJob("job-none"))),
    stranger: await refusal(first(stranger.watchJob("job-none"))),
  };
}

async function refusal(call: Promise<unknown>) {
  try {
    await call;
    return "nothing was refused";
  } catch (error) {
    if (!(error instanceof OpsdeckError)) throw error;
    return { reason: error.reason, code: Code[error.code], metadata: error.metadata };
  }
}

/** Leave more watches of a job that says nothing than a browser has connections, then ask for it. */
export async function leave(where: Where, { id }: { id: string }) {
  const client = new OpsdeckClient(where);
  for (let round = 0; round < 2; round++) {
    const watches = Array.from({ length: 5 }, () => client.watchJob(id)[Symbol.asyncIterator]());
    await Promise.all(watches.map((watch) => watch.next()));
    await collectGarbage();
    await Promise.all(watches.map((watch) => watch.return?.()));
  }
  const stop = new AbortController();
  const aborted = new Promise<unknown>((resolve) => {
    void (async () => {
      for await (const _ of client.watchJob(id, { signal: stop.signal })) {
        void collectGarbage().then(() => stop.abort("enough"));
      }
    })().catch(resolve);
  });
  const thrown = await aborted;
  const job = await client.jobs.getJob({ id });
  return { thrown, status: Job_Status[job.status] };
}

/** Collect what can be: some of what aborts a call was held too weakly once. */
async function collectGarbage() {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error("this runtime was started without --expose-gc");
  for (let round = 0; round < 5; round++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** List what streams: all sessions. */
export async function listSessions(where: Where, start: { repo: string }) {
  const client = new OpsdeckClient(where);
  const { id } = await client.sessions.startSession({ repo: start.repo, agent: "simulator" });
  const ids: string[] = [];
  for await (const session of client.sessions.listSessions({})) ids.push(session.id);
  await client.sessions.deleteSession({ id });
  return { started: id, ids };
}

async function first<A extends { events: Event[] }>(answers: AsyncIterable<A>): Promise<A | undefined> {
  for await (const answer of answers) return answer;
  return undefined;
}
