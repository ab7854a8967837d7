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
import 'package:protobuf/well_known_types/google/protobuf/timestamp.pb.dart'
    as $0;

import 'job.pbenum.dart';
import 'run.pb.dart' as $1;

export 'package:protobuf/protobuf.dart' show GeneratedMessageGenericExtensions;

export 'job.pbenum.dart';

/// ClientRef names the client of a job.
class Job_ClientRef extends $pb.GeneratedMessage {
  factory Job_ClientRef({
    $core.String? name,
    $core.String? githubOrg,
    $core.String? githubRepo,
  }) {
    final result = create();
    if (name != null) result.name = name;
    if (githubOrg != null) result.githubOrg = githubOrg;
    if (githubRepo != null) result.githubRepo = githubRepo;
    return result;
  }

  Job_ClientRef._();

  factory Job_ClientRef.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory Job_ClientRef.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'Job.ClientRef',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'name')
    ..aOS(2, _omitFieldNames ? '' : 'githubOrg')
    ..aOS(3, _omitFieldNames ? '' : 'githubRepo')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Job_ClientRef clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Job_ClientRef copyWith(void Function(Job_ClientRef) updates) =>
      super.copyWith((message) => updates(message as Job_ClientRef))
          as Job_ClientRef;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static Job_ClientRef create() => Job_ClientRef._();
  @$core.override
  Job_ClientRef createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static Job_ClientRef getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<Job_ClientRef>(create);
  static Job_ClientRef? _defaultInstance;

  /// Name for people.
  @$pb.TagNumber(1)
  $core.String get name => $_getSZ(0);
  @$pb.TagNumber(1)
  set name($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasName() => $_has(0);
  @$pb.TagNumber(1)
  void clearName() => $_clearField(1);

  /// Organisation or user that owns the repository.
  @$pb.TagNumber(2)
  $core.String get githubOrg => $_getSZ(1);
  @$pb.TagNumber(2)
  set githubOrg($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasGithubOrg() => $_has(1);
  @$pb.TagNumber(2)
  void clearGithubOrg() => $_clearField(2);

  /// Name of the repository.
  @$pb.TagNumber(3)
  $core.String get githubRepo => $_getSZ(2);
  @$pb.TagNumber(3)
  set githubRepo($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasGithubRepo() => $_has(2);
  @$pb.TagNumber(3)
  void clearGithubRepo() => $_clearField(3);
}

/// Message is one line of a job's log, as a person would read it.
class Job_Message extends $pb.GeneratedMessage {
  factory Job_Message({
    $core.String? type,
    $core.String? content,
    $0.Timestamp? createdAt,
  }) {
    final result = create();
    if (type != null) result.type = type;
    if (content != null) result.content = content;
    if (createdAt != null) result.createdAt = createdAt;
    return result;
  }

  Job_Message._();

  factory Job_Message.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory Job_Message.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'Job.Message',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'type')
    ..aOS(2, _omitFieldNames ? '' : 'content')
    ..aOM<$0.Timestamp>(3, _omitFieldNames ? '' : 'createdAt',
        subBuilder: $0.Timestamp.create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Job_Message clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Job_Message copyWith(void Function(Job_Message) updates) =>
      super.copyWith((message) => updates(message as Job_Message))
          as Job_Message;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static Job_Message create() => Job_Message._();
  @$core.override
  Job_Message createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static Job_Message getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<Job_Message>(create);
  static Job_Message? _defaultInstance;

  /// `stdout`: what the agent said and which tools it used; `stderr`; `system`:
  /// the steps around it.
  @$pb.TagNumber(1)
  $core.String get type => $_getSZ(0);
  @$pb.TagNumber(1)
  set type($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasType() => $_has(0);
  @$pb.TagNumber(1)
  void clearType() => $_clearField(1);

  /// The text.
  @$pb.TagNumber(2)
  $core.String get content => $_getSZ(1);
  @$pb.TagNumber(2)
  set content($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasContent() => $_has(1);
  @$pb.TagNumber(2)
  void clearContent() => $_clearField(2);

  /// When.
  @$pb.TagNumber(3)
  $0.Timestamp get createdAt => $_getN(2);
  @$pb.TagNumber(3)
  set createdAt($0.Timestamp value) => $_setField(3, value);
  @$pb.TagNumber(3)
  $core.bool hasCreatedAt() => $_has(2);
  @$pb.TagNumber(3)
  void clearCreatedAt() => $_clearField(3);
  @$pb.TagNumber(3)
  $0.Timestamp ensureCreatedAt() => $_ensure(2);
}

/// Job is a queued run with git before and after it, which ends in a pull request.
class Job extends $pb.GeneratedMessage {
  factory Job({
    $core.String? id,
    $core.String? clientId,
    Job_ClientRef? client,
    Job_Status? status,
    $core.String? prompt,
    $core.String? branchName,
    $core.String? title,
    $core.String? osFeatureId,
    $core.String? osCallbackUrl,
    $core.String? worktreePath,
    $0.Timestamp? startedAt,
    $0.Timestamp? completedAt,
    $core.int? exitCode,
    $core.String? error,
    $core.String? prUrl,
    $core.int? prNumber,
    $core.int? filesChanged,
    $core.Iterable<Job_Message>? messages,
    $0.Timestamp? createdAt,
    $0.Timestamp? updatedAt,
    $core.int? priority,
    $core.int? timeoutSeconds,
    $core.double? maxCostUsd,
    $core.String? permissionMode,
    $1.Run? run,
    $core.int? position,
    $core.String? originalJobId,
    $core.String? commit,
    $core.String? keptRef,
    $core.int? messagesOmitted,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (clientId != null) result.clientId = clientId;
    if (client != null) result.client = client;
    if (status != null) result.status = status;
    if (prompt != null) result.prompt = prompt;
    if (branchName != null) result.branchName = branchName;
    if (title != null) result.title = title;
    if (osFeatureId != null) result.osFeatureId = osFeatureId;
    if (osCallbackUrl != null) result.osCallbackUrl = osCallbackUrl;
    if (worktreePath != null) result.worktreePath = worktreePath;
    if (startedAt != null) result.startedAt = startedAt;
    if (completedAt != null) result.completedAt = completedAt;
    if (exitCode != null) result.exitCode = exitCode;
    if (error != null) result.error = error;
    if (prUrl != null) result.prUrl = prUrl;
    if (prNumber != null) result.prNumber = prNumber;
    if (filesChanged != null) result.filesChanged = filesChanged;
    if (messages != null) result.messages.addAll(messages);
    if (createdAt != null) result.createdAt = createdAt;
    if (updatedAt != null) result.updatedAt = updatedAt;
    if (priority != null) result.priority = priority;
    if (timeoutSeconds != null) result.timeoutSeconds = timeoutSeconds;
    if (maxCostUsd != null) result.maxCostUsd = maxCostUsd;
    if (permissionMode != null) result.permissionMode = permissionMode;
    if (run != null) result.run = run;
    if (position != null) result.position = position;
    if (originalJobId != null) result.originalJobId = originalJobId;
    if (commit != null) result.commit = commit;
    if (keptRef != null) result.keptRef = keptRef;
    if (messagesOmitted != null) result.messagesOmitted = messagesOmitted;
    return result;
  }

  Job._();

  factory Job.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory Job.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'Job',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'clientId')
    ..aOM<Job_ClientRef>(3, _omitFieldNames ? '' : 'client',
        subBuilder: Job_ClientRef.create)
    ..aE<Job_Status>(4, _omitFieldNames ? '' : 'status',
        enumValues: Job_Status.values)
    ..aOS(5, _omitFieldNames ? '' : 'prompt')
    ..aOS(6, _omitFieldNames ? '' : 'branchName')
    ..aOS(7, _omitFieldNames ? '' : 'title')
    ..aOS(8, _omitFieldNames ? '' : 'osFeatureId')
    ..aOS(9, _omitFieldNames ? '' : 'osCallbackUrl')
    ..aOS(10, _omitFieldNames ? '' : 'worktreePath')
    ..aOM<$0.Timestamp>(11, _omitFieldNames ? '' : 'startedAt',
        subBuilder: $0.Timestamp.create)
    ..aOM<$0.Timestamp>(12, _omitFieldNames ? '' : 'completedAt',
        subBuilder: $0.Timestamp.create)
    ..aI(13, _omitFieldNames ? '' : 'exitCode')
    ..aOS(14, _omitFieldNames ? '' : 'error')
    ..aOS(15, _omitFieldNames ? '' : 'prUrl')
    ..aI(16, _omitFieldNames ? '' : 'prNumber')
    ..aI(17, _omitFieldNames ? '' : 'filesChanged')
    ..pPM<Job_Message>(18, _omitFieldNames ? '' : 'messages',
        subBuilder: Job_Message.create)
    ..aOM<$0.Timestamp>(19, _omitFieldNames ? '' : 'createdAt',
        subBuilder: $0.Timestamp.create)
    ..aOM<$0.Timestamp>(20, _omitFieldNames ? '' : 'updatedAt',
        subBuilder: $0.Timestamp.create)
    ..aI(21, _omitFieldNames ? '' : 'priority')
    ..aI(22, _omitFieldNames ? '' : 'timeoutSeconds',
        fieldType: $pb.PbFieldType.OU3)
    ..aD(23, _omitFieldNames ? '' : 'maxCostUsd')
    ..aOS(24, _omitFieldNames ? '' : 'permissionMode')
    ..aOM<$1.Run>(25, _omitFieldNames ? '' : 'run', subBuilder: $1.Run.create)
    ..aI(26, _omitFieldNames ? '' : 'position', fieldType: $pb.PbFieldType.OU3)
    ..aOS(27, _omitFieldNames ? '' : 'originalJobId')
    ..aOS(28, _omitFieldNames ? '' : 'commit')
    ..aOS(29, _omitFieldNames ? '' : 'keptRef')
    ..aI(30, _omitFieldNames ? '' : 'messagesOmitted',
        fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Job clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Job copyWith(void Function(Job) updates) =>
      super.copyWith((message) => updates(message as Job)) as Job;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static Job create() => Job._();
  @$core.override
  Job createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static Job getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<Job>(create);
  static Job? _defaultInstance;

  /// Identifier, chosen by the server.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// The client it works for.
  @$pb.TagNumber(2)
  $core.String get clientId => $_getSZ(1);
  @$pb.TagNumber(2)
  set clientId($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasClientId() => $_has(1);
  @$pb.TagNumber(2)
  void clearClientId() => $_clearField(2);

  /// Name and repository of that client.
  @$pb.TagNumber(3)
  Job_ClientRef get client => $_getN(2);
  @$pb.TagNumber(3)
  set client(Job_ClientRef value) => $_setField(3, value);
  @$pb.TagNumber(3)
  $core.bool hasClient() => $_has(2);
  @$pb.TagNumber(3)
  void clearClient() => $_clearField(3);
  @$pb.TagNumber(3)
  Job_ClientRef ensureClient() => $_ensure(2);

  /// Where it stands.
  @$pb.TagNumber(4)
  Job_Status get status => $_getN(3);
  @$pb.TagNumber(4)
  set status(Job_Status value) => $_setField(4, value);
  @$pb.TagNumber(4)
  $core.bool hasStatus() => $_has(3);
  @$pb.TagNumber(4)
  void clearStatus() => $_clearField(4);

  /// What the agent was asked to do.
  @$pb.TagNumber(5)
  $core.String get prompt => $_getSZ(4);
  @$pb.TagNumber(5)
  set prompt($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasPrompt() => $_has(4);
  @$pb.TagNumber(5)
  void clearPrompt() => $_clearField(5);

  /// Branch that it works on.
  @$pb.TagNumber(6)
  $core.String get branchName => $_getSZ(5);
  @$pb.TagNumber(6)
  set branchName($core.String value) => $_setString(5, value);
  @$pb.TagNumber(6)
  $core.bool hasBranchName() => $_has(5);
  @$pb.TagNumber(6)
  void clearBranchName() => $_clearField(6);

  /// Title of the pull request.
  @$pb.TagNumber(7)
  $core.String get title => $_getSZ(6);
  @$pb.TagNumber(7)
  set title($core.String value) => $_setString(6, value);
  @$pb.TagNumber(7)
  $core.bool hasTitle() => $_has(6);
  @$pb.TagNumber(7)
  void clearTitle() => $_clearField(7);

  /// The caller's own id of the feature.
  @$pb.TagNumber(8)
  $core.String get osFeatureId => $_getSZ(7);
  @$pb.TagNumber(8)
  set osFeatureId($core.String value) => $_setString(7, value);
  @$pb.TagNumber(8)
  $core.bool hasOsFeatureId() => $_has(7);
  @$pb.TagNumber(8)
  void clearOsFeatureId() => $_clearField(8);

  /// Where the caller wants to hear of the end.
  @$pb.TagNumber(9)
  $core.String get osCallbackUrl => $_getSZ(8);
  @$pb.TagNumber(9)
  set osCallbackUrl($core.String value) => $_setString(8, value);
  @$pb.TagNumber(9)
  $core.bool hasOsCallbackUrl() => $_has(8);
  @$pb.TagNumber(9)
  void clearOsCallbackUrl() => $_clearField(9);

  /// Where it works or worked on this host.
  @$pb.TagNumber(10)
  $core.String get worktreePath => $_getSZ(9);
  @$pb.TagNumber(10)
  set worktreePath($core.String value) => $_setString(9, value);
  @$pb.TagNumber(10)
  $core.bool hasWorktreePath() => $_has(9);
  @$pb.TagNumber(10)
  void clearWorktreePath() => $_clearField(10);

  /// When work began.
  @$pb.TagNumber(11)
  $0.Timestamp get startedAt => $_getN(10);
  @$pb.TagNumber(11)
  set startedAt($0.Timestamp value) => $_setField(11, value);
  @$pb.TagNumber(11)
  $core.bool hasStartedAt() => $_has(10);
  @$pb.TagNumber(11)
  void clearStartedAt() => $_clearField(11);
  @$pb.TagNumber(11)
  $0.Timestamp ensureStartedAt() => $_ensure(10);

  /// When it was over.
  @$pb.TagNumber(12)
  $0.Timestamp get completedAt => $_getN(11);
  @$pb.TagNumber(12)
  set completedAt($0.Timestamp value) => $_setField(12, value);
  @$pb.TagNumber(12)
  $core.bool hasCompletedAt() => $_has(11);
  @$pb.TagNumber(12)
  void clearCompletedAt() => $_clearField(12);
  @$pb.TagNumber(12)
  $0.Timestamp ensureCompletedAt() => $_ensure(11);

  /// Exit code of the agent.
  @$pb.TagNumber(13)
  $core.int get exitCode => $_getIZ(12);
  @$pb.TagNumber(13)
  set exitCode($core.int value) => $_setSignedInt32(12, value);
  @$pb.TagNumber(13)
  $core.bool hasExitCode() => $_has(12);
  @$pb.TagNumber(13)
  void clearExitCode() => $_clearField(13);

  /// What went wrong, and what to do.
  @$pb.TagNumber(14)
  $core.String get error => $_getSZ(13);
  @$pb.TagNumber(14)
  set error($core.String value) => $_setString(13, value);
  @$pb.TagNumber(14)
  $core.bool hasError() => $_has(13);
  @$pb.TagNumber(14)
  void clearError() => $_clearField(14);

  /// The pull request.
  @$pb.TagNumber(15)
  $core.String get prUrl => $_getSZ(14);
  @$pb.TagNumber(15)
  set prUrl($core.String value) => $_setString(14, value);
  @$pb.TagNumber(15)
  $core.bool hasPrUrl() => $_has(14);
  @$pb.TagNumber(15)
  void clearPrUrl() => $_clearField(15);

  /// Its number.
  @$pb.TagNumber(16)
  $core.int get prNumber => $_getIZ(15);
  @$pb.TagNumber(16)
  set prNumber($core.int value) => $_setSignedInt32(15, value);
  @$pb.TagNumber(16)
  $core.bool hasPrNumber() => $_has(15);
  @$pb.TagNumber(16)
  void clearPrNumber() => $_clearField(16);

  /// Files that the branch changes against its base.
  @$pb.TagNumber(17)
  $core.int get filesChanged => $_getIZ(16);
  @$pb.TagNumber(17)
  set filesChanged($core.int value) => $_setSignedInt32(16, value);
  @$pb.TagNumber(17)
  $core.bool hasFilesChanged() => $_has(16);
  @$pb.TagNumber(17)
  void clearFilesChanged() => $_clearField(17);

  /// The log, where it was asked for: not more than the newest 5,000 lines, nor
  /// than have 5,500,000 characters together; at least one.
  @$pb.TagNumber(18)
  $pb.PbList<Job_Message> get messages => $_getList(17);

  /// When it was queued.
  @$pb.TagNumber(19)
  $0.Timestamp get createdAt => $_getN(18);
  @$pb.TagNumber(19)
  set createdAt($0.Timestamp value) => $_setField(19, value);
  @$pb.TagNumber(19)
  $core.bool hasCreatedAt() => $_has(18);
  @$pb.TagNumber(19)
  void clearCreatedAt() => $_clearField(19);
  @$pb.TagNumber(19)
  $0.Timestamp ensureCreatedAt() => $_ensure(18);

  /// When it last changed.
  @$pb.TagNumber(20)
  $0.Timestamp get updatedAt => $_getN(19);
  @$pb.TagNumber(20)
  set updatedAt($0.Timestamp value) => $_setField(20, value);
  @$pb.TagNumber(20)
  $core.bool hasUpdatedAt() => $_has(19);
  @$pb.TagNumber(20)
  void clearUpdatedAt() => $_clearField(20);
  @$pb.TagNumber(20)
  $0.Timestamp ensureUpdatedAt() => $_ensure(19);

  /// Higher goes first.
  @$pb.TagNumber(21)
  $core.int get priority => $_getIZ(20);
  @$pb.TagNumber(21)
  set priority($core.int value) => $_setSignedInt32(20, value);
  @$pb.TagNumber(21)
  $core.bool hasPriority() => $_has(20);
  @$pb.TagNumber(21)
  void clearPriority() => $_clearField(21);

  /// Longest time that the agent may take, in seconds.
  @$pb.TagNumber(22)
  $core.int get timeoutSeconds => $_getIZ(21);
  @$pb.TagNumber(22)
  set timeoutSeconds($core.int value) => $_setUnsignedInt32(21, value);
  @$pb.TagNumber(22)
  $core.bool hasTimeoutSeconds() => $_has(21);
  @$pb.TagNumber(22)
  void clearTimeoutSeconds() => $_clearField(22);

  /// Most that the agent may spend, in US dollars.
  @$pb.TagNumber(23)
  $core.double get maxCostUsd => $_getN(22);
  @$pb.TagNumber(23)
  set maxCostUsd($core.double value) => $_setDouble(22, value);
  @$pb.TagNumber(23)
  $core.bool hasMaxCostUsd() => $_has(22);
  @$pb.TagNumber(23)
  void clearMaxCostUsd() => $_clearField(23);

  /// How the agent handles permissions.
  @$pb.TagNumber(24)
  $core.String get permissionMode => $_getSZ(23);
  @$pb.TagNumber(24)
  set permissionMode($core.String value) => $_setString(23, value);
  @$pb.TagNumber(24)
  $core.bool hasPermissionMode() => $_has(23);
  @$pb.TagNumber(24)
  void clearPermissionMode() => $_clearField(24);

  /// The agent's work.
  @$pb.TagNumber(25)
  $1.Run get run => $_getN(24);
  @$pb.TagNumber(25)
  set run($1.Run value) => $_setField(25, value);
  @$pb.TagNumber(25)
  $core.bool hasRun() => $_has(24);
  @$pb.TagNumber(25)
  void clearRun() => $_clearField(25);
  @$pb.TagNumber(25)
  $1.Run ensureRun() => $_ensure(24);

  /// Place in the queue, from 1, while it is queued.
  @$pb.TagNumber(26)
  $core.int get position => $_getIZ(25);
  @$pb.TagNumber(26)
  set position($core.int value) => $_setUnsignedInt32(25, value);
  @$pb.TagNumber(26)
  $core.bool hasPosition() => $_has(25);
  @$pb.TagNumber(26)
  void clearPosition() => $_clearField(26);

  /// The job that this one repeats.
  @$pb.TagNumber(27)
  $core.String get originalJobId => $_getSZ(26);
  @$pb.TagNumber(27)
  set originalJobId($core.String value) => $_setString(26, value);
  @$pb.TagNumber(27)
  $core.bool hasOriginalJobId() => $_has(26);
  @$pb.TagNumber(27)
  void clearOriginalJobId() => $_clearField(27);

  /// The commit that was pushed.
  @$pb.TagNumber(28)
  $core.String get commit => $_getSZ(27);
  @$pb.TagNumber(28)
  set commit($core.String value) => $_setString(27, value);
  @$pb.TagNumber(28)
  $core.bool hasCommit() => $_has(27);
  @$pb.TagNumber(28)
  void clearCommit() => $_clearField(28);

  /// Ref of the bare repository under which unpushed work was kept.
  @$pb.TagNumber(29)
  $core.String get keptRef => $_getSZ(28);
  @$pb.TagNumber(29)
  set keptRef($core.String value) => $_setString(28, value);
  @$pb.TagNumber(29)
  $core.bool hasKeptRef() => $_has(28);
  @$pb.TagNumber(29)
  void clearKeptRef() => $_clearField(29);

  /// How many lines of the log are left out that are older than `messages`.
  /// Usually 0; WatchJob has the whole log.
  @$pb.TagNumber(30)
  $core.int get messagesOmitted => $_getIZ(29);
  @$pb.TagNumber(30)
  set messagesOmitted($core.int value) => $_setUnsignedInt32(29, value);
  @$pb.TagNumber(30)
  $core.bool hasMessagesOmitted() => $_has(29);
  @$pb.TagNumber(30)
  void clearMessagesOmitted() => $_clearField(30);
}

/// JobSummary is a job in a list.
class JobSummary extends $pb.GeneratedMessage {
  factory JobSummary({
    $core.String? id,
    $core.String? clientId,
    $core.String? clientName,
    Job_Status? status,
    $core.String? branchName,
    $core.String? title,
    $core.String? osFeatureId,
    $0.Timestamp? startedAt,
    $0.Timestamp? completedAt,
    $0.Timestamp? createdAt,
    $core.String? error,
    $core.String? prUrl,
    $core.String? agent,
    $core.int? priority,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (clientId != null) result.clientId = clientId;
    if (clientName != null) result.clientName = clientName;
    if (status != null) result.status = status;
    if (branchName != null) result.branchName = branchName;
    if (title != null) result.title = title;
    if (osFeatureId != null) result.osFeatureId = osFeatureId;
    if (startedAt != null) result.startedAt = startedAt;
    if (completedAt != null) result.completedAt = completedAt;
    if (createdAt != null) result.createdAt = createdAt;
    if (error != null) result.error = error;
    if (prUrl != null) result.prUrl = prUrl;
    if (agent != null) result.agent = agent;
    if (priority != null) result.priority = priority;
    return result;
  }

  JobSummary._();

  factory JobSummary.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory JobSummary.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'JobSummary',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'clientId')
    ..aOS(3, _omitFieldNames ? '' : 'clientName')
    ..aE<Job_Status>(4, _omitFieldNames ? '' : 'status',
        enumValues: Job_Status.values)
    ..aOS(5, _omitFieldNames ? '' : 'branchName')
    ..aOS(6, _omitFieldNames ? '' : 'title')
    ..aOS(7, _omitFieldNames ? '' : 'osFeatureId')
    ..aOM<$0.Timestamp>(8, _omitFieldNames ? '' : 'startedAt',
        subBuilder: $0.Timestamp.create)
    ..aOM<$0.Timestamp>(9, _omitFieldNames ? '' : 'completedAt',
        subBuilder: $0.Timestamp.create)
    ..aOM<$0.Timestamp>(10, _omitFieldNames ? '' : 'createdAt',
        subBuilder: $0.Timestamp.create)
    ..aOS(11, _omitFieldNames ? '' : 'error')
    ..aOS(12, _omitFieldNames ? '' : 'prUrl')
    ..aOS(13, _omitFieldNames ? '' : 'agent')
    ..aI(14, _omitFieldNames ? '' : 'priority')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  JobSummary clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  JobSummary copyWith(void Function(JobSummary) updates) =>
      super.copyWith((message) => updates(message as JobSummary)) as JobSummary;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static JobSummary create() => JobSummary._();
  @$core.override
  JobSummary createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static JobSummary getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<JobSummary>(create);
  static JobSummary? _defaultInstance;

  /// Identifier.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// The client it works for.
  @$pb.TagNumber(2)
  $core.String get clientId => $_getSZ(1);
  @$pb.TagNumber(2)
  set clientId($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasClientId() => $_has(1);
  @$pb.TagNumber(2)
  void clearClientId() => $_clearField(2);

  /// Name of that client.
  @$pb.TagNumber(3)
  $core.String get clientName => $_getSZ(2);
  @$pb.TagNumber(3)
  set clientName($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasClientName() => $_has(2);
  @$pb.TagNumber(3)
  void clearClientName() => $_clearField(3);

  /// Where it stands.
  @$pb.TagNumber(4)
  Job_Status get status => $_getN(3);
  @$pb.TagNumber(4)
  set status(Job_Status value) => $_setField(4, value);
  @$pb.TagNumber(4)
  $core.bool hasStatus() => $_has(3);
  @$pb.TagNumber(4)
  void clearStatus() => $_clearField(4);

  /// Branch that it works on.
  @$pb.TagNumber(5)
  $core.String get branchName => $_getSZ(4);
  @$pb.TagNumber(5)
  set branchName($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasBranchName() => $_has(4);
  @$pb.TagNumber(5)
  void clearBranchName() => $_clearField(5);

  /// Title of the pull request.
  @$pb.TagNumber(6)
  $core.String get title => $_getSZ(5);
  @$pb.TagNumber(6)
  set title($core.String value) => $_setString(5, value);
  @$pb.TagNumber(6)
  $core.bool hasTitle() => $_has(5);
  @$pb.TagNumber(6)
  void clearTitle() => $_clearField(6);

  /// The caller's own id of the feature.
  @$pb.TagNumber(7)
  $core.String get osFeatureId => $_getSZ(6);
  @$pb.TagNumber(7)
  set osFeatureId($core.String value) => $_setString(6, value);
  @$pb.TagNumber(7)
  $core.bool hasOsFeatureId() => $_has(6);
  @$pb.TagNumber(7)
  void clearOsFeatureId() => $_clearField(7);

  /// When work began.
  @$pb.TagNumber(8)
  $0.Timestamp get startedAt => $_getN(7);
  @$pb.TagNumber(8)
  set startedAt($0.Timestamp value) => $_setField(8, value);
  @$pb.TagNumber(8)
  $core.bool hasStartedAt() => $_has(7);
  @$pb.TagNumber(8)
  void clearStartedAt() => $_clearField(8);
  @$pb.TagNumber(8)
  $0.Timestamp ensureStartedAt() => $_ensure(7);

  /// When it was over.
  @$pb.TagNumber(9)
  $0.Timestamp get completedAt => $_getN(8);
  @$pb.TagNumber(9)
  set completedAt($0.Timestamp value) => $_setField(9, value);
  @$pb.TagNumber(9)
  $core.bool hasCompletedAt() => $_has(8);
  @$pb.TagNumber(9)
  void clearCompletedAt() => $_clearField(9);
  @$pb.TagNumber(9)
  $0.Timestamp ensureCompletedAt() => $_ensure(8);

  /// When it was queued.
  @$pb.TagNumber(10)
  $0.Timestamp get createdAt => $_getN(9);
  @$pb.TagNumber(10)
  set createdAt($0.Timestamp value) => $_setField(10, value);
  @$pb.TagNumber(10)
  $core.bool hasCreatedAt() => $_has(9);
  @$pb.TagNumber(10)
  void clearCreatedAt() => $_clearField(10);
  @$pb.TagNumber(10)
  $0.Timestamp ensureCreatedAt() => $_ensure(9);

  /// What went wrong.
  @$pb.TagNumber(11)
  $core.String get error => $_getSZ(10);
  @$pb.TagNumber(11)
  set error($core.String value) => $_setString(10, value);
  @$pb.TagNumber(11)
  $core.bool hasError() => $_has(10);
  @$pb.TagNumber(11)
  void clearError() => $_clearField(11);

  /// The pull request.
  @$pb.TagNumber(12)
  $core.String get prUrl => $_getSZ(11);
  @$pb.TagNumber(12)
  set prUrl($core.String value) => $_setString(11, value);
  @$pb.TagNumber(12)
  $core.bool hasPrUrl() => $_has(11);
  @$pb.TagNumber(12)
  void clearPrUrl() => $_clearField(12);

  /// Which agent works.
  @$pb.TagNumber(13)
  $core.String get agent => $_getSZ(12);
  @$pb.TagNumber(13)
  set agent($core.String value) => $_setString(12, value);
  @$pb.TagNumber(13)
  $core.bool hasAgent() => $_has(12);
  @$pb.TagNumber(13)
  void clearAgent() => $_clearField(13);

  /// Higher goes first.
  @$pb.TagNumber(14)
  $core.int get priority => $_getIZ(13);
  @$pb.TagNumber(14)
  set priority($core.int value) => $_setSignedInt32(13, value);
  @$pb.TagNumber(14)
  $core.bool hasPriority() => $_has(13);
  @$pb.TagNumber(14)
  void clearPriority() => $_clearField(14);
}

const $core.bool _omitFieldNames =
    $core.bool.fromEnvironment('protobuf.omit_field_names');
const $core.bool _omitMessageNames =
    $core.bool.fromEnvironment('protobuf.omit_message_names');
