// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/job.proto.

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

@$core.Deprecated('Use jobDescriptor instead')
const Job$json = {
  '1': 'Job',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {'1': 'client_id', '3': 2, '4': 1, '5': 9, '10': 'clientId'},
    {
      '1': 'client',
      '3': 3,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.Job.ClientRef',
      '10': 'client'
    },
    {
      '1': 'status',
      '3': 4,
      '4': 1,
      '5': 14,
      '6': '.opsdeck.v1.Job.Status',
      '10': 'status'
    },
    {'1': 'prompt', '3': 5, '4': 1, '5': 9, '10': 'prompt'},
    {'1': 'branch_name', '3': 6, '4': 1, '5': 9, '10': 'branchName'},
    {'1': 'title', '3': 7, '4': 1, '5': 9, '9': 0, '10': 'title', '17': true},
    {
      '1': 'os_feature_id',
      '3': 8,
      '4': 1,
      '5': 9,
      '9': 1,
      '10': 'osFeatureId',
      '17': true
    },
    {
      '1': 'os_callback_url',
      '3': 9,
      '4': 1,
      '5': 9,
      '9': 2,
      '10': 'osCallbackUrl',
      '17': true
    },
    {
      '1': 'worktree_path',
      '3': 10,
      '4': 1,
      '5': 9,
      '9': 3,
      '10': 'worktreePath',
      '17': true
    },
    {
      '1': 'started_at',
      '3': 11,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'startedAt'
    },
    {
      '1': 'completed_at',
      '3': 12,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'completedAt'
    },
    {
      '1': 'exit_code',
      '3': 13,
      '4': 1,
      '5': 5,
      '9': 4,
      '10': 'exitCode',
      '17': true
    },
    {'1': 'error', '3': 14, '4': 1, '5': 9, '9': 5, '10': 'error', '17': true},
    {'1': 'pr_url', '3': 15, '4': 1, '5': 9, '9': 6, '10': 'prUrl', '17': true},
    {
      '1': 'pr_number',
      '3': 16,
      '4': 1,
      '5': 5,
      '9': 7,
      '10': 'prNumber',
      '17': true
    },
    {
      '1': 'files_changed',
      '3': 17,
      '4': 1,
      '5': 5,
      '9': 8,
      '10': 'filesChanged',
      '17': true
    },
    {
      '1': 'messages',
      '3': 18,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.Job.Message',
      '10': 'messages'
    },
    {
      '1': 'created_at',
      '3': 19,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'createdAt'
    },
    {
      '1': 'updated_at',
      '3': 20,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'updatedAt'
    },
    {'1': 'priority', '3': 21, '4': 1, '5': 5, '10': 'priority'},
    {
      '1': 'timeout_seconds',
      '3': 22,
      '4': 1,
      '5': 13,
      '9': 9,
      '10': 'timeoutSeconds',
      '17': true
    },
    {
      '1': 'max_cost_usd',
      '3': 23,
      '4': 1,
      '5': 1,
      '9': 10,
      '10': 'maxCostUsd',
      '17': true
    },
    {'1': 'permission_mode', '3': 24, '4': 1, '5': 9, '10': 'permissionMode'},
    {'1': 'run', '3': 25, '4': 1, '5': 11, '6': '.opsdeck.v1.Run', '10': 'run'},
    {
      '1': 'position',
      '3': 26,
      '4': 1,
      '5': 13,
      '9': 11,
      '10': 'position',
      '17': true
    },
    {
      '1': 'original_job_id',
      '3': 27,
      '4': 1,
      '5': 9,
      '9': 12,
      '10': 'originalJobId',
      '17': true
    },
    {
      '1': 'commit',
      '3': 28,
      '4': 1,
      '5': 9,
      '9': 13,
      '10': 'commit',
      '17': true
    },
    {
      '1': 'kept_ref',
      '3': 29,
      '4': 1,
      '5': 9,
      '9': 14,
      '10': 'keptRef',
      '17': true
    },
    {
      '1': 'messages_omitted',
      '3': 30,
      '4': 1,
      '5': 13,
      '10': 'messagesOmitted'
    },
  ],
  '3': [Job_ClientRef$json, Job_Message$json],
  '4': [Job_Status$json],
  '8': [
    {'1': '_title'},
    {'1': '_os_feature_id'},
    {'1': '_os_callback_url'},
    {'1': '_worktree_path'},
    {'1': '_exit_code'},
    {'1': '_error'},
    {'1': '_pr_url'},
    {'1': '_pr_number'},
    {'1': '_files_changed'},
    {'1': '_timeout_seconds'},
    {'1': '_max_cost_usd'},
    {'1': '_position'},
    {'1': '_original_job_id'},
    {'1': '_commit'},
    {'1': '_kept_ref'},
  ],
};

