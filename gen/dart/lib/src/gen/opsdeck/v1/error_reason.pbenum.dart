// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/error_reason.proto.

// @dart = 3.3

// ignore_for_file: annotate_overrides, camel_case_types, comment_references
// ignore_for_file: constant_identifier_names
// ignore_for_file: curly_braces_in_flow_control_structures
// ignore_for_file: deprecated_member_use_from_same_package, library_prefixes
// ignore_for_file: non_constant_identifier_names, prefer_relative_imports

import 'dart:core' as $core;

import 'package:protobuf/protobuf.dart' as $pb;

/// ErrorReason lists every value of `google.rpc.ErrorInfo.reason` that opsdeck
/// answers with, in the domain `opsdeck.dev`. The name of a value is the string
/// on the wire, and it never changes its meaning: programs branch on it, people
/// read the message beside it.
class ErrorReason extends $pb.ProtobufEnum {
  /// Never sent.
  static const ErrorReason ERROR_REASON_UNSPECIFIED =
      ErrorReason._(0, _omitEnumNames ? '' : 'ERROR_REASON_UNSPECIFIED');

  /// The request carries no bearer token, or a wrong one. Status
  /// UNAUTHENTICATED (HTTP 401).
  ///
  ///     {"reason": "TOKEN_INVALID", "domain": "opsdeck.dev"}
  static const ErrorReason TOKEN_INVALID =
      ErrorReason._(1, _omitEnumNames ? '' : 'TOKEN_INVALID');

  /// A field of the request breaks a rule of the contract. The metadata maps the
  /// path of each field to what is wrong with it. Status INVALID_ARGUMENT (400).
  ///
  ///     {"reason": "REQUEST_INVALID", "metadata": {"branchName": "must not start with -"}}
  static const ErrorReason REQUEST_INVALID =
      ErrorReason._(2, _omitEnumNames ? '' : 'REQUEST_INVALID');

  /// No client has this id. Status NOT_FOUND (404).
  ///
  ///     {"reason": "CLIENT_NOT_FOUND", "metadata": {"id": "abc"}}
  static const ErrorReason CLIENT_NOT_FOUND =
      ErrorReason._(3, _omitEnumNames ? '' : 'CLIENT_NOT_FOUND');

  /// A client for this organisation and repository exists. Status
  /// ALREADY_EXISTS (409); the metadata holds its id.
  ///
  ///     {"reason": "CLIENT_EXISTS", "metadata": {"id": "abc"}}
  static const ErrorReason CLIENT_EXISTS =
      ErrorReason._(4, _omitEnumNames ? '' : 'CLIENT_EXISTS');

  /// The client has queued or running jobs, or open sessions, so it cannot be
  /// deleted. Cancel the jobs and delete the sessions first. Status
  /// FAILED_PRECONDITION (400). At most 20 sessions are named.
  ///
  ///     {"reason": "CLIENT_BUSY", "metadata": {"activeJobs": "2", "openSessions": "quick-1,quick-2"}}
  static const ErrorReason CLIENT_BUSY =
      ErrorReason._(5, _omitEnumNames ? '' : 'CLIENT_BUSY');

  /// The repository could not be cloned; the message says what git answered.
  /// Status FAILED_PRECONDITION (400).
  ///
  ///     {"reason": "CLONE_FAILED", "metadata": {"repo": "acme/site"}}
  static const ErrorReason CLONE_FAILED =
      ErrorReason._(6, _omitEnumNames ? '' : 'CLONE_FAILED');

  /// No job has this id. Status NOT_FOUND (404).
  ///
  ///     {"reason": "JOB_NOT_FOUND", "metadata": {"id": "job-x"}}
  static const ErrorReason JOB_NOT_FOUND =
      ErrorReason._(7, _omitEnumNames ? '' : 'JOB_NOT_FOUND');

  /// The job is over, so it cannot be cancelled. Status FAILED_PRECONDITION (400).
  ///
  ///     {"reason": "JOB_FINISHED", "metadata": {"status": "completed"}}
  static const ErrorReason JOB_FINISHED =
      ErrorReason._(8, _omitEnumNames ? '' : 'JOB_FINISHED');

  /// The job is still queued or running, so it cannot be retried. Status
  /// FAILED_PRECONDITION (400).
  ///
  ///     {"reason": "JOB_ACTIVE", "metadata": {"status": "running"}}
  static const ErrorReason JOB_ACTIVE =
      ErrorReason._(9, _omitEnumNames ? '' : 'JOB_ACTIVE');

  /// The agent is unknown, or switched off here. Status INVALID_ARGUMENT (400);
  /// the metadata lists the known ones.
  ///
  ///     {"reason": "AGENT_UNKNOWN", "metadata": {"known": "claude, simulator"}}
  static const ErrorReason AGENT_UNKNOWN =
      ErrorReason._(10, _omitEnumNames ? '' : 'AGENT_UNKNOWN');

  /// The cursor was not made by this server for this stream. Status
  /// INVALID_ARGUMENT (400). Watch again without a cursor.
  ///
  ///     {"reason": "CURSOR_INVALID"}
  static const ErrorReason CURSOR_INVALID =
      ErrorReason._(11, _omitEnumNames ? '' : 'CURSOR_INVALID');

  /// The cursor points before the oldest event that is still kept. Status
  /// OUT_OF_RANGE (400). Watch again without a cursor.
  ///
  ///     {"reason": "CURSOR_EXPIRED", "metadata": {"oldest": "1200"}}
  static const ErrorReason CURSOR_EXPIRED =
      ErrorReason._(12, _omitEnumNames ? '' : 'CURSOR_EXPIRED');

