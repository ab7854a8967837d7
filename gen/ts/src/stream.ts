import { Code, ConnectError } from "@connectrpc/connect";

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

/**
 * Yield the answers of one stream, and end it when they are no longer asked for, which Connect alone
 * does not. Fails as unavailable where no answer came for so many milliseconds; the time that the
 * caller takes for an answer does not count.
 */
export async function* answersOf<A>(
  open: (signal: AbortSignal) => AsyncIterable<A>,
  signal: AbortSignal | undefined,
  silence?: number,
): AsyncGenerator<A, void, undefined> {
  const stop = linked(signal);
  const giveUp = () => {
    stop.abort(new ConnectError(`no answer for ${silence} ms`, Code.Unavailable));
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const answers = open(stop.signal)[Symbol.asyncIterator]();
    for (;;) {
      if (silence !== undefined) timer = setTimeout(giveUp, silence);
      const next = await answers.next();
      clearTimeout(timer);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}
