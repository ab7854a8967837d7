/// As much of package:grpc 5 as generated code and the client use, for the analysis and the tests
/// of the client where the package itself is not to be had. Its signatures are that package's.
library;

export 'src/stub.dart'
    show CallOptions, Client, ClientChannel, ClientInterceptor, ClientMethod;
export 'src/stub.dart' show ClientStreamingInvoker, ClientUnaryInvoker;
export 'src/stub.dart' show ResponseFuture, ResponseStream;
export 'src/stub.dart' show Service, ServiceCall, ServiceMethod;
