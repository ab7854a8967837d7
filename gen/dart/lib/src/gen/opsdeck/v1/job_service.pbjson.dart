// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/job_service.proto.

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

@$core.Deprecated('Use listJobsRequestDescriptor instead')
const ListJobsRequest$json = {
  '1': 'ListJobsRequest',
  '2': [
    {'1': 'status', '3': 1, '4': 3, '5': 9, '8': {}, '10': 'status'},
    {'1': 'client_id', '3': 2, '4': 1, '5': 9, '8': {}, '10': 'clientId'},
    {
      '1': 'limit',
      '3': 3,
      '4': 1,
      '5': 13,
      '8': {},
      '9': 0,
      '10': 'limit',
      '17': true
    },
    {'1': 'offset', '3': 4, '4': 1, '5': 13, '10': 'offset'},
    {'1': 'page_token', '3': 5, '4': 1, '5': 9, '8': {}, '10': 'pageToken'},
  ],
  '8': [
    {'1': '_limit'},
  ],
};

/// Descriptor for `ListJobsRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List listJobsRequestDescriptor = $convert.base64Decode(
    'Cg9MaXN0Sm9ic1JlcXVlc3QSIAoGc3RhdHVzGAEgAygJQgi6SAWSAQIQFFIGc3RhdHVzEiQKCW'
    'NsaWVudF9pZBgCIAEoCUIHukgEcgIYQFIIY2xpZW50SWQSJQoFbGltaXQYAyABKA1CCrpIByoF'
    'GPQDKAFIAFIFbGltaXSIAQESFgoGb2Zmc2V0GAQgASgNUgZvZmZzZXQSJgoKcGFnZV90b2tlbh'
    'gFIAEoCUIHukgEcgIYZFIJcGFnZVRva2VuQggKBl9saW1pdA==');

@$core.Deprecated('Use listJobsResponseDescriptor instead')
const ListJobsResponse$json = {
  '1': 'ListJobsResponse',
  '2': [
    {
      '1': 'jobs',
      '3': 1,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.JobSummary',
      '10': 'jobs'
    },
    {'1': 'total', '3': 2, '4': 1, '5': 13, '10': 'total'},
    {'1': 'limit', '3': 3, '4': 1, '5': 13, '10': 'limit'},
    {'1': 'offset', '3': 4, '4': 1, '5': 13, '10': 'offset'},
    {
      '1': 'next_page_token',
      '3': 5,
      '4': 1,
      '5': 9,
      '9': 0,
      '10': 'nextPageToken',
      '17': true
    },
  ],
  '8': [
    {'1': '_next_page_token'},
  ],
};

/// Descriptor for `ListJobsResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List listJobsResponseDescriptor = $convert.base64Decode(
    'ChBMaXN0Sm9ic1Jlc3BvbnNlEioKBGpvYnMYASADKAsyFi5vcHNkZWNrLnYxLkpvYlN1bW1hcn'
    'lSBGpvYnMSFAoFdG90YWwYAiABKA1SBXRvdGFsEhQKBWxpbWl0GAMgASgNUgVsaW1pdBIWCgZv'
    'ZmZzZXQYBCABKA1SBm9mZnNldBIrCg9uZXh0X3BhZ2VfdG9rZW4YBSABKAlIAFINbmV4dFBhZ2'
    'VUb2tlbogBAUISChBfbmV4dF9wYWdlX3Rva2Vu');

@$core.Deprecated('Use getJobRequestDescriptor instead')
const GetJobRequest$json = {
  '1': 'GetJobRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
    {'1': 'include_messages', '3': 2, '4': 1, '5': 8, '10': 'includeMessages'},
  ],
};

/// Descriptor for `GetJobRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getJobRequestDescriptor = $convert.base64Decode(
    'Cg1HZXRKb2JSZXF1ZXN0EjcKAmlkGAEgASgJQie6SCRyIjIgXltBLVphLXowLTldW0EtWmEtej'
    'AtOV8tXXswLDYzfSRSAmlkEikKEGluY2x1ZGVfbWVzc2FnZXMYAiABKAhSD2luY2x1ZGVNZXNz'
    'YWdlcw==');