@$core.Deprecated('Use jobDescriptor instead')
const Job_ClientRef$json = {
  '1': 'ClientRef',
  '2': [
    {'1': 'name', '3': 1, '4': 1, '5': 9, '10': 'name'},
    {'1': 'github_org', '3': 2, '4': 1, '5': 9, '10': 'githubOrg'},
    {'1': 'github_repo', '3': 3, '4': 1, '5': 9, '10': 'githubRepo'},
  ],
};

@$core.Deprecated('Use jobDescriptor instead')
const Job_Message$json = {
  '1': 'Message',
  '2': [
    {'1': 'type', '3': 1, '4': 1, '5': 9, '10': 'type'},
    {'1': 'content', '3': 2, '4': 1, '5': 9, '10': 'content'},
    {
      '1': 'created_at',
      '3': 3,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'createdAt'
    },
  ],
};

@$core.Deprecated('Use jobDescriptor instead')
const Job_Status$json = {
  '1': 'Status',
  '2': [
    {'1': 'status_unspecified', '2': 0},
    {'1': 'queued', '2': 1},
    {'1': 'running', '2': 2},
    {'1': 'completed', '2': 3},
    {'1': 'failed', '2': 4},
    {'1': 'cancelled', '2': 5},
  ],
};

/// Descriptor for `Job`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List jobDescriptor = $convert.base64Decode(
    'CgNKb2ISDgoCaWQYASABKAlSAmlkEhsKCWNsaWVudF9pZBgCIAEoCVIIY2xpZW50SWQSMQoGY2'
    'xpZW50GAMgASgLMhkub3BzZGVjay52MS5Kb2IuQ2xpZW50UmVmUgZjbGllbnQSLgoGc3RhdHVz'
    'GAQgASgOMhYub3BzZGVjay52MS5Kb2IuU3RhdHVzUgZzdGF0dXMSFgoGcHJvbXB0GAUgASgJUg'
    'Zwcm9tcHQSHwoLYnJhbmNoX25hbWUYBiABKAlSCmJyYW5jaE5hbWUSGQoFdGl0bGUYByABKAlI'
    'AFIFdGl0bGWIAQESJwoNb3NfZmVhdHVyZV9pZBgIIAEoCUgBUgtvc0ZlYXR1cmVJZIgBARIrCg'
    '9vc19jYWxsYmFja191cmwYCSABKAlIAlINb3NDYWxsYmFja1VybIgBARIoCg13b3JrdHJlZV9w'
    'YXRoGAogASgJSANSDHdvcmt0cmVlUGF0aIgBARI5CgpzdGFydGVkX2F0GAsgASgLMhouZ29vZ2'
    'xlLnByb3RvYnVmLlRpbWVzdGFtcFIJc3RhcnRlZEF0Ej0KDGNvbXBsZXRlZF9hdBgMIAEoCzIa'
    'Lmdvb2dsZS5wcm90b2J1Zi5UaW1lc3RhbXBSC2NvbXBsZXRlZEF0EiAKCWV4aXRfY29kZRgNIA'
    'EoBUgEUghleGl0Q29kZYgBARIZCgVlcnJvchgOIAEoCUgFUgVlcnJvcogBARIaCgZwcl91cmwY'
    'DyABKAlIBlIFcHJVcmyIAQESIAoJcHJfbnVtYmVyGBAgASgFSAdSCHByTnVtYmVyiAEBEigKDW'
    'ZpbGVzX2NoYW5nZWQYESABKAVICFIMZmlsZXNDaGFuZ2VkiAEBEjMKCG1lc3NhZ2VzGBIgAygL'
    'Mhcub3BzZGVjay52MS5Kb2IuTWVzc2FnZVIIbWVzc2FnZXMSOQoKY3JlYXRlZF9hdBgTIAEoCz'
    'IaLmdvb2dsZS5wcm90b2J1Zi5UaW1lc3RhbXBSCWNyZWF0ZWRBdBI5Cgp1cGRhdGVkX2F0GBQg'
    'ASgLMhouZ29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcFIJdXBkYXRlZEF0EhoKCHByaW9yaXR5GB'
    'UgASgFUghwcmlvcml0eRIsCg90aW1lb3V0X3NlY29uZHMYFiABKA1ICVIOdGltZW91dFNlY29u'
    'ZHOIAQESJQoMbWF4X2Nvc3RfdXNkGBcgASgBSApSCm1heENvc3RVc2SIAQESJwoPcGVybWlzc2'
    'lvbl9tb2RlGBggASgJUg5wZXJtaXNzaW9uTW9kZRIhCgNydW4YGSABKAsyDy5vcHNkZWNrLnYx'
    'LlJ1blIDcnVuEh8KCHBvc2l0aW9uGBogASgNSAtSCHBvc2l0aW9uiAEBEisKD29yaWdpbmFsX2'
    'pvYl9pZBgbIAEoCUgMUg1vcmlnaW5hbEpvYklkiAEBEhsKBmNvbW1pdBgcIAEoCUgNUgZjb21t'
    'aXSIAQESHgoIa2VwdF9yZWYYHSABKAlIDlIHa2VwdFJlZogBARIpChBtZXNzYWdlc19vbWl0dG'
    'VkGB4gASgNUg9tZXNzYWdlc09taXR0ZWQaXwoJQ2xpZW50UmVmEhIKBG5hbWUYASABKAlSBG5h'
    'bWUSHQoKZ2l0aHViX29yZxgCIAEoCVIJZ2l0aHViT3JnEh8KC2dpdGh1Yl9yZXBvGAMgASgJUg'
    'pnaXRodWJSZXBvGnIKB01lc3NhZ2USEgoEdHlwZRgBIAEoCVIEdHlwZRIYCgdjb250ZW50GAIg'
    'ASgJUgdjb250ZW50EjkKCmNyZWF0ZWRfYXQYAyABKAsyGi5nb29nbGUucHJvdG9idWYuVGltZX'
    'N0YW1wUgljcmVhdGVkQXQiYwoGU3RhdHVzEhYKEnN0YXR1c191bnNwZWNpZmllZBAAEgoKBnF1'
    'ZXVlZBABEgsKB3J1bm5pbmcQAhINCgljb21wbGV0ZWQQAxIKCgZmYWlsZWQQBBINCgljYW5jZW'
    'xsZWQQBUIICgZfdGl0bGVCEAoOX29zX2ZlYXR1cmVfaWRCEgoQX29zX2NhbGxiYWNrX3VybEIQ'
    'Cg5fd29ya3RyZWVfcGF0aEIMCgpfZXhpdF9jb2RlQggKBl9lcnJvckIJCgdfcHJfdXJsQgwKCl'
    '9wcl9udW1iZXJCEAoOX2ZpbGVzX2NoYW5nZWRCEgoQX3RpbWVvdXRfc2Vjb25kc0IPCg1fbWF4'
    'X2Nvc3RfdXNkQgsKCV9wb3NpdGlvbkISChBfb3JpZ2luYWxfam9iX2lkQgkKB19jb21taXRCCw'
    'oJX2tlcHRfcmVm');

