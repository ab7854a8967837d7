// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/client_service.proto.

// @dart = 3.3

// ignore_for_file: annotate_overrides, camel_case_types, comment_references
// ignore_for_file: constant_identifier_names
// ignore_for_file: curly_braces_in_flow_control_structures
// ignore_for_file: deprecated_member_use_from_same_package, library_prefixes
// ignore_for_file: non_constant_identifier_names, prefer_relative_imports

import 'dart:core' as $core;

import 'package:protobuf/protobuf.dart' as $pb;

import 'client.pb.dart' as $1;

export 'package:protobuf/protobuf.dart' show GeneratedMessageGenericExtensions;

/// ListClientsRequest asks for all clients.
class ListClientsRequest extends $pb.GeneratedMessage {
  factory ListClientsRequest() => create();

  ListClientsRequest._();

  factory ListClientsRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory ListClientsRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'ListClientsRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ListClientsRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ListClientsRequest copyWith(void Function(ListClientsRequest) updates) =>
      super.copyWith((message) => updates(message as ListClientsRequest))
          as ListClientsRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static ListClientsRequest create() => ListClientsRequest._();
  @$core.override
  ListClientsRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static ListClientsRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<ListClientsRequest>(create);
  static ListClientsRequest? _defaultInstance;
}

/// ListClientsResponse holds all clients.
class ListClientsResponse extends $pb.GeneratedMessage {
  factory ListClientsResponse({
    $core.Iterable<$1.Client>? clients,
  }) {
    final result = create();
    if (clients != null) result.clients.addAll(clients);
    return result;
  }

  ListClientsResponse._();

  factory ListClientsResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory ListClientsResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'ListClientsResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..pPM<$1.Client>(1, _omitFieldNames ? '' : 'clients',
        subBuilder: $1.Client.create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ListClientsResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ListClientsResponse copyWith(void Function(ListClientsResponse) updates) =>
      super.copyWith((message) => updates(message as ListClientsResponse))
          as ListClientsResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static ListClientsResponse create() => ListClientsResponse._();
  @$core.override
  ListClientsResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static ListClientsResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<ListClientsResponse>(create);
  static ListClientsResponse? _defaultInstance;

  /// The clients, by name.
  @$pb.TagNumber(1)
  $pb.PbList<$1.Client> get clients => $_getList(0);
}

/// GetClientRequest asks for one client.
class GetClientRequest extends $pb.GeneratedMessage {
  factory GetClientRequest({
    $core.String? id,
  }) {
    final result = create();
    if (id != null) result.id = id;
    return result;
  }

  GetClientRequest._();

  factory GetClientRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory GetClientRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'GetClientRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetClientRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  GetClientRequest copyWith(void Function(GetClientRequest) updates) =>
      super.copyWith((message) => updates(message as GetClientRequest))
          as GetClientRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static GetClientRequest create() => GetClientRequest._();
  @$core.override
  GetClientRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static GetClientRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<GetClientRequest>(create);
  static GetClientRequest? _defaultInstance;

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

/// CreateClientRequest makes a client.
class CreateClientRequest extends $pb.GeneratedMessage {
  factory CreateClientRequest({
    $core.String? osClientId,
    $core.String? name,
    $core.String? githubOrg,
    $core.String? githubRepo,
    $core.String? defaultBranch,
    $core.bool? partialClone,
    $core.Iterable<$core.String>? agentEnv,
    $core.String? requestId,
  }) {
    final result = create();
    if (osClientId != null) result.osClientId = osClientId;
    if (name != null) result.name = name;
    if (githubOrg != null) result.githubOrg = githubOrg;
    if (githubRepo != null) result.githubRepo = githubRepo;
    if (defaultBranch != null) result.defaultBranch = defaultBranch;
    if (partialClone != null) result.partialClone = partialClone;
    if (agentEnv != null) result.agentEnv.addAll(agentEnv);
    if (requestId != null) result.requestId = requestId;
    return result;
  }

  CreateClientRequest._();

