// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/run.proto.

// @dart = 3.3

// ignore_for_file: annotate_overrides, camel_case_types, comment_references
// ignore_for_file: constant_identifier_names
// ignore_for_file: curly_braces_in_flow_control_structures
// ignore_for_file: deprecated_member_use_from_same_package, library_prefixes
// ignore_for_file: non_constant_identifier_names, prefer_relative_imports

import 'dart:core' as $core;

import 'package:protobuf/protobuf.dart' as $pb;

/// State says how far a run is. Its name is the JSON.
class Run_State extends $pb.ProtobufEnum {
  /// Never sent.
  static const Run_State state_unspecified =
      Run_State._(0, _omitEnumNames ? '' : 'state_unspecified');

  /// Waiting for its turn.
  static const Run_State pending =
      Run_State._(1, _omitEnumNames ? '' : 'pending');

  /// The agent works; its supervisor answers.
  static const Run_State running =
      Run_State._(2, _omitEnumNames ? '' : 'running');

  /// The agent reported success and its process tree is gone.
  static const Run_State succeeded =
      Run_State._(3, _omitEnumNames ? '' : 'succeeded');

  /// The agent reported an error, or ended without a result.
  static const Run_State failed =
      Run_State._(4, _omitEnumNames ? '' : 'failed');

  /// Stopped on request; its process tree is gone.
  static const Run_State stopped =
      Run_State._(5, _omitEnumNames ? '' : 'stopped');

  /// The supervisor died. What was left of the process tree was ended, and the
  /// work was kept.
  static const Run_State lost = Run_State._(6, _omitEnumNames ? '' : 'lost');

  static const $core.List<Run_State> values = <Run_State>[
    state_unspecified,
    pending,
    running,
    succeeded,
    failed,
    stopped,
    lost,
  ];

  static final $core.List<Run_State?> _byValue =
      $pb.ProtobufEnum.$_initByValueList(values, 6);
  static Run_State? valueOf($core.int value) =>
      value < 0 || value >= _byValue.length ? null : _byValue[value];

  const Run_State._(super.value, super.name);
}

const $core.bool _omitEnumNames =
    $core.bool.fromEnvironment('protobuf.omit_enum_names');