@$core.Deprecated('Use jobSummaryDescriptor instead')
const JobSummary$json = {
  '1': 'JobSummary',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {'1': 'client_id', '3': 2, '4': 1, '5': 9, '10': 'clientId'},
    {'1': 'client_name', '3': 3, '4': 1, '5': 9, '10': 'clientName'},
    {
      '1': 'status',
      '3': 4,
      '4': 1,
      '5': 14,
      '6': '.opsdeck.v1.Job.Status',
      '10': 'status'
    },
    {'1': 'branch_name', '3': 5, '4': 1, '5': 9, '10': 'branchName'},
    {'1': 'title', '3': 6, '4': 1, '5': 9, '9': 0, '10': 'title', '17': true},
    {
      '1': 'os_feature_id',
      '3': 7,
      '4': 1,
      '5': 9,
      '9': 1,
      '10': 'osFeatureId',
      '17': true
    },
    {
      '1': 'started_at',
      '3': 8,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'startedAt'
    },
    {
      '1': 'completed_at',
      '3': 9,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'completedAt'
    },
    {
      '1': 'created_at',
      '3': 10,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'createdAt'
    },
    {'1': 'error', '3': 11, '4': 1, '5': 9, '9': 2, '10': 'error', '17': true},
    {'1': 'pr_url', '3': 12, '4': 1, '5': 9, '9': 3, '10': 'prUrl', '17': true},
    {'1': 'agent', '3': 13, '4': 1, '5': 9, '10': 'agent'},
    {'1': 'priority', '3': 14, '4': 1, '5': 5, '10': 'priority'},
  ],
  '8': [
    {'1': '_title'},
    {'1': '_os_feature_id'},
    {'1': '_error'},
    {'1': '_pr_url'},
  ],
};

