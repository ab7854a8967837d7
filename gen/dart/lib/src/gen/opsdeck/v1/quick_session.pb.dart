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
import 'package:protobuf/well_known_types/google/protobuf/timestamp.pb.dart'
    as $0;

import 'quick_session.pbenum.dart';
import 'run.pb.dart' as $1;

export 'package:protobuf/protobuf.dart' show GeneratedMessageGenericExtensions;

export 'quick_session.pbenum.dart';

/// QuickSession is a conversation with an agent in a worktree of its own.
class QuickSession extends $pb.GeneratedMessage {
  factory QuickSession({
    $core.String? id,
    $core.String? repo,
    QuickSession_Status? status,
    $core.String? worktreePath,
    $core.String? claudeSessionId,
    $0.Timestamp? createdAt,
    $0.Timestamp? lastActivity,
    $core.int? messageCount,
    $core.double? totalCostUsd,
    $core.String? agent,
    $core.String? model,
    $core.String? effort,
    $core.String? permissionMode,
    $core.String? error,
    $core.String? keptRef,
    $1.Usage? usage,
    $core.int? waitingCount,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (repo != null) result.repo = repo;
    if (status != null) result.status = status;
    if (worktreePath != null) result.worktreePath = worktreePath;
    if (claudeSessionId != null) result.claudeSessionId = claudeSessionId;
    if (createdAt != null) result.createdAt = createdAt;
    if (lastActivity != null) result.lastActivity = lastActivity;
    if (messageCount != null) result.messageCount = messageCount;
    if (totalCostUsd != null) result.totalCostUsd = totalCostUsd;
    if (agent != null) result.agent = agent;
    if (model != null) result.model = model;
    if (effort != null) result.effort = effort;
    if (permissionMode != null) result.permissionMode = permissionMode;
    if (error != null) result.error = error;
    if (keptRef != null) result.keptRef = keptRef;
    if (usage != null) result.usage = usage;
    if (waitingCount != null) result.waitingCount = waitingCount;
    return result;
  }

  QuickSession._();

  factory QuickSession.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory QuickSession.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'QuickSession',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'repo')
    ..aE<QuickSession_Status>(3, _omitFieldNames ? '' : 'status',
        enumValues: QuickSession_Status.values)
    ..aOS(4, _omitFieldNames ? '' : 'worktreePath')
    ..aOS(5, _omitFieldNames ? '' : 'claudeSessionId')
    ..aOM<$0.Timestamp>(6, _omitFieldNames ? '' : 'createdAt',
        subBuilder: $0.Timestamp.create)
    ..aOM<$0.Timestamp>(7, _omitFieldNames ? '' : 'lastActivity',
        subBuilder: $0.Timestamp.create)
    ..aI(8, _omitFieldNames ? '' : 'messageCount',
        fieldType: $pb.PbFieldType.OU3)
    ..aD(9, _omitFieldNames ? '' : 'totalCostUsd')
    ..aOS(10, _omitFieldNames ? '' : 'agent')
    ..aOS(11, _omitFieldNames ? '' : 'model')
    ..aOS(12, _omitFieldNames ? '' : 'effort')
    ..aOS(13, _omitFieldNames ? '' : 'permissionMode')
    ..aOS(14, _omitFieldNames ? '' : 'error')
    ..aOS(15, _omitFieldNames ? '' : 'keptRef')
    ..aOM<$1.Usage>(16, _omitFieldNames ? '' : 'usage',
        subBuilder: $1.Usage.create)
    ..aI(17, _omitFieldNames ? '' : 'waitingCount',
        fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  QuickSession clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  QuickSession copyWith(void Function(QuickSession) updates) =>
      super.copyWith((message) => updates(message as QuickSession))
          as QuickSession;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static QuickSession create() => QuickSession._();
  @$core.override
  QuickSession createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static QuickSession getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<QuickSession>(create);
  static QuickSession? _defaultInstance;

  /// Identifier: `quick-` and the second of its start.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Its repository: `owner/repo`.
  @$pb.TagNumber(2)
  $core.String get repo => $_getSZ(1);
  @$pb.TagNumber(2)
  set repo($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasRepo() => $_has(1);
  @$pb.TagNumber(2)
  void clearRepo() => $_clearField(2);

  /// Where it stands.
  @$pb.TagNumber(3)
  QuickSession_Status get status => $_getN(2);
  @$pb.TagNumber(3)
  set status(QuickSession_Status value) => $_setField(3, value);
  @$pb.TagNumber(3)
  $core.bool hasStatus() => $_has(2);
  @$pb.TagNumber(3)
  void clearStatus() => $_clearField(3);

  /// Where it works on this host. Absent once it has expired.
  @$pb.TagNumber(4)
  $core.String get worktreePath => $_getSZ(3);
  @$pb.TagNumber(4)
  set worktreePath($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasWorktreePath() => $_has(3);
  @$pb.TagNumber(4)
  void clearWorktreePath() => $_clearField(4);

  /// The agent's own id of the conversation, once there was a message.
  @$pb.TagNumber(5)
  $core.String get claudeSessionId => $_getSZ(4);
  @$pb.TagNumber(5)
  set claudeSessionId($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasClaudeSessionId() => $_has(4);
  @$pb.TagNumber(5)
  void clearClaudeSessionId() => $_clearField(5);

  /// When it was started.
  @$pb.TagNumber(6)
  $0.Timestamp get createdAt => $_getN(5);
  @$pb.TagNumber(6)
  set createdAt($0.Timestamp value) => $_setField(6, value);
  @$pb.TagNumber(6)
  $core.bool hasCreatedAt() => $_has(5);
  @$pb.TagNumber(6)
  void clearCreatedAt() => $_clearField(6);
  @$pb.TagNumber(6)
  $0.Timestamp ensureCreatedAt() => $_ensure(5);

  /// When a message last came or was answered.
  @$pb.TagNumber(7)
  $0.Timestamp get lastActivity => $_getN(6);
  @$pb.TagNumber(7)
  set lastActivity($0.Timestamp value) => $_setField(7, value);
  @$pb.TagNumber(7)
  $core.bool hasLastActivity() => $_has(6);
  @$pb.TagNumber(7)
  void clearLastActivity() => $_clearField(7);
  @$pb.TagNumber(7)
  $0.Timestamp ensureLastActivity() => $_ensure(6);

  /// How many messages it has, those that wait included.
  @$pb.TagNumber(8)
  $core.int get messageCount => $_getIZ(7);
  @$pb.TagNumber(8)
  set messageCount($core.int value) => $_setUnsignedInt32(7, value);
  @$pb.TagNumber(8)
  $core.bool hasMessageCount() => $_has(7);
  @$pb.TagNumber(8)
  void clearMessageCount() => $_clearField(8);

  /// What it cost so far, in US dollars.
  @$pb.TagNumber(9)
  $core.double get totalCostUsd => $_getN(8);
  @$pb.TagNumber(9)
  set totalCostUsd($core.double value) => $_setDouble(8, value);
  @$pb.TagNumber(9)
  $core.bool hasTotalCostUsd() => $_has(8);
  @$pb.TagNumber(9)
  void clearTotalCostUsd() => $_clearField(9);

  /// Which agent works: `claude`, `codex` or `simulator`.
  @$pb.TagNumber(10)
  $core.String get agent => $_getSZ(9);
  @$pb.TagNumber(10)
  set agent($core.String value) => $_setString(9, value);
  @$pb.TagNumber(10)
  $core.bool hasAgent() => $_has(9);
  @$pb.TagNumber(10)
  void clearAgent() => $_clearField(10);

  /// The model asked for, in the agent's own words. Absent: the agent's default.
  @$pb.TagNumber(11)
  $core.String get model => $_getSZ(10);
  @$pb.TagNumber(11)
  set model($core.String value) => $_setString(10, value);
  @$pb.TagNumber(11)
  $core.bool hasModel() => $_has(10);
  @$pb.TagNumber(11)
  void clearModel() => $_clearField(11);

  /// The effort asked for, in the agent's own words. Absent: the agent's default.
  @$pb.TagNumber(12)
  $core.String get effort => $_getSZ(11);
  @$pb.TagNumber(12)
  set effort($core.String value) => $_setString(11, value);
  @$pb.TagNumber(12)
  $core.bool hasEffort() => $_has(11);
  @$pb.TagNumber(12)
  void clearEffort() => $_clearField(12);

  /// How the agent handles permissions.
  @$pb.TagNumber(13)
  $core.String get permissionMode => $_getSZ(12);
  @$pb.TagNumber(13)
  set permissionMode($core.String value) => $_setString(12, value);
  @$pb.TagNumber(13)
  $core.bool hasPermissionMode() => $_has(12);
  @$pb.TagNumber(13)
  void clearPermissionMode() => $_clearField(13);

  /// What went wrong with the last message, and what to do. Absent while nothing did.
  @$pb.TagNumber(14)
  $core.String get error => $_getSZ(13);
  @$pb.TagNumber(14)
  set error($core.String value) => $_setString(13, value);
  @$pb.TagNumber(14)
  $core.bool hasError() => $_has(13);
  @$pb.TagNumber(14)
  void clearError() => $_clearField(14);

  /// Ref of the bare repository under which unpushed work was kept.
  @$pb.TagNumber(15)
  $core.String get keptRef => $_getSZ(14);
  @$pb.TagNumber(15)
  set keptRef($core.String value) => $_setString(14, value);
  @$pb.TagNumber(15)
  $core.bool hasKeptRef() => $_has(14);
  @$pb.TagNumber(15)
  void clearKeptRef() => $_clearField(15);

  /// Tokens and cost so far, counted once.
  @$pb.TagNumber(16)
  $1.Usage get usage => $_getN(15);
  @$pb.TagNumber(16)
  set usage($1.Usage value) => $_setField(16, value);
  @$pb.TagNumber(16)
  $core.bool hasUsage() => $_has(15);
  @$pb.TagNumber(16)
  void clearUsage() => $_clearField(16);
  @$pb.TagNumber(16)
  $1.Usage ensureUsage() => $_ensure(15);

  /// How many messages wait for their turn.
  @$pb.TagNumber(17)
  $core.int get waitingCount => $_getIZ(16);
  @$pb.TagNumber(17)
  set waitingCount($core.int value) => $_setUnsignedInt32(16, value);
  @$pb.TagNumber(17)
  $core.bool hasWaitingCount() => $_has(16);
  @$pb.TagNumber(17)
  void clearWaitingCount() => $_clearField(17);
}

/// QuickSessionDetails is a session with its messages. The fields that it shares
/// with QuickSession have the same names and numbers.
class QuickSessionDetails extends $pb.GeneratedMessage {
  factory QuickSessionDetails({
    $core.String? id,
    $core.String? repo,
    QuickSession_Status? status,
    $core.String? worktreePath,
    $core.String? claudeSessionId,
    $0.Timestamp? createdAt,
    $0.Timestamp? lastActivity,
    $core.int? messageCount,
    $core.double? totalCostUsd,
    $core.String? agent,
    $core.String? model,
    $core.String? effort,
    $core.String? permissionMode,
    $core.String? error,
    $core.String? keptRef,
    $1.Usage? usage,
    $core.int? waitingCount,
    $core.Iterable<QuickMessage>? messages,
    $core.Iterable<PermissionPrompt>? permissions,
    $core.int? messagesOmitted,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (repo != null) result.repo = repo;
    if (status != null) result.status = status;
    if (worktreePath != null) result.worktreePath = worktreePath;
    if (claudeSessionId != null) result.claudeSessionId = claudeSessionId;
    if (createdAt != null) result.createdAt = createdAt;
    if (lastActivity != null) result.lastActivity = lastActivity;
    if (messageCount != null) result.messageCount = messageCount;
    if (totalCostUsd != null) result.totalCostUsd = totalCostUsd;
    if (agent != null) result.agent = agent;
    if (model != null) result.model = model;
    if (effort != null) result.effort = effort;
    if (permissionMode != null) result.permissionMode = permissionMode;
    if (error != null) result.error = error;
    if (keptRef != null) result.keptRef = keptRef;
    if (usage != null) result.usage = usage;
    if (waitingCount != null) result.waitingCount = waitingCount;
    if (messages != null) result.messages.addAll(messages);
    if (permissions != null) result.permissions.addAll(permissions);
    if (messagesOmitted != null) result.messagesOmitted = messagesOmitted;
    return result;
  }

  QuickSessionDetails._();

  factory QuickSessionDetails.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory QuickSessionDetails.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'QuickSessionDetails',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'repo')
    ..aE<QuickSession_Status>(3, _omitFieldNames ? '' : 'status',
        enumValues: QuickSession_Status.values)
    ..aOS(4, _omitFieldNames ? '' : 'worktreePath')
    ..aOS(5, _omitFieldNames ? '' : 'claudeSessionId')
    ..aOM<$0.Timestamp>(6, _omitFieldNames ? '' : 'createdAt',
        subBuilder: $0.Timestamp.create)
    ..aOM<$0.Timestamp>(7, _omitFieldNames ? '' : 'lastActivity',
        subBuilder: $0.Timestamp.create)
    ..aI(8, _omitFieldNames ? '' : 'messageCount',
        fieldType: $pb.PbFieldType.OU3)
    ..aD(9, _omitFieldNames ? '' : 'totalCostUsd')
    ..aOS(10, _omitFieldNames ? '' : 'agent')
    ..aOS(11, _omitFieldNames ? '' : 'model')
    ..aOS(12, _omitFieldNames ? '' : 'effort')
    ..aOS(13, _omitFieldNames ? '' : 'permissionMode')
    ..aOS(14, _omitFieldNames ? '' : 'error')
    ..aOS(15, _omitFieldNames ? '' : 'keptRef')
    ..aOM<$1.Usage>(16, _omitFieldNames ? '' : 'usage',
        subBuilder: $1.Usage.create)
    ..aI(17, _omitFieldNames ? '' : 'waitingCount',
        fieldType: $pb.PbFieldType.OU3)
    ..pPM<QuickMessage>(18, _omitFieldNames ? '' : 'messages',
        subBuilder: QuickMessage.create)
    ..pPM<PermissionPrompt>(19, _omitFieldNames ? '' : 'permissions',
        subBuilder: PermissionPrompt.create)
    ..aI(20, _omitFieldNames ? '' : 'messagesOmitted',
        fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  QuickSessionDetails clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  QuickSessionDetails copyWith(void Function(QuickSessionDetails) updates) =>
      super.copyWith((message) => updates(message as QuickSessionDetails))
          as QuickSessionDetails;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static QuickSessionDetails create() => QuickSessionDetails._();
  @$core.override
  QuickSessionDetails createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static QuickSessionDetails getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<QuickSessionDetails>(create);
  static QuickSessionDetails? _defaultInstance;

  /// Identifier: `quick-` and the second of its start.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Its repository: `owner/repo`.
  @$pb.TagNumber(2)
  $core.String get repo => $_getSZ(1);
  @$pb.TagNumber(2)
  set repo($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasRepo() => $_has(1);
  @$pb.TagNumber(2)
  void clearRepo() => $_clearField(2);

  /// Where it stands.
  @$pb.TagNumber(3)
  QuickSession_Status get status => $_getN(2);
  @$pb.TagNumber(3)
  set status(QuickSession_Status value) => $_setField(3, value);
  @$pb.TagNumber(3)
  $core.bool hasStatus() => $_has(2);
  @$pb.TagNumber(3)
  void clearStatus() => $_clearField(3);

  /// Where it works on this host. Absent once it has expired.
  @$pb.TagNumber(4)
  $core.String get worktreePath => $_getSZ(3);
  @$pb.TagNumber(4)
  set worktreePath($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasWorktreePath() => $_has(3);
  @$pb.TagNumber(4)
  void clearWorktreePath() => $_clearField(4);

  /// The agent's own id of the conversation, once there was a message.
  @$pb.TagNumber(5)
  $core.String get claudeSessionId => $_getSZ(4);
  @$pb.TagNumber(5)
  set claudeSessionId($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasClaudeSessionId() => $_has(4);
  @$pb.TagNumber(5)
  void clearClaudeSessionId() => $_clearField(5);

  /// When it was started.
  @$pb.TagNumber(6)
  $0.Timestamp get createdAt => $_getN(5);
  @$pb.TagNumber(6)
  set createdAt($0.Timestamp value) => $_setField(6, value);
  @$pb.TagNumber(6)
  $core.bool hasCreatedAt() => $_has(5);
  @$pb.TagNumber(6)
  void clearCreatedAt() => $_clearField(6);
  @$pb.TagNumber(6)
  $0.Timestamp ensureCreatedAt() => $_ensure(5);

  /// When a message last came or was answered.
  @$pb.TagNumber(7)
  $0.Timestamp get lastActivity => $_getN(6);
  @$pb.TagNumber(7)
  set lastActivity($0.Timestamp value) => $_setField(7, value);
  @$pb.TagNumber(7)
  $core.bool hasLastActivity() => $_has(6);
  @$pb.TagNumber(7)
  void clearLastActivity() => $_clearField(7);
  @$pb.TagNumber(7)
  $0.Timestamp ensureLastActivity() => $_ensure(6);

  /// How many messages it has, those that wait included.
  @$pb.TagNumber(8)
  $core.int get messageCount => $_getIZ(7);
  @$pb.TagNumber(8)
  set messageCount($core.int value) => $_setUnsignedInt32(7, value);
  @$pb.TagNumber(8)
  $core.bool hasMessageCount() => $_has(7);
  @$pb.TagNumber(8)
  void clearMessageCount() => $_clearField(8);

  /// What it cost so far, in US dollars.
  @$pb.TagNumber(9)
  $core.double get totalCostUsd => $_getN(8);
  @$pb.TagNumber(9)
  set totalCostUsd($core.double value) => $_setDouble(8, value);
  @$pb.TagNumber(9)
  $core.bool hasTotalCostUsd() => $_has(8);
  @$pb.TagNumber(9)
  void clearTotalCostUsd() => $_clearField(9);

  /// Which agent works: `claude`, `codex` or `simulator`.
  @$pb.TagNumber(10)
  $core.String get agent => $_getSZ(9);
  @$pb.TagNumber(10)
  set agent($core.String value) => $_setString(9, value);
  @$pb.TagNumber(10)
  $core.bool hasAgent() => $_has(9);
  @$pb.TagNumber(10)
  void clearAgent() => $_clearField(10);

  /// The model asked for, in the agent's own words. Absent: the agent's default.
  @$pb.TagNumber(11)
  $core.String get model => $_getSZ(10);
  @$pb.TagNumber(11)
  set model($core.String value) => $_setString(10, value);
  @$pb.TagNumber(11)
  $core.bool hasModel() => $_has(10);
  @$pb.TagNumber(11)
  void clearModel() => $_clearField(11);

  /// The effort asked for, in the agent's own words. Absent: the agent's default.
  @$pb.TagNumber(12)
  $core.String get effort => $_getSZ(11);
  @$pb.TagNumber(12)
  set effort($core.String value) => $_setString(11, value);
  @$pb.TagNumber(12)
  $core.bool hasEffort() => $_has(11);
  @$pb.TagNumber(12)
  void clearEffort() => $_clearField(12);

  /// How the agent handles permissions.
  @$pb.TagNumber(13)
  $core.String get permissionMode => $_getSZ(12);
  @$pb.TagNumber(13)
  set permissionMode($core.String value) => $_setString(12, value);
  @$pb.TagNumber(13)
  $core.bool hasPermissionMode() => $_has(12);
  @$pb.TagNumber(13)
  void clearPermissionMode() => $_clearField(13);

  /// What went wrong with the last message, and what to do. Absent while nothing did.
  @$pb.TagNumber(14)
  $core.String get error => $_getSZ(13);
  @$pb.TagNumber(14)
  set error($core.String value) => $_setString(13, value);
  @$pb.TagNumber(14)
  $core.bool hasError() => $_has(13);
  @$pb.TagNumber(14)
  void clearError() => $_clearField(14);

  /// Ref of the bare repository under which unpushed work was kept.
  @$pb.TagNumber(15)
  $core.String get keptRef => $_getSZ(14);
  @$pb.TagNumber(15)
  set keptRef($core.String value) => $_setString(14, value);
  @$pb.TagNumber(15)
  $core.bool hasKeptRef() => $_has(14);
  @$pb.TagNumber(15)
  void clearKeptRef() => $_clearField(15);

  /// Tokens and cost so far, counted once.
  @$pb.TagNumber(16)
  $1.Usage get usage => $_getN(15);
  @$pb.TagNumber(16)
  set usage($1.Usage value) => $_setField(16, value);
  @$pb.TagNumber(16)
  $core.bool hasUsage() => $_has(15);
  @$pb.TagNumber(16)
  void clearUsage() => $_clearField(16);
  @$pb.TagNumber(16)
  $1.Usage ensureUsage() => $_ensure(15);

  /// How many messages wait for their turn.
  @$pb.TagNumber(17)
  $core.int get waitingCount => $_getIZ(16);
  @$pb.TagNumber(17)
  set waitingCount($core.int value) => $_setUnsignedInt32(16, value);
  @$pb.TagNumber(17)
  $core.bool hasWaitingCount() => $_has(16);
  @$pb.TagNumber(17)
  void clearWaitingCount() => $_clearField(17);

  /// What was said, in order; those that wait come last and are the newest. Not
  /// more than the newest 5,000, nor than have 5,500,000 characters together; at
  /// least one.
  @$pb.TagNumber(18)
  $pb.PbList<QuickMessage> get messages => $_getList(17);

  /// Questions of the agent that nobody has answered yet, oldest first.
  @$pb.TagNumber(19)
  $pb.PbList<PermissionPrompt> get permissions => $_getList(18);

  /// How many messages are left out that are older than `messages`. Usually 0.
  @$pb.TagNumber(20)
  $core.int get messagesOmitted => $_getIZ(19);
  @$pb.TagNumber(20)
  set messagesOmitted($core.int value) => $_setUnsignedInt32(19, value);
  @$pb.TagNumber(20)
  $core.bool hasMessagesOmitted() => $_has(19);
  @$pb.TagNumber(20)
  void clearMessagesOmitted() => $_clearField(20);
}

/// QuickMessage is one message of a session, as a person would read it.
class QuickMessage extends $pb.GeneratedMessage {
  factory QuickMessage({
    $core.String? id,
    $core.String? sessionId,
    $core.String? role,
    $core.String? content,
    $0.Timestamp? timestamp,
    $core.double? costUsd,
    $core.String? toolName,
    $core.String? toolInput,
    $core.bool? waiting,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (sessionId != null) result.sessionId = sessionId;
    if (role != null) result.role = role;
    if (content != null) result.content = content;
    if (timestamp != null) result.timestamp = timestamp;
    if (costUsd != null) result.costUsd = costUsd;
    if (toolName != null) result.toolName = toolName;
    if (toolInput != null) result.toolInput = toolInput;
    if (waiting != null) result.waiting = waiting;
    return result;
  }

  QuickMessage._();

  factory QuickMessage.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory QuickMessage.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'QuickMessage',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'sessionId')
    ..aOS(3, _omitFieldNames ? '' : 'role')
    ..aOS(4, _omitFieldNames ? '' : 'content')
    ..aOM<$0.Timestamp>(5, _omitFieldNames ? '' : 'timestamp',
        subBuilder: $0.Timestamp.create)
    ..aD(6, _omitFieldNames ? '' : 'costUsd')
    ..aOS(7, _omitFieldNames ? '' : 'toolName')
    ..aOS(8, _omitFieldNames ? '' : 'toolInput')
    ..aOB(9, _omitFieldNames ? '' : 'waiting')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  QuickMessage clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  QuickMessage copyWith(void Function(QuickMessage) updates) =>
      super.copyWith((message) => updates(message as QuickMessage))
          as QuickMessage;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static QuickMessage create() => QuickMessage._();
  @$core.override
  QuickMessage createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static QuickMessage getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<QuickMessage>(create);
  static QuickMessage? _defaultInstance;

  /// Identifier, a UUID.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// The session that it belongs to.
  @$pb.TagNumber(2)
  $core.String get sessionId => $_getSZ(1);
  @$pb.TagNumber(2)
  set sessionId($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasSessionId() => $_has(1);
  @$pb.TagNumber(2)
  void clearSessionId() => $_clearField(2);

  /// Who speaks: `user`, `assistant`, `system` or `tool`.
  @$pb.TagNumber(3)
  $core.String get role => $_getSZ(2);
  @$pb.TagNumber(3)
  set role($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasRole() => $_has(2);
  @$pb.TagNumber(3)
  void clearRole() => $_clearField(3);

  /// The text.
  @$pb.TagNumber(4)
  $core.String get content => $_getSZ(3);
  @$pb.TagNumber(4)
  set content($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasContent() => $_has(3);
  @$pb.TagNumber(4)
  void clearContent() => $_clearField(4);

  /// When it came.
  @$pb.TagNumber(5)
  $0.Timestamp get timestamp => $_getN(4);
  @$pb.TagNumber(5)
  set timestamp($0.Timestamp value) => $_setField(5, value);
  @$pb.TagNumber(5)
  $core.bool hasTimestamp() => $_has(4);
  @$pb.TagNumber(5)
  void clearTimestamp() => $_clearField(5);
  @$pb.TagNumber(5)
  $0.Timestamp ensureTimestamp() => $_ensure(4);

  /// What the turn cost, in US dollars: on its last message by the assistant.
  @$pb.TagNumber(6)
  $core.double get costUsd => $_getN(5);
  @$pb.TagNumber(6)
  set costUsd($core.double value) => $_setDouble(5, value);
  @$pb.TagNumber(6)
  $core.bool hasCostUsd() => $_has(5);
  @$pb.TagNumber(6)
  void clearCostUsd() => $_clearField(6);

  /// The tool that was used, on messages of the role `tool`.
  @$pb.TagNumber(7)
  $core.String get toolName => $_getSZ(6);
  @$pb.TagNumber(7)
  set toolName($core.String value) => $_setString(6, value);
  @$pb.TagNumber(7)
  $core.bool hasToolName() => $_has(6);
  @$pb.TagNumber(7)
  void clearToolName() => $_clearField(7);

  /// What the tool was used on, as JSON text.
  @$pb.TagNumber(8)
  $core.String get toolInput => $_getSZ(7);
  @$pb.TagNumber(8)
  set toolInput($core.String value) => $_setString(7, value);
  @$pb.TagNumber(8)
  $core.bool hasToolInput() => $_has(7);
  @$pb.TagNumber(8)
  void clearToolInput() => $_clearField(8);

  /// Whether the message waits for its turn, and may be edited or withdrawn.
  @$pb.TagNumber(9)
  $core.bool get waiting => $_getBF(8);
  @$pb.TagNumber(9)
  set waiting($core.bool value) => $_setBool(8, value);
  @$pb.TagNumber(9)
  $core.bool hasWaiting() => $_has(8);
  @$pb.TagNumber(9)
  void clearWaiting() => $_clearField(9);
}

/// PermissionPrompt is a question of the agent to a person: whether it may use a
/// tool, or what its own question is answered with.
class PermissionPrompt extends $pb.GeneratedMessage {
  factory PermissionPrompt({
    $core.String? id,
    $core.String? sessionId,
    $core.String? tool,
    $core.String? input,
    $core.String? inputJson,
    $core.String? description,
    $core.bool? requiresInteraction,
    $0.Timestamp? createdAt,
    $0.Timestamp? expiresAt,
    PermissionPrompt_Outcome? outcome,
    $core.String? message,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (sessionId != null) result.sessionId = sessionId;
    if (tool != null) result.tool = tool;
    if (input != null) result.input = input;
    if (inputJson != null) result.inputJson = inputJson;
    if (description != null) result.description = description;
    if (requiresInteraction != null)
      result.requiresInteraction = requiresInteraction;
    if (createdAt != null) result.createdAt = createdAt;
    if (expiresAt != null) result.expiresAt = expiresAt;
    if (outcome != null) result.outcome = outcome;
    if (message != null) result.message = message;
    return result;
  }

  PermissionPrompt._();

  factory PermissionPrompt.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory PermissionPrompt.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'PermissionPrompt',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'sessionId')
    ..aOS(3, _omitFieldNames ? '' : 'tool')
    ..aOS(4, _omitFieldNames ? '' : 'input')
    ..aOS(5, _omitFieldNames ? '' : 'inputJson')
    ..aOS(6, _omitFieldNames ? '' : 'description')
    ..aOB(7, _omitFieldNames ? '' : 'requiresInteraction')
    ..aOM<$0.Timestamp>(8, _omitFieldNames ? '' : 'createdAt',
        subBuilder: $0.Timestamp.create)
    ..aOM<$0.Timestamp>(9, _omitFieldNames ? '' : 'expiresAt',
        subBuilder: $0.Timestamp.create)
    ..aE<PermissionPrompt_Outcome>(10, _omitFieldNames ? '' : 'outcome',
        enumValues: PermissionPrompt_Outcome.values)
    ..aOS(11, _omitFieldNames ? '' : 'message')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  PermissionPrompt clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  PermissionPrompt copyWith(void Function(PermissionPrompt) updates) =>
      super.copyWith((message) => updates(message as PermissionPrompt))
          as PermissionPrompt;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static PermissionPrompt create() => PermissionPrompt._();
  @$core.override
  PermissionPrompt createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static PermissionPrompt getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<PermissionPrompt>(create);
  static PermissionPrompt? _defaultInstance;

  /// Identifier of the question.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// The session that it belongs to.
  @$pb.TagNumber(2)
  $core.String get sessionId => $_getSZ(1);
  @$pb.TagNumber(2)
  set sessionId($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasSessionId() => $_has(1);
  @$pb.TagNumber(2)
  void clearSessionId() => $_clearField(2);

  /// The tool that wants to run. `AskUserQuestion` and `ExitPlanMode` are
  /// questions about the work itself.
  @$pb.TagNumber(3)
  $core.String get tool => $_getSZ(2);
  @$pb.TagNumber(3)
  set tool($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasTool() => $_has(2);
  @$pb.TagNumber(3)
  void clearTool() => $_clearField(3);

  /// The one value that a person wants to see: a path, a command, a pattern.
  @$pb.TagNumber(4)
  $core.String get input => $_getSZ(3);
  @$pb.TagNumber(4)
  set input($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasInput() => $_has(3);
  @$pb.TagNumber(4)
  void clearInput() => $_clearField(4);

  /// The whole input as JSON text.
  @$pb.TagNumber(5)
  $core.String get inputJson => $_getSZ(4);
  @$pb.TagNumber(5)
  set inputJson($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasInputJson() => $_has(4);
  @$pb.TagNumber(5)
  void clearInputJson() => $_clearField(5);

  /// What the agent says about it.
  @$pb.TagNumber(6)
  $core.String get description => $_getSZ(5);
  @$pb.TagNumber(6)
  set description($core.String value) => $_setString(5, value);
  @$pb.TagNumber(6)
  $core.bool hasDescription() => $_has(5);
  @$pb.TagNumber(6)
  void clearDescription() => $_clearField(6);

  /// Whether only a person's own words answer it, as with `AskUserQuestion`.
  @$pb.TagNumber(7)
  $core.bool get requiresInteraction => $_getBF(6);
  @$pb.TagNumber(7)
  set requiresInteraction($core.bool value) => $_setBool(6, value);
  @$pb.TagNumber(7)
  $core.bool hasRequiresInteraction() => $_has(6);
  @$pb.TagNumber(7)
  void clearRequiresInteraction() => $_clearField(7);

  /// When it was asked.
  @$pb.TagNumber(8)
  $0.Timestamp get createdAt => $_getN(7);
  @$pb.TagNumber(8)
  set createdAt($0.Timestamp value) => $_setField(8, value);
  @$pb.TagNumber(8)
  $core.bool hasCreatedAt() => $_has(7);
  @$pb.TagNumber(8)
  void clearCreatedAt() => $_clearField(8);
  @$pb.TagNumber(8)
  $0.Timestamp ensureCreatedAt() => $_ensure(7);

  /// When it is denied by itself.
  @$pb.TagNumber(9)
  $0.Timestamp get expiresAt => $_getN(8);
  @$pb.TagNumber(9)
  set expiresAt($0.Timestamp value) => $_setField(9, value);
  @$pb.TagNumber(9)
  $core.bool hasExpiresAt() => $_has(8);
  @$pb.TagNumber(9)
  void clearExpiresAt() => $_clearField(9);
  @$pb.TagNumber(9)
  $0.Timestamp ensureExpiresAt() => $_ensure(8);

  /// What became of it.
  @$pb.TagNumber(10)
  PermissionPrompt_Outcome get outcome => $_getN(9);
  @$pb.TagNumber(10)
  set outcome(PermissionPrompt_Outcome value) => $_setField(10, value);
  @$pb.TagNumber(10)
  $core.bool hasOutcome() => $_has(9);
  @$pb.TagNumber(10)
  void clearOutcome() => $_clearField(10);

  /// What the person said.
  @$pb.TagNumber(11)
  $core.String get message => $_getSZ(10);
  @$pb.TagNumber(11)
  set message($core.String value) => $_setString(10, value);
  @$pb.TagNumber(11)
  $core.bool hasMessage() => $_has(10);
  @$pb.TagNumber(11)
  void clearMessage() => $_clearField(11);
}

const $core.bool _omitFieldNames =
    $core.bool.fromEnvironment('protobuf.omit_field_names');
const $core.bool _omitMessageNames =
    $core.bool.fromEnvironment('protobuf.omit_message_names');
