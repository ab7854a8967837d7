// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/system_service.proto.

// @dart = 3.3

// ignore_for_file: annotate_overrides, camel_case_types, comment_references
// ignore_for_file: constant_identifier_names
// ignore_for_file: curly_braces_in_flow_control_structures
// ignore_for_file: deprecated_member_use_from_same_package, library_prefixes
// ignore_for_file: non_constant_identifier_names, prefer_relative_imports

import 'dart:core' as $core;

import 'package:protobuf/protobuf.dart' as $pb;

export 'package:protobuf/protobuf.dart' show GeneratedMessageGenericExtensions;

/// GetHealthRequest asks how the server is.
class GetHealthRequest extends $pb.GeneratedMessage {
  factory GetHealthRequest() => create();

  GetHealthRequest._();

  factory GetHealthRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetHealthRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetHealthRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetHealthRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetHealthRequest copyWith(void Function(GetHealthRequest) updates) =>
      super.copyWith((message) => updates(message as GetHealthRequest))
          as GetHealthRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetHealthRequest create() => GetHealthRequest._();
  @$core.override
  GetHealthRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetHealthRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetHealthRequest>(create);
  static GetHealthRequest? _defaultInstance;
}

/// Queue is how much there is to do.
class GetHealthResponse_Queue extends $pb.GeneratedMessage {
  factory GetHealthResponse_Queue({
    $core.int? running,
    $core.int? queued,
    $core.int? maxConcurrent,
  }) {
    final result = create();
    if (running != null) result.running = running;
    if (queued != null) result.queued = queued;
    if (maxConcurrent != null) result.maxConcurrent = maxConcurrent;
    return result;
  }

  GetHealthResponse_Queue._();

  factory GetHealthResponse_Queue.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetHealthResponse_Queue.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetHealthResponse.Queue',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aI(1, _omitFieldNames ? '' : 'running', fieldType: $pb.PbFieldType.OU3)
    ..aI(2, _omitFieldNames ? '' : 'queued', fieldType: $pb.PbFieldType.OU3)
    ..aI(3, _omitFieldNames ? '' : 'maxConcurrent',
        fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetHealthResponse_Queue clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetHealthResponse_Queue copyWith(
          void Function(GetHealthResponse_Queue) updates) =>
      super.copyWith((message) => updates(message as GetHealthResponse_Queue))
          as GetHealthResponse_Queue;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetHealthResponse_Queue create() => GetHealthResponse_Queue._();
  @$core.override
  GetHealthResponse_Queue createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetHealthResponse_Queue getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetHealthResponse_Queue>(create);
  static GetHealthResponse_Queue? _defaultInstance;

  /// Jobs that are being worked on.
  @$pb.TagNumber(1)
  $core.int get running => $_getIZ(0);
  @$pb.TagNumber(1)
  set running($core.int value) => $_setUnsignedInt32(0, value);
  @$pb.TagNumber(1)
  $core.bool hasRunning() => $_has(0);
  @$pb.TagNumber(1)
  void clearRunning() => $_clearField(1);

  /// Jobs that wait.
  @$pb.TagNumber(2)
  $core.int get queued => $_getIZ(1);
  @$pb.TagNumber(2)
  set queued($core.int value) => $_setUnsignedInt32(1, value);
  @$pb.TagNumber(2)
  $core.bool hasQueued() => $_has(1);
  @$pb.TagNumber(2)
  void clearQueued() => $_clearField(2);

  /// How many may run at once.
  @$pb.TagNumber(3)
  $core.int get maxConcurrent => $_getIZ(2);
  @$pb.TagNumber(3)
  set maxConcurrent($core.int value) => $_setUnsignedInt32(2, value);
  @$pb.TagNumber(3)
  $core.bool hasMaxConcurrent() => $_has(2);
  @$pb.TagNumber(3)
  void clearMaxConcurrent() => $_clearField(3);
}

/// Agent is how an agent's CLI is.
class GetHealthResponse_Agent extends $pb.GeneratedMessage {
  factory GetHealthResponse_Agent({
    $core.bool? authenticated,
    $core.String? version,
    $core.String? error,
  }) {
    final result = create();
    if (authenticated != null) result.authenticated = authenticated;
    if (version != null) result.version = version;
    if (error != null) result.error = error;
    return result;
  }

  GetHealthResponse_Agent._();

