/// See service_api.dart.
library;

export 'src/stub.dart' show ClientCall;