@$core.Deprecated('Use createJobRequestDescriptor instead')
const CreateJobRequest$json = {
  '1': 'CreateJobRequest',
  '2': [
    {
      '1': 'client_id',
      '3': 1,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 0,
      '10': 'clientId',
      '17': true
    },
    {
      '1': 'github_org',
      '3': 2,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 1,
      '10': 'githubOrg',
      '17': true
    },
    {
      '1': 'github_repo',
      '3': 3,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 2,
      '10': 'githubRepo',
      '17': true
    },
    {'1': 'prompt', '3': 4, '4': 1, '5': 9, '8': {}, '10': 'prompt'},
    {'1': 'branch_name', '3': 5, '4': 1, '5': 9, '8': {}, '10': 'branchName'},
    {
      '1': 'title',
      '3': 6,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 3,
      '10': 'title',
      '17': true
    },
    {
      '1': 'os_feature_id',
      '3': 7,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 4,
      '10': 'osFeatureId',
      '17': true
    },
    {
      '1': 'os_callback_url',
      '3': 8,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 5,
      '10': 'osCallbackUrl',
      '17': true
    },
    {
      '1': 'agent',
      '3': 9,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 6,
      '10': 'agent',
      '17': true
    },
    {
      '1': 'model',
      '3': 10,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 7,
      '10': 'model',
      '17': true
    },
    {
      '1': 'effort',
      '3': 11,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 8,
      '10': 'effort',
      '17': true
    },
    {
      '1': 'priority',
      '3': 12,
      '4': 1,
      '5': 5,
      '8': {},
      '9': 9,
      '10': 'priority',
      '17': true
    },
    {
      '1': 'timeout_seconds',
      '3': 13,
      '4': 1,
      '5': 13,
      '8': {},
      '9': 10,
      '10': 'timeoutSeconds',
      '17': true
    },
    {
      '1': 'max_cost_usd',
      '3': 14,
      '4': 1,
      '5': 1,
      '8': {},
      '9': 11,
      '10': 'maxCostUsd',
      '17': true
    },
    {
      '1': 'permission_mode',
      '3': 15,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 12,
      '10': 'permissionMode',
      '17': true
    },
    {
      '1': 'request_id',
      '3': 16,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 13,
      '10': 'requestId',
      '17': true
    },
  ],
  '7': {},
  '8': [
    {'1': '_client_id'},
    {'1': '_github_org'},
    {'1': '_github_repo'},
    {'1': '_title'},
    {'1': '_os_feature_id'},
    {'1': '_os_callback_url'},
    {'1': '_agent'},
    {'1': '_model'},
    {'1': '_effort'},
    {'1': '_priority'},
    {'1': '_timeout_seconds'},
    {'1': '_max_cost_usd'},
    {'1': '_permission_mode'},
    {'1': '_request_id'},
  ],
};

