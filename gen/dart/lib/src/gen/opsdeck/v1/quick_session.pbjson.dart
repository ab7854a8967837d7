// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/quick_session.proto.

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

@$core.Deprecated('Use quickSessionDescriptor instead')
const QuickSession$json = {
  '1': 'QuickSession',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {'1': 'repo', '3': 2, '4': 1, '5': 9, '10': 'repo'},
    {
      '1': 'status',
      '3': 3,
      '4': 1,
      '5': 14,
      '6': '.opsdeck.v1.QuickSession.Status',
      '10': 'status'
    },
    {
      '1': 'worktree_path',
      '3': 4,
      '4': 1,
      '5': 9,
      '9': 0,
      '10': 'worktreePath',
      '17': true
    },
    {
      '1': 'claude_session_id',
      '3': 5,
      '4': 1,
      '5': 9,
      '9': 1,
      '10': 'claudeSessionId',
      '17': true
    },
    {
      '1': 'created_at',
      '3': 6,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'createdAt'
    },
    {
      '1': 'last_activity',
      '3': 7,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'lastActivity'
    },
    {'1': 'message_count', '3': 8, '4': 1, '5': 13, '10': 'messageCount'},
    {'1': 'total_cost_usd', '3': 9, '4': 1, '5': 1, '10': 'totalCostUsd'},
    {'1': 'agent', '3': 10, '4': 1, '5': 9, '10': 'agent'},
    {'1': 'model', '3': 11, '4': 1, '5': 9, '9': 2, '10': 'model', '17': true},
    {
      '1': 'effort',
      '3': 12,
      '4': 1,
      '5': 9,
      '9': 3,
      '10': 'effort',
      '17': true
    },
    {'1': 'permission_mode', '3': 13, '4': 1, '5': 9, '10': 'permissionMode'},
    {'1': 'error', '3': 14, '4': 1, '5': 9, '9': 4, '10': 'error', '17': true},
    {
      '1': 'kept_ref',
      '3': 15,
      '4': 1,
      '5': 9,
      '9': 5,
      '10': 'keptRef',
      '17': true
    },
    {
      '1': 'usage',
      '3': 16,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.Usage',
      '10': 'usage'
    },
    {'1': 'waiting_count', '3': 17, '4': 1, '5': 13, '10': 'waitingCount'},
  ],
  '4': [QuickSession_Status$json],
  '8': [
    {'1': '_worktree_path'},
    {'1': '_claude_session_id'},
    {'1': '_model'},
    {'1': '_effort'},
    {'1': '_error'},
    {'1': '_kept_ref'},
  ],
};

@$core.Deprecated('Use quickSessionDescriptor instead')
const QuickSession_Status$json = {
  '1': 'Status',
  '2': [
    {'1': 'status_unspecified', '2': 0},
    {'1': 'idle', '2': 1},
    {'1': 'running', '2': 2},
    {'1': 'failed', '2': 3},
    {'1': 'expired', '2': 4},
  ],
};

/// Descriptor for `QuickSession`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List quickSessionDescriptor = $convert.base64Decode(
    'CgxRdWlja1Nlc3Npb24SDgoCaWQYASABKAlSAmlkEhIKBHJlcG8YAiABKAlSBHJlcG8SNwoGc3'
    'RhdHVzGAMgASgOMh8ub3BzZGVjay52MS5RdWlja1Nlc3Npb24uU3RhdHVzUgZzdGF0dXMSKAoN'
    'd29ya3RyZWVfcGF0aBgEIAEoCUgAUgx3b3JrdHJlZVBhdGiIAQESLwoRY2xhdWRlX3Nlc3Npb2'
    '5faWQYBSABKAlIAVIPY2xhdWRlU2Vzc2lvbklkiAEBEjkKCmNyZWF0ZWRfYXQYBiABKAsyGi5n'
    'b29nbGUucHJvdG9idWYuVGltZXN0YW1wUgljcmVhdGVkQXQSPwoNbGFzdF9hY3Rpdml0eRgHIA'
    'EoCzIaLmdvb2dsZS5wcm90b2J1Zi5UaW1lc3RhbXBSDGxhc3RBY3Rpdml0eRIjCg1tZXNzYWdl'
    'X2NvdW50GAggASgNUgxtZXNzYWdlQ291bnQSJAoOdG90YWxfY29zdF91c2QYCSABKAFSDHRvdG'
    'FsQ29zdFVzZBIUCgVhZ2VudBgKIAEoCVIFYWdlbnQSGQoFbW9kZWwYCyABKAlIAlIFbW9kZWyI'
    'AQESGwoGZWZmb3J0GAwgASgJSANSBmVmZm9ydIgBARInCg9wZXJtaXNzaW9uX21vZGUYDSABKA'
    'lSDnBlcm1pc3Npb25Nb2RlEhkKBWVycm9yGA4gASgJSARSBWVycm9yiAEBEh4KCGtlcHRfcmVm'
    'GA8gASgJSAVSB2tlcHRSZWaIAQESJwoFdXNhZ2UYECABKAsyES5vcHNkZWNrLnYxLlVzYWdlUg'
    'V1c2FnZRIjCg13YWl0aW5nX2NvdW50GBEgASgNUgx3YWl0aW5nQ291bnQiUAoGU3RhdHVzEhYK'
    'EnN0YXR1c191bnNwZWNpZmllZBAAEggKBGlkbGUQARILCgdydW5uaW5nEAISCgoGZmFpbGVkEA'
    'MSCwoHZXhwaXJlZBAEQhAKDl93b3JrdHJlZV9wYXRoQhQKEl9jbGF1ZGVfc2Vzc2lvbl9pZEII'
    'CgZfbW9kZWxCCQoHX2VmZm9ydEIICgZfZXJyb3JCCwoJX2tlcHRfcmVm');

