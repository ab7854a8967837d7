import type { OpsdeckError } from "./errors.js";

/** How long to wait for a server that is not there, in milliseconds. */
export interface Patience {
  /** Before the first try to come back; each further pause is twice as long, less up to a half. */
  readonly firstPause: number;
  /** No pause is longer, so that a server that is back is noticed soon. */
  readonly longestPause: number;
  /** For a call that answers once, after its first try. 0: it is tried once. */
  readonly toAnswer: number;
  /** For the first answer of a stream, after its first try: a server that starts takes a moment. */
  readonly toBegin: number;
  /** For a server that went away under a watch: an upgrade takes minutes. */
  readonly toReturn: number;
  /**
   * For one try of a call that answers once and has no `timeoutMs` of its own. A connection may be dead
   * though nobody says so; the next try has another.
   */
  readonly eachTry: number;
  /** The same where the server works before it answers, or where request or answer is large. */
  readonly eachLongTry: number;
  /** The same where the server may clone a repository, for which it has half an hour. */
  readonly eachClone: number;
  /** Without a word in a stream; in a watch, the server sends a heartbeat every 15 seconds. */
  readonly silence: number;
}

export const USUAL: Patience = {
  firstPause: 200,
  longestPause: 5_000,
  toAnswer: 6_000,
  toBegin: 10_000,
  toReturn: 600_000,
  eachTry: 30_000,
  eachLongTry: 300_000,
  eachClone: 2_400_000,
  silence: 45_000,
};

/** The pauses of one call or watch between its tries. */
export class Backoff {
  readonly #patience: Patience;
  #pause: number;
  #limit: number;
  #awaySince: number | undefined;

  /** `limit` is how long all pauses before the first answer may be, in milliseconds. */
  constructor(patience: Patience, limit: number) {
    this.#patience = patience;
    this.#pause = patience.firstPause;
    this.#limit = limit;
  }

  /** There was an answer: the next pause is the first again. */
  answered(): void {
    this.#pause = this.#patience.firstPause;
    this.#limit = this.#patience.toReturn;
    this.#awaySince = undefined;
  }

  /** Return how long to wait for the next try. Throws the error where patience is over. */
  pauseAfter(error: OpsdeckError): number {
    const now = performance.now();
    this.#awaySince ??= now;
    // Clients that a restart cut off at once should not come back at once.
    const pause = this.#pause * (0.5 + Math.random() / 2);
    if (now + pause - this.#awaySince > this.#limit) throw error;
    this.#pause = Math.min(this.#pause * 2, this.#patience.longestPause);
    return pause;
  }
}

/** Wait. Throws the signal's reason when that is aborted. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.reject(signal.reason as Error);
  return new Promise((resolve, reject) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      if (signal?.aborted) reject(signal.reason as Error);
      else resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    signal?.addEventListener("abort", wake);
  });
}

/** Call back after so many milliseconds, which may be Infinity; setTimeout takes that for none. */
export function later(back: () => void, milliseconds: number): ReturnType<typeof setTimeout> {
  return setTimeout(back, Math.min(milliseconds, 2 ** 31 - 1));
}