  factory CreateClientRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory CreateClientRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'CreateClientRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'osClientId')
    ..aOS(2, _omitFieldNames ? '' : 'name')
    ..aOS(3, _omitFieldNames ? '' : 'githubOrg')
    ..aOS(4, _omitFieldNames ? '' : 'githubRepo')
    ..aOS(5, _omitFieldNames ? '' : 'defaultBranch')
    ..aOB(6, _omitFieldNames ? '' : 'partialClone')
    ..pPS(7, _omitFieldNames ? '' : 'agentEnv')
    ..aOS(8, _omitFieldNames ? '' : 'requestId')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CreateClientRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CreateClientRequest copyWith(void Function(CreateClientRequest) updates) =>
      super.copyWith((message) => updates(message as CreateClientRequest))
          as CreateClientRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static CreateClientRequest create() => CreateClientRequest._();
  @$core.override
  CreateClientRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static CreateClientRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<CreateClientRequest>(create);
  static CreateClientRequest? _defaultInstance;

  /// The caller's own id of it; unique where it is given.
  @$pb.TagNumber(1)
  $core.String get osClientId => $_getSZ(0);
  @$pb.TagNumber(1)
  set osClientId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasOsClientId() => $_has(0);
  @$pb.TagNumber(1)
  void clearOsClientId() => $_clearField(1);

