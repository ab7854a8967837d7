/**
 * `node older.js HOST:PORT TOKEN WHAT JSON`: a program with the code that the last release generated.
 * `create` queues a job and prints its id; `follow` prints what a watch of a job brought.
 */
import { createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { JobService } from "./gen/opsdeck/v1/job_service_pb";

const [target, token, what, words] = process.argv.slice(2);
const jobs = createClient(JobService, createGrpcWebTransport({ baseUrl: `http://${target}` }));
const options = { headers: { authorization: `Bearer ${token}` } };
const fields = JSON.parse(words!);

async function create() {
  return (await jobs.createJob(fields, options)).id;
}

async function follow() {
  const events: unknown[] = [];
  let status = 0;
  for await (const answer of jobs.watchJob(fields, options)) {
    // As Python has it: null, and names in snake_case.
    const arm = (name?: string) => name?.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) ?? null;
    events.push(...answer.events.map(({ type, payload }) => [type, arm(payload.case)]));
    status = answer.job?.status ?? status;
  }
  return { events, status };
}

console.log(JSON.stringify(await (what === "create" ? create() : follow())));
