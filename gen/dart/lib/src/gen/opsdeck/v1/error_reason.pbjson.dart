// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/error_reason.proto.

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

@$core.Deprecated('Use errorReasonDescriptor instead')
const ErrorReason$json = {
  '1': 'ErrorReason',
  '2': [
    {'1': 'ERROR_REASON_UNSPECIFIED', '2': 0},
    {'1': 'TOKEN_INVALID', '2': 1},
    {'1': 'REQUEST_INVALID', '2': 2},
    {'1': 'CLIENT_NOT_FOUND', '2': 3},
    {'1': 'CLIENT_EXISTS', '2': 4},
    {'1': 'CLIENT_BUSY', '2': 5},
    {'1': 'CLONE_FAILED', '2': 6},
    {'1': 'JOB_NOT_FOUND', '2': 7},
    {'1': 'JOB_FINISHED', '2': 8},
    {'1': 'JOB_ACTIVE', '2': 9},
    {'1': 'AGENT_UNKNOWN', '2': 10},
    {'1': 'CURSOR_INVALID', '2': 11},
    {'1': 'CURSOR_EXPIRED', '2': 12},
    {'1': 'IDEMPOTENCY_KEY_REUSED', '2': 13},
    {'1': 'NOT_READY', '2': 14},
    {'1': 'INTERNAL_ERROR', '2': 15},
    {'1': 'DIFF_UNAVAILABLE', '2': 16},
    {'1': 'SESSION_NOT_FOUND', '2': 17},
    {'1': 'SESSION_EXPIRED', '2': 18},
    {'1': 'LINE_FULL', '2': 19},
    {'1': 'MESSAGE_NOT_FOUND', '2': 20},
    {'1': 'MESSAGE_SENT', '2': 21},
    {'1': 'PERMISSION_NOT_FOUND', '2': 22},
    {'1': 'PERMISSION_RESOLVED', '2': 23},
    {'1': 'WORKTREE_FAILED', '2': 24},
  ],
};

/// Descriptor for `ErrorReason`. Decode as a `google.protobuf.EnumDescriptorProto`.
final $typed_data.Uint8List errorReasonDescriptor = $convert.base64Decode(
    'CgtFcnJvclJlYXNvbhIcChhFUlJPUl9SRUFTT05fVU5TUEVDSUZJRUQQABIRCg1UT0tFTl9JTl'
    'ZBTElEEAESEwoPUkVRVUVTVF9JTlZBTElEEAISFAoQQ0xJRU5UX05PVF9GT1VORBADEhEKDUNM'
    'SUVOVF9FWElTVFMQBBIPCgtDTElFTlRfQlVTWRAFEhAKDENMT05FX0ZBSUxFRBAGEhEKDUpPQl'
    '9OT1RfRk9VTkQQBxIQCgxKT0JfRklOSVNIRUQQCBIOCgpKT0JfQUNUSVZFEAkSEQoNQUdFTlRf'
    'VU5LTk9XThAKEhIKDkNVUlNPUl9JTlZBTElEEAsSEgoOQ1VSU09SX0VYUElSRUQQDBIaChZJRE'
    'VNUE9URU5DWV9LRVlfUkVVU0VEEA0SDQoJTk9UX1JFQURZEA4SEgoOSU5URVJOQUxfRVJST1IQ'
    'DxIUChBESUZGX1VOQVZBSUxBQkxFEBASFQoRU0VTU0lPTl9OT1RfRk9VTkQQERITCg9TRVNTSU'
    '9OX0VYUElSRUQQEhINCglMSU5FX0ZVTEwQExIVChFNRVNTQUdFX05PVF9GT1VORBAUEhAKDE1F'
    'U1NBR0VfU0VOVBAVEhgKFFBFUk1JU1NJT05fTk9UX0ZPVU5EEBYSFwoTUEVSTUlTU0lPTl9SRV'
    'NPTFZFRBAXEhMKD1dPUktUUkVFX0ZBSUxFRBAY');