/// Descriptor for `CreateJobRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List createJobRequestDescriptor = $convert.base64Decode(
    'ChBDcmVhdGVKb2JSZXF1ZXN0EkkKCWNsaWVudF9pZBgBIAEoCUInukgkciIyIF5bQS1aYS16MC'
    '05XVtBLVphLXowLTlfLV17MCw2M30kSABSCGNsaWVudElkiAEBEksKCmdpdGh1Yl9vcmcYAiAB'
    'KAlCJ7pIJHIiMiBeW0EtWmEtejAtOV1bQS1aYS16MC05Xy1dezAsOTl9JEgBUglnaXRodWJPcm'
    'eIAQES+gEKC2dpdGh1Yl9yZXBvGAMgASgJQtMBukjPAXIlMiNeW0EtWmEtejAtOV8uXVtBLVph'
    'LXowLTlfLi1dezAsOTl9JLoBpAEKEGdpdGh1Yl9yZXBvLm5hbWUSNm11c3Qgbm90IGJlICcuJy'
    'wgaG9sZCAnLi4nIG9yIGVuZCBpbiAnLmdpdCcgb3IgJy5sb2NrJxpYdGhpcyAhPSAnLicgJiYg'
    'IXRoaXMuY29udGFpbnMoJy4uJykgJiYgIXRoaXMuZW5kc1dpdGgoJy5naXQnKSAmJiAhdGhpcy'
    '5lbmRzV2l0aCgnLmxvY2snKUgCUgpnaXRodWJSZXBviAEBEl4KBnByb21wdBgEIAEoCUJGukhD'
    'cgQYwIQ9ugE6ChBwcm9tcHQubm90X2JsYW5rEhFtdXN0IG5vdCBiZSBlbXB0eRoTdGhpcy5tYX'
    'RjaGVzKCdcXFMnKVIGcHJvbXB0EisKC2JyYW5jaF9uYW1lGAUgASgJQgq6SAdyBRABGPQBUgpi'
    'cmFuY2hOYW1lEiUKBXRpdGxlGAYgASgJQgq6SAdyBRABGPoBSANSBXRpdGxliAEBEjEKDW9zX2'
    'ZlYXR1cmVfaWQYByABKAlCCLpIBXIDGMgBSARSC29zRmVhdHVyZUlkiAEBEjUKD29zX2NhbGxi'
    'YWNrX3VybBgIIAEoCUIIukgFcgMY0A9IBVINb3NDYWxsYmFja1VybIgBARIiCgVhZ2VudBgJIA'
    'EoCUIHukgEcgIYMkgGUgVhZ2VudIgBARJKCgVtb2RlbBgKIAEoCUIvukgscioyKF5bQS1aYS16'
    'MC05XVtBLVphLXowLTkuXzovQFxbXF0tXXswLDk5fSRIB1IFbW9kZWyIAQESOwoGZWZmb3J0GA'
    'sgASgJQh66SBtyGTIXXlthLXpdW2EtejAtOV8tXXswLDI5fSRICFIGZWZmb3J0iAEBEjQKCHBy'
    'aW9yaXR5GAwgASgFQhO6SBAaDhjoByiY+P////////8BSAlSCHByaW9yaXR5iAEBEjkKD3RpbW'
    'VvdXRfc2Vjb25kcxgNIAEoDUILukgIKgYYgPUkKAFIClIOdGltZW91dFNlY29uZHOIAQESNwoM'
    'bWF4X2Nvc3RfdXNkGA4gASgBQhC6SA0SCyEAAAAAAAAAAEABSAtSCm1heENvc3RVc2SIAQESNQ'
    'oPcGVybWlzc2lvbl9tb2RlGA8gASgJQge6SARyAhgySAxSDnBlcm1pc3Npb25Nb2RliAEBEi4K'
    'CnJlcXVlc3RfaWQYECABKAlCCrpIB3IFEAEYyAFIDVIJcmVxdWVzdElkiAEBOr8Buki7ARq4AQ'
    'oRY3JlYXRlX2pvYi50YXJnZXQSKmdpdmUgY2xpZW50SWQsIG9yIGdpdGh1Yk9yZyBhbmQgZ2l0'
    'aHViUmVwbxp3aGFzKHRoaXMuY2xpZW50X2lkKSAhPSAoaGFzKHRoaXMuZ2l0aHViX29yZykgJi'
    'YgaGFzKHRoaXMuZ2l0aHViX3JlcG8pKSAmJiBoYXModGhpcy5naXRodWJfb3JnKSA9PSBoYXMo'
    'dGhpcy5naXRodWJfcmVwbylCDAoKX2NsaWVudF9pZEINCgtfZ2l0aHViX29yZ0IOCgxfZ2l0aH'
    'ViX3JlcG9CCAoGX3RpdGxlQhAKDl9vc19mZWF0dXJlX2lkQhIKEF9vc19jYWxsYmFja191cmxC'
    'CAoGX2FnZW50QggKBl9tb2RlbEIJCgdfZWZmb3J0QgsKCV9wcmlvcml0eUISChBfdGltZW91dF'
    '9zZWNvbmRzQg8KDV9tYXhfY29zdF91c2RCEgoQX3Blcm1pc3Npb25fbW9kZUINCgtfcmVxdWVz'
    'dF9pZA==');

@$core.Deprecated('Use createJobResponseDescriptor instead')
const CreateJobResponse$json = {
  '1': 'CreateJobResponse',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {'1': 'client_id', '3': 2, '4': 1, '5': 9, '10': 'clientId'},
    {
      '1': 'status',
      '3': 3,
      '4': 1,
      '5': 14,
      '6': '.opsdeck.v1.Job.Status',
      '10': 'status'
    },
    {'1': 'position', '3': 4, '4': 1, '5': 13, '10': 'position'},
    {'1': 'branch_name', '3': 5, '4': 1, '5': 9, '10': 'branchName'},
    {
      '1': 'created_at',
      '3': 6,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'createdAt'
    },
  ],
};