  /// Name for people. Absent: `org/repo`.
  @$pb.TagNumber(2)
  $core.String get name => $_getSZ(1);
  @$pb.TagNumber(2)
  set name($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasName() => $_has(1);
  @$pb.TagNumber(2)
  void clearName() => $_clearField(2);

  /// Organisation or user that owns the repository.
  @$pb.TagNumber(3)
  $core.String get githubOrg => $_getSZ(2);
  @$pb.TagNumber(3)
  set githubOrg($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasGithubOrg() => $_has(2);
  @$pb.TagNumber(3)
  void clearGithubOrg() => $_clearField(3);

  /// Name of the repository. No leading `-`, no `..`.
  @$pb.TagNumber(4)
  $core.String get githubRepo => $_getSZ(3);
  @$pb.TagNumber(4)
  set githubRepo($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasGithubRepo() => $_has(3);
  @$pb.TagNumber(4)
  void clearGithubRepo() => $_clearField(4);

  /// Branch that work starts from. Absent: `main`.
  @$pb.TagNumber(5)
  $core.String get defaultBranch => $_getSZ(4);
  @$pb.TagNumber(5)
  set defaultBranch($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasDefaultBranch() => $_has(4);
  @$pb.TagNumber(5)
  void clearDefaultBranch() => $_clearField(5);

  /// Whether to clone without file contents, for large repositories.
  @$pb.TagNumber(6)
  $core.bool get partialClone => $_getBF(5);
  @$pb.TagNumber(6)
  set partialClone($core.bool value) => $_setBool(5, value);
  @$pb.TagNumber(6)
  $core.bool hasPartialClone() => $_has(5);
  @$pb.TagNumber(6)
  void clearPartialClone() => $_clearField(6);

  /// Names of variables of the server's environment that its agents may see.
  @$pb.TagNumber(7)
  $pb.PbList<$core.String> get agentEnv => $_getList(6);

  /// Idempotency key: the same key with the same request answers with the first
  /// result. REST callers send the header `Idempotency-Key`.
  @$pb.TagNumber(8)
  $core.String get requestId => $_getSZ(7);
  @$pb.TagNumber(8)
  set requestId($core.String value) => $_setString(7, value);
  @$pb.TagNumber(8)
  $core.bool hasRequestId() => $_has(7);
  @$pb.TagNumber(8)
  void clearRequestId() => $_clearField(8);
}

/// CreateClientResponse is the new client and what became of its repository.
class CreateClientResponse extends $pb.GeneratedMessage {
  factory CreateClientResponse({
    $core.String? id,
    $core.String? osClientId,
    $core.String? name,
    $core.String? githubOrg,
    $core.String? githubRepo,
    $core.String? defaultBranch,
    $core.bool? repoCloned,
    $core.String? bareRepoPath,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (osClientId != null) result.osClientId = osClientId;
    if (name != null) result.name = name;
    if (githubOrg != null) result.githubOrg = githubOrg;
    if (githubRepo != null) result.githubRepo = githubRepo;
    if (defaultBranch != null) result.defaultBranch = defaultBranch;
    if (repoCloned != null) result.repoCloned = repoCloned;
    if (bareRepoPath != null) result.bareRepoPath = bareRepoPath;
    return result;
  }

  CreateClientResponse._();

  factory CreateClientResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory CreateClientResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'CreateClientResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'osClientId')
    ..aOS(3, _omitFieldNames ? '' : 'name')
    ..aOS(4, _omitFieldNames ? '' : 'githubOrg')
    ..aOS(5, _omitFieldNames ? '' : 'githubRepo')
    ..aOS(6, _omitFieldNames ? '' : 'defaultBranch')
    ..aOB(7, _omitFieldNames ? '' : 'repoCloned')
    ..aOS(8, _omitFieldNames ? '' : 'bareRepoPath')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CreateClientResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  CreateClientResponse copyWith(void Function(CreateClientResponse) updates) =>
      super.copyWith((message) => updates(message as CreateClientResponse))
          as CreateClientResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static CreateClientResponse create() => CreateClientResponse._();
  @$core.override
  CreateClientResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static CreateClientResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<CreateClientResponse>(create);
  static CreateClientResponse? _defaultInstance;

  /// Identifier of the client.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// The caller's own id of it.
  @$pb.TagNumber(2)
  $core.String get osClientId => $_getSZ(1);
  @$pb.TagNumber(2)
  set osClientId($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasOsClientId() => $_has(1);
  @$pb.TagNumber(2)
  void clearOsClientId() => $_clearField(2);

  /// Name for people.
  @$pb.TagNumber(3)
  $core.String get name => $_getSZ(2);
  @$pb.TagNumber(3)
  set name($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasName() => $_has(2);
  @$pb.TagNumber(3)
  void clearName() => $_clearField(3);

  /// Organisation or user that owns the repository.
  @$pb.TagNumber(4)
  $core.String get githubOrg => $_getSZ(3);
  @$pb.TagNumber(4)
  set githubOrg($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasGithubOrg() => $_has(3);
  @$pb.TagNumber(4)
  void clearGithubOrg() => $_clearField(4);

  /// Name of the repository.
  @$pb.TagNumber(5)
  $core.String get githubRepo => $_getSZ(4);
  @$pb.TagNumber(5)
  set githubRepo($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasGithubRepo() => $_has(4);
  @$pb.TagNumber(5)
  void clearGithubRepo() => $_clearField(5);

  /// Branch that work starts from.
  @$pb.TagNumber(6)
  $core.String get defaultBranch => $_getSZ(5);
  @$pb.TagNumber(6)
  set defaultBranch($core.String value) => $_setString(5, value);
  @$pb.TagNumber(6)
  $core.bool hasDefaultBranch() => $_has(5);
  @$pb.TagNumber(6)
  void clearDefaultBranch() => $_clearField(6);

  /// Whether the bare clone is there now.
  @$pb.TagNumber(7)
  $core.bool get repoCloned => $_getBF(6);
  @$pb.TagNumber(7)
  set repoCloned($core.bool value) => $_setBool(6, value);
  @$pb.TagNumber(7)
  $core.bool hasRepoCloned() => $_has(6);
  @$pb.TagNumber(7)
  void clearRepoCloned() => $_clearField(7);

  /// Where the bare clone is.
  @$pb.TagNumber(8)
  $core.String get bareRepoPath => $_getSZ(7);
  @$pb.TagNumber(8)
  set bareRepoPath($core.String value) => $_setString(7, value);
  @$pb.TagNumber(8)
  $core.bool hasBareRepoPath() => $_has(7);
  @$pb.TagNumber(8)
  void clearBareRepoPath() => $_clearField(8);
}

/// UpdateClientRequest changes the fields that are given.
class UpdateClientRequest extends $pb.GeneratedMessage {
  factory UpdateClientRequest({
    $core.String? id,
    $core.String? name,
    $core.String? defaultBranch,
    $core.String? osClientId,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (name != null) result.name = name;
    if (defaultBranch != null) result.defaultBranch = defaultBranch;
    if (osClientId != null) result.osClientId = osClientId;
    return result;
  }

  UpdateClientRequest._();

  factory UpdateClientRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory UpdateClientRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'UpdateClientRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'name')
    ..aOS(3, _omitFieldNames ? '' : 'defaultBranch')
    ..aOS(4, _omitFieldNames ? '' : 'osClientId')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  UpdateClientRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  UpdateClientRequest copyWith(void Function(UpdateClientRequest) updates) =>
      super.copyWith((message) => updates(message as UpdateClientRequest))
          as UpdateClientRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static UpdateClientRequest create() => UpdateClientRequest._();
  @$core.override
  UpdateClientRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static UpdateClientRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<UpdateClientRequest>(create);
  static UpdateClientRequest? _defaultInstance;

  /// Its id.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// New name.
  @$pb.TagNumber(2)
  $core.String get name => $_getSZ(1);
  @$pb.TagNumber(2)
  set name($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasName() => $_has(1);
  @$pb.TagNumber(2)
  void clearName() => $_clearField(2);

  /// New default branch.
  @$pb.TagNumber(3)
  $core.String get defaultBranch => $_getSZ(2);
  @$pb.TagNumber(3)
  set defaultBranch($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasDefaultBranch() => $_has(2);
  @$pb.TagNumber(3)
  void clearDefaultBranch() => $_clearField(3);

  /// The caller's own id of it.
  @$pb.TagNumber(4)
  $core.String get osClientId => $_getSZ(3);
  @$pb.TagNumber(4)
  set osClientId($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasOsClientId() => $_has(3);
  @$pb.TagNumber(4)
  void clearOsClientId() => $_clearField(4);
}

/// DeleteClientRequest forgets a client.
class DeleteClientRequest extends $pb.GeneratedMessage {
  factory DeleteClientRequest({
    $core.String? id,
    $core.bool? removeRepo,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (removeRepo != null) result.removeRepo = removeRepo;
    return result;
  }

  DeleteClientRequest._();

  factory DeleteClientRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory DeleteClientRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'DeleteClientRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOB(2, _omitFieldNames ? '' : 'removeRepo')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  DeleteClientRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  DeleteClientRequest copyWith(void Function(DeleteClientRequest) updates) =>
      super.copyWith((message) => updates(message as DeleteClientRequest))
          as DeleteClientRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static DeleteClientRequest create() => DeleteClientRequest._();
  @$core.override
  DeleteClientRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static DeleteClientRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<DeleteClientRequest>(create);
  static DeleteClientRequest? _defaultInstance;

  /// Its id.
  @$pb.TagNumber(1)
  $core.String get id => $_getSZ(0);
  @$pb.TagNumber(1)
  set id($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasId() => $_has(0);
  @$pb.TagNumber(1)
  void clearId() => $_clearField(1);

  /// Whether to remove the bare repository too. Kept work goes with it.
  @$pb.TagNumber(2)
  $core.bool get removeRepo => $_getBF(1);
  @$pb.TagNumber(2)
  set removeRepo($core.bool value) => $_setBool(1, value);
  @$pb.TagNumber(2)
  $core.bool hasRemoveRepo() => $_has(1);
  @$pb.TagNumber(2)
  void clearRemoveRepo() => $_clearField(2);
}

/// DeleteClientResponse says what is gone.
class DeleteClientResponse extends $pb.GeneratedMessage {
  factory DeleteClientResponse({
    $core.bool? deleted,
    $core.bool? repoRemoved,
  }) {
    final result = create();
    if (deleted != null) result.deleted = deleted;
    if (repoRemoved != null) result.repoRemoved = repoRemoved;
    return result;
  }

  DeleteClientResponse._();

  factory DeleteClientResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory DeleteClientResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'DeleteClientResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOB(1, _omitFieldNames ? '' : 'deleted')
    ..aOB(2, _omitFieldNames ? '' : 'repoRemoved')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  DeleteClientResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  DeleteClientResponse copyWith(void Function(DeleteClientResponse) updates) =>
      super.copyWith((message) => updates(message as DeleteClientResponse))
          as DeleteClientResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static DeleteClientResponse create() => DeleteClientResponse._();
  @$core.override
  DeleteClientResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static DeleteClientResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<DeleteClientResponse>(create);
  static DeleteClientResponse? _defaultInstance;

  /// True.
  @$pb.TagNumber(1)
  $core.bool get deleted => $_getBF(0);
  @$pb.TagNumber(1)
  set deleted($core.bool value) => $_setBool(0, value);
  @$pb.TagNumber(1)
  $core.bool hasDeleted() => $_has(0);
  @$pb.TagNumber(1)
  void clearDeleted() => $_clearField(1);

  /// Whether the bare repository was removed.
  @$pb.TagNumber(2)
  $core.bool get repoRemoved => $_getBF(1);
  @$pb.TagNumber(2)
  set repoRemoved($core.bool value) => $_setBool(1, value);
  @$pb.TagNumber(2)
  $core.bool hasRepoRemoved() => $_has(1);
  @$pb.TagNumber(2)
  void clearRepoRemoved() => $_clearField(2);
}

/// SyncReposRequest asks for a fetch of all bare repositories.
class SyncReposRequest extends $pb.GeneratedMessage {
  factory SyncReposRequest() => create();

  SyncReposRequest._();

  factory SyncReposRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory SyncReposRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'SyncReposRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  SyncReposRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  SyncReposRequest copyWith(void Function(SyncReposRequest) updates) =>
      super.copyWith((message) => updates(message as SyncReposRequest))
          as SyncReposRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static SyncReposRequest create() => SyncReposRequest._();
  @$core.override
  SyncReposRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static SyncReposRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<SyncReposRequest>(create);
  static SyncReposRequest? _defaultInstance;
}

/// Synced is the outcome for one repository.
class SyncReposResponse_Synced extends $pb.GeneratedMessage {
  factory SyncReposResponse_Synced({
    $core.String? repo,
    $core.bool? success,
    $core.String? error,
  }) {
    final result = create();
    if (repo != null) result.repo = repo;
    if (success != null) result.success = success;
    if (error != null) result.error = error;
    return result;
  }

  SyncReposResponse_Synced._();

  factory SyncReposResponse_Synced.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory SyncReposResponse_Synced.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'SyncReposResponse.Synced',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'repo')
    ..aOB(2, _omitFieldNames ? '' : 'success')
    ..aOS(3, _omitFieldNames ? '' : 'error')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  SyncReposResponse_Synced clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  SyncReposResponse_Synced copyWith(
          void Function(SyncReposResponse_Synced) updates) =>
      super.copyWith((message) => updates(message as SyncReposResponse_Synced))
          as SyncReposResponse_Synced;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static SyncReposResponse_Synced create() => SyncReposResponse_Synced._();
  @$core.override
  SyncReposResponse_Synced createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static SyncReposResponse_Synced getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<SyncReposResponse_Synced>(create);
  static SyncReposResponse_Synced? _defaultInstance;

  /// Name of the repository: `repo`, or `org/repo` where two share the name.
  @$pb.TagNumber(1)
  $core.String get repo => $_getSZ(0);
  @$pb.TagNumber(1)
  set repo($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasRepo() => $_has(0);
  @$pb.TagNumber(1)
  void clearRepo() => $_clearField(1);

  /// Whether the fetch succeeded.
  @$pb.TagNumber(2)
  $core.bool get success => $_getBF(1);
  @$pb.TagNumber(2)
  set success($core.bool value) => $_setBool(1, value);
  @$pb.TagNumber(2)
  $core.bool hasSuccess() => $_has(1);
  @$pb.TagNumber(2)
  void clearSuccess() => $_clearField(2);

  /// What git said where it did not.
  @$pb.TagNumber(3)
  $core.String get error => $_getSZ(2);
  @$pb.TagNumber(3)
  set error($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasError() => $_has(2);
  @$pb.TagNumber(3)
  void clearError() => $_clearField(3);
}

/// SyncReposResponse says how each fetch went.
class SyncReposResponse extends $pb.GeneratedMessage {
  factory SyncReposResponse({
    $core.Iterable<SyncReposResponse_Synced>? synced,
  }) {
    final result = create();
    if (synced != null) result.synced.addAll(synced);
    return result;
  }

  SyncReposResponse._();

  factory SyncReposResponse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory SyncReposResponse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'SyncReposResponse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..pPM<SyncReposResponse_Synced>(1, _omitFieldNames ? '' : 'synced',
        subBuilder: SyncReposResponse_Synced.create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  SyncReposResponse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  SyncReposResponse copyWith(void Function(SyncReposResponse) updates) =>
      super.copyWith((message) => updates(message as SyncReposResponse))
          as SyncReposResponse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static SyncReposResponse create() => SyncReposResponse._();
  @$core.override
  SyncReposResponse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static SyncReposResponse getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<SyncReposResponse>(create);
  static SyncReposResponse? _defaultInstance;

  /// One entry for each client with a bare repository.
  @$pb.TagNumber(1)
  $pb.PbList<SyncReposResponse_Synced> get synced => $_getList(0);
}

const $core.bool _omitFieldNames =
    $core.bool.fromEnvironment('protobuf.omit_field_names');
const $core.bool _omitMessageNames =
    $core.bool.fromEnvironment('protobuf.omit_message_names');
