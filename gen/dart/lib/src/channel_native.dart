import 'package:grpc/grpc.dart'
    show
        ChannelCredentials,
        ChannelOptions,
        ClientChannel,
        ClientKeepAliveOptions;

/// Whether the shutdown of a channel takes until its calls are over.
const bool shutdownWaits = true;

/// A channel to [server] that connects when it is used.
ClientChannel openChannel(Uri server) => ClientChannel(
  server.host,
  port: server.port,
  options: ChannelOptions(
    credentials: server.scheme == 'https'
        ? const ChannelCredentials.secure()
        : const ChannelCredentials.insecure(),
    // A phone that changed its network: the line is dead, and nobody says so; that is noticed in
    // little more than a minute. On a slow line the answer to a ping comes behind all that the
    // server has sent before it.
    keepAlive: const ClientKeepAliveOptions(
      pingInterval: Duration(seconds: 20),
      timeout: Duration(seconds: 45),
    ),
  ),
);