/// Descriptor for `CreateJobResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List createJobResponseDescriptor = $convert.base64Decode(
    'ChFDcmVhdGVKb2JSZXNwb25zZRIOCgJpZBgBIAEoCVICaWQSGwoJY2xpZW50X2lkGAIgASgJUg'
    'hjbGllbnRJZBIuCgZzdGF0dXMYAyABKA4yFi5vcHNkZWNrLnYxLkpvYi5TdGF0dXNSBnN0YXR1'
    'cxIaCghwb3NpdGlvbhgEIAEoDVIIcG9zaXRpb24SHwoLYnJhbmNoX25hbWUYBSABKAlSCmJyYW'
    '5jaE5hbWUSOQoKY3JlYXRlZF9hdBgGIAEoCzIaLmdvb2dsZS5wcm90b2J1Zi5UaW1lc3RhbXBS'
    'CWNyZWF0ZWRBdA==');

@$core.Deprecated('Use cancelJobRequestDescriptor instead')
const CancelJobRequest$json = {
  '1': 'CancelJobRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
  ],
};

/// Descriptor for `CancelJobRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List cancelJobRequestDescriptor = $convert.base64Decode(
    'ChBDYW5jZWxKb2JSZXF1ZXN0EjcKAmlkGAEgASgJQie6SCRyIjIgXltBLVphLXowLTldW0EtWm'
    'EtejAtOV8tXXswLDYzfSRSAmlk');

@$core.Deprecated('Use cancelJobResponseDescriptor instead')
const CancelJobResponse$json = {
  '1': 'CancelJobResponse',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {
      '1': 'status',
      '3': 2,
      '4': 1,
      '5': 14,
      '6': '.opsdeck.v1.Job.Status',
      '10': 'status'
    },
    {'1': 'was_running', '3': 3, '4': 1, '5': 8, '10': 'wasRunning'},
  ],
};

/// Descriptor for `CancelJobResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List cancelJobResponseDescriptor = $convert.base64Decode(
    'ChFDYW5jZWxKb2JSZXNwb25zZRIOCgJpZBgBIAEoCVICaWQSLgoGc3RhdHVzGAIgASgOMhYub3'
    'BzZGVjay52MS5Kb2IuU3RhdHVzUgZzdGF0dXMSHwoLd2FzX3J1bm5pbmcYAyABKAhSCndhc1J1'
    'bm5pbmc=');

@$core.Deprecated('Use retryJobRequestDescriptor instead')
const RetryJobRequest$json = {
  '1': 'RetryJobRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
    {
      '1': 'request_id',
      '3': 2,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 0,
      '10': 'requestId',
      '17': true
    },
  ],
  '8': [
    {'1': '_request_id'},
  ],
};

/// Descriptor for `RetryJobRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List retryJobRequestDescriptor = $convert.base64Decode(
    'Cg9SZXRyeUpvYlJlcXVlc3QSNwoCaWQYASABKAlCJ7pIJHIiMiBeW0EtWmEtejAtOV1bQS1aYS'
    '16MC05Xy1dezAsNjN9JFICaWQSLgoKcmVxdWVzdF9pZBgCIAEoCUIKukgHcgUQARjIAUgAUgly'
    'ZXF1ZXN0SWSIAQFCDQoLX3JlcXVlc3RfaWQ=');

@$core.Deprecated('Use retryJobResponseDescriptor instead')
const RetryJobResponse$json = {
  '1': 'RetryJobResponse',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {'1': 'original_job_id', '3': 2, '4': 1, '5': 9, '10': 'originalJobId'},
    {
      '1': 'status',
      '3': 3,
      '4': 1,
      '5': 14,
      '6': '.opsdeck.v1.Job.Status',
      '10': 'status'
    },
    {'1': 'position', '3': 4, '4': 1, '5': 13, '10': 'position'},
  ],
};

/// Descriptor for `RetryJobResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List retryJobResponseDescriptor = $convert.base64Decode(
    'ChBSZXRyeUpvYlJlc3BvbnNlEg4KAmlkGAEgASgJUgJpZBImCg9vcmlnaW5hbF9qb2JfaWQYAi'
    'ABKAlSDW9yaWdpbmFsSm9iSWQSLgoGc3RhdHVzGAMgASgOMhYub3BzZGVjay52MS5Kb2IuU3Rh'
    'dHVzUgZzdGF0dXMSGgoIcG9zaXRpb24YBCABKA1SCHBvc2l0aW9u');

