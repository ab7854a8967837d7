// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/quick_session.proto.

// @dart = 3.3

// ignore_for_file: annotate_overrides, camel_case_types, comment_references
// ignore_for_file: constant_identifier_names
// ignore_for_file: curly_braces_in_flow_control_structures
// ignore_for_file: deprecated_member_use_from_same_package, library_prefixes
// ignore_for_file: non_constant_identifier_names, prefer_relative_imports

import 'dart:core' as $core;

import 'package:protobuf/protobuf.dart' as $pb;

/// Status says where a session stands. Its name is the JSON.
class QuickSession_Status extends $pb.ProtobufEnum {
  /// Never sent.
  static const QuickSession_Status status_unspecified =
      QuickSession_Status._(0, _omitEnumNames ? '' : 'status_unspecified');

  /// Waiting for a message.
  static const QuickSession_Status idle =
      QuickSession_Status._(1, _omitEnumNames ? '' : 'idle');

  /// The agent works on a message.
  static const QuickSession_Status running =
      QuickSession_Status._(2, _omitEnumNames ? '' : 'running');

  /// The last message failed; `error` says why. Another one may be sent.
  static const QuickSession_Status failed =
      QuickSession_Status._(3, _omitEnumNames ? '' : 'failed');

  /// Cleaned up: it takes no message any more, and its worktree is gone.
  static const QuickSession_Status expired =
      QuickSession_Status._(4, _omitEnumNames ? '' : 'expired');

  static const $core.List<QuickSession_Status> values = <QuickSession_Status>[
    status_unspecified,
    idle,
    running,
    failed,
    expired,
  ];

  static final $core.List<QuickSession_Status?> _byValue =
      $pb.ProtobufEnum.$_initByValueList(values, 4);
  static QuickSession_Status? valueOf($core.int value) =>
      value < 0 || value >= _byValue.length ? null : _byValue[value];

  const QuickSession_Status._(super.value, super.name);
}

/// Outcome says what became of a question. Its name is the JSON.
class PermissionPrompt_Outcome extends $pb.ProtobufEnum {
  /// Never sent.
  static const PermissionPrompt_Outcome outcome_unspecified =
      PermissionPrompt_Outcome._(
          0, _omitEnumNames ? '' : 'outcome_unspecified');

  /// Nobody has answered yet.
  static const PermissionPrompt_Outcome pending =
      PermissionPrompt_Outcome._(1, _omitEnumNames ? '' : 'pending');

  /// A person allowed it.
  static const PermissionPrompt_Outcome allowed =
      PermissionPrompt_Outcome._(2, _omitEnumNames ? '' : 'allowed');

  /// A person denied it.
  static const PermissionPrompt_Outcome denied =
      PermissionPrompt_Outcome._(3, _omitEnumNames ? '' : 'denied');

  /// Nobody answered in time, which denied it.
  static const PermissionPrompt_Outcome expired =
      PermissionPrompt_Outcome._(4, _omitEnumNames ? '' : 'expired');

  /// The agent took it back, or is gone.
  static const PermissionPrompt_Outcome withdrawn =
      PermissionPrompt_Outcome._(5, _omitEnumNames ? '' : 'withdrawn');

  static const $core.List<PermissionPrompt_Outcome> values =
      <PermissionPrompt_Outcome>[
    outcome_unspecified,
    pending,
    allowed,
    denied,
    expired,
    withdrawn,
  ];

  static final $core.List<PermissionPrompt_Outcome?> _byValue =
      $pb.ProtobufEnum.$_initByValueList(values, 5);
  static PermissionPrompt_Outcome? valueOf($core.int value) =>
      value < 0 || value >= _byValue.length ? null : _byValue[value];

  const PermissionPrompt_Outcome._(super.value, super.name);
}

const $core.bool _omitEnumNames =
    $core.bool.fromEnvironment('protobuf.omit_enum_names');
