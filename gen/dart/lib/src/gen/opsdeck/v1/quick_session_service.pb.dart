// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/quick_session_service.proto.

// @dart = 3.3

// ignore_for_file: annotate_overrides, camel_case_types, comment_references
// ignore_for_file: constant_identifier_names
// ignore_for_file: curly_braces_in_flow_control_structures
// ignore_for_file: deprecated_member_use_from_same_package, library_prefixes
// ignore_for_file: non_constant_identifier_names, prefer_relative_imports

import 'dart:core' as $core;

import 'package:protobuf/protobuf.dart' as $pb;

import 'event.pb.dart' as $2;
import 'quick_session.pb.dart' as $1;

export 'package:protobuf/protobuf.dart' show GeneratedMessageGenericExtensions;

/// StartSessionRequest starts a session.
class StartSessionRequest extends $pb.GeneratedMessage {
  factory StartSessionRequest({
    $core.String? repo,
    $core.String? agent,
    $core.String? model,
    $core.String? effort,
    $core.String? permissionMode,
    $core.String? requestId,
  }) {
    final result = create();
    if (repo != null) result.repo = repo;
    if (agent != null) result.agent = agent;
    if (model != null) result.model = model;
    if (effort != null) result.effort = effort;
    if (permissionMode != null) result.permissionMode = permissionMode;
    if (requestId != null) result.requestId = requestId;
    return result;
  }

  StartSessionRequest._();

  factory StartSessionRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory StartSessionRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'StartSessionRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'repo')
    ..aOS(2, _omitFieldNames ? '' : 'agent')
    ..aOS(3, _omitFieldNames ? '' : 'model')
    ..aOS(4, _omitFieldNames ? '' : 'effort')
    ..aOS(5, _omitFieldNames ? '' : 'permissionMode')
    ..aOS(6, _omitFieldNames ? '' : 'requestId')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  StartSessionRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  StartSessionRequest copyWith(void Function(StartSessionRequest) updates) =>
      super.copyWith((message) => updates(message as StartSessionRequest))
          as StartSessionRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static StartSessionRequest create() => StartSessionRequest._();
  @$core.override
  StartSessionRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static StartSessionRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<StartSessionRequest>(create);
  static StartSessionRequest? _defaultInstance;

