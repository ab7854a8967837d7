// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/run.proto.

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

@$core.Deprecated('Use runDescriptor instead')
const Run$json = {
  '1': 'Run',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {
      '1': 'state',
      '3': 2,
      '4': 1,
      '5': 14,
      '6': '.opsdeck.v1.Run.State',
      '10': 'state'
    },
    {'1': 'agent', '3': 3, '4': 1, '5': 9, '10': 'agent'},
    {'1': 'model', '3': 4, '4': 1, '5': 9, '9': 0, '10': 'model', '17': true},
    {'1': 'effort', '3': 5, '4': 1, '5': 9, '9': 1, '10': 'effort', '17': true},
    {
      '1': 'agent_session_id',
      '3': 6,
      '4': 1,
      '5': 9,
      '9': 2,
      '10': 'agentSessionId',
      '17': true
    },
    {
      '1': 'usage',
      '3': 7,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.Usage',
      '10': 'usage'
    },
    {
      '1': 'exit_code',
      '3': 8,
      '4': 1,
      '5': 5,
      '9': 3,
      '10': 'exitCode',
      '17': true
    },
    {'1': 'error', '3': 9, '4': 1, '5': 9, '9': 4, '10': 'error', '17': true},
    {
      '1': 'started_at',
      '3': 10,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'startedAt'
    },
    {
      '1': 'ended_at',
      '3': 11,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'endedAt'
    },
  ],
  '4': [Run_State$json],
  '8': [
    {'1': '_model'},
    {'1': '_effort'},
    {'1': '_agent_session_id'},
    {'1': '_exit_code'},
    {'1': '_error'},
  ],
};

@$core.Deprecated('Use runDescriptor instead')
const Run_State$json = {
  '1': 'State',
  '2': [
    {'1': 'state_unspecified', '2': 0},
    {'1': 'pending', '2': 1},
    {'1': 'running', '2': 2},
    {'1': 'succeeded', '2': 3},
    {'1': 'failed', '2': 4},
    {'1': 'stopped', '2': 5},
    {'1': 'lost', '2': 6},
  ],
};

/// Descriptor for `Run`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List runDescriptor = $convert.base64Decode(
    'CgNSdW4SDgoCaWQYASABKAlSAmlkEisKBXN0YXRlGAIgASgOMhUub3BzZGVjay52MS5SdW4uU3'
    'RhdGVSBXN0YXRlEhQKBWFnZW50GAMgASgJUgVhZ2VudBIZCgVtb2RlbBgEIAEoCUgAUgVtb2Rl'
    'bIgBARIbCgZlZmZvcnQYBSABKAlIAVIGZWZmb3J0iAEBEi0KEGFnZW50X3Nlc3Npb25faWQYBi'
    'ABKAlIAlIOYWdlbnRTZXNzaW9uSWSIAQESJwoFdXNhZ2UYByABKAsyES5vcHNkZWNrLnYxLlVz'
    'YWdlUgV1c2FnZRIgCglleGl0X2NvZGUYCCABKAVIA1IIZXhpdENvZGWIAQESGQoFZXJyb3IYCS'
    'ABKAlIBFIFZXJyb3KIAQESOQoKc3RhcnRlZF9hdBgKIAEoCzIaLmdvb2dsZS5wcm90b2J1Zi5U'
    'aW1lc3RhbXBSCXN0YXJ0ZWRBdBI1CghlbmRlZF9hdBgLIAEoCzIaLmdvb2dsZS5wcm90b2J1Zi'
    '5UaW1lc3RhbXBSB2VuZGVkQXQiagoFU3RhdGUSFQoRc3RhdGVfdW5zcGVjaWZpZWQQABILCgdw'
    'ZW5kaW5nEAESCwoHcnVubmluZxACEg0KCXN1Y2NlZWRlZBADEgoKBmZhaWxlZBAEEgsKB3N0b3'
    'BwZWQQBRIICgRsb3N0EAZCCAoGX21vZGVsQgkKB19lZmZvcnRCEwoRX2FnZW50X3Nlc3Npb25f'
    'aWRCDAoKX2V4aXRfY29kZUIICgZfZXJyb3I=');

@$core.Deprecated('Use usageDescriptor instead')
const Usage$json = {
  '1': 'Usage',
  '2': [
    {'1': 'input_tokens', '3': 1, '4': 1, '5': 13, '10': 'inputTokens'},
    {'1': 'output_tokens', '3': 2, '4': 1, '5': 13, '10': 'outputTokens'},
    {
      '1': 'cache_read_tokens',
      '3': 3,
      '4': 1,
      '5': 13,
      '10': 'cacheReadTokens'
    },
    {
      '1': 'cache_write_tokens',
      '3': 4,
      '4': 1,
      '5': 13,
      '10': 'cacheWriteTokens'
    },
    {'1': 'cost_usd', '3': 5, '4': 1, '5': 1, '10': 'costUsd'},
    {'1': 'turns', '3': 6, '4': 1, '5': 13, '10': 'turns'},
  ],
};

/// Descriptor for `Usage`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List usageDescriptor = $convert.base64Decode(
    'CgVVc2FnZRIhCgxpbnB1dF90b2tlbnMYASABKA1SC2lucHV0VG9rZW5zEiMKDW91dHB1dF90b2'
    'tlbnMYAiABKA1SDG91dHB1dFRva2VucxIqChFjYWNoZV9yZWFkX3Rva2VucxgDIAEoDVIPY2Fj'
    'aGVSZWFkVG9rZW5zEiwKEmNhY2hlX3dyaXRlX3Rva2VucxgEIAEoDVIQY2FjaGVXcml0ZVRva2'
    'VucxIZCghjb3N0X3VzZBgFIAEoAVIHY29zdFVzZBIUCgV0dXJucxgGIAEoDVIFdHVybnM=');
