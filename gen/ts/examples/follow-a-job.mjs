// AGENT_API_SECRET=… node follow-a-job.mjs owner repository "what to do"
import { Job_Status, OpsdeckClient } from "@opsdeck/client";

const { OPSDECK_URL = "http://localhost:3456", AGENT_API_SECRET = "" } = process.env;
const [githubOrg = "acme", githubRepo = "site", prompt = "Say hello."] = process.argv.slice(2);

const client = new OpsdeckClient({ url: OPSDECK_URL, token: AGENT_API_SECRET });
const branchName = `hello-${Date.now()}`;
const { id } = await client.jobs.createJob({ githubOrg, githubRepo, prompt, branchName });
for await (const { events, job } of client.watchJob(id)) {
  for (const { payload } of events) {
    if (payload.case === "assistantText") console.log(payload.value.text);
  }
  if (job) console.log(`${id} is ${Job_Status[job.status]} ${job.prUrl ?? ""}`);
}
