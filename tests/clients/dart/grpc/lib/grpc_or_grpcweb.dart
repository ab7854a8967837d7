/// See service_api.dart.
library;

import 'src/stub.dart';

export 'src/stub.dart' show CallOptions, GrpcError, Response, ResponseFuture;
export 'src/stub.dart' show ResponseStream, StatusCode;

/// A channel that goes nowhere.
class GrpcOrGrpcWebClientChannel extends ClientChannel {
  GrpcOrGrpcWebClientChannel.toSingleEndpoint({
    required this.host,
    required this.port,
    required this.transportSecure,
  });

  final String host;
  final int port;
  final bool transportSecure;

  @override
  Stream<ConnectionState> get onConnectionStateChanged => const Stream.empty();

  @override
  Future<void> shutdown() async {}

  @override
  Future<void> terminate() async {}

  @override
  ClientCall<Q, R> createCall<Q, R>(
    ClientMethod<Q, R> method,
    Stream<Q> requests,
    CallOptions options,
  ) => throw const GrpcError.custom(StatusCode.unavailable, 'a stub');
}
