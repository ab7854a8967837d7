// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/job.proto.

// @dart = 3.3

// ignore_for_file: annotate_overrides, camel_case_types, comment_references
// ignore_for_file: constant_identifier_names
// ignore_for_file: curly_braces_in_flow_control_structures
// ignore_for_file: deprecated_member_use_from_same_package, library_prefixes
// ignore_for_file: non_constant_identifier_names, prefer_relative_imports

import 'dart:core' as $core;

import 'package:protobuf/protobuf.dart' as $pb;

/// Status says where a job stands. Its name is the JSON.
class Job_Status extends $pb.ProtobufEnum {
  /// Never sent.
  static const Job_Status status_unspecified =
      Job_Status._(0, _omitEnumNames ? '' : 'status_unspecified');

  /// Waiting for its turn.
  static const Job_Status queued =
      Job_Status._(1, _omitEnumNames ? '' : 'queued');

  /// Being worked on.
  static const Job_Status running =
      Job_Status._(2, _omitEnumNames ? '' : 'running');

  /// Done; where there were changes they are on the branch at origin.
  static const Job_Status completed =
      Job_Status._(3, _omitEnumNames ? '' : 'completed');

  /// Not done; `error` says why.
  static const Job_Status failed =
      Job_Status._(4, _omitEnumNames ? '' : 'failed');

  /// Stopped on request.
  static const Job_Status cancelled =
      Job_Status._(5, _omitEnumNames ? '' : 'cancelled');

  static const $core.List<Job_Status> values = <Job_Status>[
    status_unspecified,
    queued,
    running,
    completed,
    failed,
    cancelled,
  ];

  static final $core.List<Job_Status?> _byValue =
      $pb.ProtobufEnum.$_initByValueList(values, 5);
  static Job_Status? valueOf($core.int value) =>
      value < 0 || value >= _byValue.length ? null : _byValue[value];

  const Job_Status._(super.value, super.name);
}

const $core.bool _omitEnumNames =
    $core.bool.fromEnvironment('protobuf.omit_enum_names');
