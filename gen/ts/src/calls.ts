import { clone, create, type DescMethod, type DescService } from "@bufbuild/protobuf";
import type { Message, MessageShape } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { MethodOptions_IdempotencyLevel } from "@bufbuild/protobuf/wkt";
import { type CallOptions, type Client, Code, createClient, makeAnyClient } from "@connectrpc/connect";
import type { Transport } from "@connectrpc/connect";
import { OpsdeckError } from "./errors.js";
import { limitOf } from "./limits.js";
import { Backoff, type Patience, sleep } from "./patience.js";
import { limited, Stream } from "./stream.js";

type Request = Record<string, unknown>;
type Unary = (request: Message, options?: CallOptions) => Promise<Message>;
type Streaming = (request: Message, options?: CallOptions) => AsyncIterable<Message>;

/**
 * Make a client of a service that throws OpsdeckError, and tries again where nothing is done twice by
 * it: calls that the contract says may be repeated, a stream until its first answer.
 */
export function reliableClient<S extends DescService>(
  service: S,
  transport: Transport,
  patience: Patience,
): Client<S> {
  const bare = createClient(service, transport) as Record<string, unknown>;
  const reliable = makeAnyClient(service, (method) => {
    const call = bare[method.localName];
    return method.methodKind === "unary"
      ? unary(method, call as Unary, patience)
      : streaming(method, call as Streaming, patience);
  });
  return reliable as Client<S>;
}

function unary(method: DescMethod, call: Unary, patience: Patience): Unary {
  return async (request, options) => {
    const backoff = new Backoff(patience, patience.toAnswer);
    const complete = checked(method, request);
    const ask = (signal: AbortSignal) => call(complete, { ...options, signal });
    // A limit of the caller's own is for the server, too, and ends the tries.
    const own = options?.timeoutMs !== undefined;
    for (;;) {
      try {
        const limit = own ? Infinity : limitOf(method, complete, patience);
        return await limited(ask, options?.signal, limit);
      } catch (thrown) {
        options?.signal?.throwIfAborted();
        const error = OpsdeckError.from(thrown);
        if (!repeatable(method) || !unheard(error)) throw error;
        await sleep(backoff.pauseAfter(error), options?.signal);
      }
    }
  };
}

function streaming(method: DescMethod, call: Streaming, patience: Patience): Streaming {
  return async function* (request, options) {
    const backoff = new Backoff(patience, patience.toBegin);
    const complete = checked(method, request);
    const open = (signal: AbortSignal) => call(complete, { ...options, signal });
    let begun = false;
    for (;;) {
      const stream = new Stream(open, options?.signal, patience.silence);
      try {
        for (;;) {
          const next = await stream.next();
          if (next.done === true) return;
          begun = true;
          yield next.value;
        }
      } catch (thrown) {
        options?.signal?.throwIfAborted();
        const error = OpsdeckError.from(thrown);
        if (begun || !repeatable(method) || !unheard(error)) throw error;
        await sleep(backoff.pauseAfter(error), options?.signal);
      } finally {
        stream.close();
      }
    }
  };
}

function repeatable(method: DescMethod): boolean {
  return method.idempotency !== MethodOptions_IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
}

/** Whether there was no server; a watch forgives more, for it changes nothing. */
function unheard({ code }: OpsdeckError): boolean {
  return code === Code.Unavailable;
}

/**
 * Return a copy of the request, with an idempotency key where it may have one and has none: without
 * it a create must not be repeated. Throws OpsdeckError for a field of a wrong type, which encoding
 * would turn into something else.
 */
export function checked<M extends DescMethod>(method: M, request: Request): MessageShape<M["input"]> {
  try {
    const message = clone(method.input, create(method.input, request));
    const field = method.input.fields.find(({ name }) => name === "request_id");
    const reflected = reflect(method.input, message);
    if (field !== undefined && !reflected.isSet(field)) reflected.set(field, newRequestId());
    return message as MessageShape<M["input"]>;
  } catch (thrown) {
    throw OpsdeckError.from(thrown);
  }
}

function newRequestId(): string {
  // Not crypto.randomUUID, which browsers have on pages of https alone.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
