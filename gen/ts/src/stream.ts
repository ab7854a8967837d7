import { Code, ConnectError } from "@connectrpc/connect";
import { later } from "./patience.js";

/** Make a controller that is aborted with any of the signals. Aborting it lets go of them. */
export function linked(...signals: (AbortSignal | undefined)[]): AbortController {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal === undefined) continue;
    const abort = () => controller.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { signal: controller.signal });
  }
  return controller;
}

/** Wait for one answer, for so many milliseconds; then it fails as unavailable. */
export async function limited<A>(
  ask: (signal: AbortSignal) => Promise<A>,
  signal: AbortSignal | undefined,
  limit: number,
): Promise<A> {
  const stop = linked(signal);
  const timer = later(() => stop.abort(noAnswerFor(limit)), limit);
  try {
    return await ask(stop.signal);
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

function noAnswerFor(milliseconds: number): ConnectError {
  return new ConnectError(`no answer for ${milliseconds / 1000} s`, Code.Unavailable);
}

/** The answers of one stream, which ends when it is closed; Connect alone would read on. */
export class Stream<A> {
  readonly #stop: AbortController;
  readonly #answers: AsyncIterator<A>;
  #askedAt = Infinity;
  #giveUp: (reason: unknown) => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Fails as unavailable where no answer comes for so many milliseconds. The time that the caller
   * takes for an answer does not count.
   */
  constructor(
    open: (signal: AbortSignal) => AsyncIterable<A>,
    signal: AbortSignal | undefined,
    silence?: number,
  ) {
    this.#stop = linked(signal);
    // Whatever the transport makes of the signal.
    this.#stop.signal.addEventListener("abort", () => this.#giveUp(this.#stop.signal.reason));
    this.#answers = open(this.#stop.signal)[Symbol.asyncIterator]();
    if (silence !== undefined) this.#lookAfter(silence, silence);
  }

  /** Wait for the next answer. */
  async next(): Promise<IteratorResult<A, unknown>> {
    this.#stop.signal.throwIfAborted();
    this.#askedAt = performance.now();
    const next = await new Promise<IteratorResult<A, unknown>>((resolve, reject) => {
      this.#giveUp = reject;
      this.#answers.next().then(resolve, reject);
    });
    this.#askedAt = Infinity;
    return next;
  }

  /** End the stream, wherever it is. Closing twice is closing once. */
  close(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  // One timer for many answers: to set one for each costs more than the rest of the watch.
  #lookAfter(silence: number, pause: number): void {
    this.#timer = later(() => {
      const left = silence - Math.max(0, performance.now() - this.#askedAt);
      if (left > 0) this.#lookAfter(silence, left);
      else this.#stop.abort(noAnswerFor(silence));
    }, pause);
  }
}