/// Descriptor for `JobSummary`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List jobSummaryDescriptor = $convert.base64Decode(
    'CgpKb2JTdW1tYXJ5Eg4KAmlkGAEgASgJUgJpZBIbCgljbGllbnRfaWQYAiABKAlSCGNsaWVudE'
    'lkEh8KC2NsaWVudF9uYW1lGAMgASgJUgpjbGllbnROYW1lEi4KBnN0YXR1cxgEIAEoDjIWLm9w'
    'c2RlY2sudjEuSm9iLlN0YXR1c1IGc3RhdHVzEh8KC2JyYW5jaF9uYW1lGAUgASgJUgpicmFuY2'
    'hOYW1lEhkKBXRpdGxlGAYgASgJSABSBXRpdGxliAEBEicKDW9zX2ZlYXR1cmVfaWQYByABKAlI'
    'AVILb3NGZWF0dXJlSWSIAQESOQoKc3RhcnRlZF9hdBgIIAEoCzIaLmdvb2dsZS5wcm90b2J1Zi'
    '5UaW1lc3RhbXBSCXN0YXJ0ZWRBdBI9Cgxjb21wbGV0ZWRfYXQYCSABKAsyGi5nb29nbGUucHJv'
    'dG9idWYuVGltZXN0YW1wUgtjb21wbGV0ZWRBdBI5CgpjcmVhdGVkX2F0GAogASgLMhouZ29vZ2'
    'xlLnByb3RvYnVmLlRpbWVzdGFtcFIJY3JlYXRlZEF0EhkKBWVycm9yGAsgASgJSAJSBWVycm9y'
    'iAEBEhoKBnByX3VybBgMIAEoCUgDUgVwclVybIgBARIUCgVhZ2VudBgNIAEoCVIFYWdlbnQSGg'
    'oIcHJpb3JpdHkYDiABKAVSCHByaW9yaXR5QggKBl90aXRsZUIQCg5fb3NfZmVhdHVyZV9pZEII'
    'CgZfZXJyb3JCCQoHX3ByX3VybA==');
