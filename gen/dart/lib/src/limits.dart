import 'package:protobuf/protobuf.dart';

import 'patience.dart';

/// A kind of calls that take longer than most.
enum Long {
  /// `Patience.eachLongTry`.
  eachLongTry,

  /// `Patience.eachClone`.
  eachClone,
}

/// The calls for which the server works before it answers, or whose answer may be megabytes.
///
/// The clients in other languages have the same table; a test compares them.
const Map<String, Long> long = {
  'CancelJob': Long.eachLongTry,
  'CreateClient': Long.eachClone,
  'DeleteClient': Long.eachLongTry,
  'DeleteSession': Long.eachLongTry,
  'GetJob': Long.eachLongTry,
  'GetJobDiff': Long.eachLongTry,
  'GetSession': Long.eachLongTry,
  'InterruptSession': Long.eachLongTry,
  'StartSession': Long.eachClone,
  'SyncRepos': Long.eachClone,
};

/// Bytes of a request that take their time on a slow line, and come back in the answer.
const int large = 64 * 1024;

/// The limit for one try of the method at [path] with [request].
Duration limitOf(String path, Object? request, Patience patience) {
  final kind = long[path.split('/').last];
  if (kind == Long.eachClone) return patience.eachClone;
  if (kind == Long.eachLongTry || _isLarge(request)) {
    return patience.eachLongTry;
  }
  return patience.eachTry;
}

bool _isLarge(Object? request) =>
    request is GeneratedMessage && request.writeToBuffer().length > large;
