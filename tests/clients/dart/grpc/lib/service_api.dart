/// As much of package:grpc 5 as generated code and the client use, for the analysis and the tests
/// of the client where the package itself is not to be had. Its signatures are that package's.
library;

export 'src/stub.dart' hide GrpcError, StatusCode;
