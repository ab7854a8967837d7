import 'dart:math';

import 'package:grpc/service_api.dart';
import 'package:protobuf/protobuf.dart';

import 'answers.dart';
import 'gen/repeatable.dart';
import 'limits.dart';
import 'line.dart';
import 'patience.dart';

/// What stands before the generated stubs: retries, idempotency keys, errors.
class Calls extends ClientInterceptor {
  /// Calls over [_line] that are tried again for as long as [_patience] allows.
  Calls(this._line, this._patience);

  final Line _line;
  final Patience _patience;

  @override
  ResponseFuture<R> interceptUnary<Q, R>(
    ClientMethod<Q, R> method,
    Q request,
    CallOptions options,
    ClientUnaryInvoker<Q, R> invoker,
  ) {
    final asked = withRequestId(request);
    final limit = options.timeout == null
        ? limitOf(method.path, asked, _patience)
        : null;
    final limits = CallOptions(timeout: limit).mergedWith(options);
    final tries = _tries(method.path, limit);
    return Answer(() => invoker(method, asked, limits), tries);
  }

  @override
  ResponseStream<R> interceptStreaming<Q, R>(
    ClientMethod<Q, R> method,
    Stream<Q> requests,
    CallOptions options,
    ClientStreamingInvoker<Q, R> invoker,
  ) {
    final asked = requests.toList();
    return Answers(
      () => invoker(
        method,
        Stream.fromFuture(asked).expand((all) => all),
        options,
      ),
      _tries(method.path),
      _patience.silence,
    );
  }

  Tries _tries(String path, [Duration? limit]) => Tries(
    _line,
    _patience,
    repeatable: repeatable.contains(path),
    limit: limit,
  );
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
