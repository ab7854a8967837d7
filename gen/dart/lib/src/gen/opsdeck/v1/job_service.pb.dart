// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/job_service.proto.

// @dart = 3.3

// ignore_for_file: annotate_overrides, camel_case_types, comment_references
// ignore_for_file: constant_identifier_names
// ignore_for_file: curly_braces_in_flow_control_structures
// ignore_for_file: deprecated_member_use_from_same_package, library_prefixes
// ignore_for_file: non_constant_identifier_names, prefer_relative_imports

import 'dart:core' as $core;

import 'package:protobuf/protobuf.dart' as $pb;
import 'package:protobuf/well_known_types/google/protobuf/timestamp.pb.dart'
    as $2;

import 'event.pb.dart' as $3;
import 'job.pb.dart' as $1;

export 'package:protobuf/protobuf.dart' show GeneratedMessageGenericExtensions;

/// ListJobsRequest asks for a page of jobs.
class ListJobsRequest extends $pb.GeneratedMessage {
  factory ListJobsRequest({
    $core.Iterable<$core.String>? status,
    $core.String? clientId,
    $core.int? limit,
    $core.int? offset,
    $core.String? pageToken,
  }) {
    final result = create();
    if (status != null) result.status.addAll(status);
    if (clientId != null) result.clientId = clientId;
    if (limit != null) result.limit = limit;
    if (offset != null) result.offset = offset;
    if (pageToken != null) result.pageToken = pageToken;
    return result;
  }

  ListJobsRequest._();

  factory ListJobsRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory ListJobsRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'ListJobsRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..pPS(1, _omitFieldNames ? '' : 'status')
    ..aOS(2, _omitFieldNames ? '' : 'clientId')
    ..aI(3, _omitFieldNames ? '' : 'limit', fieldType: $pb.PbFieldType.OU3)
    ..aI(4, _omitFieldNames ? '' : 'offset', fieldType: $pb.PbFieldType.OU3)
    ..aOS(5, _omitFieldNames ? '' : 'pageToken')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ListJobsRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ListJobsRequest copyWith(void Function(ListJobsRequest) updates) =>
      super.copyWith((message) => updates(message as ListJobsRequest))
          as ListJobsRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static ListJobsRequest create() => ListJobsRequest._();
  @$core.override
  ListJobsRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static ListJobsRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<ListJobsRequest>(create);
  static ListJobsRequest? _defaultInstance;

  /// Only these statuses; each may be several, parted by commas. None: all.
  @$pb.TagNumber(1)
  $pb.PbList<$core.String> get status => $_getList(0);

