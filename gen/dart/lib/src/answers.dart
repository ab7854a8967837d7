import 'dart:async';

import 'package:grpc/grpc_or_grpcweb.dart' show GrpcError, Response, StatusCode;
import 'package:grpc/service_api.dart' show ResponseFuture, ResponseStream;

import 'errors.dart';
import 'line.dart';
import 'patience.dart';

/// Whether a call that failed is made once more.
class Tries {
  /// Tries over [_line] for as long as [_patience] allows.
  Tries(this._line, this._patience, {required this.repeatable, this.limit});

  final Line _line;
  final Patience _patience;

  /// Whether a second call does no more than the first.
  final bool repeatable;

  /// The time of a try, where that is a limit of ours and not of the caller's.
  final Duration? limit;

  late final Pauses _pauses = Pauses(_patience);
  Pause? _pause;
  bool _cancelled = false;

  /// Waits until it is time for another try; throws what was wrong where there is none.
  Future<void> after(Object thrown, StackTrace trace, {bool begun = false}) {
    if (thrown is! GrpcError) Error.throwWithStackTrace(thrown, trace);
    final error = _unheard(_line.errorOf(thrown));
    final away = error.code == StatusCode.unavailable;
    final again = repeatable && away && !begun && !_cancelled;
    final time = again ? _pauses.take(_patience.toAnswer) : null;
    if (time == null) Error.throwWithStackTrace(error, trace);
    final pause = _pause = _line.pause(time);
    return pause.over.then((_) {
      if (_line.isClosed) throw OpsdeckError.closed();
      if (_cancelled) {
        throw OpsdeckError(StatusCode.cancelled, 'the call was cancelled');
      }
    });
  }

  /// What it means that a limit of ours is over: that nobody has answered.
  OpsdeckError _unheard(OpsdeckError error) {
    final limit = this.limit;
    final over = error.code == StatusCode.deadlineExceeded;
    if (limit == null || !over || error.reasonName.isNotEmpty) return error;
    final seconds = limit.inMilliseconds / 1000;
    final text = seconds.toString().replaceFirst(RegExp(r'\.0$'), '');
    return OpsdeckError(StatusCode.unavailable, 'no answer for $text s');
  }

  /// Ends the pause; there is no other try.
  void cancel() {
    _cancelled = true;
    _pause?.end();
  }
}

/// One answer, asked for again while no server answers.
class Answer<R> extends _One<R> {
  /// The answer of what [_ask] calls.
  Answer(this._ask, this._tries) : _call = _ask() {
    _answer = _get();
  }

  final ResponseFuture<R> Function() _ask;
  final Tries _tries;

  @override
  late final Future<R> _answer;

  @override
  ResponseFuture<R> _call;

  Future<R> _get() async {
    for (;;) {
      try {
        return await _call;
      } on GrpcError catch (thrown, trace) {
        await _tries.after(thrown, trace);
        _call = _ask();
      }
    }
  }

  @override
  Future<void> cancel() {
    _tries.cancel();
    return _call.cancel();
  }
}

/// A stream of answers, asked for again while nothing has come.
class Answers<R> extends Stream<R> implements ResponseStream<R> {
  /// The answers of what [_ask] calls; [_silence] is a broken line.
  Answers(this._ask, this._tries, this._silence) : _call = _ask();

  final ResponseStream<R> Function() _ask;
  final Tries _tries;
  final Duration _silence;
  ResponseStream<R> _call;
  StreamSubscription<R>? _subscription;
  bool _begun = false;

  late final StreamController<R> _out = StreamController(
    onListen: _listen,
    onPause: _pause,
    onResume: _resume,
    onCancel: cancel,
  );

  @override
  StreamSubscription<R> listen(
    void Function(R answer)? onData, {
    Function? onError,
    void Function()? onDone,
    bool? cancelOnError,
  }) => _out.stream.listen(
    onData,
    onError: onError,
    onDone: onDone,
    cancelOnError: cancelOnError,
  );

  void _listen() {
    _subscription = _call
        .timeout(_silence, onTimeout: (sink) => sink.addError(_silent()))
        .listen(_pass, onError: _again, onDone: _end, cancelOnError: true);
    if (_out.isPaused) _pause();
  }

  GrpcError _silent() => GrpcError.custom(
    StatusCode.unavailable,
    'the server fell silent for $_silence',
  );

  void _pass(R answer) {
    _begun = true;
    _out.add(answer);
  }

  Future<void> _again(Object thrown, StackTrace trace) async {
    _subscription = null;
    _call.cancel().ignore();
    try {
      await _tries.after(thrown, trace, begun: _begun);
      _call = _ask();
      _listen();
    } catch (error, trace) {
      _out.addError(error, trace);
      _end();
    }
  }

  void _end() => _out.close().ignore();
  void _pause() => _subscription?.pause();
  void _resume() => _subscription?.resume();

  @override
  Future<Map<String, String>> get headers => _call.headers;

  @override
  Future<Map<String, String>> get trailers => _call.trailers;

  @override
  ResponseFuture<R> get single => _Single(this, super.single);

  @override
  Future<void> cancel() {
    _tries.cancel();
    return _call.cancel();
  }
}

/// The only answer of a stream.
class _Single<R> extends _One<R> {
  _Single(this._call, this._answer);

  @override
  final Answers<R> _call;

  @override
  final Future<R> _answer;

  @override
  Future<void> cancel() => _call.cancel();
}

/// A future of [_answer], about which [_call] knows more.
abstract class _One<R> implements ResponseFuture<R> {
  Future<R> get _answer;
  Response get _call;

  @override
  Future<Map<String, String>> get headers => _call.headers;

  @override
  Future<Map<String, String>> get trailers => _call.trailers;

  @override
  Stream<R> asStream() => _answer.asStream();

  @override
  Future<R> catchError(Function onError, {bool Function(Object error)? test}) =>
      _answer.catchError(onError, test: test);

  @override
  Future<S> then<S>(
    FutureOr<S> Function(R value) onValue, {
    Function? onError,
  }) => _answer.then(onValue, onError: onError);

  @override
  Future<R> timeout(Duration limit, {FutureOr<R> Function()? onTimeout}) =>
      _answer.timeout(limit, onTimeout: onTimeout);

  @override
  Future<R> whenComplete(FutureOr<void> Function() action) =>
      _answer.whenComplete(action);
}