  /// The idempotency key was used before for another request. Status
  /// ALREADY_EXISTS (409). Use a new key for a new request.
  ///
  ///     {"reason": "IDEMPOTENCY_KEY_REUSED"}
  static const ErrorReason IDEMPOTENCY_KEY_REUSED =
      ErrorReason._(13, _omitEnumNames ? '' : 'IDEMPOTENCY_KEY_REUSED');

  /// The server is starting or shutting down. Status UNAVAILABLE (503). Try
  /// again in a moment.
  ///
  ///     {"reason": "NOT_READY", "metadata": {"state": "draining"}}
  static const ErrorReason NOT_READY =
      ErrorReason._(14, _omitEnumNames ? '' : 'NOT_READY');

  /// A fault of the server. Status INTERNAL (500). The metadata holds the id
  /// under which the log has the details.
  ///
  ///     {"reason": "INTERNAL_ERROR", "metadata": {"requestId": "…"}}
  static const ErrorReason INTERNAL_ERROR =
      ErrorReason._(15, _omitEnumNames ? '' : 'INTERNAL_ERROR');

  /// There is nothing to show a diff of: the job has neither a worktree nor a
  /// recorded commit. Status FAILED_PRECONDITION (400).
  ///
  ///     {"reason": "DIFF_UNAVAILABLE"}
  static const ErrorReason DIFF_UNAVAILABLE =
      ErrorReason._(16, _omitEnumNames ? '' : 'DIFF_UNAVAILABLE');

  /// No session has this id, or it was deleted. Status NOT_FOUND (404).
  ///
  ///     {"reason": "SESSION_NOT_FOUND", "metadata": {"id": "quick-1706300000"}}
  static const ErrorReason SESSION_NOT_FOUND =
      ErrorReason._(17, _omitEnumNames ? '' : 'SESSION_NOT_FOUND');

  /// The session was cleaned up, so it takes no message. Start another. Status
  /// FAILED_PRECONDITION (400).
  ///
  ///     {"reason": "SESSION_EXPIRED", "metadata": {"id": "quick-1706300000"}}
  static const ErrorReason SESSION_EXPIRED =
      ErrorReason._(18, _omitEnumNames ? '' : 'SESSION_EXPIRED');

  /// As many messages wait in line as may. Wait, or withdraw one. Status
  /// RESOURCE_EXHAUSTED (429).
  ///
  ///     {"reason": "LINE_FULL", "metadata": {"limit": "20"}}
  static const ErrorReason LINE_FULL =
      ErrorReason._(19, _omitEnumNames ? '' : 'LINE_FULL');

  /// The session has no message with this id. Status NOT_FOUND (404).
  ///
  ///     {"reason": "MESSAGE_NOT_FOUND", "metadata": {"id": "…"}}
  static const ErrorReason MESSAGE_NOT_FOUND =
      ErrorReason._(20, _omitEnumNames ? '' : 'MESSAGE_NOT_FOUND');

  /// The message does not wait any more, so it can be neither changed nor
  /// withdrawn. Status FAILED_PRECONDITION (400).
  ///
  ///     {"reason": "MESSAGE_SENT", "metadata": {"id": "…"}}
  static const ErrorReason MESSAGE_SENT =
      ErrorReason._(21, _omitEnumNames ? '' : 'MESSAGE_SENT');

  /// The session has no question with this id. Status NOT_FOUND (404).
  ///
  ///     {"reason": "PERMISSION_NOT_FOUND", "metadata": {"id": "perm-x"}}
  static const ErrorReason PERMISSION_NOT_FOUND =
      ErrorReason._(22, _omitEnumNames ? '' : 'PERMISSION_NOT_FOUND');

  /// The question has its answer already, or is over. Status ALREADY_EXISTS
  /// (409); the metadata has what became of it.
  ///
  ///     {"reason": "PERMISSION_RESOLVED", "metadata": {"outcome": "allowed"}}
  static const ErrorReason PERMISSION_RESOLVED =
      ErrorReason._(23, _omitEnumNames ? '' : 'PERMISSION_RESOLVED');

  /// No worktree could be made for the session; the message says what git
  /// answered. Status FAILED_PRECONDITION (400).
  ///
  ///     {"reason": "WORKTREE_FAILED", "metadata": {"repo": "acme/site"}}
  static const ErrorReason WORKTREE_FAILED =
      ErrorReason._(24, _omitEnumNames ? '' : 'WORKTREE_FAILED');

  static const $core.List<ErrorReason> values = <ErrorReason>[
    ERROR_REASON_UNSPECIFIED,
    TOKEN_INVALID,
    REQUEST_INVALID,
    CLIENT_NOT_FOUND,
    CLIENT_EXISTS,
    CLIENT_BUSY,
    CLONE_FAILED,
    JOB_NOT_FOUND,
    JOB_FINISHED,
    JOB_ACTIVE,
    AGENT_UNKNOWN,
    CURSOR_INVALID,
    CURSOR_EXPIRED,
    IDEMPOTENCY_KEY_REUSED,
    NOT_READY,
    INTERNAL_ERROR,
    DIFF_UNAVAILABLE,
    SESSION_NOT_FOUND,
    SESSION_EXPIRED,
    LINE_FULL,
    MESSAGE_NOT_FOUND,
    MESSAGE_SENT,
    PERMISSION_NOT_FOUND,
    PERMISSION_RESOLVED,
    WORKTREE_FAILED,
  ];

  static final $core.List<ErrorReason?> _byValue =
      $pb.ProtobufEnum.$_initByValueList(values, 24);
  static ErrorReason? valueOf($core.int value) =>
      value < 0 || value >= _byValue.length ? null : _byValue[value];

  const ErrorReason._(super.value, super.name);
}

const $core.bool _omitEnumNames =
    $core.bool.fromEnvironment('protobuf.omit_enum_names');