@$core.Deprecated('Use watchJobRequestDescriptor instead')
const WatchJobRequest$json = {
  '1': 'WatchJobRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
    {'1': 'after', '3': 2, '4': 1, '5': 9, '8': {}, '10': 'after'},
    {'1': 'tail_only', '3': 3, '4': 1, '5': 8, '10': 'tailOnly'},
    {'1': 'partial', '3': 4, '4': 1, '5': 8, '10': 'partial'},
  ],
};

/// Descriptor for `WatchJobRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List watchJobRequestDescriptor = $convert.base64Decode(
    'Cg9XYXRjaEpvYlJlcXVlc3QSNwoCaWQYASABKAlCJ7pIJHIiMiBeW0EtWmEtejAtOV1bQS1aYS'
    '16MC05Xy1dezAsNjN9JFICaWQSHQoFYWZ0ZXIYAiABKAlCB7pIBHICGGRSBWFmdGVyEhsKCXRh'
    'aWxfb25seRgDIAEoCFIIdGFpbE9ubHkSGAoHcGFydGlhbBgEIAEoCFIHcGFydGlhbA==');

@$core.Deprecated('Use watchJobResponseDescriptor instead')
const WatchJobResponse$json = {
  '1': 'WatchJobResponse',
  '2': [
    {
      '1': 'job',
      '3': 1,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.JobSummary',
      '10': 'job'
    },
    {
      '1': 'events',
      '3': 2,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.Event',
      '10': 'events'
    },
    {'1': 'cursor', '3': 3, '4': 1, '5': 9, '10': 'cursor'},
    {'1': 'caught_up', '3': 4, '4': 1, '5': 8, '10': 'caughtUp'},
  ],
};

/// Descriptor for `WatchJobResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List watchJobResponseDescriptor = $convert.base64Decode(
    'ChBXYXRjaEpvYlJlc3BvbnNlEigKA2pvYhgBIAEoCzIWLm9wc2RlY2sudjEuSm9iU3VtbWFyeV'
    'IDam9iEikKBmV2ZW50cxgCIAMoCzIRLm9wc2RlY2sudjEuRXZlbnRSBmV2ZW50cxIWCgZjdXJz'
    'b3IYAyABKAlSBmN1cnNvchIbCgljYXVnaHRfdXAYBCABKAhSCGNhdWdodFVw');

@$core.Deprecated('Use getJobDiffRequestDescriptor instead')
const GetJobDiffRequest$json = {
  '1': 'GetJobDiffRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
  ],
};

/// Descriptor for `GetJobDiffRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getJobDiffRequestDescriptor = $convert.base64Decode(
    'ChFHZXRKb2JEaWZmUmVxdWVzdBI3CgJpZBgBIAEoCUInukgkciIyIF5bQS1aYS16MC05XVtBLV'
    'phLXowLTlfLV17MCw2M30kUgJpZA==');

@$core.Deprecated('Use getJobDiffResponseDescriptor instead')
const GetJobDiffResponse$json = {
  '1': 'GetJobDiffResponse',
  '2': [
    {'1': 'diff', '3': 1, '4': 1, '5': 9, '10': 'diff'},
    {'1': 'truncated', '3': 2, '4': 1, '5': 8, '10': 'truncated'},
    {'1': 'files_changed', '3': 3, '4': 1, '5': 13, '10': 'filesChanged'},
    {'1': 'insertions', '3': 4, '4': 1, '5': 13, '10': 'insertions'},
    {'1': 'deletions', '3': 5, '4': 1, '5': 13, '10': 'deletions'},
  ],
};

/// Descriptor for `GetJobDiffResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getJobDiffResponseDescriptor = $convert.base64Decode(
    'ChJHZXRKb2JEaWZmUmVzcG9uc2USEgoEZGlmZhgBIAEoCVIEZGlmZhIcCgl0cnVuY2F0ZWQYAi'
    'ABKAhSCXRydW5jYXRlZBIjCg1maWxlc19jaGFuZ2VkGAMgASgNUgxmaWxlc0NoYW5nZWQSHgoK'
    'aW5zZXJ0aW9ucxgEIAEoDVIKaW5zZXJ0aW9ucxIcCglkZWxldGlvbnMYBSABKA1SCWRlbGV0aW'
    '9ucw==');