@$core.Deprecated('Use quickSessionDetailsDescriptor instead')
const QuickSessionDetails$json = {
  '1': 'QuickSessionDetails',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {'1': 'repo', '3': 2, '4': 1, '5': 9, '10': 'repo'},
    {
      '1': 'status',
      '3': 3,
      '4': 1,
      '5': 14,
      '6': '.opsdeck.v1.QuickSession.Status',
      '10': 'status'
    },
    {
      '1': 'worktree_path',
      '3': 4,
      '4': 1,
      '5': 9,
      '9': 0,
      '10': 'worktreePath',
      '17': true
    },
    {
      '1': 'claude_session_id',
      '3': 5,
      '4': 1,
      '5': 9,
      '9': 1,
      '10': 'claudeSessionId',
      '17': true
    },
    {
      '1': 'created_at',
      '3': 6,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'createdAt'
    },
    {
      '1': 'last_activity',
      '3': 7,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'lastActivity'
    },
    {'1': 'message_count', '3': 8, '4': 1, '5': 13, '10': 'messageCount'},
    {'1': 'total_cost_usd', '3': 9, '4': 1, '5': 1, '10': 'totalCostUsd'},
    {'1': 'agent', '3': 10, '4': 1, '5': 9, '10': 'agent'},
    {'1': 'model', '3': 11, '4': 1, '5': 9, '9': 2, '10': 'model', '17': true},
    {
      '1': 'effort',
      '3': 12,
      '4': 1,
      '5': 9,
      '9': 3,
      '10': 'effort',
      '17': true
    },
    {'1': 'permission_mode', '3': 13, '4': 1, '5': 9, '10': 'permissionMode'},
    {'1': 'error', '3': 14, '4': 1, '5': 9, '9': 4, '10': 'error', '17': true},
    {
      '1': 'kept_ref',
      '3': 15,
      '4': 1,
      '5': 9,
      '9': 5,
      '10': 'keptRef',
      '17': true
    },
    {
      '1': 'usage',
      '3': 16,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.Usage',
      '10': 'usage'
    },
    {'1': 'waiting_count', '3': 17, '4': 1, '5': 13, '10': 'waitingCount'},
    {
      '1': 'messages',
      '3': 18,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.QuickMessage',
      '10': 'messages'
    },
    {
      '1': 'permissions',
      '3': 19,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.PermissionPrompt',
      '10': 'permissions'
    },
    {
      '1': 'messages_omitted',
      '3': 20,
      '4': 1,
      '5': 13,
      '10': 'messagesOmitted'
    },
  ],
  '8': [
    {'1': '_worktree_path'},
    {'1': '_claude_session_id'},
    {'1': '_model'},
    {'1': '_effort'},
    {'1': '_error'},
    {'1': '_kept_ref'},
  ],
};

