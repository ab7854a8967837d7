import { type DescMethod, type Message, toBinary } from "@bufbuild/protobuf";
import type { Patience } from "./patience.js";

/**
 * The calls for which the server works before it answers, or whose answer may be megabytes, and how much
 * patience they have. The clients in other languages have the same table; a test compares them.
 */
export const LONG: Readonly<Record<string, "eachLongTry" | "eachClone">> = {
  cancelJob: "eachLongTry",
  createClient: "eachClone",
  deleteClient: "eachLongTry",
  deleteSession: "eachLongTry",
  getJob: "eachLongTry",
  getJobDiff: "eachLongTry",
  getSession: "eachLongTry",
  interruptSession: "eachLongTry",
  startSession: "eachClone",
  syncRepos: "eachClone",
};

/** Bytes of a request that take their time on a slow line, and come back in the answer. */
export const LARGE = 64 * 1024;

/** Return the milliseconds for one try of a call that answers once. */
export function limitOf(method: DescMethod, request: Message, patience: Patience): number {
  const long = LONG[method.localName];
  if (long !== undefined) return patience[long];
  const size = toBinary(method.input, request).length;
  return size > LARGE ? patience.eachLongTry : patience.eachTry;
}