  /// Only this client's.
  @$pb.TagNumber(2)
  $core.String get clientId => $_getSZ(1);
  @$pb.TagNumber(2)
  set clientId($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasClientId() => $_has(1);
  @$pb.TagNumber(2)
  void clearClientId() => $_clearField(2);

  /// At most so many. Absent: 50.
  @$pb.TagNumber(3)
  $core.int get limit => $_getIZ(2);
  @$pb.TagNumber(3)
  set limit($core.int value) => $_setUnsignedInt32(2, value);
  @$pb.TagNumber(3)
  $core.bool hasLimit() => $_has(2);
  @$pb.TagNumber(3)
  void clearLimit() => $_clearField(3);

  /// Leave out so many of the newest.
  @$pb.TagNumber(4)
  $core.int get offset => $_getIZ(3);
  @$pb.TagNumber(4)
  set offset($core.int value) => $_setUnsignedInt32(3, value);
  @$pb.TagNumber(4)
  $core.bool hasOffset() => $_has(3);
  @$pb.TagNumber(4)
  void clearOffset() => $_clearField(4);

  /// Go on after the page that gave this token; unlike an offset it neither
  /// repeats nor misses a job while new ones arrive.
  @$pb.TagNumber(5)
  $core.String get pageToken => $_getSZ(4);
  @$pb.TagNumber(5)
  set pageToken($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasPageToken() => $_has(4);
  @$pb.TagNumber(5)
  void clearPageToken() => $_clearField(5);
}

/// ListJobsResponse is a page of jobs.
class ListJobsResponse extends $pb.GeneratedMessage {
  factory ListJobsResponse({
    $core.Iterable<$1.JobSummary>? jobs,
    $core.int? total,
    $core.int? limit,
    $core.int? offset,
    $core.String? nextPageToken,
  }) {
    final result = create();
    if (jobs != null) result.jobs.addAll(jobs);
    if (total != null) result.total = total;
    if (limit != null) result.limit = limit;
    if (offset != null) result.offset = offset;
    if (nextPageToken != null) result.nextPageToken = nextPageToken;
    return result;
  }

  ListJobsResponse._();

  factory ListJobsResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory ListJobsResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'ListJobsResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..pPM<$1.JobSummary>(1, _omitFieldNames ? '' : 'jobs',
        subBuilder: $1.JobSummary.create)
    ..aI(2, _omitFieldNames ? '' : 'total', fieldType: $pb.PbFieldType.OU3)
    ..aI(3, _omitFieldNames ? '' : 'limit', fieldType: $pb.PbFieldType.OU3)
    ..aI(4, _omitFieldNames ? '' : 'offset', fieldType: $pb.PbFieldType.OU3)
    ..aOS(5, _omitFieldNames ? '' : 'nextPageToken')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ListJobsResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ListJobsResponse copyWith(void Function(ListJobsResponse) updates) =>
      super.copyWith((message) => updates(message as ListJobsResponse))
          as ListJobsResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static ListJobsResponse create() => ListJobsResponse._();
  @$core.override
  ListJobsResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static ListJobsResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<ListJobsResponse>(create);
  static ListJobsResponse? _defaultInstance;

  /// The jobs, newest first.
  @$pb.TagNumber(1)
  $pb.PbList<$1.JobSummary> get jobs => $_getList(0);

  /// How many there are in all.
  @$pb.TagNumber(2)
  $core.int get total => $_getIZ(1);
  @$pb.TagNumber(2)
  set total($core.int value) => $_setUnsignedInt32(1, value);
  @$pb.TagNumber(2)
  $core.bool hasTotal() => $_has(1);
  @$pb.TagNumber(2)
  void clearTotal() => $_clearField(2);

  /// The limit in force.
  @$pb.TagNumber(3)
  $core.int get limit => $_getIZ(2);
  @$pb.TagNumber(3)
  set limit($core.int value) => $_setUnsignedInt32(2, value);
  @$pb.TagNumber(3)
  $core.bool hasLimit() => $_has(2);
  @$pb.TagNumber(3)
  void clearLimit() => $_clearField(3);

  /// The offset in force.
  @$pb.TagNumber(4)
  $core.int get offset => $_getIZ(3);
  @$pb.TagNumber(4)
  set offset($core.int value) => $_setUnsignedInt32(3, value);
  @$pb.TagNumber(4)
  $core.bool hasOffset() => $_has(3);
  @$pb.TagNumber(4)
  void clearOffset() => $_clearField(4);

  /// Token of the next page. Absent on the last.
  @$pb.TagNumber(5)
  $core.String get nextPageToken => $_getSZ(4);
  @$pb.TagNumber(5)
  set nextPageToken($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasNextPageToken() => $_has(4);
  @$pb.TagNumber(5)
  void clearNextPageToken() => $_clearField(5);
}

/// GetJobRequest asks for one job.
class GetJobRequest extends $pb.GeneratedMessage {
  factory GetJobRequest({
    $core.String? id,
    $core.bool? includeMessages,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (includeMessages != null) result.includeMessages = includeMessages;
    return result;
  }

  GetJobRequest._();

  factory GetJobRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetJobRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetJobRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOB(2, _omitFieldNames ? '' : 'includeMessages')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetJobRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetJobRequest copyWith(void Function(GetJobRequest) updates) =>
      super.copyWith((message) => updates(message as GetJobRequest))
          as GetJobRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetJobRequest create() => GetJobRequest._();
  @$core.override
  GetJobRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetJobRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetJobRequest>(create);
  static GetJobRequest? _defaultInstance;

  /// Its id.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Whether to include the log: its newest lines, see `Job.messages`. WatchJob
  /// streams the whole.
  @$pb.TagNumber(2)
  $core.bool get includeMessages => $_getBF(1);
  @$pb.TagNumber(2)
  set includeMessages($core.bool value) => $_setBool(1, value);
  @$pb.TagNumber(2)
  $core.bool hasIncludeMessages() => $_has(1);
  @$pb.TagNumber(2)
  void clearIncludeMessages() => $_clearField(2);
}

/// CreateJobRequest queues a job.
class CreateJobRequest extends $pb.GeneratedMessage {
  factory CreateJobRequest({
    $core.String? clientId,
    $core.String? githubOrg,
    $core.String? githubRepo,
    $core.String? prompt,
    $core.String? branchName,
    $core.String? title,
    $core.String? osFeatureId,
    $core.String? osCallbackUrl,
    $core.String? agent,
    $core.String? model,
    $core.String? effort,
    $core.int? priority,
    $core.int? timeoutSeconds,
    $core.double? maxCostUsd,
    $core.String? permissionMode,
    $core.String? requestId,
  }) {
    final result = create();
    if (clientId != null) result.clientId = clientId;
    if (githubOrg != null) result.githubOrg = githubOrg;
    if (githubRepo != null) result.githubRepo = githubRepo;
    if (prompt != null) result.prompt = prompt;
    if (branchName != null) result.branchName = branchName;
    if (title != null) result.title = title;
    if (osFeatureId != null) result.osFeatureId = osFeatureId;
    if (osCallbackUrl != null) result.osCallbackUrl = osCallbackUrl;
    if (agent != null) result.agent = agent;
    if (model != null) result.model = model;
    if (effort != null) result.effort = effort;
    if (priority != null) result.priority = priority;
    if (timeoutSeconds != null) result.timeoutSeconds = timeoutSeconds;
    if (maxCostUsd != null) result.maxCostUsd = maxCostUsd;
    if (permissionMode != null) result.permissionMode = permissionMode;
    if (requestId != null) result.requestId = requestId;
    return result;
  }

  CreateJobRequest._();

  factory CreateJobRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory CreateJobRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'CreateJobRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'clientId')
    ..aOS(2, _omitFieldNames ? '' : 'githubOrg')
    ..aOS(3, _omitFieldNames ? '' : 'githubRepo')
    ..aOS(4, _omitFieldNames ? '' : 'prompt')
    ..aOS(5, _omitFieldNames ? '' : 'branchName')
    ..aOS(6, _omitFieldNames ? '' : 'title')
    ..aOS(7, _omitFieldNames ? '' : 'osFeatureId')
    ..aOS(8, _omitFieldNames ? '' : 'osCallbackUrl')
    ..aOS(9, _omitFieldNames ? '' : 'agent')
    ..aOS(10, _omitFieldNames ? '' : 'model')
    ..aOS(11, _omitFieldNames ? '' : 'effort')
    ..aI(12, _omitFieldNames ? '' : 'priority')
    ..aI(13, _omitFieldNames ? '' : 'timeoutSeconds',
        fieldType: $pb.PbFieldType.OU3)
    ..aD(14, _omitFieldNames ? '' : 'maxCostUsd')
    ..aOS(15, _omitFieldNames ? '' : 'permissionMode')
    ..aOS(16, _omitFieldNames ? '' : 'requestId')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CreateJobRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CreateJobRequest copyWith(void Function(CreateJobRequest) updates) =>
      super.copyWith((message) => updates(message as CreateJobRequest))
          as CreateJobRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static CreateJobRequest create() => CreateJobRequest._();
  @$core.override
  CreateJobRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static CreateJobRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<CreateJobRequest>(create);
  static CreateJobRequest? _defaultInstance;

  /// The client to work for.
  @$pb.TagNumber(1)
  $core.String get clientId => $_getSZ(0);
  @$pb.TagNumber(1)
  set clientId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasClientId() => $_has(0);
  @$pb.TagNumber(1)
  void clearClientId() => $_clearField(1);

  /// Organisation or user that owns the repository.
  @$pb.TagNumber(2)
  $core.String get githubOrg => $_getSZ(1);
  @$pb.TagNumber(2)
  set githubOrg($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasGithubOrg() => $_has(1);
  @$pb.TagNumber(2)
  void clearGithubOrg() => $_clearField(2);

  /// Name of the repository. No leading `-`, no `..`.
  @$pb.TagNumber(3)
  $core.String get githubRepo => $_getSZ(2);
  @$pb.TagNumber(3)
  set githubRepo($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasGithubRepo() => $_has(2);
  @$pb.TagNumber(3)
  void clearGithubRepo() => $_clearField(3);

  /// What the agent is to do; at most 1,000,000 characters.
  @$pb.TagNumber(4)
  $core.String get prompt => $_getSZ(3);
  @$pb.TagNumber(4)
  set prompt($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasPrompt() => $_has(3);
  @$pb.TagNumber(4)
  void clearPrompt() => $_clearField(4);

  /// Branch to make; a name that git accepts and that origin does not have.
  @$pb.TagNumber(5)
  $core.String get branchName => $_getSZ(4);
  @$pb.TagNumber(5)
  set branchName($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasBranchName() => $_has(4);
  @$pb.TagNumber(5)
  void clearBranchName() => $_clearField(5);

  /// Title of the pull request, and the commit's first line.
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

  /// Where to report the end: an http or https URL.
  @$pb.TagNumber(8)
  $core.String get osCallbackUrl => $_getSZ(7);
  @$pb.TagNumber(8)
  set osCallbackUrl($core.String value) => $_setString(7, value);
  @$pb.TagNumber(8)
  $core.bool hasOsCallbackUrl() => $_has(7);
  @$pb.TagNumber(8)
  void clearOsCallbackUrl() => $_clearField(8);

  /// Which agent works: `claude` (the default), or another that /health names.
  @$pb.TagNumber(9)
  $core.String get agent => $_getSZ(8);
  @$pb.TagNumber(9)
  set agent($core.String value) => $_setString(8, value);
  @$pb.TagNumber(9)
  $core.bool hasAgent() => $_has(8);
  @$pb.TagNumber(9)
  void clearAgent() => $_clearField(9);

  /// The model, in the agent's own words.
  @$pb.TagNumber(10)
  $core.String get model => $_getSZ(9);
  @$pb.TagNumber(10)
  set model($core.String value) => $_setString(9, value);
  @$pb.TagNumber(10)
  $core.bool hasModel() => $_has(9);
  @$pb.TagNumber(10)
  void clearModel() => $_clearField(10);

  /// The effort, in the agent's own words.
  @$pb.TagNumber(11)
  $core.String get effort => $_getSZ(10);
  @$pb.TagNumber(11)
  set effort($core.String value) => $_setString(10, value);
  @$pb.TagNumber(11)
  $core.bool hasEffort() => $_has(10);
  @$pb.TagNumber(11)
  void clearEffort() => $_clearField(11);

  /// Higher goes first; 0 is usual.
  @$pb.TagNumber(12)
  $core.int get priority => $_getIZ(11);
  @$pb.TagNumber(12)
  set priority($core.int value) => $_setSignedInt32(11, value);
  @$pb.TagNumber(12)
  $core.bool hasPriority() => $_has(11);
  @$pb.TagNumber(12)
  void clearPriority() => $_clearField(12);

  /// Longest time that the agent may take, in seconds.
  @$pb.TagNumber(13)
  $core.int get timeoutSeconds => $_getIZ(12);
  @$pb.TagNumber(13)
  set timeoutSeconds($core.int value) => $_setUnsignedInt32(12, value);
  @$pb.TagNumber(13)
  $core.bool hasTimeoutSeconds() => $_has(12);
  @$pb.TagNumber(13)
  void clearTimeoutSeconds() => $_clearField(13);

  /// Most that the agent may spend, in US dollars.
  @$pb.TagNumber(14)
  $core.double get maxCostUsd => $_getN(13);
  @$pb.TagNumber(14)
  set maxCostUsd($core.double value) => $_setDouble(13, value);
  @$pb.TagNumber(14)
  $core.bool hasMaxCostUsd() => $_has(13);
  @$pb.TagNumber(14)
  void clearMaxCostUsd() => $_clearField(14);

  /// How the agent handles permissions. Absent: the server's setting.
  @$pb.TagNumber(15)
  $core.String get permissionMode => $_getSZ(14);
  @$pb.TagNumber(15)
  set permissionMode($core.String value) => $_setString(14, value);
  @$pb.TagNumber(15)
  $core.bool hasPermissionMode() => $_has(14);
  @$pb.TagNumber(15)
  void clearPermissionMode() => $_clearField(15);

  /// Idempotency key: the same key with the same request answers with the first
  /// result. REST callers send the header `Idempotency-Key`.
  @$pb.TagNumber(16)
  $core.String get requestId => $_getSZ(15);
  @$pb.TagNumber(16)
  set requestId($core.String value) => $_setString(15, value);
  @$pb.TagNumber(16)
  $core.bool hasRequestId() => $_has(15);
  @$pb.TagNumber(16)
  void clearRequestId() => $_clearField(16);
}

/// CreateJobResponse is the new job.
class CreateJobResponse extends $pb.GeneratedMessage {
  factory CreateJobResponse({
    $core.String? id,
    $core.String? clientId,
    $1.Job_Status? status,
    $core.int? position,
    $core.String? branchName,
    $2.Timestamp? createdAt,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (clientId != null) result.clientId = clientId;
    if (status != null) result.status = status;
    if (position != null) result.position = position;
    if (branchName != null) result.branchName = branchName;
    if (createdAt != null) result.createdAt = createdAt;
    return result;
  }

  CreateJobResponse._();

  factory CreateJobResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory CreateJobResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'CreateJobResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'clientId')
    ..aE<$1.Job_Status>(3, _omitFieldNames ? '' : 'status',
        enumValues: $1.Job_Status.values)
    ..aI(4, _omitFieldNames ? '' : 'position', fieldType: $pb.PbFieldType.OU3)
    ..aOS(5, _omitFieldNames ? '' : 'branchName')
    ..aOM<$2.Timestamp>(6, _omitFieldNames ? '' : 'createdAt',
        subBuilder: $2.Timestamp.create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CreateJobResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CreateJobResponse copyWith(void Function(CreateJobResponse) updates) =>
      super.copyWith((message) => updates(message as CreateJobResponse))
          as CreateJobResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static CreateJobResponse create() => CreateJobResponse._();
  @$core.override
  CreateJobResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static CreateJobResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<CreateJobResponse>(create);
  static CreateJobResponse? _defaultInstance;

  /// Identifier of the job.
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

  /// `queued`.
  @$pb.TagNumber(3)
  $1.Job_Status get status => $_getN(2);
  @$pb.TagNumber(3)
  set status($1.Job_Status value) => $_setField(3, value);
  @$pb.TagNumber(3)
  $core.bool hasStatus() => $_has(2);
  @$pb.TagNumber(3)
  void clearStatus() => $_clearField(3);

  /// Place in the queue, from 1.
  @$pb.TagNumber(4)
  $core.int get position => $_getIZ(3);
  @$pb.TagNumber(4)
  set position($core.int value) => $_setUnsignedInt32(3, value);
  @$pb.TagNumber(4)
  $core.bool hasPosition() => $_has(3);
  @$pb.TagNumber(4)
  void clearPosition() => $_clearField(4);

  /// Branch that it works on.
  @$pb.TagNumber(5)
  $core.String get branchName => $_getSZ(4);
  @$pb.TagNumber(5)
  set branchName($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasBranchName() => $_has(4);
  @$pb.TagNumber(5)
  void clearBranchName() => $_clearField(5);

  /// When it was queued.
  @$pb.TagNumber(6)
  $2.Timestamp get createdAt => $_getN(5);
  @$pb.TagNumber(6)
  set createdAt($2.Timestamp value) => $_setField(6, value);
  @$pb.TagNumber(6)
  $core.bool hasCreatedAt() => $_has(5);
  @$pb.TagNumber(6)
  void clearCreatedAt() => $_clearField(6);
  @$pb.TagNumber(6)
  $2.Timestamp ensureCreatedAt() => $_ensure(5);
}

/// CancelJobRequest stops a job.
class CancelJobRequest extends $pb.GeneratedMessage {
  factory CancelJobRequest({
    $core.String? id,
  }) {
    final result = create();
    if (id != null) result.id = id;
    return result;
  }

  CancelJobRequest._();

  factory CancelJobRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory CancelJobRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'CancelJobRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CancelJobRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CancelJobRequest copyWith(void Function(CancelJobRequest) updates) =>
      super.copyWith((message) => updates(message as CancelJobRequest))
          as CancelJobRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static CancelJobRequest create() => CancelJobRequest._();
  @$core.override
  CancelJobRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static CancelJobRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<CancelJobRequest>(create);
  static CancelJobRequest? _defaultInstance;

  /// Its id.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);
}

/// CancelJobResponse says what became of it.
class CancelJobResponse extends $pb.GeneratedMessage {
  factory CancelJobResponse({
    $core.String? id,
    $1.Job_Status? status,
    $core.bool? wasRunning,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (status != null) result.status = status;
    if (wasRunning != null) result.wasRunning = wasRunning;
    return result;
  }

  CancelJobResponse._();

  factory CancelJobResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory CancelJobResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'CancelJobResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aE<$1.Job_Status>(2, _omitFieldNames ? '' : 'status',
        enumValues: $1.Job_Status.values)
    ..aOB(3, _omitFieldNames ? '' : 'wasRunning')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CancelJobResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CancelJobResponse copyWith(void Function(CancelJobResponse) updates) =>
      super.copyWith((message) => updates(message as CancelJobResponse))
          as CancelJobResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static CancelJobResponse create() => CancelJobResponse._();
  @$core.override
  CancelJobResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static CancelJobResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<CancelJobResponse>(create);
  static CancelJobResponse? _defaultInstance;

  /// Identifier of the job.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Its status now: `cancelled`, unless it had come to its end by itself first.
  @$pb.TagNumber(2)
  $1.Job_Status get status => $_getN(1);
  @$pb.TagNumber(2)
  set status($1.Job_Status value) => $_setField(2, value);
  @$pb.TagNumber(2)
  $core.bool hasStatus() => $_has(1);
  @$pb.TagNumber(2)
  void clearStatus() => $_clearField(2);

  /// Whether it was running.
  @$pb.TagNumber(3)
  $core.bool get wasRunning => $_getBF(2);
  @$pb.TagNumber(3)
  set wasRunning($core.bool value) => $_setBool(2, value);
  @$pb.TagNumber(3)
  $core.bool hasWasRunning() => $_has(2);
  @$pb.TagNumber(3)
  void clearWasRunning() => $_clearField(3);
}

/// RetryJobRequest repeats a job.
class RetryJobRequest extends $pb.GeneratedMessage {
  factory RetryJobRequest({
    $core.String? id,
    $core.String? requestId,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (requestId != null) result.requestId = requestId;
    return result;
  }

  RetryJobRequest._();

  factory RetryJobRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory RetryJobRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'RetryJobRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'requestId')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  RetryJobRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  RetryJobRequest copyWith(void Function(RetryJobRequest) updates) =>
      super.copyWith((message) => updates(message as RetryJobRequest))
          as RetryJobRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static RetryJobRequest create() => RetryJobRequest._();
  @$core.override
  RetryJobRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static RetryJobRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<RetryJobRequest>(create);
  static RetryJobRequest? _defaultInstance;

  /// Id of the job to repeat.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Idempotency key: the same key with the same request answers with the first
  /// result. REST callers send the header `Idempotency-Key`.
  @$pb.TagNumber(2)
  $core.String get requestId => $_getSZ(1);
  @$pb.TagNumber(2)
  set requestId($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasRequestId() => $_has(1);
  @$pb.TagNumber(2)
  void clearRequestId() => $_clearField(2);
}

/// RetryJobResponse is the new job.
class RetryJobResponse extends $pb.GeneratedMessage {
  factory RetryJobResponse({
    $core.String? id,
    $core.String? originalJobId,
    $1.Job_Status? status,
    $core.int? position,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (originalJobId != null) result.originalJobId = originalJobId;
    if (status != null) result.status = status;
    if (position != null) result.position = position;
    return result;
  }

  RetryJobResponse._();

  factory RetryJobResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory RetryJobResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'RetryJobResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'originalJobId')
    ..aE<$1.Job_Status>(3, _omitFieldNames ? '' : 'status',
        enumValues: $1.Job_Status.values)
    ..aI(4, _omitFieldNames ? '' : 'position', fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  RetryJobResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  RetryJobResponse copyWith(void Function(RetryJobResponse) updates) =>
      super.copyWith((message) => updates(message as RetryJobResponse))
          as RetryJobResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static RetryJobResponse create() => RetryJobResponse._();
  @$core.override
  RetryJobResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static RetryJobResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<RetryJobResponse>(create);
  static RetryJobResponse? _defaultInstance;

  /// Identifier of the new job.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// The job that it repeats.
  @$pb.TagNumber(2)
  $core.String get originalJobId => $_getSZ(1);
  @$pb.TagNumber(2)
  set originalJobId($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasOriginalJobId() => $_has(1);
  @$pb.TagNumber(2)
  void clearOriginalJobId() => $_clearField(2);

  /// `queued`.
  @$pb.TagNumber(3)
  $1.Job_Status get status => $_getN(2);
  @$pb.TagNumber(3)
  set status($1.Job_Status value) => $_setField(3, value);
  @$pb.TagNumber(3)
  $core.bool hasStatus() => $_has(2);
  @$pb.TagNumber(3)
  void clearStatus() => $_clearField(3);

  /// Place in the queue, from 1.
  @$pb.TagNumber(4)
  $core.int get position => $_getIZ(3);
  @$pb.TagNumber(4)
  set position($core.int value) => $_setUnsignedInt32(3, value);
  @$pb.TagNumber(4)
  $core.bool hasPosition() => $_has(3);
  @$pb.TagNumber(4)
  void clearPosition() => $_clearField(4);
}

/// WatchJobRequest opens a watch.
class WatchJobRequest extends $pb.GeneratedMessage {
  factory WatchJobRequest({
    $core.String? id,
    $core.String? after,
    $core.bool? tailOnly,
    $core.bool? partial,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (after != null) result.after = after;
    if (tailOnly != null) result.tailOnly = tailOnly;
    if (partial != null) result.partial = partial;
    return result;
  }

  WatchJobRequest._();

  factory WatchJobRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory WatchJobRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'WatchJobRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'after')
    ..aOB(3, _omitFieldNames ? '' : 'tailOnly')
    ..aOB(4, _omitFieldNames ? '' : 'partial')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WatchJobRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WatchJobRequest copyWith(void Function(WatchJobRequest) updates) =>
      super.copyWith((message) => updates(message as WatchJobRequest))
          as WatchJobRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static WatchJobRequest create() => WatchJobRequest._();
  @$core.override
  WatchJobRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static WatchJobRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<WatchJobRequest>(create);
  static WatchJobRequest? _defaultInstance;

  /// Id of the job.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Cursor of the last answer that was seen. Empty: from the beginning.
  @$pb.TagNumber(2)
  $core.String get after => $_getSZ(1);
  @$pb.TagNumber(2)
  set after($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasAfter() => $_has(1);
  @$pb.TagNumber(2)
  void clearAfter() => $_clearField(2);

  /// Start now and leave out what was before. Not together with a cursor.
  @$pb.TagNumber(3)
  $core.bool get tailOnly => $_getBF(2);
  @$pb.TagNumber(3)
  set tailOnly($core.bool value) => $_setBool(2, value);
  @$pb.TagNumber(3)
  $core.bool hasTailOnly() => $_has(2);
  @$pb.TagNumber(3)
  void clearTailOnly() => $_clearField(3);

  /// Whether to send text deltas too, which are live only.
  @$pb.TagNumber(4)
  $core.bool get partial => $_getBF(3);
  @$pb.TagNumber(4)
  set partial($core.bool value) => $_setBool(3, value);
  @$pb.TagNumber(4)
  $core.bool hasPartial() => $_has(3);
  @$pb.TagNumber(4)
  void clearPartial() => $_clearField(4);
}

/// WatchJobResponse is one answer of a watch.
class WatchJobResponse extends $pb.GeneratedMessage {
  factory WatchJobResponse({
    $1.JobSummary? job,
    $core.Iterable<$3.Event>? events,
    $core.String? cursor,
    $core.bool? caughtUp,
  }) {
    final result = create();
    if (job != null) result.job = job;
    if (events != null) result.events.addAll(events);
    if (cursor != null) result.cursor = cursor;
    if (caughtUp != null) result.caughtUp = caughtUp;
    return result;
  }

  WatchJobResponse._();

  factory WatchJobResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory WatchJobResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'WatchJobResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOM<$1.JobSummary>(1, _omitFieldNames ? '' : 'job',
        subBuilder: $1.JobSummary.create)
    ..pPM<$3.Event>(2, _omitFieldNames ? '' : 'events',
        subBuilder: $3.Event.create)
    ..aOS(3, _omitFieldNames ? '' : 'cursor')
    ..aOB(4, _omitFieldNames ? '' : 'caughtUp')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WatchJobResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WatchJobResponse copyWith(void Function(WatchJobResponse) updates) =>
      super.copyWith((message) => updates(message as WatchJobResponse))
          as WatchJobResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static WatchJobResponse create() => WatchJobResponse._();
  @$core.override
  WatchJobResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static WatchJobResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<WatchJobResponse>(create);
  static WatchJobResponse? _defaultInstance;

  /// How the job stands: in the first answer and in the last.
  @$pb.TagNumber(1)
  $1.JobSummary get job => $_getN(0);
  @$pb.TagNumber(1)
  set job($1.JobSummary value) => $_setField(1, value);
  @$pb.TagNumber(1)
  $core.bool hasJob() => $_has(0);
  @$pb.TagNumber(1)
  void clearJob() => $_clearField(1);
  @$pb.TagNumber(1)
  $1.JobSummary ensureJob() => $_ensure(0);

  /// Events in order; none in a heartbeat.
  @$pb.TagNumber(2)
  $pb.PbList<$3.Event> get events => $_getList(1);

  /// Cursor after these events.
  @$pb.TagNumber(3)
  $core.String get cursor => $_getSZ(2);
  @$pb.TagNumber(3)
  set cursor($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasCursor() => $_has(2);
  @$pb.TagNumber(3)
  void clearCursor() => $_clearField(3);

  /// Whether these were the newest when the answer was made.
  @$pb.TagNumber(4)
  $core.bool get caughtUp => $_getBF(3);
  @$pb.TagNumber(4)
  set caughtUp($core.bool value) => $_setBool(3, value);
  @$pb.TagNumber(4)
  $core.bool hasCaughtUp() => $_has(3);
  @$pb.TagNumber(4)
  void clearCaughtUp() => $_clearField(4);
}

/// GetJobDiffRequest asks what a job changed.
class GetJobDiffRequest extends $pb.GeneratedMessage {
  factory GetJobDiffRequest({
    $core.String? id,
  }) {
    final result = create();
    if (id != null) result.id = id;
    return result;
  }

  GetJobDiffRequest._();

  factory GetJobDiffRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetJobDiffRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetJobDiffRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetJobDiffRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetJobDiffRequest copyWith(void Function(GetJobDiffRequest) updates) =>
      super.copyWith((message) => updates(message as GetJobDiffRequest))
          as GetJobDiffRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetJobDiffRequest create() => GetJobDiffRequest._();
  @$core.override
  GetJobDiffRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetJobDiffRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetJobDiffRequest>(create);
  static GetJobDiffRequest? _defaultInstance;

  /// Its id.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);
}

/// GetJobDiffResponse is what a job changed.
class GetJobDiffResponse extends $pb.GeneratedMessage {
  factory GetJobDiffResponse({
    $core.String? diff,
    $core.bool? truncated,
    $core.int? filesChanged,
    $core.int? insertions,
    $core.int? deletions,
  }) {
    final result = create();
    if (diff != null) result.diff = diff;
    if (truncated != null) result.truncated = truncated;
    if (filesChanged != null) result.filesChanged = filesChanged;
    if (insertions != null) result.insertions = insertions;
    if (deletions != null) result.deletions = deletions;
    return result;
  }

  GetJobDiffResponse._();

  factory GetJobDiffResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetJobDiffResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetJobDiffResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'diff')
    ..aOB(2, _omitFieldNames ? '' : 'truncated')
    ..aI(3, _omitFieldNames ? '' : 'filesChanged',
        fieldType: $pb.PbFieldType.OU3)
    ..aI(4, _omitFieldNames ? '' : 'insertions', fieldType: $pb.PbFieldType.OU3)
    ..aI(5, _omitFieldNames ? '' : 'deletions', fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetJobDiffResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetJobDiffResponse copyWith(void Function(GetJobDiffResponse) updates) =>
      super.copyWith((message) => updates(message as GetJobDiffResponse))
          as GetJobDiffResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetJobDiffResponse create() => GetJobDiffResponse._();
  @$core.override
  GetJobDiffResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetJobDiffResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetJobDiffResponse>(create);
  static GetJobDiffResponse? _defaultInstance;

  /// Unified diff, cut at 2 MiB. Bytes that are not UTF-8 are replaced.
  @$pb.TagNumber(1)
  $core.String get diff => $_getSZ(0);
  @$pb.TagNumber(1)
  set diff($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasDiff() => $_has(0);
  @$pb.TagNumber(1)
  void clearDiff() => $_clearField(1);

  /// Whether it was cut.
  @$pb.TagNumber(2)
  $core.bool get truncated => $_getBF(1);
  @$pb.TagNumber(2)
  set truncated($core.bool value) => $_setBool(1, value);
  @$pb.TagNumber(2)
  $core.bool hasTruncated() => $_has(1);
  @$pb.TagNumber(2)
  void clearTruncated() => $_clearField(2);

  /// Files that changed.
  @$pb.TagNumber(3)
  $core.int get filesChanged => $_getIZ(2);
  @$pb.TagNumber(3)
  set filesChanged($core.int value) => $_setUnsignedInt32(2, value);
  @$pb.TagNumber(3)
  $core.bool hasFilesChanged() => $_has(2);
  @$pb.TagNumber(3)
  void clearFilesChanged() => $_clearField(3);

  /// Lines that were added.
  @$pb.TagNumber(4)
  $core.int get insertions => $_getIZ(3);
  @$pb.TagNumber(4)
  set insertions($core.int value) => $_setUnsignedInt32(3, value);
  @$pb.TagNumber(4)
  $core.bool hasInsertions() => $_has(3);
  @$pb.TagNumber(4)
  void clearInsertions() => $_clearField(4);

  /// Lines that were removed.
  @$pb.TagNumber(5)
  $core.int get deletions => $_getIZ(4);
  @$pb.TagNumber(5)
  set deletions($core.int value) => $_setUnsignedInt32(4, value);
  @$pb.TagNumber(5)
  $core.bool hasDeletions() => $_has(4);
  @$pb.TagNumber(5)
  void clearDeletions() => $_clearField(5);
}

/// GetQueueRequest asks for the queue.
class GetQueueRequest extends $pb.GeneratedMessage {
  factory GetQueueRequest() => create();

  GetQueueRequest._();

  factory GetQueueRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetQueueRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetQueueRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetQueueRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetQueueRequest copyWith(void Function(GetQueueRequest) updates) =>
      super.copyWith((message) => updates(message as GetQueueRequest))
          as GetQueueRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetQueueRequest create() => GetQueueRequest._();
  @$core.override
  GetQueueRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetQueueRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetQueueRequest>(create);
  static GetQueueRequest? _defaultInstance;
}

/// Running is a job that is being worked on.
class GetQueueResponse_Running extends $pb.GeneratedMessage {
  factory GetQueueResponse_Running({
    $core.String? id,
    $core.String? clientName,
    $core.String? branchName,
    $2.Timestamp? startedAt,
    $core.String? runningFor,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (clientName != null) result.clientName = clientName;
    if (branchName != null) result.branchName = branchName;
    if (startedAt != null) result.startedAt = startedAt;
    if (runningFor != null) result.runningFor = runningFor;
    return result;
  }

  GetQueueResponse_Running._();

  factory GetQueueResponse_Running.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetQueueResponse_Running.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetQueueResponse.Running',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'clientName')
    ..aOS(3, _omitFieldNames ? '' : 'branchName')
    ..aOM<$2.Timestamp>(4, _omitFieldNames ? '' : 'startedAt',
        subBuilder: $2.Timestamp.create)
    ..aOS(5, _omitFieldNames ? '' : 'runningFor')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetQueueResponse_Running clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetQueueResponse_Running copyWith(
          void Function(GetQueueResponse_Running) updates) =>
      super.copyWith((message) => updates(message as GetQueueResponse_Running))
          as GetQueueResponse_Running;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetQueueResponse_Running create() => GetQueueResponse_Running._();
  @$core.override
  GetQueueResponse_Running createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetQueueResponse_Running getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetQueueResponse_Running>(create);
  static GetQueueResponse_Running? _defaultInstance;

  /// Identifier of the job.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Name of its client.
  @$pb.TagNumber(2)
  $core.String get clientName => $_getSZ(1);
  @$pb.TagNumber(2)
  set clientName($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasClientName() => $_has(1);
  @$pb.TagNumber(2)
  void clearClientName() => $_clearField(2);

  /// Branch that it works on.
  @$pb.TagNumber(3)
  $core.String get branchName => $_getSZ(2);
  @$pb.TagNumber(3)
  set branchName($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasBranchName() => $_has(2);
  @$pb.TagNumber(3)
  void clearBranchName() => $_clearField(3);

  /// When work began.
  @$pb.TagNumber(4)
  $2.Timestamp get startedAt => $_getN(3);
  @$pb.TagNumber(4)
  set startedAt($2.Timestamp value) => $_setField(4, value);
  @$pb.TagNumber(4)
  $core.bool hasStartedAt() => $_has(3);
  @$pb.TagNumber(4)
  void clearStartedAt() => $_clearField(4);
  @$pb.TagNumber(4)
  $2.Timestamp ensureStartedAt() => $_ensure(3);

  /// For how long, as a person would say it: `5m 23s`.
  @$pb.TagNumber(5)
  $core.String get runningFor => $_getSZ(4);
  @$pb.TagNumber(5)
  set runningFor($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasRunningFor() => $_has(4);
  @$pb.TagNumber(5)
  void clearRunningFor() => $_clearField(5);
}

/// Queued is a job that waits.
class GetQueueResponse_Queued extends $pb.GeneratedMessage {
  factory GetQueueResponse_Queued({
    $core.String? id,
    $core.String? clientName,
    $core.String? branchName,
    $core.int? position,
    $2.Timestamp? createdAt,
    $core.int? priority,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (clientName != null) result.clientName = clientName;
    if (branchName != null) result.branchName = branchName;
    if (position != null) result.position = position;
    if (createdAt != null) result.createdAt = createdAt;
    if (priority != null) result.priority = priority;
    return result;
  }

  GetQueueResponse_Queued._();

  factory GetQueueResponse_Queued.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetQueueResponse_Queued.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetQueueResponse.Queued',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'clientName')
    ..aOS(3, _omitFieldNames ? '' : 'branchName')
    ..aI(4, _omitFieldNames ? '' : 'position', fieldType: $pb.PbFieldType.OU3)
    ..aOM<$2.Timestamp>(5, _omitFieldNames ? '' : 'createdAt',
        subBuilder: $2.Timestamp.create)
    ..aI(6, _omitFieldNames ? '' : 'priority')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetQueueResponse_Queued clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetQueueResponse_Queued copyWith(
          void Function(GetQueueResponse_Queued) updates) =>
      super.copyWith((message) => updates(message as GetQueueResponse_Queued))
          as GetQueueResponse_Queued;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetQueueResponse_Queued create() => GetQueueResponse_Queued._();
  @$core.override
  GetQueueResponse_Queued createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetQueueResponse_Queued getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetQueueResponse_Queued>(create);
  static GetQueueResponse_Queued? _defaultInstance;

  /// Identifier of the job.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Name of its client.
  @$pb.TagNumber(2)
  $core.String get clientName => $_getSZ(1);
  @$pb.TagNumber(2)
  set clientName($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasClientName() => $_has(1);
  @$pb.TagNumber(2)
  void clearClientName() => $_clearField(2);

  /// Branch that it will work on.
  @$pb.TagNumber(3)
  $core.String get branchName => $_getSZ(2);
  @$pb.TagNumber(3)
  set branchName($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasBranchName() => $_has(2);
  @$pb.TagNumber(3)
  void clearBranchName() => $_clearField(3);

  /// Place in the queue, from 1.
  @$pb.TagNumber(4)
  $core.int get position => $_getIZ(3);
  @$pb.TagNumber(4)
  set position($core.int value) => $_setUnsignedInt32(3, value);
  @$pb.TagNumber(4)
  $core.bool hasPosition() => $_has(3);
  @$pb.TagNumber(4)
  void clearPosition() => $_clearField(4);

  /// When it was queued.
  @$pb.TagNumber(5)
  $2.Timestamp get createdAt => $_getN(4);
  @$pb.TagNumber(5)
  set createdAt($2.Timestamp value) => $_setField(5, value);
  @$pb.TagNumber(5)
  $core.bool hasCreatedAt() => $_has(4);
  @$pb.TagNumber(5)
  void clearCreatedAt() => $_clearField(5);
  @$pb.TagNumber(5)
  $2.Timestamp ensureCreatedAt() => $_ensure(4);

  /// Higher goes first.
  @$pb.TagNumber(6)
  $core.int get priority => $_getIZ(5);
  @$pb.TagNumber(6)
  set priority($core.int value) => $_setSignedInt32(5, value);
  @$pb.TagNumber(6)
  $core.bool hasPriority() => $_has(5);
  @$pb.TagNumber(6)
  void clearPriority() => $_clearField(6);
}

/// GetQueueResponse is what runs and what waits.
class GetQueueResponse extends $pb.GeneratedMessage {
  factory GetQueueResponse({
    $core.Iterable<GetQueueResponse_Running>? running,
    $core.Iterable<GetQueueResponse_Queued>? queued,
    $core.int? maxConcurrent,
    $core.int? totalQueued,
  }) {
    final result = create();
    if (running != null) result.running.addAll(running);
    if (queued != null) result.queued.addAll(queued);
    if (maxConcurrent != null) result.maxConcurrent = maxConcurrent;
    if (totalQueued != null) result.totalQueued = totalQueued;
    return result;
  }

  GetQueueResponse._();

  factory GetQueueResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetQueueResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetQueueResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..pPM<GetQueueResponse_Running>(1, _omitFieldNames ? '' : 'running',
        subBuilder: GetQueueResponse_Running.create)
    ..pPM<GetQueueResponse_Queued>(2, _omitFieldNames ? '' : 'queued',
        subBuilder: GetQueueResponse_Queued.create)
    ..aI(3, _omitFieldNames ? '' : 'maxConcurrent',
        fieldType: $pb.PbFieldType.OU3)
    ..aI(4, _omitFieldNames ? '' : 'totalQueued',
        fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetQueueResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetQueueResponse copyWith(void Function(GetQueueResponse) updates) =>
      super.copyWith((message) => updates(message as GetQueueResponse))
          as GetQueueResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetQueueResponse create() => GetQueueResponse._();
  @$core.override
  GetQueueResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetQueueResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetQueueResponse>(create);
  static GetQueueResponse? _defaultInstance;

  /// What is being worked on, oldest first.
  @$pb.TagNumber(1)
  $pb.PbList<GetQueueResponse_Running> get running => $_getList(0);

  /// What waits, next first; the first 1,000.
  @$pb.TagNumber(2)
  $pb.PbList<GetQueueResponse_Queued> get queued => $_getList(1);

  /// How many may run at once.
  @$pb.TagNumber(3)
  $core.int get maxConcurrent => $_getIZ(2);
  @$pb.TagNumber(3)
  set maxConcurrent($core.int value) => $_setUnsignedInt32(2, value);
  @$pb.TagNumber(3)
  $core.bool hasMaxConcurrent() => $_has(2);
  @$pb.TagNumber(3)
  void clearMaxConcurrent() => $_clearField(3);

  /// How many wait in all.
  @$pb.TagNumber(4)
  $core.int get totalQueued => $_getIZ(3);
  @$pb.TagNumber(4)
  set totalQueued($core.int value) => $_setUnsignedInt32(3, value);
  @$pb.TagNumber(4)
  $core.bool hasTotalQueued() => $_has(3);
  @$pb.TagNumber(4)
  void clearTotalQueued() => $_clearField(4);
}

const $core.bool _omitFieldNames =
    $core.bool.fromEnvironment('protobuf.omit_field_names');
const $core.bool _omitMessageNames =
    $core.bool.fromEnvironment('protobuf.omit_message_names');
