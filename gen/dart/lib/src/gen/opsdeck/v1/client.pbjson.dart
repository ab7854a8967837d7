// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/client.proto.

// @dart = 3.3

// ignore_for_file: annotate_overrides, camel_case_types, comment_references
// ignore_for_file: constant_identifier_names
// ignore_for_file: curly_braces_in_flow_control_structures
// ignore_for_file: deprecated_member_use_from_same_package, library_prefixes
// ignore_for_file: non_constant_identifier_names, prefer_relative_imports
// ignore_for_file: unused_import

import 'dart:convert' as $convert;
import 'dart:core' as $core;
import 'dart:typed_data' as $typed_data;

@$core.Deprecated('Use clientDescriptor instead')
const Client$json = {
  '1': 'Client',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {
      '1': 'os_client_id',
      '3': 2,
      '4': 1,
      '5': 9,
      '9': 0,
      '10': 'osClientId',
      '17': true
    },
    {'1': 'name', '3': 3, '4': 1, '5': 9, '10': 'name'},
    {'1': 'github_org', '3': 4, '4': 1, '5': 9, '10': 'githubOrg'},
    {'1': 'github_repo', '3': 5, '4': 1, '5': 9, '10': 'githubRepo'},
    {'1': 'default_branch', '3': 6, '4': 1, '5': 9, '10': 'defaultBranch'},
    {'1': 'repo_exists', '3': 7, '4': 1, '5': 8, '10': 'repoExists'},
    {
      '1': 'active_jobs',
      '3': 8,
      '4': 1,
      '5': 13,
      '9': 1,
      '10': 'activeJobs',
      '17': true
    },
    {
      '1': 'total_jobs',
      '3': 9,
      '4': 1,
      '5': 13,
      '9': 2,
      '10': 'totalJobs',
      '17': true
    },
    {
      '1': 'created_at',
      '3': 10,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'createdAt'
    },
    {
      '1': 'updated_at',
      '3': 11,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'updatedAt'
    },
    {'1': 'bare_repo_path', '3': 12, '4': 1, '5': 9, '10': 'bareRepoPath'},
    {'1': 'partial_clone', '3': 13, '4': 1, '5': 8, '10': 'partialClone'},
    {'1': 'agent_env', '3': 14, '4': 3, '5': 9, '10': 'agentEnv'},
  ],
  '8': [
    {'1': '_os_client_id'},
    {'1': '_active_jobs'},
    {'1': '_total_jobs'},
  ],
};

/// Descriptor for `Client`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List clientDescriptor = $convert.base64Decode(
    'CgZDbGllbnQSDgoCaWQYASABKAlSAmlkEiUKDG9zX2NsaWVudF9pZBgCIAEoCUgAUgpvc0NsaW'
    'VudElkiAEBEhIKBG5hbWUYAyABKAlSBG5hbWUSHQoKZ2l0aHViX29yZxgEIAEoCVIJZ2l0aHVi'
    'T3JnEh8KC2dpdGh1Yl9yZXBvGAUgASgJUgpnaXRodWJSZXBvEiUKDmRlZmF1bHRfYnJhbmNoGA'
    'YgASgJUg1kZWZhdWx0QnJhbmNoEh8KC3JlcG9fZXhpc3RzGAcgASgIUgpyZXBvRXhpc3RzEiQK'
    'C2FjdGl2ZV9qb2JzGAggASgNSAFSCmFjdGl2ZUpvYnOIAQESIgoKdG90YWxfam9icxgJIAEoDU'
    'gCUgl0b3RhbEpvYnOIAQESOQoKY3JlYXRlZF9hdBgKIAEoCzIaLmdvb2dsZS5wcm90b2J1Zi5U'
    'aW1lc3RhbXBSCWNyZWF0ZWRBdBI5Cgp1cGRhdGVkX2F0GAsgASgLMhouZ29vZ2xlLnByb3RvYn'
    'VmLlRpbWVzdGFtcFIJdXBkYXRlZEF0EiQKDmJhcmVfcmVwb19wYXRoGAwgASgJUgxiYXJlUmVw'
    'b1BhdGgSIwoNcGFydGlhbF9jbG9uZRgNIAEoCFIMcGFydGlhbENsb25lEhsKCWFnZW50X2Vudh'
    'gOIAMoCVIIYWdlbnRFbnZCDwoNX29zX2NsaWVudF9pZEIOCgxfYWN0aXZlX2pvYnNCDQoLX3Rv'
    'dGFsX2pvYnM=');
