import { type Client, createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { checked, reliableClient } from "./calls.js";
import { abortable } from "./fetch.js";
import { ClientService } from "./gen/opsdeck/v1/client_service_pb.js";
import { JobService, type WatchJobResponse } from "./gen/opsdeck/v1/job_service_pb.js";
import {
  QuickSessionService,
  type WatchSessionResponse,
} from "./gen/opsdeck/v1/quick_session_service_pb.js";
import { SystemService } from "./gen/opsdeck/v1/system_service_pb.js";
import { type Patience, USUAL } from "./patience.js";
import { watch, type WatchOptions } from "./watch.js";

/** Where the server is, and how to speak to it. */
export interface OpsdeckClientOptions {
  /** For instance `http://localhost:3456`. */
  readonly url: string;
  /** The server's AGENT_API_SECRET. Absent where it asks for none. */
  readonly token?: string;
  /** How long to wait for a server that is not there; what is absent is as usual. */
  readonly patience?: Partial<Patience>;
  /** Takes the place of the global fetch, for a proxy or a certificate of one's own. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * A client of one server. Its services have the methods of the contract; these throw OpsdeckError,
 * and try again for a while where the server is not there and nothing would be done twice.
 */
export class OpsdeckClient {
  /** The repositories that agents work on. */
  readonly clients: Client<typeof ClientService>;
  /** Work for agents. */
  readonly jobs: Client<typeof JobService>;
  /** Chats with an agent. */
  readonly sessions: Client<typeof QuickSessionService>;
  /** How the server is. */
  readonly system: Client<typeof SystemService>;

  readonly #patience: Patience;
  readonly #watchJob: Client<typeof JobService>["watchJob"];
  readonly #watchSession: Client<typeof QuickSessionService>["watchSession"];

  /** Throws TypeError for what is no URL, and for a token that cannot be in a header. */
  constructor({ url, token, patience, fetch }: OpsdeckClientOptions) {
    const transport = createGrpcWebTransport({
      baseUrl: address(url),
      interceptors: token ? [bearer(token)] : [],
      fetch: abortable(fetch),
    });
    this.#patience = { ...USUAL, ...patience };
    this.clients = reliableClient(ClientService, transport, this.#patience);
    this.jobs = reliableClient(JobService, transport, this.#patience);
    this.sessions = reliableClient(QuickSessionService, transport, this.#patience);
    this.system = reliableClient(SystemService, transport, this.#patience);
    this.#watchJob = createClient(JobService, transport).watchJob;
    this.#watchSession = createClient(QuickSessionService, transport).watchSession;
  }

  /**
   * Follow a job to its end, over restarts of the server: every event once and in order. The job's
   * state is in the first answer, in the last, and in the first after a reconnect.
   *
   * Leaving the iteration, or aborting the signal, ends the watch and leaves the job as it is.
   * Throws OpsdeckError where the server refuses, or does not come back in time.
   */
  watchJob(id: string, options: WatchOptions = {}): AsyncIterable<WatchJobResponse> {
    const open = this.#watchJob;
    const request = (place: object) => checked(JobService.method.watchJob, { id, ...place });
    return watch((place, signal) => open(request(place), { signal }), options, this.#patience);
  }

  /** Follow a session until it is cleaned up, as `watchJob` does a job. */
  watchSession(id: string, options: WatchOptions = {}): AsyncIterable<WatchSessionResponse> {
    const open = this.#watchSession;
    const request = (place: object) =>
      checked(QuickSessionService.method.watchSession, { id, ...place });
    return watch((place, signal) => open(request(place), { signal }), options, this.#patience);
  }
}

function address(url: string): string {
  // "localhost:3456" is a URL, too, of the scheme localhost.
  if (!/^https?:/i.test(url) || !URL.canParse(url)) {
    throw new TypeError(`"${url}" is no server's URL: write http://HOST:PORT or https://HOST`);
  }
  return new URL(url).href;
}

function bearer(token: string): Interceptor {
  // fetch would refuse it at each call, in words that have the token in them.
  if (!/^[\x20-\x7e]*$/.test(token)) {
    throw new TypeError("the token holds what a header cannot: is there a line end in it?");
  }
  return (next) => (request) => {
    request.header.set("authorization", `Bearer ${token}`);
    return next(request);
  };
}
