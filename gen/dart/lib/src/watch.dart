import 'dart:async';

import 'package:grpc/grpc_or_grpcweb.dart' show GrpcError, StatusCode;
import 'package:grpc/service_api.dart' show ResponseStream;

import 'errors.dart';
import 'gen/opsdeck/v1/error_reason.pb.dart';
import 'gen/opsdeck/v1/event.pb.dart';
import 'line.dart';
import 'patience.dart';

/// The server is not there just now; the watch comes back by itself.
class Away {
  /// Away because of [error], for [pause] at least.
  const Away(this.error, this.pause);

  /// Why.
  final OpsdeckError error;

  /// The time until the next try.
  final Duration pause;
}

/// Is told before each pause that a watch makes.
typedef OnAway = void Function(Away away);

/// What a watch needs to know of an answer.
class Reading<A> {
  /// How an answer of type [A] is read.
  const Reading({
    required this.events,
    required this.cursor,
    required this.caughtUp,
    required this.isOver,
  });

  /// Its events, which may be taken out.
  final List<Event> Function(A answer) events;

  /// The cursor after them.
  final String Function(A answer) cursor;

  /// Whether they were the newest.
  final bool Function(A answer) caughtUp;

  /// Whether it says that what is watched is over.
  final bool Function(A answer) isOver;
}

/// How far a watch is.
class Place {
  /// The place after [cursor].
  Place(this.cursor);

  /// Where to go on.
  String cursor;

  /// Whether the server has answered at all.
  bool begun = false;

  /// Whether the last event of all was seen.
  bool terminal = false;

  int _lastSeq = 0;

  /// Notes what an answer brings, and takes out of it what was seen before; whether it is more.
  bool passOn<A>(A answer, Reading<A> reading) {
    final events = reading.events(answer)
      // A delta has the number of the event before it, and never comes twice.
      ..removeWhere((event) => event.seq <= _lastSeq && !event.hasTextDelta());
    for (final event in events) {
      if (event.hasTextDelta()) continue;
      _lastSeq = event.seq;
      terminal = event.hasStatusChange() && event.statusChange.terminal;
    }
    if (reading.cursor(answer).isNotEmpty) cursor = reading.cursor(answer);
    begun = true;
    return events.isNotEmpty;
  }
}

/// Follows a journal to its end, over every loss of the connection.
class Watch<A> {
  /// A watch that begins when its [stream] is listened to; [_open] opens one of the server's.
  Watch(
    this._open,
    this._reading,
    this._place,
    this._line,
    this._patience, {
    this.overAGap = false,
    this.onAway,
  });

  final ResponseStream<A> Function(Place place) _open;
  final Reading<A> _reading;
  final Place _place;
  final Line _line;
  final Patience _patience;

  /// Whether events that were pruned meanwhile are passed over.
  final bool overAGap;

  /// Is told of each pause.
  final OnAway? onAway;

  late final Pauses _pauses = Pauses(_patience);
  late final StreamController<A> _out = StreamController(
    onListen: _start,
    onPause: _hold,
    onResume: _goOn,
    onCancel: _stop,
  );
  ResponseStream<A>? _call;
  StreamSubscription<A>? _answers;
  Timer? _silence;
  Pause? _pause;
  bool _over = false;
  bool _caughtUp = false;

  /// The answers, each event once and in order.
  Stream<A> get stream => _out.stream;

  void _start() {
    if (_line.isClosed) return _end(OpsdeckError.closed());
    _over = _caughtUp = false;
    final call = _call = _open(_place);
    _answers = call.listen(
      _onAnswer,
      onError: _onError,
      onDone: _onDone,
      cancelOnError: true,
    );
    _out.isPaused ? _hold() : _listenForSilence();
  }

  void _onAnswer(A answer) {
    // A server that says how it stands and hangs up again has brought nothing.
    if (_place.passOn(answer, _reading) || _caughtUp) _pauses.reset();
    _caughtUp = _reading.caughtUp(answer);
    // A journal that ended before the cursor has no event left: its state says so.
    _over = _over || _reading.isOver(answer);
    _listenForSilence();
    _out.add(answer);
    if (_place.terminal) _end();
  }

  void _onError(Object thrown, StackTrace trace) {
    if (thrown is GrpcError) {
      _lost(_line.errorOf(thrown), trace);
    } else {
      _end(thrown, trace);
    }
  }

  void _onDone() {
    if (_over && _caughtUp) {
      _end();
    } else {
      _lost(_broken('the server ended the stream before the last event'));
    }
  }

  /// Comes back after a pause, or gives up.
  void _lost(OpsdeckError error, [StackTrace? trace]) {
    _drop();
    if (_place.terminal) return _end();
    final expired = error.reason == ErrorReason.CURSOR_EXPIRED;
    if (expired && _place.begun && _place.cursor.isNotEmpty && overAGap) {
      _place.cursor = '';
      return _start();
    }
    final limit = _place.begun ? _patience.toReturn : _patience.toBegin;
    final again = error.transient && !_line.isClosed;
    final time = again ? _pauses.take(limit) : null;
    if (time == null) return _end(error, trace);
    try {
      onAway?.call(Away(error, time));
    } catch (thrown, trace) {
      return _end(thrown, trace);
    }
    final pause = _pause = _line.pause(time);
    pause.over.then((_) {
      if (identical(pause, _pause)) _start();
    }).ignore();
  }

  void _listenForSilence() {
    _silence?.cancel();
    _silence = Timer(_patience.silence, () {
      _line.renew();
      _lost(_broken('the server fell silent for ${_patience.silence}'));
    });
  }

  /// A listener that is busy is no silence of the server's.
  void _hold() {
    if (_answers == null) return;
    _answers?.pause();
    _silence?.cancel();
  }

  void _goOn() {
    if (_answers == null) return;
    _listenForSilence();
    _answers?.resume();
  }

  /// Lets go of the call, and of what waits.
  void _drop() {
    _silence?.cancel();
    final pause = _pause;
    _pause = null;
    pause?.end();
    _answers?.cancel().ignore();
    _call?.cancel().ignore();
    _answers = null;
    _call = null;
  }

  void _end([Object? error, StackTrace? trace]) {
    _drop();
    if (error != null) _out.addError(error, trace);
    _out.close().ignore();
  }

  void _stop() => _drop();

  static OpsdeckError _broken(String message) =>
      OpsdeckError(StatusCode.unavailable, message);
}