/// Descriptor for `QuickSessionDetails`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List quickSessionDetailsDescriptor = $convert.base64Decode(
    'ChNRdWlja1Nlc3Npb25EZXRhaWxzEg4KAmlkGAEgASgJUgJpZBISCgRyZXBvGAIgASgJUgRyZX'
    'BvEjcKBnN0YXR1cxgDIAEoDjIfLm9wc2RlY2sudjEuUXVpY2tTZXNzaW9uLlN0YXR1c1IGc3Rh'
    'dHVzEigKDXdvcmt0cmVlX3BhdGgYBCABKAlIAFIMd29ya3RyZWVQYXRoiAEBEi8KEWNsYXVkZV'
    '9zZXNzaW9uX2lkGAUgASgJSAFSD2NsYXVkZVNlc3Npb25JZIgBARI5CgpjcmVhdGVkX2F0GAYg'
    'ASgLMhouZ29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcFIJY3JlYXRlZEF0Ej8KDWxhc3RfYWN0aX'
    'ZpdHkYByABKAsyGi5nb29nbGUucHJvdG9idWYuVGltZXN0YW1wUgxsYXN0QWN0aXZpdHkSIwoN'
    'bWVzc2FnZV9jb3VudBgIIAEoDVIMbWVzc2FnZUNvdW50EiQKDnRvdGFsX2Nvc3RfdXNkGAkgAS'
    'gBUgx0b3RhbENvc3RVc2QSFAoFYWdlbnQYCiABKAlSBWFnZW50EhkKBW1vZGVsGAsgASgJSAJS'
    'BW1vZGVsiAEBEhsKBmVmZm9ydBgMIAEoCUgDUgZlZmZvcnSIAQESJwoPcGVybWlzc2lvbl9tb2'
    'RlGA0gASgJUg5wZXJtaXNzaW9uTW9kZRIZCgVlcnJvchgOIAEoCUgEUgVlcnJvcogBARIeCghr'
    'ZXB0X3JlZhgPIAEoCUgFUgdrZXB0UmVmiAEBEicKBXVzYWdlGBAgASgLMhEub3BzZGVjay52MS'
    '5Vc2FnZVIFdXNhZ2USIwoNd2FpdGluZ19jb3VudBgRIAEoDVIMd2FpdGluZ0NvdW50EjQKCG1l'
    'c3NhZ2VzGBIgAygLMhgub3BzZGVjay52MS5RdWlja01lc3NhZ2VSCG1lc3NhZ2VzEj4KC3Blcm'
    '1pc3Npb25zGBMgAygLMhwub3BzZGVjay52MS5QZXJtaXNzaW9uUHJvbXB0UgtwZXJtaXNzaW9u'
    'cxIpChBtZXNzYWdlc19vbWl0dGVkGBQgASgNUg9tZXNzYWdlc09taXR0ZWRCEAoOX3dvcmt0cm'
    'VlX3BhdGhCFAoSX2NsYXVkZV9zZXNzaW9uX2lkQggKBl9tb2RlbEIJCgdfZWZmb3J0QggKBl9l'
    'cnJvckILCglfa2VwdF9yZWY=');

@$core.Deprecated('Use quickMessageDescriptor instead')
const QuickMessage$json = {
  '1': 'QuickMessage',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {'1': 'session_id', '3': 2, '4': 1, '5': 9, '10': 'sessionId'},
    {'1': 'role', '3': 3, '4': 1, '5': 9, '10': 'role'},
    {'1': 'content', '3': 4, '4': 1, '5': 9, '10': 'content'},
    {
      '1': 'timestamp',
      '3': 5,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'timestamp'
    },
    {
      '1': 'cost_usd',
      '3': 6,
      '4': 1,
      '5': 1,
      '9': 0,
      '10': 'costUsd',
      '17': true
    },
    {
      '1': 'tool_name',
      '3': 7,
      '4': 1,
      '5': 9,
      '9': 1,
      '10': 'toolName',
      '17': true
    },
    {
      '1': 'tool_input',
      '3': 8,
      '4': 1,
      '5': 9,
      '9': 2,
      '10': 'toolInput',
      '17': true
    },
    {'1': 'waiting', '3': 9, '4': 1, '5': 8, '10': 'waiting'},
  ],
  '8': [
    {'1': '_cost_usd'},
    {'1': '_tool_name'},
    {'1': '_tool_input'},
  ],
};

