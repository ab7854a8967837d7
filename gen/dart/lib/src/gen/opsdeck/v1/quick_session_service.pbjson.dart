// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/quick_session_service.proto.

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

@$core.Deprecated('Use startSessionRequestDescriptor instead')
const StartSessionRequest$json = {
  '1': 'StartSessionRequest',
  '2': [
    {'1': 'repo', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'repo'},
    {
      '1': 'agent',
      '3': 2,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 0,
      '10': 'agent',
      '17': true
    },
    {
      '1': 'model',
      '3': 3,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 1,
      '10': 'model',
      '17': true
    },
    {
      '1': 'effort',
      '3': 4,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 2,
      '10': 'effort',
      '17': true
    },
    {
      '1': 'permission_mode',
      '3': 5,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 3,
      '10': 'permissionMode',
      '17': true
    },
    {
      '1': 'request_id',
      '3': 6,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 4,
      '10': 'requestId',
      '17': true
    },
  ],
  '8': [
    {'1': '_agent'},
    {'1': '_model'},
    {'1': '_effort'},
    {'1': '_permission_mode'},
    {'1': '_request_id'},
  ],
};

/// Descriptor for `StartSessionRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List startSessionRequestDescriptor = $convert.base64Decode(
    'ChNTdGFydFNlc3Npb25SZXF1ZXN0EswCCgRyZXBvGAEgASgJQrcCukizAroBhwEKCnJlcG8uc2'
    'hhcGUSJW11c3QgYmUgb3duZXIvcmVwbywgc3VjaCBhcyBhY21lL3NpdGUaUnRoaXMubWF0Y2hl'
    'cygnXltBLVphLXowLTldW0EtWmEtejAtOV8tXXswLDk5fS9bQS1aYS16MC05Xy5dW0EtWmEtej'
    'AtOV8uLV17MCw5OX0kJym6AaQBCglyZXBvLm5hbWUSNG11c3Qgbm90IGhvbGQgJy4uJyBvciBl'
    'bmQgaW4gJy8uJywgJy5naXQnIG9yICcubG9jaycaYSF0aGlzLmNvbnRhaW5zKCcuLicpICYmIC'
    'F0aGlzLmVuZHNXaXRoKCcvLicpICYmICF0aGlzLmVuZHNXaXRoKCcuZ2l0JykgJiYgIXRoaXMu'
    'ZW5kc1dpdGgoJy5sb2NrJylSBHJlcG8SIgoFYWdlbnQYAiABKAlCB7pIBHICGDJIAFIFYWdlbn'
    'SIAQESSgoFbW9kZWwYAyABKAlCL7pILHIqMiheW0EtWmEtejAtOV1bQS1aYS16MC05Ll86L0Bc'
    'W1xdLV17MCw5OX0kSAFSBW1vZGVsiAEBEjsKBmVmZm9ydBgEIAEoCUIeukgbchkyF15bYS16XV'
    'thLXowLTlfLV17MCwyOX0kSAJSBmVmZm9ydIgBARI1Cg9wZXJtaXNzaW9uX21vZGUYBSABKAlC'
    'B7pIBHICGDJIA1IOcGVybWlzc2lvbk1vZGWIAQESLgoKcmVxdWVzdF9pZBgGIAEoCUIKukgHcg'
    'UQARjIAUgEUglyZXF1ZXN0SWSIAQFCCAoGX2FnZW50QggKBl9tb2RlbEIJCgdfZWZmb3J0QhIK'
    'EF9wZXJtaXNzaW9uX21vZGVCDQoLX3JlcXVlc3RfaWQ=');

@$core.Deprecated('Use listSessionsRequestDescriptor instead')
const ListSessionsRequest$json = {
  '1': 'ListSessionsRequest',
};

/// Descriptor for `ListSessionsRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List listSessionsRequestDescriptor =
    $convert.base64Decode('ChNMaXN0U2Vzc2lvbnNSZXF1ZXN0');

@$core.Deprecated('Use getSessionRequestDescriptor instead')
const GetSessionRequest$json = {
  '1': 'GetSessionRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
    {
      '1': 'limit',
      '3': 2,
      '4': 1,
      '5': 13,
      '8': {},
      '9': 0,
      '10': 'limit',
      '17': true
    },
    {
      '1': 'before',
      '3': 3,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 1,
      '10': 'before',
      '17': true
    },
  ],
  '8': [
    {'1': '_limit'},
    {'1': '_before'},
  ],
};

