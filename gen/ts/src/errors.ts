import { isFieldError } from "@bufbuild/protobuf/reflect";
import { Code, ConnectError } from "@connectrpc/connect";
import { type ErrorInfo, ErrorInfoSchema } from "./gen/google/rpc/error_details_pb.js";
import type { ErrorReason } from "./gen/opsdeck/v1/error_reason_pb.js";

const DOMAIN = "opsdeck.dev";
const OLDER = "the server does not know this call: it is older than this client";
const ELSEWHERE = "HTTP 404: what answers there is no opsdeck server; is the URL right?";
const BROKEN: readonly Code[] = [Code.Internal, Code.Unknown, Code.Canceled];

/** What opsdeck says that is wrong. Its names never change their meaning: branch on them. */
export type Reason = Exclude<keyof typeof ErrorReason, "ERROR_REASON_UNSPECIFIED">;

/** Why a call failed. The message is for people, and says what to do. */
export class OpsdeckError extends Error {
  override readonly name = "OpsdeckError";

  private constructor(
    message: string,
    /** The status of gRPC. */
    readonly code: Code,
    /**
     * What is wrong. A newer server may have a reason that is not among `Reason`. Absent where the
     * error is not the server's own but the network's, a proxy's, or a field's whose type is wrong.
     */
    // The empty type keeps the names that are known apart, for an editor to offer them.
    readonly reason: Reason | (string & {}) | undefined,
    /** What belongs to the reason, as its comment in the contract says. */
    readonly metadata: Readonly<Record<string, string>>,
    options: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Take what a call threw. */
  static from(thrown: unknown): OpsdeckError {
    if (thrown instanceof OpsdeckError) return thrown;
    if (isFieldError(thrown)) {
      const message = `${thrown.field().localName}: ${thrown.message}`;
      return new OpsdeckError(message, Code.InvalidArgument, undefined, {}, { cause: thrown });
    }
    const error = ConnectError.from(thrown);
    if (isBroken(error)) {
      const message = `the connection to the server broke, or there was none: ${why(error)}`;
      return new OpsdeckError(message, Code.Unavailable, undefined, {}, { cause: error });
    }
    const info = error.findDetails(ErrorInfoSchema).find(isOurs);
    const metadata = info?.metadata ?? {};
    const unknown = info === undefined && error.code === Code.Unimplemented;
    // What of gRPC does not know a call says so with 200.
    const older = error.rawMessage === "HTTP 404" ? ELSEWHERE : OLDER;
    const message = unknown ? older : error.rawMessage;
    return new OpsdeckError(message, error.code, info?.reason, metadata, { cause: error });
  }

  /**
   * Whether the server, or the way to it, was not there, so that a read may be repeated. A connection
   * that breaks, and a proxy without its server, have many names, but never a reason of opsdeck's.
   */
  get transient(): boolean {
    if (this.code === Code.Unavailable) return true;
    return this.reason === undefined && BROKEN.includes(this.code);
  }
}

/** What happened to the connection. Node says it behind the "fetch failed" of fetch; browsers do not. */
function why({ cause, rawMessage }: ConnectError): string {
  const behind = cause instanceof Error ? cause.cause : undefined;
  if (!(behind instanceof Error)) return rawMessage;
  // Where a name has several addresses, the error of all of them has a code alone.
  return behind.message || ("code" in behind ? String(behind.code) : rawMessage);
}

function isOurs({ domain, reason }: ErrorInfo): boolean {
  return domain === DOMAIN && reason !== "";
}

/**
 * Whether there was no whole answer. Connect has no code for that: it passes on the TypeError of
 * fetch, and has words of its own for an answer that ends too early.
 */
function isBroken(error: ConnectError): boolean {
  if (error.cause instanceof Error) return error.cause.name === "TypeError";
  return ["missing trailer", "protocol error: incomplete envelope"].includes(error.rawMessage);
}
