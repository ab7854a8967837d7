// AGENT_API_SECRET=… node chat.mjs owner/repository
// A line is a message; the end of the input ends the chat.
import { createInterface } from "node:readline";
import { OpsdeckClient } from "@opsdeck/client";

const { OPSDECK_URL = "http://localhost:3456", AGENT_API_SECRET = "" } = process.env;
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const client = new OpsdeckClient({ url: OPSDECK_URL, token: AGENT_API_SECRET });
const { id } = await client.sessions.startSession({ repo: process.argv[2] ?? "acme/site" });
await sayNextLine();
for await (const { events } of client.watchSession(id)) {
  for (const { payload } of events) {
    if (payload.case === "assistantText") console.log(payload.value.text);
    if (payload.case === "toolUse") console.log(`[${payload.value.tool} ${payload.value.input}]`);
    if (payload.case === "result") await sayNextLine();
  }
}

async function sayNextLine() {
  const { value: content, done } = await lines.next();
  if (done) await client.sessions.deleteSession({ id }); // which is the watch's last event
  else await client.sessions.sendMessage({ id, content });
}
