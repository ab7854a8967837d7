// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/system_service.proto.

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

@$core.Deprecated('Use getHealthRequestDescriptor instead')
const GetHealthRequest$json = {
  '1': 'GetHealthRequest',
};

/// Descriptor for `GetHealthRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getHealthRequestDescriptor =
    $convert.base64Decode('ChBHZXRIZWFsdGhSZXF1ZXN0');

@$core.Deprecated('Use getHealthResponseDescriptor instead')
const GetHealthResponse$json = {
  '1': 'GetHealthResponse',
  '2': [
    {'1': 'status', '3': 1, '4': 1, '5': 9, '10': 'status'},
    {
      '1': 'queue',
      '3': 2,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.GetHealthResponse.Queue',
      '10': 'queue'
    },
    {
      '1': 'claude',
      '3': 3,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.GetHealthResponse.Agent',
      '10': 'claude'
    },
    {
      '1': 'services',
      '3': 4,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.GetHealthResponse.ServicesEntry',
      '10': 'services'
    },
    {'1': 'version', '3': 5, '4': 1, '5': 9, '10': 'version'},
    {'1': 'uptime', '3': 6, '4': 1, '5': 1, '10': 'uptime'},
    {'1': 'agents', '3': 7, '4': 3, '5': 9, '10': 'agents'},
  ],
  '3': [
    GetHealthResponse_Queue$json,
    GetHealthResponse_Agent$json,
    GetHealthResponse_ServicesEntry$json
  ],
};

@$core.Deprecated('Use getHealthResponseDescriptor instead')
const GetHealthResponse_Queue$json = {
  '1': 'Queue',
  '2': [
    {'1': 'running', '3': 1, '4': 1, '5': 13, '10': 'running'},
    {'1': 'queued', '3': 2, '4': 1, '5': 13, '10': 'queued'},
    {'1': 'max_concurrent', '3': 3, '4': 1, '5': 13, '10': 'maxConcurrent'},
  ],
};

@$core.Deprecated('Use getHealthResponseDescriptor instead')
const GetHealthResponse_Agent$json = {
  '1': 'Agent',
  '2': [
    {'1': 'authenticated', '3': 1, '4': 1, '5': 8, '10': 'authenticated'},
    {'1': 'version', '3': 2, '4': 1, '5': 9, '10': 'version'},
    {'1': 'error', '3': 3, '4': 1, '5': 9, '9': 0, '10': 'error', '17': true},
  ],
  '8': [
    {'1': '_error'},
  ],
};

@$core.Deprecated('Use getHealthResponseDescriptor instead')
const GetHealthResponse_ServicesEntry$json = {
  '1': 'ServicesEntry',
  '2': [
    {'1': 'key', '3': 1, '4': 1, '5': 9, '10': 'key'},
    {'1': 'value', '3': 2, '4': 1, '5': 9, '10': 'value'},
  ],
  '7': {'7': true},
};

/// Descriptor for `GetHealthResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getHealthResponseDescriptor = $convert.base64Decode(
    'ChFHZXRIZWFsdGhSZXNwb25zZRIWCgZzdGF0dXMYASABKAlSBnN0YXR1cxI5CgVxdWV1ZRgCIA'
    'EoCzIjLm9wc2RlY2sudjEuR2V0SGVhbHRoUmVzcG9uc2UuUXVldWVSBXF1ZXVlEjsKBmNsYXVk'
    'ZRgDIAEoCzIjLm9wc2RlY2sudjEuR2V0SGVhbHRoUmVzcG9uc2UuQWdlbnRSBmNsYXVkZRJHCg'
    'hzZXJ2aWNlcxgEIAMoCzIrLm9wc2RlY2sudjEuR2V0SGVhbHRoUmVzcG9uc2UuU2VydmljZXNF'
    'bnRyeVIIc2VydmljZXMSGAoHdmVyc2lvbhgFIAEoCVIHdmVyc2lvbhIWCgZ1cHRpbWUYBiABKA'
    'FSBnVwdGltZRIWCgZhZ2VudHMYByADKAlSBmFnZW50cxpgCgVRdWV1ZRIYCgdydW5uaW5nGAEg'
    'ASgNUgdydW5uaW5nEhYKBnF1ZXVlZBgCIAEoDVIGcXVldWVkEiUKDm1heF9jb25jdXJyZW50GA'
    'MgASgNUg1tYXhDb25jdXJyZW50GmwKBUFnZW50EiQKDWF1dGhlbnRpY2F0ZWQYASABKAhSDWF1'
    'dGhlbnRpY2F0ZWQSGAoHdmVyc2lvbhgCIAEoCVIHdmVyc2lvbhIZCgVlcnJvchgDIAEoCUgAUg'
    'VlcnJvcogBAUIICgZfZXJyb3IaOwoNU2VydmljZXNFbnRyeRIQCgNrZXkYASABKAlSA2tleRIU'
    'CgV2YWx1ZRgCIAEoCVIFdmFsdWU6AjgB');

@$core.Deprecated('Use getLiveRequestDescriptor instead')
const GetLiveRequest$json = {
  '1': 'GetLiveRequest',
};

/// Descriptor for `GetLiveRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getLiveRequestDescriptor =
    $convert.base64Decode('Cg5HZXRMaXZlUmVxdWVzdA==');

@$core.Deprecated('Use getLiveResponseDescriptor instead')
const GetLiveResponse$json = {
  '1': 'GetLiveResponse',
  '2': [
    {'1': 'status', '3': 1, '4': 1, '5': 9, '10': 'status'},
  ],
};

/// Descriptor for `GetLiveResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getLiveResponseDescriptor = $convert
    .base64Decode('Cg9HZXRMaXZlUmVzcG9uc2USFgoGc3RhdHVzGAEgASgJUgZzdGF0dXM=');

@$core.Deprecated('Use getReadyRequestDescriptor instead')
const GetReadyRequest$json = {
  '1': 'GetReadyRequest',
};

/// Descriptor for `GetReadyRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getReadyRequestDescriptor =
    $convert.base64Decode('Cg9HZXRSZWFkeVJlcXVlc3Q=');

@$core.Deprecated('Use getReadyResponseDescriptor instead')
const GetReadyResponse$json = {
  '1': 'GetReadyResponse',
  '2': [
    {'1': 'status', '3': 1, '4': 1, '5': 9, '10': 'status'},
  ],
};

/// Descriptor for `GetReadyResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getReadyResponseDescriptor = $convert
    .base64Decode('ChBHZXRSZWFkeVJlc3BvbnNlEhYKBnN0YXR1cxgBIAEoCVIGc3RhdHVz');
