export { Code } from "@connectrpc/connect";
export { OpsdeckClient, type OpsdeckClientOptions } from "./client.js";
export { OpsdeckError, type Reason } from "./errors.js";
export type { Patience } from "./patience.js";
export type { Away, WatchOptions } from "./watch.js";

// The messages of the contract, their schemas and enums.
export * from "./gen/opsdeck/v1/client_pb.js";
export * from "./gen/opsdeck/v1/client_service_pb.js";
export * from "./gen/opsdeck/v1/event_pb.js";
export * from "./gen/opsdeck/v1/job_pb.js";
export * from "./gen/opsdeck/v1/job_service_pb.js";
export * from "./gen/opsdeck/v1/quick_session_pb.js";
export * from "./gen/opsdeck/v1/quick_session_service_pb.js";
export * from "./gen/opsdeck/v1/run_pb.js";
export * from "./gen/opsdeck/v1/system_service_pb.js";