/// Descriptor for `GetSessionRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getSessionRequestDescriptor = $convert.base64Decode(
    'ChFHZXRTZXNzaW9uUmVxdWVzdBI3CgJpZBgBIAEoCUInukgkciIyIF5bQS1aYS16MC05XVtBLV'
    'phLXowLTlfLV17MCw2M30kUgJpZBIlCgVsaW1pdBgCIAEoDUIKukgHKgUY6AcoAUgAUgVsaW1p'
    'dIgBARJECgZiZWZvcmUYAyABKAlCJ7pIJHIiMiBeW0EtWmEtejAtOV1bQS1aYS16MC05Xy1dez'
    'AsNjN9JEgBUgZiZWZvcmWIAQFCCAoGX2xpbWl0QgkKB19iZWZvcmU=');

@$core.Deprecated('Use deleteSessionRequestDescriptor instead')
const DeleteSessionRequest$json = {
  '1': 'DeleteSessionRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
  ],
};

/// Descriptor for `DeleteSessionRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List deleteSessionRequestDescriptor = $convert.base64Decode(
    'ChREZWxldGVTZXNzaW9uUmVxdWVzdBI3CgJpZBgBIAEoCUInukgkciIyIF5bQS1aYS16MC05XV'
    'tBLVphLXowLTlfLV17MCw2M30kUgJpZA==');

@$core.Deprecated('Use deleteSessionResponseDescriptor instead')
const DeleteSessionResponse$json = {
  '1': 'DeleteSessionResponse',
  '2': [
    {
      '1': 'kept_ref',
      '3': 1,
      '4': 1,
      '5': 9,
      '9': 0,
      '10': 'keptRef',
      '17': true
    },
  ],
  '8': [
    {'1': '_kept_ref'},
  ],
};

/// Descriptor for `DeleteSessionResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List deleteSessionResponseDescriptor = $convert.base64Decode(
    'ChVEZWxldGVTZXNzaW9uUmVzcG9uc2USHgoIa2VwdF9yZWYYASABKAlIAFIHa2VwdFJlZogBAU'
    'ILCglfa2VwdF9yZWY=');

@$core.Deprecated('Use sendMessageRequestDescriptor instead')
const SendMessageRequest$json = {
  '1': 'SendMessageRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
    {'1': 'content', '3': 2, '4': 1, '5': 9, '8': {}, '10': 'content'},
    {
      '1': 'request_id',
      '3': 3,
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

/// Descriptor for `SendMessageRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List sendMessageRequestDescriptor = $convert.base64Decode(
    'ChJTZW5kTWVzc2FnZVJlcXVlc3QSNwoCaWQYASABKAlCJ7pIJHIiMiBeW0EtWmEtejAtOV1bQS'
    '1aYS16MC05Xy1dezAsNjN9JFICaWQSYQoHY29udGVudBgCIAEoCUJHukhEcgQYwIQ9ugE7ChFj'
    'b250ZW50Lm5vdF9ibGFuaxIRbXVzdCBub3QgYmUgZW1wdHkaE3RoaXMubWF0Y2hlcygnXFxTJy'
    'lSB2NvbnRlbnQSLgoKcmVxdWVzdF9pZBgDIAEoCUIKukgHcgUQARjIAUgAUglyZXF1ZXN0SWSI'
    'AQFCDQoLX3JlcXVlc3RfaWQ=');

@$core.Deprecated('Use editMessageRequestDescriptor instead')
const EditMessageRequest$json = {
  '1': 'EditMessageRequest',
  '2': [
    {'1': 'session_id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'sessionId'},
    {'1': 'id', '3': 2, '4': 1, '5': 9, '8': {}, '10': 'id'},
    {'1': 'content', '3': 3, '4': 1, '5': 9, '8': {}, '10': 'content'},
  ],
};

/// Descriptor for `EditMessageRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List editMessageRequestDescriptor = $convert.base64Decode(
    'ChJFZGl0TWVzc2FnZVJlcXVlc3QSRgoKc2Vzc2lvbl9pZBgBIAEoCUInukgkciIyIF5bQS1aYS'
    '16MC05XVtBLVphLXowLTlfLV17MCw2M30kUglzZXNzaW9uSWQSNwoCaWQYAiABKAlCJ7pIJHIi'
    'MiBeW0EtWmEtejAtOV1bQS1aYS16MC05Xy1dezAsNjN9JFICaWQSYQoHY29udGVudBgDIAEoCU'
    'JHukhEcgQYwIQ9ugE7ChFjb250ZW50Lm5vdF9ibGFuaxIRbXVzdCBub3QgYmUgZW1wdHkaE3Ro'
    'aXMubWF0Y2hlcygnXFxTJylSB2NvbnRlbnQ=');

@$core.Deprecated('Use withdrawMessageRequestDescriptor instead')
const WithdrawMessageRequest$json = {
  '1': 'WithdrawMessageRequest',
  '2': [
    {'1': 'session_id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'sessionId'},
    {'1': 'id', '3': 2, '4': 1, '5': 9, '8': {}, '10': 'id'},
  ],
};

/// Descriptor for `WithdrawMessageRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List withdrawMessageRequestDescriptor = $convert.base64Decode(
    'ChZXaXRoZHJhd01lc3NhZ2VSZXF1ZXN0EkYKCnNlc3Npb25faWQYASABKAlCJ7pIJHIiMiBeW0'
    'EtWmEtejAtOV1bQS1aYS16MC05Xy1dezAsNjN9JFIJc2Vzc2lvbklkEjcKAmlkGAIgASgJQie6'
    'SCRyIjIgXltBLVphLXowLTldW0EtWmEtejAtOV8tXXswLDYzfSRSAmlk');

@$core.Deprecated('Use interruptSessionRequestDescriptor instead')
const InterruptSessionRequest$json = {
  '1': 'InterruptSessionRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
    {'1': 'withdraw_waiting', '3': 2, '4': 1, '5': 8, '10': 'withdrawWaiting'},
  ],
};