@$core.Deprecated('Use getQueueRequestDescriptor instead')
const GetQueueRequest$json = {
  '1': 'GetQueueRequest',
};

/// Descriptor for `GetQueueRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getQueueRequestDescriptor =
    $convert.base64Decode('Cg9HZXRRdWV1ZVJlcXVlc3Q=');

@$core.Deprecated('Use getQueueResponseDescriptor instead')
const GetQueueResponse$json = {
  '1': 'GetQueueResponse',
  '2': [
    {
      '1': 'running',
      '3': 1,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.GetQueueResponse.Running',
      '10': 'running'
    },
    {
      '1': 'queued',
      '3': 2,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.GetQueueResponse.Queued',
      '10': 'queued'
    },
    {'1': 'max_concurrent', '3': 3, '4': 1, '5': 13, '10': 'maxConcurrent'},
    {'1': 'total_queued', '3': 4, '4': 1, '5': 13, '10': 'totalQueued'},
  ],
  '3': [GetQueueResponse_Running$json, GetQueueResponse_Queued$json],
};

@$core.Deprecated('Use getQueueResponseDescriptor instead')
const GetQueueResponse_Running$json = {
  '1': 'Running',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {'1': 'client_name', '3': 2, '4': 1, '5': 9, '10': 'clientName'},
    {'1': 'branch_name', '3': 3, '4': 1, '5': 9, '10': 'branchName'},
    {
      '1': 'started_at',
      '3': 4,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'startedAt'
    },
    {'1': 'running_for', '3': 5, '4': 1, '5': 9, '10': 'runningFor'},
  ],
};

@$core.Deprecated('Use getQueueResponseDescriptor instead')
const GetQueueResponse_Queued$json = {
  '1': 'Queued',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {'1': 'client_name', '3': 2, '4': 1, '5': 9, '10': 'clientName'},
    {'1': 'branch_name', '3': 3, '4': 1, '5': 9, '10': 'branchName'},
    {'1': 'position', '3': 4, '4': 1, '5': 13, '10': 'position'},
    {
      '1': 'created_at',
      '3': 5,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'createdAt'
    },
    {'1': 'priority', '3': 6, '4': 1, '5': 5, '10': 'priority'},
  ],
};

/// Descriptor for `GetQueueResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getQueueResponseDescriptor = $convert.base64Decode(
    'ChBHZXRRdWV1ZVJlc3BvbnNlEj4KB3J1bm5pbmcYASADKAsyJC5vcHNkZWNrLnYxLkdldFF1ZX'
    'VlUmVzcG9uc2UuUnVubmluZ1IHcnVubmluZxI7CgZxdWV1ZWQYAiADKAsyIy5vcHNkZWNrLnYx'
    'LkdldFF1ZXVlUmVzcG9uc2UuUXVldWVkUgZxdWV1ZWQSJQoObWF4X2NvbmN1cnJlbnQYAyABKA'
    '1SDW1heENvbmN1cnJlbnQSIQoMdG90YWxfcXVldWVkGAQgASgNUgt0b3RhbFF1ZXVlZBq3AQoH'
    'UnVubmluZxIOCgJpZBgBIAEoCVICaWQSHwoLY2xpZW50X25hbWUYAiABKAlSCmNsaWVudE5hbW'
    'USHwoLYnJhbmNoX25hbWUYAyABKAlSCmJyYW5jaE5hbWUSOQoKc3RhcnRlZF9hdBgEIAEoCzIa'
    'Lmdvb2dsZS5wcm90b2J1Zi5UaW1lc3RhbXBSCXN0YXJ0ZWRBdBIfCgtydW5uaW5nX2ZvchgFIA'
    'EoCVIKcnVubmluZ0ZvchrNAQoGUXVldWVkEg4KAmlkGAEgASgJUgJpZBIfCgtjbGllbnRfbmFt'
    'ZRgCIAEoCVIKY2xpZW50TmFtZRIfCgticmFuY2hfbmFtZRgDIAEoCVIKYnJhbmNoTmFtZRIaCg'
    'hwb3NpdGlvbhgEIAEoDVIIcG9zaXRpb24SOQoKY3JlYXRlZF9hdBgFIAEoCzIaLmdvb2dsZS5w'
    'cm90b2J1Zi5UaW1lc3RhbXBSCWNyZWF0ZWRBdBIaCghwcmlvcml0eRgGIAEoBVIIcHJpb3JpdH'
    'k=');