  /// The repository: `owner/repo`.
  @$pb.TagNumber(1)
  $core.String get repo => $_getSZ(0);
  @$pb.TagNumber(1)
  set repo($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasRepo() => $_has(0);
  @$pb.TagNumber(1)
  void clearRepo() => $_clearField(1);

  /// Which agent works: `claude` (the default), or another that /health names.
  @$pb.TagNumber(2)
  $core.String get agent => $_getSZ(1);
  @$pb.TagNumber(2)
  set agent($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasAgent() => $_has(1);
  @$pb.TagNumber(2)
  void clearAgent() => $_clearField(2);

  /// The model, in the agent's own words.
  @$pb.TagNumber(3)
  $core.String get model => $_getSZ(2);
  @$pb.TagNumber(3)
  set model($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasModel() => $_has(2);
  @$pb.TagNumber(3)
  void clearModel() => $_clearField(3);

  /// The effort, in the agent's own words.
  @$pb.TagNumber(4)
  $core.String get effort => $_getSZ(3);
  @$pb.TagNumber(4)
  set effort($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasEffort() => $_has(3);
  @$pb.TagNumber(4)
  void clearEffort() => $_clearField(4);

  /// How the agent handles permissions; `ask` relays its questions. Absent: the
  /// server's setting.
  @$pb.TagNumber(5)
  $core.String get permissionMode => $_getSZ(4);
  @$pb.TagNumber(5)
  set permissionMode($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasPermissionMode() => $_has(4);
  @$pb.TagNumber(5)
  void clearPermissionMode() => $_clearField(5);

  /// Idempotency key: the same key with the same request answers with the first
  /// result. REST callers send the header `Idempotency-Key`.
  @$pb.TagNumber(6)
  $core.String get requestId => $_getSZ(5);
  @$pb.TagNumber(6)
  set requestId($core.String value) => $_setString(5, value);
  @$pb.TagNumber(6)
  $core.bool hasRequestId() => $_has(5);
  @$pb.TagNumber(6)
  void clearRequestId() => $_clearField(6);
}

/// ListSessionsRequest asks for all sessions.
class ListSessionsRequest extends $pb.GeneratedMessage {
  factory ListSessionsRequest() => create();

  ListSessionsRequest._();

  factory ListSessionsRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory ListSessionsRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'ListSessionsRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ListSessionsRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ListSessionsRequest copyWith(void Function(ListSessionsRequest) updates) =>
      super.copyWith((message) => updates(message as ListSessionsRequest))
          as ListSessionsRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static ListSessionsRequest create() => ListSessionsRequest._();
  @$core.override
  ListSessionsRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static ListSessionsRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<ListSessionsRequest>(create);
  static ListSessionsRequest? _defaultInstance;
}

/// GetSessionRequest asks for one session.
class GetSessionRequest extends $pb.GeneratedMessage {
  factory GetSessionRequest({
    $core.String? id,
    $core.int? limit,
    $core.String? before,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (limit != null) result.limit = limit;
    if (before != null) result.before = before;
    return result;
  }

  GetSessionRequest._();

  factory GetSessionRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetSessionRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetSessionRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aI(2, _omitFieldNames ? '' : 'limit', fieldType: $pb.PbFieldType.OU3)
    ..aOS(3, _omitFieldNames ? '' : 'before')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetSessionRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetSessionRequest copyWith(void Function(GetSessionRequest) updates) =>
      super.copyWith((message) => updates(message as GetSessionRequest))
          as GetSessionRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetSessionRequest create() => GetSessionRequest._();
  @$core.override
  GetSessionRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetSessionRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetSessionRequest>(create);
  static GetSessionRequest? _defaultInstance;

  /// Its id.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// At most so many messages, the newest; fewer where their text is long. Absent:
  /// as many as an answer holds (see `QuickSessionDetails.messages`).
  @$pb.TagNumber(2)
  $core.int get limit => $_getIZ(1);
  @$pb.TagNumber(2)
  set limit($core.int value) => $_setUnsignedInt32(1, value);
  @$pb.TagNumber(2)
  $core.bool hasLimit() => $_has(1);
  @$pb.TagNumber(2)
  void clearLimit() => $_clearField(2);

  /// Id of a message: only those that are older. The first one of an answer asks
  /// for the page before it.
  @$pb.TagNumber(3)
  $core.String get before => $_getSZ(2);
  @$pb.TagNumber(3)
  set before($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasBefore() => $_has(2);
  @$pb.TagNumber(3)
  void clearBefore() => $_clearField(3);
}

/// DeleteSessionRequest removes a session.
class DeleteSessionRequest extends $pb.GeneratedMessage {
  factory DeleteSessionRequest({
    $core.String? id,
  }) {
    final result = create();
    if (id != null) result.id = id;
    return result;
  }

  DeleteSessionRequest._();

  factory DeleteSessionRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory DeleteSessionRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'DeleteSessionRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  DeleteSessionRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  DeleteSessionRequest copyWith(void Function(DeleteSessionRequest) updates) =>
      super.copyWith((message) => updates(message as DeleteSessionRequest))
          as DeleteSessionRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static DeleteSessionRequest create() => DeleteSessionRequest._();
  @$core.override
  DeleteSessionRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static DeleteSessionRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<DeleteSessionRequest>(create);
  static DeleteSessionRequest? _defaultInstance;

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

/// DeleteSessionResponse says what became of its work. REST answers 204 instead.
class DeleteSessionResponse extends $pb.GeneratedMessage {
  factory DeleteSessionResponse({
    $core.String? keptRef,
  }) {
    final result = create();
    if (keptRef != null) result.keptRef = keptRef;
    return result;
  }

  DeleteSessionResponse._();

  factory DeleteSessionResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory DeleteSessionResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'DeleteSessionResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'keptRef')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  DeleteSessionResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  DeleteSessionResponse copyWith(
          void Function(DeleteSessionResponse) updates) =>
      super.copyWith((message) => updates(message as DeleteSessionResponse))
          as DeleteSessionResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static DeleteSessionResponse create() => DeleteSessionResponse._();
  @$core.override
  DeleteSessionResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static DeleteSessionResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<DeleteSessionResponse>(create);
  static DeleteSessionResponse? _defaultInstance;

  /// Ref of the bare repository under which unpushed work was kept.
  @$pb.TagNumber(1)
  $core.String get keptRef => $_getSZ(0);
  @$pb.TagNumber(1)
  set keptRef($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasKeptRef() => $_has(0);
  @$pb.TagNumber(1)
  void clearKeptRef() => $_clearField(1);
}

/// SendMessageRequest says something to the agent.
class SendMessageRequest extends $pb.GeneratedMessage {
  factory SendMessageRequest({
    $core.String? id,
    $core.String? content,
    $core.String? requestId,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (content != null) result.content = content;
    if (requestId != null) result.requestId = requestId;
    return result;
  }

  SendMessageRequest._();

  factory SendMessageRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory SendMessageRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'SendMessageRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'content')
    ..aOS(3, _omitFieldNames ? '' : 'requestId')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  SendMessageRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  SendMessageRequest copyWith(void Function(SendMessageRequest) updates) =>
      super.copyWith((message) => updates(message as SendMessageRequest))
          as SendMessageRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static SendMessageRequest create() => SendMessageRequest._();
  @$core.override
  SendMessageRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static SendMessageRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<SendMessageRequest>(create);
  static SendMessageRequest? _defaultInstance;

  /// Id of the session.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// The text; at most 1,000,000 characters.
  @$pb.TagNumber(2)
  $core.String get content => $_getSZ(1);
  @$pb.TagNumber(2)
  set content($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasContent() => $_has(1);
  @$pb.TagNumber(2)
  void clearContent() => $_clearField(2);

  /// Idempotency key: the same key with the same request answers with the first
  /// result. REST callers send the header `Idempotency-Key`.
  @$pb.TagNumber(3)
  $core.String get requestId => $_getSZ(2);
  @$pb.TagNumber(3)
  set requestId($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasRequestId() => $_has(2);
  @$pb.TagNumber(3)
  void clearRequestId() => $_clearField(3);
}

/// EditMessageRequest changes a message that waits.
class EditMessageRequest extends $pb.GeneratedMessage {
  factory EditMessageRequest({
    $core.String? sessionId,
    $core.String? id,
    $core.String? content,
  }) {
    final result = create();
    if (sessionId != null) result.sessionId = sessionId;
    if (id != null) result.id = id;
    if (content != null) result.content = content;
    return result;
  }

  EditMessageRequest._();

  factory EditMessageRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory EditMessageRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'EditMessageRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'sessionId')
    ..aOS(2, _omitFieldNames ? '' : 'id')
    ..aOS(3, _omitFieldNames ? '' : 'content')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  EditMessageRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  EditMessageRequest copyWith(void Function(EditMessageRequest) updates) =>
      super.copyWith((message) => updates(message as EditMessageRequest))
          as EditMessageRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static EditMessageRequest create() => EditMessageRequest._();
  @$core.override
  EditMessageRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static EditMessageRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<EditMessageRequest>(create);
  static EditMessageRequest? _defaultInstance;

  /// Id of the session.
  @$pb.TagNumber(1)
  $core.String get sessionId => $_getSZ(0);
  @$pb.TagNumber(1)
  set sessionId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasSessionId() => $_has(0);
  @$pb.TagNumber(1)
  void clearSessionId() => $_clearField(1);

  /// Id of the message.
  @$pb.TagNumber(2)
  $core.String get id => $_getSZ(1);
  @$pb.TagNumber(2)
  set id($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasId() => $_has(1);
  @$pb.TagNumber(2)
  void clearId() => $_clearField(2);

  /// The new text; at most 1,000,000 characters.
  @$pb.TagNumber(3)
  $core.String get content => $_getSZ(2);
  @$pb.TagNumber(3)
  set content($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasContent() => $_has(2);
  @$pb.TagNumber(3)
  void clearContent() => $_clearField(3);
}

/// WithdrawMessageRequest takes a message out of the line.
class WithdrawMessageRequest extends $pb.GeneratedMessage {
  factory WithdrawMessageRequest({
    $core.String? sessionId,
    $core.String? id,
  }) {
    final result = create();
    if (sessionId != null) result.sessionId = sessionId;
    if (id != null) result.id = id;
    return result;
  }

  WithdrawMessageRequest._();

  factory WithdrawMessageRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory WithdrawMessageRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'WithdrawMessageRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'sessionId')
    ..aOS(2, _omitFieldNames ? '' : 'id')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WithdrawMessageRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WithdrawMessageRequest copyWith(
          void Function(WithdrawMessageRequest) updates) =>
      super.copyWith((message) => updates(message as WithdrawMessageRequest))
          as WithdrawMessageRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static WithdrawMessageRequest create() => WithdrawMessageRequest._();
  @$core.override
  WithdrawMessageRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static WithdrawMessageRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<WithdrawMessageRequest>(create);
  static WithdrawMessageRequest? _defaultInstance;

  /// Id of the session.
  @$pb.TagNumber(1)
  $core.String get sessionId => $_getSZ(0);
  @$pb.TagNumber(1)
  set sessionId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasSessionId() => $_has(0);
  @$pb.TagNumber(1)
  void clearSessionId() => $_clearField(1);

  /// Id of the message.
  @$pb.TagNumber(2)
  $core.String get id => $_getSZ(1);
  @$pb.TagNumber(2)
  set id($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasId() => $_has(1);
  @$pb.TagNumber(2)
  void clearId() => $_clearField(2);
}

/// InterruptSessionRequest stops the turn.
class InterruptSessionRequest extends $pb.GeneratedMessage {
  factory InterruptSessionRequest({
    $core.String? id,
    $core.bool? withdrawWaiting,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (withdrawWaiting != null) result.withdrawWaiting = withdrawWaiting;
    return result;
  }

  InterruptSessionRequest._();

  factory InterruptSessionRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory InterruptSessionRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'InterruptSessionRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOB(2, _omitFieldNames ? '' : 'withdrawWaiting')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  InterruptSessionRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  InterruptSessionRequest copyWith(
          void Function(InterruptSessionRequest) updates) =>
      super.copyWith((message) => updates(message as InterruptSessionRequest))
          as InterruptSessionRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static InterruptSessionRequest create() => InterruptSessionRequest._();
  @$core.override
  InterruptSessionRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static InterruptSessionRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<InterruptSessionRequest>(create);
  static InterruptSessionRequest? _defaultInstance;

  /// Id of the session.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Whether to withdraw the messages that wait, too.
  @$pb.TagNumber(2)
  $core.bool get withdrawWaiting => $_getBF(1);
  @$pb.TagNumber(2)
  set withdrawWaiting($core.bool value) => $_setBool(1, value);
  @$pb.TagNumber(2)
  $core.bool hasWithdrawWaiting() => $_has(1);
  @$pb.TagNumber(2)
  void clearWithdrawWaiting() => $_clearField(2);
}

/// InterruptSessionResponse says how the session stands.
class InterruptSessionResponse extends $pb.GeneratedMessage {
  factory InterruptSessionResponse({
    $core.String? id,
    $1.QuickSession_Status? status,
    $core.bool? wasRunning,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (status != null) result.status = status;
    if (wasRunning != null) result.wasRunning = wasRunning;
    return result;
  }

  InterruptSessionResponse._();

  factory InterruptSessionResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory InterruptSessionResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'InterruptSessionResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aE<$1.QuickSession_Status>(2, _omitFieldNames ? '' : 'status',
        enumValues: $1.QuickSession_Status.values)
    ..aOB(3, _omitFieldNames ? '' : 'wasRunning')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  InterruptSessionResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  InterruptSessionResponse copyWith(
          void Function(InterruptSessionResponse) updates) =>
      super.copyWith((message) => updates(message as InterruptSessionResponse))
          as InterruptSessionResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static InterruptSessionResponse create() => InterruptSessionResponse._();
  @$core.override
  InterruptSessionResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static InterruptSessionResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<InterruptSessionResponse>(create);
  static InterruptSessionResponse? _defaultInstance;

  /// Id of the session.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Its status now: `running` where a message that waited runs.
  @$pb.TagNumber(2)
  $1.QuickSession_Status get status => $_getN(1);
  @$pb.TagNumber(2)
  set status($1.QuickSession_Status value) => $_setField(2, value);
  @$pb.TagNumber(2)
  $core.bool hasStatus() => $_has(1);
  @$pb.TagNumber(2)
  void clearStatus() => $_clearField(2);

  /// Whether there was something to interrupt.
  @$pb.TagNumber(3)
  $core.bool get wasRunning => $_getBF(2);
  @$pb.TagNumber(3)
  set wasRunning($core.bool value) => $_setBool(2, value);
  @$pb.TagNumber(3)
  $core.bool hasWasRunning() => $_has(2);
  @$pb.TagNumber(3)
  void clearWasRunning() => $_clearField(3);
}

/// AnswerPermissionRequest answers a question.
class AnswerPermissionRequest extends $pb.GeneratedMessage {
  factory AnswerPermissionRequest({
    $core.String? sessionId,
    $core.String? id,
    $core.bool? allow,
    $core.String? message,
    $core.String? updatedInput,
    $core.Iterable<$core.MapEntry<$core.String, $core.String>>? answers,
    $core.bool? remember,
  }) {
    final result = create();
    if (sessionId != null) result.sessionId = sessionId;
    if (id != null) result.id = id;
    if (allow != null) result.allow = allow;
    if (message != null) result.message = message;
    if (updatedInput != null) result.updatedInput = updatedInput;
    if (answers != null) result.answers.addEntries(answers);
    if (remember != null) result.remember = remember;
    return result;
  }

  AnswerPermissionRequest._();

  factory AnswerPermissionRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory AnswerPermissionRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'AnswerPermissionRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'sessionId')
    ..aOS(2, _omitFieldNames ? '' : 'id')
    ..aOB(3, _omitFieldNames ? '' : 'allow')
    ..aOS(4, _omitFieldNames ? '' : 'message')
    ..aOS(5, _omitFieldNames ? '' : 'updatedInput')
    ..m<$core.String, $core.String>(6, _omitFieldNames ? '' : 'answers',
        entryClassName: 'AnswerPermissionRequest.AnswersEntry',
        keyFieldType: $pb.PbFieldType.OS,
        valueFieldType: $pb.PbFieldType.OS,
        packageName: const $pb.PackageName('opsdeck.v1'))
    ..aOB(7, _omitFieldNames ? '' : 'remember')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  AnswerPermissionRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  AnswerPermissionRequest copyWith(
          void Function(AnswerPermissionRequest) updates) =>
      super.copyWith((message) => updates(message as AnswerPermissionRequest))
          as AnswerPermissionRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static AnswerPermissionRequest create() => AnswerPermissionRequest._();
  @$core.override
  AnswerPermissionRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static AnswerPermissionRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<AnswerPermissionRequest>(create);
  static AnswerPermissionRequest? _defaultInstance;

  /// Id of the session.
  @$pb.TagNumber(1)
  $core.String get sessionId => $_getSZ(0);
  @$pb.TagNumber(1)
  set sessionId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasSessionId() => $_has(0);
  @$pb.TagNumber(1)
  void clearSessionId() => $_clearField(1);

  /// Id of the question.
  @$pb.TagNumber(2)
  $core.String get id => $_getSZ(1);
  @$pb.TagNumber(2)
  set id($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasId() => $_has(1);
  @$pb.TagNumber(2)
  void clearId() => $_clearField(2);

  /// Whether the agent may.
  @$pb.TagNumber(3)
  $core.bool get allow => $_getBF(2);
  @$pb.TagNumber(3)
  set allow($core.bool value) => $_setBool(2, value);
  @$pb.TagNumber(3)
  $core.bool hasAllow() => $_has(2);
  @$pb.TagNumber(3)
  void clearAllow() => $_clearField(3);

  /// What to tell the agent where it may not.
  @$pb.TagNumber(4)
  $core.String get message => $_getSZ(3);
  @$pb.TagNumber(4)
  set message($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasMessage() => $_has(3);
  @$pb.TagNumber(4)
  void clearMessage() => $_clearField(4);

  /// Another input for the tool, a JSON object as text. Absent: the one asked for.
  @$pb.TagNumber(5)
  $core.String get updatedInput => $_getSZ(4);
  @$pb.TagNumber(5)
  set updatedInput($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasUpdatedInput() => $_has(4);
  @$pb.TagNumber(5)
  void clearUpdatedInput() => $_clearField(5);

  /// Answers to `AskUserQuestion`, by the text of the question.
  @$pb.TagNumber(6)
  $pb.PbMap<$core.String, $core.String> get answers => $_getMap(5);

  /// Whether to allow the like for the rest of the session, where the agent
  /// offers that.
  @$pb.TagNumber(7)
  $core.bool get remember => $_getBF(6);
  @$pb.TagNumber(7)
  set remember($core.bool value) => $_setBool(6, value);
  @$pb.TagNumber(7)
  $core.bool hasRemember() => $_has(6);
  @$pb.TagNumber(7)
  void clearRemember() => $_clearField(7);
}

/// WatchSessionRequest opens a watch.
class WatchSessionRequest extends $pb.GeneratedMessage {
  factory WatchSessionRequest({
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

  WatchSessionRequest._();

  factory WatchSessionRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory WatchSessionRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'WatchSessionRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'after')
    ..aOB(3, _omitFieldNames ? '' : 'tailOnly')
    ..aOB(4, _omitFieldNames ? '' : 'partial')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WatchSessionRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WatchSessionRequest copyWith(void Function(WatchSessionRequest) updates) =>
      super.copyWith((message) => updates(message as WatchSessionRequest))
          as WatchSessionRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static WatchSessionRequest create() => WatchSessionRequest._();
  @$core.override
  WatchSessionRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static WatchSessionRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<WatchSessionRequest>(create);
  static WatchSessionRequest? _defaultInstance;

  /// Id of the session.
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

/// WatchSessionResponse is one answer of a watch.
class WatchSessionResponse extends $pb.GeneratedMessage {
  factory WatchSessionResponse({
    $1.QuickSession? session,
    $core.Iterable<$2.Event>? events,
    $core.String? cursor,
    $core.bool? caughtUp,
    $core.Iterable<$1.PermissionPrompt>? permissions,
  }) {
    final result = create();
    if (session != null) result.session = session;
    if (events != null) result.events.addAll(events);
    if (cursor != null) result.cursor = cursor;
    if (caughtUp != null) result.caughtUp = caughtUp;
    if (permissions != null) result.permissions.addAll(permissions);
    return result;
  }

  WatchSessionResponse._();

  factory WatchSessionResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory WatchSessionResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'WatchSessionResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOM<$1.QuickSession>(1, _omitFieldNames ? '' : 'session',
        subBuilder: $1.QuickSession.create)
    ..pPM<$2.Event>(2, _omitFieldNames ? '' : 'events',
        subBuilder: $2.Event.create)
    ..aOS(3, _omitFieldNames ? '' : 'cursor')
    ..aOB(4, _omitFieldNames ? '' : 'caughtUp')
    ..pPM<$1.PermissionPrompt>(5, _omitFieldNames ? '' : 'permissions',
        subBuilder: $1.PermissionPrompt.create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WatchSessionResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WatchSessionResponse copyWith(void Function(WatchSessionResponse) updates) =>
      super.copyWith((message) => updates(message as WatchSessionResponse))
          as WatchSessionResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static WatchSessionResponse create() => WatchSessionResponse._();
  @$core.override
  WatchSessionResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static WatchSessionResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<WatchSessionResponse>(create);
  static WatchSessionResponse? _defaultInstance;

  /// How the session stands: in the first answer and in the last.
  @$pb.TagNumber(1)
  $1.QuickSession get session => $_getN(0);
  @$pb.TagNumber(1)
  set session($1.QuickSession value) => $_setField(1, value);
  @$pb.TagNumber(1)
  $core.bool hasSession() => $_has(0);
  @$pb.TagNumber(1)
  void clearSession() => $_clearField(1);
  @$pb.TagNumber(1)
  $1.QuickSession ensureSession() => $_ensure(0);

  /// Events in order; none in a heartbeat.
  @$pb.TagNumber(2)
  $pb.PbList<$2.Event> get events => $_getList(1);

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

  /// Questions that were open when the watch began: in the first answer.
  @$pb.TagNumber(5)
  $pb.PbList<$1.PermissionPrompt> get permissions => $_getList(4);
}

const $core.bool _omitFieldNames =
    $core.bool.fromEnvironment('protobuf.omit_field_names');
const $core.bool _omitMessageNames =
    $core.bool.fromEnvironment('protobuf.omit_message_names');
