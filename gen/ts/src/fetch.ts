type Fetch = typeof globalThis.fetch;

/**
 * Make a fetch that an abort always ends, its body and its connection included. That of Node 20 and
 * 22 holds what an abort needs by weak references alone: after a garbage collection it ends nothing.
 */
export function abortable(fetch: Fetch | undefined): Fetch {
  return async (input, init) => {
    const signal = init?.signal;
    // Looked up at each call: what traces or mocks calls puts itself there later.
    const answer = (fetch ?? globalThis.fetch)(input, init);
    if (!signal) return await answer;
    const response = await untilAborted(answer, signal);
    if (response.body) cancelledBy(signal, response.body);
    return response;
  };
}

function untilAborted(answer: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason as Error);
      // Where it comes all the same.
      answer.then(({ body }) => body?.cancel()).catch(() => {});
    };
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort);
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/**
 * Have the reader of a body cancelled by an abort. It stays the body that it is: one stream around
 * another costs as much as all else that a watch does with an answer.
 */
function cancelledBy(signal: AbortSignal, body: ReadableStream<Uint8Array>): void {
  const lock = body.getReader.bind(body) as () => ReadableStreamDefaultReader<Uint8Array>;
  const getReader = () => {
    const reader = lock();
    const cancel = () => void reader.cancel(signal.reason).catch(() => {});
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel);
    return reader;
  };
  body.getReader = getReader as typeof body.getReader;
}
