// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/client.proto.

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

export 'package:protobuf/protobuf.dart' show GeneratedMessageGenericExtensions;

/// Client is a repository that the server knows, with its bare clone.
class Client extends $pb.GeneratedMessage {
  factory Client({
    $core.String? id,
    $core.String? osClientId,
    $core.String? name,
    $core.String? githubOrg,
    $core.String? githubRepo,
    $core.String? defaultBranch,
    $core.bool? repoExists,
    $core.int? activeJobs,
    $core.int? totalJobs,
    $0.Timestamp? createdAt,
    $0.Timestamp? updatedAt,
    $core.String? bareRepoPath,
    $core.bool? partialClone,
    $core.Iterable<$core.String>? agentEnv,
  }) {
    final result = create();
    if (id != null) result.id = id;
    if (osClientId != null) result.osClientId = osClientId;
    if (name != null) result.name = name;
    if (githubOrg != null) result.githubOrg = githubOrg;
    if (githubRepo != null) result.githubRepo = githubRepo;
    if (defaultBranch != null) result.defaultBranch = defaultBranch;
    if (repoExists != null) result.repoExists = repoExists;
    if (activeJobs != null) result.activeJobs = activeJobs;
    if (totalJobs != null) result.totalJobs = totalJobs;
    if (createdAt != null) result.createdAt = createdAt;
    if (updatedAt != null) result.updatedAt = updatedAt;
    if (bareRepoPath != null) result.bareRepoPath = bareRepoPath;
    if (partialClone != null) result.partialClone = partialClone;
    if (agentEnv != null) result.agentEnv.addAll(agentEnv);
    return result;
  }

  Client._();

  factory Client.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory Client.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'Client',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'id')
    ..aOS(2, _omitFieldNames ? '' : 'osClientId')
    ..aOS(3, _omitFieldNames ? '' : 'name')
    ..aOS(4, _omitFieldNames ? '' : 'githubOrg')
    ..aOS(5, _omitFieldNames ? '' : 'githubRepo')
    ..aOS(6, _omitFieldNames ? '' : 'defaultBranch')
    ..aOB(7, _omitFieldNames ? '' : 'repoExists')
    ..aI(8, _omitFieldNames ? '' : 'activeJobs', fieldType: $pb.PbFieldType.OU3)
    ..aI(9, _omitFieldNames ? '' : 'totalJobs', fieldType: $pb.PbFieldType.OU3)
    ..aOM<$0.Timestamp>(10, _omitFieldNames ? '' : 'createdAt',
        subBuilder: $0.Timestamp.create)
    ..aOM<$0.Timestamp>(11, _omitFieldNames ? '' : 'updatedAt',
        subBuilder: $0.Timestamp.create)
    ..aOS(12, _omitFieldNames ? '' : 'bareRepoPath')
    ..aOB(13, _omitFieldNames ? '' : 'partialClone')
    ..pPS(14, _omitFieldNames ? '' : 'agentEnv')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Client clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Client copyWith(void Function(Client) updates) =>
      super.copyWith((message) => updates(message as Client)) as Client;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static Client create() => Client._();
  @$core.override
  Client createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static Client getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<Client>(create);
  static Client? _defaultInstance;

  /// Identifier, chosen by the server.
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

  /// Branch that work starts from and pull requests go to.
  @$pb.TagNumber(6)
  $core.String get defaultBranch => $_getSZ(5);
  @$pb.TagNumber(6)
  set defaultBranch($core.String value) => $_setString(5, value);
  @$pb.TagNumber(6)
  $core.bool hasDefaultBranch() => $_has(5);
  @$pb.TagNumber(6)
  void clearDefaultBranch() => $_clearField(6);

  /// Whether the bare clone is on this host.
  @$pb.TagNumber(7)
  $core.bool get repoExists => $_getBF(6);
  @$pb.TagNumber(7)
  set repoExists($core.bool value) => $_setBool(6, value);
  @$pb.TagNumber(7)
  $core.bool hasRepoExists() => $_has(6);
  @$pb.TagNumber(7)
  void clearRepoExists() => $_clearField(7);

  /// Jobs that are queued or running. Only where one client is asked for.
  @$pb.TagNumber(8)
  $core.int get activeJobs => $_getIZ(7);
  @$pb.TagNumber(8)
  set activeJobs($core.int value) => $_setUnsignedInt32(7, value);
  @$pb.TagNumber(8)
  $core.bool hasActiveJobs() => $_has(7);
  @$pb.TagNumber(8)
  void clearActiveJobs() => $_clearField(8);

  /// All jobs of it so far. Only where one client is asked for.
  @$pb.TagNumber(9)
  $core.int get totalJobs => $_getIZ(8);
  @$pb.TagNumber(9)
  set totalJobs($core.int value) => $_setUnsignedInt32(8, value);
  @$pb.TagNumber(9)
  $core.bool hasTotalJobs() => $_has(8);
  @$pb.TagNumber(9)
  void clearTotalJobs() => $_clearField(9);

  /// When it was made.
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

  /// When it was last changed.
  @$pb.TagNumber(11)
  $0.Timestamp get updatedAt => $_getN(10);
  @$pb.TagNumber(11)
  set updatedAt($0.Timestamp value) => $_setField(11, value);
  @$pb.TagNumber(11)
  $core.bool hasUpdatedAt() => $_has(10);
  @$pb.TagNumber(11)
  void clearUpdatedAt() => $_clearField(11);
  @$pb.TagNumber(11)
  $0.Timestamp ensureUpdatedAt() => $_ensure(10);

  /// Where the bare clone is.
  @$pb.TagNumber(12)
  $core.String get bareRepoPath => $_getSZ(11);
  @$pb.TagNumber(12)
  set bareRepoPath($core.String value) => $_setString(11, value);
  @$pb.TagNumber(12)
  $core.bool hasBareRepoPath() => $_has(11);
  @$pb.TagNumber(12)
  void clearBareRepoPath() => $_clearField(12);

  /// Whether the clone leaves file contents at the origin until they are needed
  /// (a blobless partial clone), for large repositories.
  @$pb.TagNumber(13)
  $core.bool get partialClone => $_getBF(12);
  @$pb.TagNumber(13)
  set partialClone($core.bool value) => $_setBool(12, value);
  @$pb.TagNumber(13)
  $core.bool hasPartialClone() => $_has(12);
  @$pb.TagNumber(13)
  void clearPartialClone() => $_clearField(13);

  /// Names of variables of the server's environment that its agents may see.
  @$pb.TagNumber(14)
  $pb.PbList<$core.String> get agentEnv => $_getList(13);
}

const $core.bool _omitFieldNames =
    $core.bool.fromEnvironment('protobuf.omit_field_names');
const $core.bool _omitMessageNames =
    $core.bool.fromEnvironment('protobuf.omit_message_names');
