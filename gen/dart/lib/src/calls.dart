import 'dart:async';
import 'dart:math';

import 'package:grpc/grpc_or_grpcweb.dart' show GrpcError, StatusCode;
import 'package:grpc/service_api.dart';
import 'package:protobuf/protobuf.dart';

import 'errors.dart';
import 'gen/repeatable.dart';
import 'patience.dart';

/// What stands before the generated stubs: retries, idempotency keys, errors.
class Calls extends ClientInterceptor {
  /// Calls that are tried again for as long as [_patience] allows.
  Calls(this._patience);

  final Patience _patience;

  @override
  ResponseFuture<R> interceptUnary<Q, R>(
    ClientMethod<Q, R> method,
    Q request,
    CallOptions options,
    ClientUnaryInvoker<Q, R> invoker,
  ) {
    final asked = withRequestId(request);
    return _Answer(
      () => invoker(method, asked, options),
      _patience,
      repeatable: repeatable.contains(method.path),
    );
  }

  @override
  ResponseStream<R> interceptStreaming<Q, R>(
    ClientMethod<Q, R> method,
    Stream<Q> requests,
    CallOptions options,
    ClientStreamingInvoker<Q, R> invoker,
  ) => _Answers(invoker(method, requests, options));
}

/// The request with an idempotency key, where it may have one and has none.
///
/// A key of ours goes into a copy: who sends a request of theirs twice means two.
Q withRequestId<Q>(Q request) {
  if (request is! GeneratedMessage) return request;
  final GeneratedMessage message = request;
  final tag = message.getTagNumber('requestId');
  if (tag == null || message.hasField(tag)) return request;
  final copy = message.deepCopy()..setField(tag, _newId());
  return copy as Q;
}

final Random _random = Random.secure();

String _newId() => [
  for (var at = 0; at < 16; at++)
    _random.nextInt(256).toRadixString(16).padLeft(2, '0'),
].join();

/// One answer, asked for again while no server answers.
class _Answer<R> implements ResponseFuture<R> {
  _Answer(this._ask, this._patience, {required this.repeatable}) {
    _call = _ask();
    _answer = _get();
  }

  final ResponseFuture<R> Function() _ask;
  final Patience _patience;
  final bool repeatable;
  late ResponseFuture<R> _call;
  late final Future<R> _answer;
  bool _cancelled = false;

  Future<R> _get() async {
    final pauses = Pauses(_patience);
    for (;;) {
      try {
        return await _call;
      } on GrpcError catch (thrown, trace) {
        final error = OpsdeckError.of(thrown);
        final again = repeatable && error.code == StatusCode.unavailable;
        final pause = again ? pauses.take(_patience.toAnswer) : null;
        if (pause != null) await Future<void>.delayed(pause);
        if (pause == null || _cancelled) {
          Error.throwWithStackTrace(error, trace);
        }
        _call = _ask();
      }
    }
  }

  @override
  Future<Map<String, String>> get headers => _call.headers;

  @override
  Future<Map<String, String>> get trailers => _call.trailers;

  @override
  Future<void> cancel() {
    _cancelled = true;
    return _call.cancel();
  }

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

/// A stream of answers whose failure is an [OpsdeckError].
class _Answers<R> extends StreamView<R> implements ResponseStream<R> {
  _Answers(this._call)
    : super(
        _call.handleError(
          (Object thrown, StackTrace trace) => Error.throwWithStackTrace(
            OpsdeckError.of(thrown as GrpcError),
            trace,
          ),
          test: (thrown) => thrown is GrpcError,
        ),
      );

  final ResponseStream<R> _call;

  @override
  Future<Map<String, String>> get headers => _call.headers;

  @override
  Future<Map<String, String>> get trailers => _call.trailers;

  @override
  ResponseFuture<R> get single => _call.single;

  @override
  Future<void> cancel() => _call.cancel();
}
