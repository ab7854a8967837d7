/// See service_api.dart.
library;

import 'src/stub.dart' as stub;

export 'src/stub.dart' show ConnectionState;

class ChannelCredentials {
  const ChannelCredentials.secure() : isSecure = true;
  const ChannelCredentials.insecure() : isSecure = false;

  final bool isSecure;
}

class ClientKeepAliveOptions {
  const ClientKeepAliveOptions({
    this.pingInterval,
    this.timeout = const Duration(seconds: 20),
    this.permitWithoutCalls = false,
  });

  final Duration? pingInterval;
  final Duration timeout;
  final bool permitWithoutCalls;
}

class ChannelOptions {
  const ChannelOptions({
    this.credentials = const ChannelCredentials.secure(),
    this.keepAlive = const ClientKeepAliveOptions(),
  });

  final ChannelCredentials credentials;
  final ClientKeepAliveOptions keepAlive;
}

/// A channel that goes nowhere.
class ClientChannel extends stub.ClientChannel {
  ClientChannel(
    this.host, {
    this.port = 443,
    this.options = const ChannelOptions(),
  });

  final Object host;
  final int port;
  final ChannelOptions options;

  @override
  Stream<stub.ConnectionState> get onConnectionStateChanged =>
      const Stream.empty();

  @override
  Future<void> shutdown() async {}

  @override
  Future<void> terminate() async {}

  @override
  stub.ClientCall<Q, R> createCall<Q, R>(
    stub.ClientMethod<Q, R> method,
    Stream<Q> requests,
    stub.CallOptions options,
  ) => throw const stub.GrpcError.custom(stub.StatusCode.unavailable, 'a stub');
}
