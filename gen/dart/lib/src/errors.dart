import 'package:grpc/grpc_or_grpcweb.dart' show GrpcError, StatusCode;
import 'package:grpc/protos.dart' show ErrorInfo;

import 'gen/opsdeck/v1/error_reason.pb.dart';

/// A call failed; [message] says why, and what to do about it.
class OpsdeckError implements Exception {
  /// An error of the client's own, where no opsdeck server has answered.
  OpsdeckError(
    this.code,
    this.message, {
    this.reasonName = '',
    this.metadata = const {},
  }) : reason = _reasons[reasonName];

  /// What a failed call of gRPC's means.
  factory OpsdeckError.of(GrpcError error) {
    final message = error.message ?? 'the server gave no text';
    for (final detail in error.details ?? const []) {
      if (detail is ErrorInfo &&
          detail.domain == 'opsdeck.dev' &&
          detail.reason.isNotEmpty) {
        return OpsdeckError(
          error.code,
          message,
          reasonName: detail.reason,
          metadata: Map.of(detail.metadata),
        );
      }
    }
    final unknown = error.code == StatusCode.unimplemented;
    return OpsdeckError(error.code, unknown ? _older : message);
  }

  /// What calls and watches end with when their client is closed.
  factory OpsdeckError.closed() = _Closed;

  static const String _older =
      'the server does not know this call: it is older than this client';

  static final Map<String, ErrorReason> _reasons = {
    for (final reason in ErrorReason.values) reason.name: reason,
  };

  /// The server's own word, which stays as it is from release to release: branch on that.
  ///
  /// Null where no opsdeck server answered, or a newer one has a reason that this package does not
  /// know: [reasonName] has it.
  final ErrorReason? reason;

  /// The reason as it came; empty where no opsdeck server answered.
  final String reasonName;

  /// The status of gRPC, a value of [StatusCode].
  final int code;

  /// For a person.
  final String message;

  /// What belongs to the reason: the id that was not found, the limit that was reached.
  final Map<String, String> metadata;

  /// Whether the server, or the way to it, was not there, so that a read may be repeated.
  ///
  /// A connection that breaks under a call has many names, but never a reason of opsdeck's.
  bool get transient => switch (code) {
    StatusCode.unavailable => true,
    StatusCode.internal ||
    StatusCode.unknown ||
    StatusCode.cancelled => reasonName.isEmpty,
    _ => false,
  };

  @override
  String toString() =>
      '${reasonName.isEmpty ? StatusCode.name(code) ?? code : reasonName}: $message';
}

/// Nothing is worth another try after that.
class _Closed extends OpsdeckError {
  _Closed() : super(StatusCode.cancelled, 'this OpsdeckClient was closed');

  @override
  bool get transient => false;
}
