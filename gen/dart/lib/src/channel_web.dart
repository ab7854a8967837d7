import 'package:grpc/grpc_or_grpcweb.dart' show GrpcOrGrpcWebClientChannel;
import 'package:grpc/service_api.dart' show ClientChannel;

/// Whether the shutdown of a channel takes until its calls are over.
const bool shutdownWaits = false;

/// A channel to [server]; its connections are the browser's.
ClientChannel openChannel(Uri server) =>
    GrpcOrGrpcWebClientChannel.toSingleEndpoint(
      host: server.host,
      port: server.port,
      transportSecure: server.scheme == 'https',
    );
