/// Talk to an opsdeck server: typed stubs, watches that come back, errors by reason.
///
/// The messages are in `package:opsdeck_client/v1.dart`.
library;

export 'src/client.dart' show OpsdeckClient;
export 'src/errors.dart' show OpsdeckError;
export 'src/patience.dart' show Patience;
export 'src/watch.dart' show Away;