  factory GetHealthResponse_Agent.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetHealthResponse_Agent.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetHealthResponse.Agent',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOB(1, _omitFieldNames ? '' : 'authenticated')
    ..aOS(2, _omitFieldNames ? '' : 'version')
    ..aOS(3, _omitFieldNames ? '' : 'error')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetHealthResponse_Agent clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetHealthResponse_Agent copyWith(
          void Function(GetHealthResponse_Agent) updates) =>
      super.copyWith((message) => updates(message as GetHealthResponse_Agent))
          as GetHealthResponse_Agent;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetHealthResponse_Agent create() => GetHealthResponse_Agent._();
  @$core.override
  GetHealthResponse_Agent createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetHealthResponse_Agent getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetHealthResponse_Agent>(create);
  static GetHealthResponse_Agent? _defaultInstance;

  /// Whether a credential is present; only a run can tell whether it is valid.
  @$pb.TagNumber(1)
  $core.bool get authenticated => $_getBF(0);
  @$pb.TagNumber(1)
  set authenticated($core.bool value) => $_setBool(0, value);
  @$pb.TagNumber(1)
  $core.bool hasAuthenticated() => $_has(0);
  @$pb.TagNumber(1)
  void clearAuthenticated() => $_clearField(1);

  /// Version of the CLI. Empty where it is missing.
  @$pb.TagNumber(2)
  $core.String get version => $_getSZ(1);
  @$pb.TagNumber(2)
  set version($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasVersion() => $_has(1);
  @$pb.TagNumber(2)
  void clearVersion() => $_clearField(2);

  /// What is wrong, and what to do.
  @$pb.TagNumber(3)
  $core.String get error => $_getSZ(2);
  @$pb.TagNumber(3)
  set error($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasError() => $_has(2);
  @$pb.TagNumber(3)
  void clearError() => $_clearField(3);
}

/// GetHealthResponse is how the server is.
class GetHealthResponse extends $pb.GeneratedMessage {
  factory GetHealthResponse({
    $core.String? status,
    GetHealthResponse_Queue? queue,
    GetHealthResponse_Agent? claude,
    $core.Iterable<$core.MapEntry<$core.String, $core.String>>? services,
    $core.String? version,
    $core.double? uptime,
    $core.Iterable<$core.String>? agents,
  }) {
    final result = create();
    if (status != null) result.status = status;
    if (queue != null) result.queue = queue;
    if (claude != null) result.claude = claude;
    if (services != null) result.services.addEntries(services);
    if (version != null) result.version = version;
    if (uptime != null) result.uptime = uptime;
    if (agents != null) result.agents.addAll(agents);
    return result;
  }

  GetHealthResponse._();

  factory GetHealthResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetHealthResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetHealthResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'status')
    ..aOM<GetHealthResponse_Queue>(2, _omitFieldNames ? '' : 'queue',
        subBuilder: GetHealthResponse_Queue.create)
    ..aOM<GetHealthResponse_Agent>(3, _omitFieldNames ? '' : 'claude',
        subBuilder: GetHealthResponse_Agent.create)
    ..m<$core.String, $core.String>(4, _omitFieldNames ? '' : 'services',
        entryClassName: 'GetHealthResponse.ServicesEntry',
        keyFieldType: $pb.PbFieldType.OS,
        valueFieldType: $pb.PbFieldType.OS,
        packageName: const $pb.PackageName('opsdeck.v1'))
    ..aOS(5, _omitFieldNames ? '' : 'version')
    ..aD(6, _omitFieldNames ? '' : 'uptime')
    ..pPS(7, _omitFieldNames ? '' : 'agents')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetHealthResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetHealthResponse copyWith(void Function(GetHealthResponse) updates) =>
      super.copyWith((message) => updates(message as GetHealthResponse))
          as GetHealthResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetHealthResponse create() => GetHealthResponse._();
  @$core.override
  GetHealthResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetHealthResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetHealthResponse>(create);
  static GetHealthResponse? _defaultInstance;

  /// `ok`, or `degraded` where something that jobs need does not work.
  @$pb.TagNumber(1)
  $core.String get status => $_getSZ(0);
  @$pb.TagNumber(1)
  set status($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasStatus() => $_has(0);
  @$pb.TagNumber(1)
  void clearStatus() => $_clearField(1);

  /// How much there is to do.
  @$pb.TagNumber(2)
  GetHealthResponse_Queue get queue => $_getN(1);
  @$pb.TagNumber(2)
  set queue(GetHealthResponse_Queue value) => $_setField(2, value);
  @$pb.TagNumber(2)
  $core.bool hasQueue() => $_has(1);
  @$pb.TagNumber(2)
  void clearQueue() => $_clearField(2);
  @$pb.TagNumber(2)
  GetHealthResponse_Queue ensureQueue() => $_ensure(1);

  /// How Claude Code is.
  @$pb.TagNumber(3)
  GetHealthResponse_Agent get claude => $_getN(2);
  @$pb.TagNumber(3)
  set claude(GetHealthResponse_Agent value) => $_setField(3, value);
  @$pb.TagNumber(3)
  $core.bool hasClaude() => $_has(2);
  @$pb.TagNumber(3)
  void clearClaude() => $_clearField(3);
  @$pb.TagNumber(3)
  GetHealthResponse_Agent ensureClaude() => $_ensure(2);

  /// `ok` or what is wrong, for each thing that the server depends on.
  @$pb.TagNumber(4)
  $pb.PbMap<$core.String, $core.String> get services => $_getMap(3);

  /// Version of the server.
  @$pb.TagNumber(5)
  $core.String get version => $_getSZ(4);
  @$pb.TagNumber(5)
  set version($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasVersion() => $_has(4);
  @$pb.TagNumber(5)
  void clearVersion() => $_clearField(5);

  /// Seconds since it started.
  @$pb.TagNumber(6)
  $core.double get uptime => $_getN(5);
  @$pb.TagNumber(6)
  set uptime($core.double value) => $_setDouble(5, value);
  @$pb.TagNumber(6)
  $core.bool hasUptime() => $_has(5);
  @$pb.TagNumber(6)
  void clearUptime() => $_clearField(6);

  /// The agents that a job may name.
  @$pb.TagNumber(7)
  $pb.PbList<$core.String> get agents => $_getList(6);
}

/// GetLiveRequest asks whether the process answers.
class GetLiveRequest extends $pb.GeneratedMessage {
  factory GetLiveRequest() => create();

  GetLiveRequest._();

  factory GetLiveRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetLiveRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetLiveRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetLiveRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetLiveRequest copyWith(void Function(GetLiveRequest) updates) =>
      super.copyWith((message) => updates(message as GetLiveRequest))
          as GetLiveRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetLiveRequest create() => GetLiveRequest._();
  @$core.override
  GetLiveRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetLiveRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetLiveRequest>(create);
  static GetLiveRequest? _defaultInstance;
}

/// GetLiveResponse is the sign of life.
class GetLiveResponse extends $pb.GeneratedMessage {
  factory GetLiveResponse({
    $core.String? status,
  }) {
    final result = create();
    if (status != null) result.status = status;
    return result;
  }

  GetLiveResponse._();

  factory GetLiveResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetLiveResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetLiveResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'status')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetLiveResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetLiveResponse copyWith(void Function(GetLiveResponse) updates) =>
      super.copyWith((message) => updates(message as GetLiveResponse))
          as GetLiveResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetLiveResponse create() => GetLiveResponse._();
  @$core.override
  GetLiveResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetLiveResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetLiveResponse>(create);
  static GetLiveResponse? _defaultInstance;

  /// `ok`.
  @$pb.TagNumber(1)
  $core.String get status => $_getSZ(0);
  @$pb.TagNumber(1)
  set status($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasStatus() => $_has(0);
  @$pb.TagNumber(1)
  void clearStatus() => $_clearField(1);
}

/// GetReadyRequest asks whether the server takes requests.
class GetReadyRequest extends $pb.GeneratedMessage {
  factory GetReadyRequest() => create();

  GetReadyRequest._();

  factory GetReadyRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetReadyRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetReadyRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetReadyRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetReadyRequest copyWith(void Function(GetReadyRequest) updates) =>
      super.copyWith((message) => updates(message as GetReadyRequest))
          as GetReadyRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetReadyRequest create() => GetReadyRequest._();
  @$core.override
  GetReadyRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetReadyRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetReadyRequest>(create);
  static GetReadyRequest? _defaultInstance;
}

/// GetReadyResponse says that it does.
class GetReadyResponse extends $pb.GeneratedMessage {
  factory GetReadyResponse({
    $core.String? status,
  }) {
    final result = create();
    if (status != null) result.status = status;
    return result;
  }

  GetReadyResponse._();

  factory GetReadyResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetReadyResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetReadyResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'status')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetReadyResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetReadyResponse copyWith(void Function(GetReadyResponse) updates) =>
      super.copyWith((message) => updates(message as GetReadyResponse))
          as GetReadyResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetReadyResponse create() => GetReadyResponse._();
  @$core.override
  GetReadyResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetReadyResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetReadyResponse>(create);
  static GetReadyResponse? _defaultInstance;

  /// `ready`.
  @$pb.TagNumber(1)
  $core.String get status => $_getSZ(0);
  @$pb.TagNumber(1)
  set status($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasStatus() => $_has(0);
  @$pb.TagNumber(1)
  void clearStatus() => $_clearField(1);
}

const $core.bool _omitFieldNames =
    $core.bool.fromEnvironment('protobuf.omit_field_names');
const $core.bool _omitMessageNames =
    $core.bool.fromEnvironment('protobuf.omit_message_names');