/// Descriptor for `InterruptSessionRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List interruptSessionRequestDescriptor = $convert.base64Decode(
    'ChdJbnRlcnJ1cHRTZXNzaW9uUmVxdWVzdBI3CgJpZBgBIAEoCUInukgkciIyIF5bQS1aYS16MC'
    '05XVtBLVphLXowLTlfLV17MCw2M30kUgJpZBIpChB3aXRoZHJhd193YWl0aW5nGAIgASgIUg93'
    'aXRoZHJhd1dhaXRpbmc=');

@$core.Deprecated('Use interruptSessionResponseDescriptor instead')
const InterruptSessionResponse$json = {
  '1': 'InterruptSessionResponse',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '10': 'id'},
    {
      '1': 'status',
      '3': 2,
      '4': 1,
      '5': 14,
      '6': '.opsdeck.v1.QuickSession.Status',
      '10': 'status'
    },
    {'1': 'was_running', '3': 3, '4': 1, '5': 8, '10': 'wasRunning'},
  ],
};

/// Descriptor for `InterruptSessionResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List interruptSessionResponseDescriptor = $convert.base64Decode(
    'ChhJbnRlcnJ1cHRTZXNzaW9uUmVzcG9uc2USDgoCaWQYASABKAlSAmlkEjcKBnN0YXR1cxgCIA'
    'EoDjIfLm9wc2RlY2sudjEuUXVpY2tTZXNzaW9uLlN0YXR1c1IGc3RhdHVzEh8KC3dhc19ydW5u'
    'aW5nGAMgASgIUgp3YXNSdW5uaW5n');