/// Descriptor for `QuickMessage`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List quickMessageDescriptor = $convert.base64Decode(
    'CgxRdWlja01lc3NhZ2USDgoCaWQYASABKAlSAmlkEh0KCnNlc3Npb25faWQYAiABKAlSCXNlc3'
    'Npb25JZBISCgRyb2xlGAMgASgJUgRyb2xlEhgKB2NvbnRlbnQYBCABKAlSB2NvbnRlbnQSOAoJ'
    'dGltZXN0YW1wGAUgASgLMhouZ29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcFIJdGltZXN0YW1wEh'
    '4KCGNvc3RfdXNkGAYgASgBSABSB2Nvc3RVc2SIAQESIAoJdG9vbF9uYW1lGAcgASgJSAFSCHRv'
    'b2xOYW1liAEBEiIKCnRvb2xfaW5wdXQYCCABKAlIAlIJdG9vbElucHV0iAEBEhgKB3dhaXRpbm'
    'cYCSABKAhSB3dhaXRpbmdCCwoJX2Nvc3RfdXNkQgwKCl90b29sX25hbWVCDQoLX3Rvb2xfaW5w'
    'dXQ=');

@$core.Deprecated('Use permissionPromptDescriptor instead')
const PermissionPrompt$json = {
  '1': 'PermissionPrompt',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {'1': 'session_id', '3': 2, '4': 1, '5': 9, '10': 'sessionId'},
    {'1': 'tool', '3': 3, '4': 1, '5': 9, '10': 'tool'},
    {'1': 'input', '3': 4, '4': 1, '5': 9, '10': 'input'},
    {'1': 'input_json', '3': 5, '4': 1, '5': 9, '10': 'inputJson'},
    {'1': 'description', '3': 6, '4': 1, '5': 9, '10': 'description'},
    {
      '1': 'requires_interaction',
      '3': 7,
      '4': 1,
      '5': 8,
      '10': 'requiresInteraction'
    },
    {
      '1': 'created_at',
      '3': 8,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'createdAt'
    },
    {
      '1': 'expires_at',
      '3': 9,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'expiresAt'
    },
    {
      '1': 'outcome',
      '3': 10,
      '4': 1,
      '5': 14,
      '6': '.opsdeck.v1.PermissionPrompt.Outcome',
      '10': 'outcome'
    },
    {
      '1': 'message',
      '3': 11,
      '4': 1,
      '5': 9,
      '9': 0,
      '10': 'message',
      '17': true
    },
  ],
  '4': [PermissionPrompt_Outcome$json],
  '8': [
    {'1': '_message'},
  ],
};

@$core.Deprecated('Use permissionPromptDescriptor instead')
const PermissionPrompt_Outcome$json = {
  '1': 'Outcome',
  '2': [
    {'1': 'outcome_unspecified', '2': 0},
    {'1': 'pending', '2': 1},
    {'1': 'allowed', '2': 2},
    {'1': 'denied', '2': 3},
    {'1': 'expired', '2': 4},
    {'1': 'withdrawn', '2': 5},
  ],
};

/// Descriptor for `PermissionPrompt`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List permissionPromptDescriptor = $convert.base64Decode(
    'ChBQZXJtaXNzaW9uUHJvbXB0Eg4KAmlkGAEgASgJUgJpZBIdCgpzZXNzaW9uX2lkGAIgASgJUg'
    'lzZXNzaW9uSWQSEgoEdG9vbBgDIAEoCVIEdG9vbBIUCgVpbnB1dBgEIAEoCVIFaW5wdXQSHQoK'
    'aW5wdXRfanNvbhgFIAEoCVIJaW5wdXRKc29uEiAKC2Rlc2NyaXB0aW9uGAYgASgJUgtkZXNjcm'
    'lwdGlvbhIxChRyZXF1aXJlc19pbnRlcmFjdGlvbhgHIAEoCFITcmVxdWlyZXNJbnRlcmFjdGlv'
    'bhI5CgpjcmVhdGVkX2F0GAggASgLMhouZ29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcFIJY3JlYX'
    'RlZEF0EjkKCmV4cGlyZXNfYXQYCSABKAsyGi5nb29nbGUucHJvdG9idWYuVGltZXN0YW1wUgll'
    'eHBpcmVzQXQSPgoHb3V0Y29tZRgKIAEoDjIkLm9wc2RlY2sudjEuUGVybWlzc2lvblByb21wdC'
    '5PdXRjb21lUgdvdXRjb21lEh0KB21lc3NhZ2UYCyABKAlIAFIHbWVzc2FnZYgBASJkCgdPdXRj'
    'b21lEhcKE291dGNvbWVfdW5zcGVjaWZpZWQQABILCgdwZW5kaW5nEAESCwoHYWxsb3dlZBACEg'
    'oKBmRlbmllZBADEgsKB2V4cGlyZWQQBBINCgl3aXRoZHJhd24QBUIKCghfbWVzc2FnZQ==');
