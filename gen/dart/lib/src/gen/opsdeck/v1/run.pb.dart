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
import 'package:protobuf/well_known_types/google/protobuf/timestamp.pb.dart'
    as $0;

import 'run.pbenum.dart';

export 'package:protobuf/protobuf.dart' show GeneratedMessageGenericExtensions;

export 'run.pbenum.dart';

/// Run is one piece of agent work with a beginning and an end. A job has one run;
/// each message to a session makes one.
class Run extends $pb.GeneratedMessage {
  factory Run({
    $core.String? id,
    Run_State? state,
    $core.String? agent,
    $core.String? model,
    $core.String? effort,
    $core.String? agentSessionId,
    Usage? usage,
    $core.int? exitCode,
    $core.String? error,
    $0.Timestamp? startedAt,
    $0.Timestamp? endedAt,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (state != null) result.state = state;
    if (agent != null) result.agent = agent;
    if (model != null) result.model = model;
    if (effort != null) result.effort = effort;
    if (agentSessionId != null) result.agentSessionId = agentSessionId;
    if (usage != null) result.usage = usage;
    if (exitCode != null) result.exitCode = exitCode;
    if (error != null) result.error = error;
    if (startedAt != null) result.startedAt = startedAt;
    if (endedAt != null) result.endedAt = endedAt;
    return result;
  }

  Run._();

  factory Run.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory Run.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'Run',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aE<Run_State>(2, _omitFieldNames ? '' : 'state',
        enumValues: Run_State.values)
    ..aOS(3, _omitFieldNames ? '' : 'agent')
    ..aOS(4, _omitFieldNames ? '' : 'model')
    ..aOS(5, _omitFieldNames ? '' : 'effort')
    ..aOS(6, _omitFieldNames ? '' : 'agentSessionId')
    ..aOM<Usage>(7, _omitFieldNames ? '' : 'usage', subBuilder: Usage.create)
    ..aI(8, _omitFieldNames ? '' : 'exitCode')
    ..aOS(9, _omitFieldNames ? '' : 'error')
    ..aOM<$0.Timestamp>(10, _omitFieldNames ? '' : 'startedAt',
        subBuilder: $0.Timestamp.create)
    ..aOM<$0.Timestamp>(11, _omitFieldNames ? '' : 'endedAt',
        subBuilder: $0.Timestamp.create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Run clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Run copyWith(void Function(Run) updates) =>
      super.copyWith((message) => updates(message as Run)) as Run;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static Run create() => Run._();
  @$core.override
  Run createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static Run getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<Run>(create);
  static Run? _defaultInstance;

  /// Identifier of the run.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Where the run stands.
  @$pb.TagNumber(2)
  Run_State get state => $_getN(1);
  @$pb.TagNumber(2)
  set state(Run_State value) => $_setField(2, value);
  @$pb.TagNumber(2)
  $core.bool hasState() => $_has(1);
  @$pb.TagNumber(2)
  void clearState() => $_clearField(2);

  /// Which agent works: `claude`, `codex` or `simulator`.
  @$pb.TagNumber(3)
  $core.String get agent => $_getSZ(2);
  @$pb.TagNumber(3)
  set agent($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasAgent() => $_has(2);
  @$pb.TagNumber(3)
  void clearAgent() => $_clearField(3);

  /// The model asked for, in the agent's own words. Absent: the agent's default.
  @$pb.TagNumber(4)
  $core.String get model => $_getSZ(3);
  @$pb.TagNumber(4)
  set model($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasModel() => $_has(3);
  @$pb.TagNumber(4)
  void clearModel() => $_clearField(4);

  /// The effort asked for, in the agent's own words. Absent: the agent's default.
  @$pb.TagNumber(5)
  $core.String get effort => $_getSZ(4);
  @$pb.TagNumber(5)
  set effort($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasEffort() => $_has(4);
  @$pb.TagNumber(5)
  void clearEffort() => $_clearField(5);

  /// The agent's own id of the conversation, once it is known.
  @$pb.TagNumber(6)
  $core.String get agentSessionId => $_getSZ(5);
  @$pb.TagNumber(6)
  set agentSessionId($core.String value) => $_setString(5, value);
  @$pb.TagNumber(6)
  $core.bool hasAgentSessionId() => $_has(5);
  @$pb.TagNumber(6)
  void clearAgentSessionId() => $_clearField(6);

  /// Tokens and cost so far, counted once.
  @$pb.TagNumber(7)
  Usage get usage => $_getN(6);
  @$pb.TagNumber(7)
  set usage(Usage value) => $_setField(7, value);
  @$pb.TagNumber(7)
  $core.bool hasUsage() => $_has(6);
  @$pb.TagNumber(7)
  void clearUsage() => $_clearField(7);
  @$pb.TagNumber(7)
  Usage ensureUsage() => $_ensure(6);

  /// Exit code of the agent's process, once it has ended by itself.
  @$pb.TagNumber(8)
  $core.int get exitCode => $_getIZ(7);
  @$pb.TagNumber(8)
  set exitCode($core.int value) => $_setSignedInt32(7, value);
  @$pb.TagNumber(8)
  $core.bool hasExitCode() => $_has(7);
  @$pb.TagNumber(8)
  void clearExitCode() => $_clearField(8);

  /// What went wrong, and what to do. Absent while nothing did.
  @$pb.TagNumber(9)
  $core.String get error => $_getSZ(8);
  @$pb.TagNumber(9)
  set error($core.String value) => $_setString(8, value);
  @$pb.TagNumber(9)
  $core.bool hasError() => $_has(8);
  @$pb.TagNumber(9)
  void clearError() => $_clearField(9);

  /// When the agent was started.
  @$pb.TagNumber(10)
  $0.Timestamp get startedAt => $_getN(9);
  @$pb.TagNumber(10)
  set startedAt($0.Timestamp value) => $_setField(10, value);
  @$pb.TagNumber(10)
  $core.bool hasStartedAt() => $_has(9);
  @$pb.TagNumber(10)
  void clearStartedAt() => $_clearField(10);
  @$pb.TagNumber(10)
  $0.Timestamp ensureStartedAt() => $_ensure(9);

  /// When the run was over.
  @$pb.TagNumber(11)
  $0.Timestamp get endedAt => $_getN(10);
  @$pb.TagNumber(11)
  set endedAt($0.Timestamp value) => $_setField(11, value);
  @$pb.TagNumber(11)
  $core.bool hasEndedAt() => $_has(10);
  @$pb.TagNumber(11)
  void clearEndedAt() => $_clearField(11);
  @$pb.TagNumber(11)
  $0.Timestamp ensureEndedAt() => $_ensure(10);
}

/// Usage counts what a run cost.
class Usage extends $pb.GeneratedMessage {
  factory Usage({
    $core.int? inputTokens,
    $core.int? outputTokens,
    $core.int? cacheReadTokens,
    $core.int? cacheWriteTokens,
    $core.double? costUsd,
    $core.int? turns,
  }) {
    final result = create();
    if (inputTokens != null) result.inputTokens = inputTokens;
    if (outputTokens != null) result.outputTokens = outputTokens;
    if (cacheReadTokens != null) result.cacheReadTokens = cacheReadTokens;
    if (cacheWriteTokens != null) result.cacheWriteTokens = cacheWriteTokens;
    if (costUsd != null) result.costUsd = costUsd;
    if (turns != null) result.turns = turns;
    return result;
  }

  Usage._();

  factory Usage.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory Usage.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'Usage',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aI(1, _omitFieldNames ? '' : 'inputTokens',
        fieldType: $pb.PbFieldType.OU3)
    ..aI(2, _omitFieldNames ? '' : 'outputTokens',
        fieldType: $pb.PbFieldType.OU3)
    ..aI(3, _omitFieldNames ? '' : 'cacheReadTokens',
        fieldType: $pb.PbFieldType.OU3)
    ..aI(4, _omitFieldNames ? '' : 'cacheWriteTokens',
        fieldType: $pb.PbFieldType.OU3)
    ..aD(5, _omitFieldNames ? '' : 'costUsd')
    ..aI(6, _omitFieldNames ? '' : 'turns', fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Usage clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Usage copyWith(void Function(Usage) updates) =>
      super.copyWith((message) => updates(message as Usage)) as Usage;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static Usage create() => Usage._();
  @$core.override
  Usage createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static Usage getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<Usage>(create);
  static Usage? _defaultInstance;

  /// Fresh input tokens.
  @$pb.TagNumber(1)
  $core.int get inputTokens => $_getIZ(0);
  @$pb.TagNumber(1)
  set inputTokens($core.int value) => $_setUnsignedInt32(0, value);
  @$pb.TagNumber(1)
  $core.bool hasInputTokens() => $_has(0);
  @$pb.TagNumber(1)
  void clearInputTokens() => $_clearField(1);

  /// Output tokens, thinking included.
  @$pb.TagNumber(2)
  $core.int get outputTokens => $_getIZ(1);
  @$pb.TagNumber(2)
  set outputTokens($core.int value) => $_setUnsignedInt32(1, value);
  @$pb.TagNumber(2)
  $core.bool hasOutputTokens() => $_has(1);
  @$pb.TagNumber(2)
  void clearOutputTokens() => $_clearField(2);

  /// Input tokens read from the prompt cache.
  @$pb.TagNumber(3)
  $core.int get cacheReadTokens => $_getIZ(2);
  @$pb.TagNumber(3)
  set cacheReadTokens($core.int value) => $_setUnsignedInt32(2, value);
  @$pb.TagNumber(3)
  $core.bool hasCacheReadTokens() => $_has(2);
  @$pb.TagNumber(3)
  void clearCacheReadTokens() => $_clearField(3);

  /// Input tokens written to the prompt cache.
  @$pb.TagNumber(4)
  $core.int get cacheWriteTokens => $_getIZ(3);
  @$pb.TagNumber(4)
  set cacheWriteTokens($core.int value) => $_setUnsignedInt32(3, value);
  @$pb.TagNumber(4)
  $core.bool hasCacheWriteTokens() => $_has(3);
  @$pb.TagNumber(4)
  void clearCacheWriteTokens() => $_clearField(4);

  /// Cost in US dollars, as the agent reports it.
  @$pb.TagNumber(5)
  $core.double get costUsd => $_getN(4);
  @$pb.TagNumber(5)
  set costUsd($core.double value) => $_setDouble(4, value);
  @$pb.TagNumber(5)
  $core.bool hasCostUsd() => $_has(4);
  @$pb.TagNumber(5)
  void clearCostUsd() => $_clearField(5);

  /// Turns of the conversation with the model.
  @$pb.TagNumber(6)
  $core.int get turns => $_getIZ(5);
  @$pb.TagNumber(6)
  set turns($core.int value) => $_setUnsignedInt32(5, value);
  @$pb.TagNumber(6)
  $core.bool hasTurns() => $_has(5);
  @$pb.TagNumber(6)
  void clearTurns() => $_clearField(6);
}

const $core.bool _omitFieldNames =
    $core.bool.fromEnvironment('protobuf.omit_field_names');
const $core.bool _omitMessageNames =
    $core.bool.fromEnvironment('protobuf.omit_message_names');