@$core.Deprecated('Use answerPermissionRequestDescriptor instead')
const AnswerPermissionRequest$json = {
  '1': 'AnswerPermissionRequest',
  '2': [
    {'1': 'session_id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'sessionId'},
    {'1': 'id', '3': 2, '4': 1, '5': 9, '8': {}, '10': 'id'},
    {'1': 'allow', '3': 3, '4': 1, '5': 8, '10': 'allow'},
    {
      '1': 'message',
      '3': 4,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 0,
      '10': 'message',
      '17': true
    },
    {
      '1': 'updated_input',
      '3': 5,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 1,
      '10': 'updatedInput',
      '17': true
    },
    {
      '1': 'answers',
      '3': 6,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.AnswerPermissionRequest.AnswersEntry',
      '8': {},
      '10': 'answers'
    },
    {'1': 'remember', '3': 7, '4': 1, '5': 8, '10': 'remember'},
  ],
  '3': [AnswerPermissionRequest_AnswersEntry$json],
  '8': [
    {'1': '_message'},
    {'1': '_updated_input'},
  ],
};

@$core.Deprecated('Use answerPermissionRequestDescriptor instead')
const AnswerPermissionRequest_AnswersEntry$json = {
  '1': 'AnswersEntry',
  '2': [
    {'1': 'key', '3': 1, '4': 1, '5': 9, '10': 'key'},
    {'1': 'value', '3': 2, '4': 1, '5': 9, '10': 'value'},
  ],
  '7': {'7': true},
};

/// Descriptor for `AnswerPermissionRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List answerPermissionRequestDescriptor = $convert.base64Decode(
    'ChdBbnN3ZXJQZXJtaXNzaW9uUmVxdWVzdBJGCgpzZXNzaW9uX2lkGAEgASgJQie6SCRyIjIgXl'
    'tBLVphLXowLTldW0EtWmEtejAtOV8tXXswLDYzfSRSCXNlc3Npb25JZBI3CgJpZBgCIAEoCUIn'
    'ukgkciIyIF5bQS1aYS16MC05XVtBLVphLXowLTlfLV17MCw2M30kUgJpZBIUCgVhbGxvdxgDIA'
    'EoCFIFYWxsb3cSJwoHbWVzc2FnZRgEIAEoCUIIukgFcgMYkE5IAFIHbWVzc2FnZYgBARIzCg11'
    'cGRhdGVkX2lucHV0GAUgASgJQgm6SAZyBBjAhD1IAVIMdXBkYXRlZElucHV0iAEBElQKB2Fuc3'
    'dlcnMYBiADKAsyMC5vcHNkZWNrLnYxLkFuc3dlclBlcm1pc3Npb25SZXF1ZXN0LkFuc3dlcnNF'
    'bnRyeUIIukgFmgECEGRSB2Fuc3dlcnMSGgoIcmVtZW1iZXIYByABKAhSCHJlbWVtYmVyGjoKDE'
    'Fuc3dlcnNFbnRyeRIQCgNrZXkYASABKAlSA2tleRIUCgV2YWx1ZRgCIAEoCVIFdmFsdWU6AjgB'
    'QgoKCF9tZXNzYWdlQhAKDl91cGRhdGVkX2lucHV0');

@$core.Deprecated('Use watchSessionRequestDescriptor instead')
const WatchSessionRequest$json = {
  '1': 'WatchSessionRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
    {'1': 'after', '3': 2, '4': 1, '5': 9, '8': {}, '10': 'after'},
    {'1': 'tail_only', '3': 3, '4': 1, '5': 8, '10': 'tailOnly'},
    {'1': 'partial', '3': 4, '4': 1, '5': 8, '10': 'partial'},
  ],
};

/// Descriptor for `WatchSessionRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List watchSessionRequestDescriptor = $convert.base64Decode(
    'ChNXYXRjaFNlc3Npb25SZXF1ZXN0EjcKAmlkGAEgASgJQie6SCRyIjIgXltBLVphLXowLTldW0'
    'EtWmEtejAtOV8tXXswLDYzfSRSAmlkEh0KBWFmdGVyGAIgASgJQge6SARyAhhkUgVhZnRlchIb'
    'Cgl0YWlsX29ubHkYAyABKAhSCHRhaWxPbmx5EhgKB3BhcnRpYWwYBCABKAhSB3BhcnRpYWw=');

@$core.Deprecated('Use watchSessionResponseDescriptor instead')
const WatchSessionResponse$json = {
  '1': 'WatchSessionResponse',
  '2': [
    {
      '1': 'session',
      '3': 1,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.QuickSession',
      '10': 'session'
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
    {
      '1': 'permissions',
      '3': 5,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.PermissionPrompt',
      '10': 'permissions'
    },
  ],
};

/// Descriptor for `WatchSessionResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List watchSessionResponseDescriptor = $convert.base64Decode(
    'ChRXYXRjaFNlc3Npb25SZXNwb25zZRIyCgdzZXNzaW9uGAEgASgLMhgub3BzZGVjay52MS5RdW'
    'lja1Nlc3Npb25SB3Nlc3Npb24SKQoGZXZlbnRzGAIgAygLMhEub3BzZGVjay52MS5FdmVudFIG'
    'ZXZlbnRzEhYKBmN1cnNvchgDIAEoCVIGY3Vyc29yEhsKCWNhdWdodF91cBgEIAEoCFIIY2F1Z2'
    'h0VXASPgoLcGVybWlzc2lvbnMYBSADKAsyHC5vcHNkZWNrLnYxLlBlcm1pc3Npb25Qcm9tcHRS'
    'C3Blcm1pc3Npb25z');
