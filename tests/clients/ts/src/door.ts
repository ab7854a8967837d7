/**
 * `node door.js URL`: asks a server what lines of JSON on standard input say, and answers with lines
 * of JSON: `answer` for each answer, then `over`, `refused`, or `fault`.
 */
import { createInterface } from "node:readline";
import { type DescMethod, type DescService, fromJson, type JsonObject, toJson } from "@bufbuild/protobuf";
import { ClientService, Code, JobService, OpsdeckClient, OpsdeckError } from "@opsdeck/client";
import { QuickSessionService, SystemService } from "@opsdeck/client";

interface Line {
  readonly number: number;
  readonly how: "call" | "watch" | "leave";
  readonly service: string;
  readonly method: string;
  readonly request: JsonObject;
  readonly token?: string;
}

type Answer = Parameters<typeof toJson>[1];
type Method = (request: unknown) => Promise<Answer> | AsyncIterable<Answer>;

const SERVICES: Record<string, readonly [keyof OpsdeckClient, DescService]> = {
  ClientService: ["clients", ClientService],
  JobService: ["jobs", JobService],
  QuickSessionService: ["sessions", QuickSessionService],
  SystemService: ["system", SystemService],
};

const url = process.argv[2] ?? "";
const clients = new Map<string | undefined, OpsdeckClient>();
const watches = new Map<number, AbortController>();

for await (const text of createInterface({ input: process.stdin })) {
  const line = JSON.parse(text) as Line;
  if (line.how === "leave") watches.get(line.number)?.abort();
  else void answered(line);
}
for (const watch of watches.values()) watch.abort();

async function answered(line: Line): Promise<void> {
  const say = (word: object) => console.log(JSON.stringify({ number: line.number, ...word }));
  try {
    await (line.how === "watch" ? watch(line, say) : call(line, say));
    say({ over: true });
  } catch (thrown) {
    if (thrown instanceof OpsdeckError) say({ refused: refusal(thrown) });
    else say({ fault: String(thrown) });
  } finally {
    watches.delete(line.number);
  }
}

async function call(line: Line, say: (word: object) => void): Promise<void> {
  const [name, service] = SERVICES[line.service]!;
  const method = service.method[line.method]!;
  const methods = clientOf(line)[name] as unknown as Record<string, Method>;
  const answer = methods[line.method]!(fromJson(method.input, line.request));
  if (Symbol.asyncIterator in answer) {
    for await (const each of answer) say({ answer: json(method, each) });
  } else {
    say({ answer: json(method, await answer) });
  }
}

async function watch(line: Line, say: (word: object) => void): Promise<void> {
  const stop = new AbortController();
  watches.set(line.number, stop);
  const { id, ...options } = line.request as { id: string };
  const client = clientOf(line);
  const words = { ...options, signal: stop.signal };
  const method = SERVICES[line.service]![1].method[line.method]!;
  const answers = line.method === "watchJob" ? client.watchJob(id, words) : client.watchSession(id, words);
  for await (const answer of answers) say({ answer: json(method, answer) });
}

function clientOf({ token }: Line): OpsdeckClient {
  let client = clients.get(token);
  if (client === undefined) {
    client = new OpsdeckClient({ url, ...(token === undefined ? {} : { token }) });
    clients.set(token, client);
  }
  return client;
}

function json(method: DescMethod, answer: Answer) {
  return toJson(method.output, answer, { alwaysEmitImplicit: true });
}

function refusal({ code, reason, message, metadata }: OpsdeckError) {
  // NotFound, as gRPC has it: NOT_FOUND.
  const status = Code[code].replace(/(?<=[a-z])[A-Z]/g, "_$&").toUpperCase();
  return { status, reason: reason ?? "", message, metadata };
}
