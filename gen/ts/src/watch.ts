import { OpsdeckError } from "./errors.js";
import type { Event } from "./gen/opsdeck/v1/event_pb.js";
import { Backoff, type Patience, sleep } from "./patience.js";
import { linked, Stream } from "./stream.js";

/** How to watch. */
export interface WatchOptions {
  /** Cursor of the last answer that was seen. Absent: from the beginning. */
  readonly after?: string;
  /** Start now and leave out what was before. Not together with a cursor. */
  readonly tailOnly?: boolean;
  /** Whether to get text deltas too. They are live only: some are missing after a reconnect. */
  readonly partial?: boolean;
  /** Where events were pruned while we were away, go on with what is left, in place of an error. */
  readonly overAGap?: boolean;
  /** Ends the watch: its iteration throws the signal's reason at once. */
  readonly signal?: AbortSignal;
  /** Is told of each pause while the server is away. What it throws ends the watch. */
  readonly onAway?: (away: Away) => void;
}

/** The server is not there just now; the watch comes back by itself. */
export interface Away {
  readonly error: OpsdeckError;
  /** Milliseconds until the next try. */
  readonly pause: number;
}

interface Request {
  readonly after: string;
  readonly tailOnly: boolean;
  readonly partial: boolean;
}

interface Answer {
  events: Event[];
  readonly cursor: string;
}

type Open<A> = (request: Request, signal: AbortSignal) => AsyncIterable<A>;

/** Follow a stream to its last event, over every loss of the connection. Each iteration is a watch. */
export function watch<A extends Answer>(
  open: Open<A>,
  options: WatchOptions,
  patience: Patience,
): AsyncIterable<A> {
  return {
    [Symbol.asyncIterator]() {
      const closing = new AbortController();
      const answers = follow(open, options, patience, closing.signal);
      return {
        next: () => answers.next(),
        // A generator alone would not return before its next answer.
        return: () => {
          closing.abort();
          return answers.return();
        },
      };
    },
  };
}

async function* follow<A extends Answer>(
  open: Open<A>,
  { after = "", tailOnly = false, partial = false, overAGap = false, signal, onAway }: WatchOptions,
  patience: Patience,
  closing: AbortSignal,
): AsyncGenerator<A, void, undefined> {
  const stop = linked(signal, closing);
  const backoff = new Backoff(patience, patience.toBegin);
  const place = { cursor: after, seq: 0, begun: false, over: false };
  try {
    for (;;) {
      stop.signal.throwIfAborted();
      const request = { after: place.cursor, tailOnly: tailOnly && !place.begun, partial };
      const stream = new Stream((one) => open(request, one), stop.signal, patience.silence);
      try {
        for (;;) {
          const next = await stream.next();
          // The server ends a stream with OK after its last event alone.
          if (next.done === true) return;
          backoff.answered();
          place.begun = true;
          passOn(next.value, place);
          yield next.value;
          if (place.over) return;
        }
      } catch (thrown) {
        stop.signal.throwIfAborted();
        const error = OpsdeckError.from(thrown);
        if (overAGap && place.begun && place.cursor !== "" && error.reason === "CURSOR_EXPIRED") {
          place.cursor = "";
          continue;
        }
        if (!error.transient) throw error;
        const pause = backoff.pauseAfter(error);
        onAway?.({ error, pause });
        await sleep(pause, stop.signal);
      } finally {
        stream.close();
      }
    }
  } catch (thrown) {
    if (!closing.aborted) throw thrown;
  } finally {
    stop.abort();
  }
}

/** Note how far the watch is with this answer, and take out of it what was seen before. */
function passOn(answer: Answer, place: { cursor: string; seq: number; over: boolean }): void {
  place.cursor = answer.cursor || place.cursor;
  // A delta has the number of the event before it, and never comes twice.
  const seenBefore = ({ seq, payload }: Event) => seq <= place.seq && payload.case !== "textDelta";
  if (answer.events.some(seenBefore)) {
    answer.events = answer.events.filter((event) => !seenBefore(event));
  }
  for (const { seq, payload } of answer.events) {
    if (payload.case !== "textDelta") place.seq = seq;
    if (payload.case === "statusChange") place.over ||= payload.value.terminal;
  }
}
