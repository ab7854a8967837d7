// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/event.proto.

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

@$core.Deprecated('Use eventDescriptor instead')
const Event$json = {
  '1': 'Event',
  '2': [
    {'1': 'run_id', '3': 1, '4': 1, '5': 9, '10': 'runId'},
    {'1': 'seq', '3': 2, '4': 1, '5': 13, '10': 'seq'},
    {
      '1': 'time',
      '3': 3,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'time'
    },
    {'1': 'type', '3': 4, '4': 1, '5': 9, '10': 'type'},
    {
      '1': 'status_change',
      '3': 10,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.StatusChange',
      '9': 0,
      '10': 'statusChange'
    },
    {
      '1': 'run_state',
      '3': 11,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.RunStateChange',
      '9': 0,
      '10': 'runState'
    },
    {
      '1': 'step',
      '3': 12,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.Step',
      '9': 0,
      '10': 'step'
    },
    {
      '1': 'agent_started',
      '3': 20,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.AgentStarted',
      '9': 0,
      '10': 'agentStarted'
    },
    {
      '1': 'user_message',
      '3': 21,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.UserMessage',
      '9': 0,
      '10': 'userMessage'
    },
    {
      '1': 'assistant_text',
      '3': 22,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.AssistantText',
      '9': 0,
      '10': 'assistantText'
    },
    {
      '1': 'thinking',
      '3': 23,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.Thinking',
      '9': 0,
      '10': 'thinking'
    },
    {
      '1': 'tool_use',
      '3': 24,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.ToolUse',
      '9': 0,
      '10': 'toolUse'
    },
    {
      '1': 'tool_result',
      '3': 25,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.ToolResult',
      '9': 0,
      '10': 'toolResult'
    },
    {
      '1': 'result',
      '3': 26,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.TurnResult',
      '9': 0,
      '10': 'result'
    },
    {
      '1': 'waiting_message',
      '3': 27,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.WaitingMessage',
      '9': 0,
      '10': 'waitingMessage'
    },
    {
      '1': 'notice',
      '3': 31,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.Notice',
      '9': 0,
      '10': 'notice'
    },
    {
      '1': 'text_delta',
      '3': 40,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.TextDelta',
      '9': 0,
      '10': 'textDelta'
    },
    {
      '1': 'permission_request',
      '3': 50,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.PermissionRequest',
      '9': 0,
      '10': 'permissionRequest'
    },
    {
      '1': 'permission_resolved',
      '3': 51,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.PermissionResolved',
      '9': 0,
      '10': 'permissionResolved'
    },
    {
      '1': 'stderr',
      '3': 60,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.Stderr',
      '9': 0,
      '10': 'stderr'
    },
    {
      '1': 'api_retry',
      '3': 61,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.ApiRetry',
      '9': 0,
      '10': 'apiRetry'
    },
    {
      '1': 'error',
      '3': 62,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.ErrorEvent',
      '9': 0,
      '10': 'error'
    },
    {
      '1': 'unknown',
      '3': 90,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.UnknownEvent',
      '9': 0,
      '10': 'unknown'
    },
  ],
  '8': [
    {'1': 'payload'},
  ],
  '9': [
    {'1': 13, '2': 20},
    {'1': 32, '2': 40},
    {'1': 41, '2': 50},
    {'1': 52, '2': 60},
    {'1': 63, '2': 90},
  ],
};

/// Descriptor for `Event`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List eventDescriptor = $convert.base64Decode(
    'CgVFdmVudBIVCgZydW5faWQYASABKAlSBXJ1bklkEhAKA3NlcRgCIAEoDVIDc2VxEi4KBHRpbW'
    'UYAyABKAsyGi5nb29nbGUucHJvdG9idWYuVGltZXN0YW1wUgR0aW1lEhIKBHR5cGUYBCABKAlS'
    'BHR5cGUSPwoNc3RhdHVzX2NoYW5nZRgKIAEoCzIYLm9wc2RlY2sudjEuU3RhdHVzQ2hhbmdlSA'
    'BSDHN0YXR1c0NoYW5nZRI5CglydW5fc3RhdGUYCyABKAsyGi5vcHNkZWNrLnYxLlJ1blN0YXRl'
    'Q2hhbmdlSABSCHJ1blN0YXRlEiYKBHN0ZXAYDCABKAsyEC5vcHNkZWNrLnYxLlN0ZXBIAFIEc3'
    'RlcBI/Cg1hZ2VudF9zdGFydGVkGBQgASgLMhgub3BzZGVjay52MS5BZ2VudFN0YXJ0ZWRIAFIM'
    'YWdlbnRTdGFydGVkEjwKDHVzZXJfbWVzc2FnZRgVIAEoCzIXLm9wc2RlY2sudjEuVXNlck1lc3'
    'NhZ2VIAFILdXNlck1lc3NhZ2USQgoOYXNzaXN0YW50X3RleHQYFiABKAsyGS5vcHNkZWNrLnYx'
    'LkFzc2lzdGFudFRleHRIAFINYXNzaXN0YW50VGV4dBIyCgh0aGlua2luZxgXIAEoCzIULm9wc2'
    'RlY2sudjEuVGhpbmtpbmdIAFIIdGhpbmtpbmcSMAoIdG9vbF91c2UYGCABKAsyEy5vcHNkZWNr'
    'LnYxLlRvb2xVc2VIAFIHdG9vbFVzZRI5Cgt0b29sX3Jlc3VsdBgZIAEoCzIWLm9wc2RlY2sudj'
    'EuVG9vbFJlc3VsdEgAUgp0b29sUmVzdWx0EjAKBnJlc3VsdBgaIAEoCzIWLm9wc2RlY2sudjEu'
    'VHVyblJlc3VsdEgAUgZyZXN1bHQSRQoPd2FpdGluZ19tZXNzYWdlGBsgASgLMhoub3BzZGVjay'
    '52MS5XYWl0aW5nTWVzc2FnZUgAUg53YWl0aW5nTWVzc2FnZRIsCgZub3RpY2UYHyABKAsyEi5v'
    'cHNkZWNrLnYxLk5vdGljZUgAUgZub3RpY2USNgoKdGV4dF9kZWx0YRgoIAEoCzIVLm9wc2RlY2'
    'sudjEuVGV4dERlbHRhSABSCXRleHREZWx0YRJOChJwZXJtaXNzaW9uX3JlcXVlc3QYMiABKAsy'
    'HS5vcHNkZWNrLnYxLlBlcm1pc3Npb25SZXF1ZXN0SABSEXBlcm1pc3Npb25SZXF1ZXN0ElEKE3'
    'Blcm1pc3Npb25fcmVzb2x2ZWQYMyABKAsyHi5vcHNkZWNrLnYxLlBlcm1pc3Npb25SZXNvbHZl'
    'ZEgAUhJwZXJtaXNzaW9uUmVzb2x2ZWQSLAoGc3RkZXJyGDwgASgLMhIub3BzZGVjay52MS5TdG'
    'RlcnJIAFIGc3RkZXJyEjMKCWFwaV9yZXRyeRg9IAEoCzIULm9wc2RlY2sudjEuQXBpUmV0cnlI'
    'AFIIYXBpUmV0cnkSLgoFZXJyb3IYPiABKAsyFi5vcHNkZWNrLnYxLkVycm9yRXZlbnRIAFIFZX'
    'Jyb3ISNAoHdW5rbm93bhhaIAEoCzIYLm9wc2RlY2sudjEuVW5rbm93bkV2ZW50SABSB3Vua25v'
    'd25CCQoHcGF5bG9hZEoECA0QFEoECCAQKEoECCkQMkoECDQQPEoECD8QWg==');

@$core.Deprecated('Use statusChangeDescriptor instead')
const StatusChange$json = {
  '1': 'StatusChange',
  '2': [
    {'1': 'status', '3': 1, '4': 1, '5': 9, '10': 'status'},
    {'1': 'terminal', '3': 2, '4': 1, '5': 8, '10': 'terminal'},
    {'1': 'reason', '3': 3, '4': 1, '5': 9, '9': 0, '10': 'reason', '17': true},
  ],
  '8': [
    {'1': '_reason'},
  ],
};

/// Descriptor for `StatusChange`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List statusChangeDescriptor = $convert.base64Decode(
    'CgxTdGF0dXNDaGFuZ2USFgoGc3RhdHVzGAEgASgJUgZzdGF0dXMSGgoIdGVybWluYWwYAiABKA'
    'hSCHRlcm1pbmFsEhsKBnJlYXNvbhgDIAEoCUgAUgZyZWFzb26IAQFCCQoHX3JlYXNvbg==');

@$core.Deprecated('Use runStateChangeDescriptor instead')
const RunStateChange$json = {
  '1': 'RunStateChange',
  '2': [
    {
      '1': 'state',
      '3': 1,
      '4': 1,
      '5': 14,
      '6': '.opsdeck.v1.Run.State',
      '10': 'state'
    },
    {'1': 'reason', '3': 2, '4': 1, '5': 9, '9': 0, '10': 'reason', '17': true},
  ],
  '8': [
    {'1': '_reason'},
  ],
};

/// Descriptor for `RunStateChange`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List runStateChangeDescriptor = $convert.base64Decode(
    'Cg5SdW5TdGF0ZUNoYW5nZRIrCgVzdGF0ZRgBIAEoDjIVLm9wc2RlY2sudjEuUnVuLlN0YXRlUg'
    'VzdGF0ZRIbCgZyZWFzb24YAiABKAlIAFIGcmVhc29uiAEBQgkKB19yZWFzb24=');

@$core.Deprecated('Use stepDescriptor instead')
const Step$json = {
  '1': 'Step',
  '2': [
    {'1': 'name', '3': 1, '4': 1, '5': 9, '10': 'name'},
    {'1': 'message', '3': 2, '4': 1, '5': 9, '10': 'message'},
  ],
};

/// Descriptor for `Step`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List stepDescriptor = $convert.base64Decode(
    'CgRTdGVwEhIKBG5hbWUYASABKAlSBG5hbWUSGAoHbWVzc2FnZRgCIAEoCVIHbWVzc2FnZQ==');

@$core.Deprecated('Use agentStartedDescriptor instead')
const AgentStarted$json = {
  '1': 'AgentStarted',
  '2': [
    {'1': 'agent_session_id', '3': 1, '4': 1, '5': 9, '10': 'agentSessionId'},
    {'1': 'model', '3': 2, '4': 1, '5': 9, '10': 'model'},
    {'1': 'version', '3': 3, '4': 1, '5': 9, '10': 'version'},
    {'1': 'permission_mode', '3': 4, '4': 1, '5': 9, '10': 'permissionMode'},
    {'1': 'cwd', '3': 5, '4': 1, '5': 9, '10': 'cwd'},
  ],
};

/// Descriptor for `AgentStarted`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List agentStartedDescriptor = $convert.base64Decode(
    'CgxBZ2VudFN0YXJ0ZWQSKAoQYWdlbnRfc2Vzc2lvbl9pZBgBIAEoCVIOYWdlbnRTZXNzaW9uSW'
    'QSFAoFbW9kZWwYAiABKAlSBW1vZGVsEhgKB3ZlcnNpb24YAyABKAlSB3ZlcnNpb24SJwoPcGVy'
    'bWlzc2lvbl9tb2RlGAQgASgJUg5wZXJtaXNzaW9uTW9kZRIQCgNjd2QYBSABKAlSA2N3ZA==');

@$core.Deprecated('Use userMessageDescriptor instead')
const UserMessage$json = {
  '1': 'UserMessage',
  '2': [
    {'1': 'message_id', '3': 1, '4': 1, '5': 9, '10': 'messageId'},
    {'1': 'text', '3': 2, '4': 1, '5': 9, '10': 'text'},
  ],
};

/// Descriptor for `UserMessage`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List userMessageDescriptor = $convert.base64Decode(
    'CgtVc2VyTWVzc2FnZRIdCgptZXNzYWdlX2lkGAEgASgJUgltZXNzYWdlSWQSEgoEdGV4dBgCIA'
    'EoCVIEdGV4dA==');

@$core.Deprecated('Use waitingMessageDescriptor instead')
const WaitingMessage$json = {
  '1': 'WaitingMessage',
  '2': [
    {'1': 'message_id', '3': 1, '4': 1, '5': 9, '10': 'messageId'},
    {'1': 'change', '3': 2, '4': 1, '5': 9, '10': 'change'},
    {'1': 'text', '3': 3, '4': 1, '5': 9, '10': 'text'},
  ],
};

/// Descriptor for `WaitingMessage`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List waitingMessageDescriptor = $convert.base64Decode(
    'Cg5XYWl0aW5nTWVzc2FnZRIdCgptZXNzYWdlX2lkGAEgASgJUgltZXNzYWdlSWQSFgoGY2hhbm'
    'dlGAIgASgJUgZjaGFuZ2USEgoEdGV4dBgDIAEoCVIEdGV4dA==');

@$core.Deprecated('Use assistantTextDescriptor instead')
const AssistantText$json = {
  '1': 'AssistantText',
  '2': [
    {'1': 'text', '3': 1, '4': 1, '5': 9, '10': 'text'},
    {'1': 'message_id', '3': 2, '4': 1, '5': 9, '10': 'messageId'},
    {
      '1': 'parent_tool_use_id',
      '3': 3,
      '4': 1,
      '5': 9,
      '9': 0,
      '10': 'parentToolUseId',
      '17': true
    },
  ],
  '8': [
    {'1': '_parent_tool_use_id'},
  ],
};

/// Descriptor for `AssistantText`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List assistantTextDescriptor = $convert.base64Decode(
    'Cg1Bc3Npc3RhbnRUZXh0EhIKBHRleHQYASABKAlSBHRleHQSHQoKbWVzc2FnZV9pZBgCIAEoCV'
    'IJbWVzc2FnZUlkEjAKEnBhcmVudF90b29sX3VzZV9pZBgDIAEoCUgAUg9wYXJlbnRUb29sVXNl'
    'SWSIAQFCFQoTX3BhcmVudF90b29sX3VzZV9pZA==');

@$core.Deprecated('Use thinkingDescriptor instead')
const Thinking$json = {
  '1': 'Thinking',
  '2': [
    {'1': 'text', '3': 1, '4': 1, '5': 9, '10': 'text'},
    {'1': 'message_id', '3': 2, '4': 1, '5': 9, '10': 'messageId'},
    {
      '1': 'parent_tool_use_id',
      '3': 3,
      '4': 1,
      '5': 9,
      '9': 0,
      '10': 'parentToolUseId',
      '17': true
    },
  ],
  '8': [
    {'1': '_parent_tool_use_id'},
  ],
};

/// Descriptor for `Thinking`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List thinkingDescriptor = $convert.base64Decode(
    'CghUaGlua2luZxISCgR0ZXh0GAEgASgJUgR0ZXh0Eh0KCm1lc3NhZ2VfaWQYAiABKAlSCW1lc3'
    'NhZ2VJZBIwChJwYXJlbnRfdG9vbF91c2VfaWQYAyABKAlIAFIPcGFyZW50VG9vbFVzZUlkiAEB'
    'QhUKE19wYXJlbnRfdG9vbF91c2VfaWQ=');

@$core.Deprecated('Use toolUseDescriptor instead')
const ToolUse$json = {
  '1': 'ToolUse',
  '2': [
    {'1': 'tool_use_id', '3': 1, '4': 1, '5': 9, '10': 'toolUseId'},
    {'1': 'tool', '3': 2, '4': 1, '5': 9, '10': 'tool'},
    {'1': 'input', '3': 3, '4': 1, '5': 9, '10': 'input'},
    {'1': 'input_json', '3': 4, '4': 1, '5': 9, '10': 'inputJson'},
    {
      '1': 'parent_tool_use_id',
      '3': 5,
      '4': 1,
      '5': 9,
      '9': 0,
      '10': 'parentToolUseId',
      '17': true
    },
  ],
  '8': [
    {'1': '_parent_tool_use_id'},
  ],
};

/// Descriptor for `ToolUse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List toolUseDescriptor = $convert.base64Decode(
    'CgdUb29sVXNlEh4KC3Rvb2xfdXNlX2lkGAEgASgJUgl0b29sVXNlSWQSEgoEdG9vbBgCIAEoCV'
    'IEdG9vbBIUCgVpbnB1dBgDIAEoCVIFaW5wdXQSHQoKaW5wdXRfanNvbhgEIAEoCVIJaW5wdXRK'
    'c29uEjAKEnBhcmVudF90b29sX3VzZV9pZBgFIAEoCUgAUg9wYXJlbnRUb29sVXNlSWSIAQFCFQ'
    'oTX3BhcmVudF90b29sX3VzZV9pZA==');

@$core.Deprecated('Use toolResultDescriptor instead')
const ToolResult$json = {
  '1': 'ToolResult',
  '2': [
    {'1': 'tool_use_id', '3': 1, '4': 1, '5': 9, '10': 'toolUseId'},
    {'1': 'content', '3': 2, '4': 1, '5': 9, '10': 'content'},
    {'1': 'is_error', '3': 3, '4': 1, '5': 8, '10': 'isError'},
    {'1': 'truncated_bytes', '3': 4, '4': 1, '5': 13, '10': 'truncatedBytes'},
    {
      '1': 'parent_tool_use_id',
      '3': 5,
      '4': 1,
      '5': 9,
      '9': 0,
      '10': 'parentToolUseId',
      '17': true
    },
  ],
  '8': [
    {'1': '_parent_tool_use_id'},
  ],
};

/// Descriptor for `ToolResult`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List toolResultDescriptor = $convert.base64Decode(
    'CgpUb29sUmVzdWx0Eh4KC3Rvb2xfdXNlX2lkGAEgASgJUgl0b29sVXNlSWQSGAoHY29udGVudB'
    'gCIAEoCVIHY29udGVudBIZCghpc19lcnJvchgDIAEoCFIHaXNFcnJvchInCg90cnVuY2F0ZWRf'
    'Ynl0ZXMYBCABKA1SDnRydW5jYXRlZEJ5dGVzEjAKEnBhcmVudF90b29sX3VzZV9pZBgFIAEoCU'
    'gAUg9wYXJlbnRUb29sVXNlSWSIAQFCFQoTX3BhcmVudF90b29sX3VzZV9pZA==');

@$core.Deprecated('Use turnResultDescriptor instead')
const TurnResult$json = {
  '1': 'TurnResult',
  '2': [
    {'1': 'is_error', '3': 1, '4': 1, '5': 8, '10': 'isError'},
    {'1': 'subtype', '3': 2, '4': 1, '5': 9, '10': 'subtype'},
    {'1': 'text', '3': 3, '4': 1, '5': 9, '10': 'text'},
    {
      '1': 'usage',
      '3': 4,
      '4': 1,
      '5': 11,
      '6': '.opsdeck.v1.Usage',
      '10': 'usage'
    },
    {'1': 'duration_ms', '3': 5, '4': 1, '5': 13, '10': 'durationMs'},
    {
      '1': 'api_error_status',
      '3': 6,
      '4': 1,
      '5': 13,
      '9': 0,
      '10': 'apiErrorStatus',
      '17': true
    },
    {'1': 'denied_tools', '3': 7, '4': 3, '5': 9, '10': 'deniedTools'},
  ],
  '8': [
    {'1': '_api_error_status'},
  ],
};

/// Descriptor for `TurnResult`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List turnResultDescriptor = $convert.base64Decode(
    'CgpUdXJuUmVzdWx0EhkKCGlzX2Vycm9yGAEgASgIUgdpc0Vycm9yEhgKB3N1YnR5cGUYAiABKA'
    'lSB3N1YnR5cGUSEgoEdGV4dBgDIAEoCVIEdGV4dBInCgV1c2FnZRgEIAEoCzIRLm9wc2RlY2su'
    'djEuVXNhZ2VSBXVzYWdlEh8KC2R1cmF0aW9uX21zGAUgASgNUgpkdXJhdGlvbk1zEi0KEGFwaV'
    '9lcnJvcl9zdGF0dXMYBiABKA1IAFIOYXBpRXJyb3JTdGF0dXOIAQESIQoMZGVuaWVkX3Rvb2xz'
    'GAcgAygJUgtkZW5pZWRUb29sc0ITChFfYXBpX2Vycm9yX3N0YXR1cw==');

@$core.Deprecated('Use noticeDescriptor instead')
const Notice$json = {
  '1': 'Notice',
  '2': [
    {'1': 'kind', '3': 1, '4': 1, '5': 9, '10': 'kind'},
    {'1': 'text', '3': 2, '4': 1, '5': 9, '10': 'text'},
  ],
};

/// Descriptor for `Notice`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List noticeDescriptor = $convert.base64Decode(
    'CgZOb3RpY2USEgoEa2luZBgBIAEoCVIEa2luZBISCgR0ZXh0GAIgASgJUgR0ZXh0');

@$core.Deprecated('Use textDeltaDescriptor instead')
const TextDelta$json = {
  '1': 'TextDelta',
  '2': [
    {'1': 'text', '3': 1, '4': 1, '5': 9, '10': 'text'},
    {'1': 'message_id', '3': 2, '4': 1, '5': 9, '10': 'messageId'},
    {'1': 'index', '3': 3, '4': 1, '5': 13, '10': 'index'},
    {'1': 'thinking', '3': 4, '4': 1, '5': 8, '10': 'thinking'},
    {'1': 'offset', '3': 5, '4': 1, '5': 13, '10': 'offset'},
  ],
};

/// Descriptor for `TextDelta`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List textDeltaDescriptor = $convert.base64Decode(
    'CglUZXh0RGVsdGESEgoEdGV4dBgBIAEoCVIEdGV4dBIdCgptZXNzYWdlX2lkGAIgASgJUgltZX'
    'NzYWdlSWQSFAoFaW5kZXgYAyABKA1SBWluZGV4EhoKCHRoaW5raW5nGAQgASgIUgh0aGlua2lu'
    'ZxIWCgZvZmZzZXQYBSABKA1SBm9mZnNldA==');

@$core.Deprecated('Use permissionRequestDescriptor instead')
const PermissionRequest$json = {
  '1': 'PermissionRequest',
  '2': [
    {'1': 'permission_id', '3': 1, '4': 1, '5': 9, '10': 'permissionId'},
    {'1': 'tool', '3': 2, '4': 1, '5': 9, '10': 'tool'},
    {'1': 'input', '3': 3, '4': 1, '5': 9, '10': 'input'},
    {'1': 'input_json', '3': 4, '4': 1, '5': 9, '10': 'inputJson'},
    {'1': 'description', '3': 5, '4': 1, '5': 9, '10': 'description'},
    {
      '1': 'expires_at',
      '3': 6,
      '4': 1,
      '5': 11,
      '6': '.google.protobuf.Timestamp',
      '10': 'expiresAt'
    },
    {
      '1': 'requires_interaction',
      '3': 7,
      '4': 1,
      '5': 8,
      '10': 'requiresInteraction'
    },
  ],
};

/// Descriptor for `PermissionRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List permissionRequestDescriptor = $convert.base64Decode(
    'ChFQZXJtaXNzaW9uUmVxdWVzdBIjCg1wZXJtaXNzaW9uX2lkGAEgASgJUgxwZXJtaXNzaW9uSW'
    'QSEgoEdG9vbBgCIAEoCVIEdG9vbBIUCgVpbnB1dBgDIAEoCVIFaW5wdXQSHQoKaW5wdXRfanNv'
    'bhgEIAEoCVIJaW5wdXRKc29uEiAKC2Rlc2NyaXB0aW9uGAUgASgJUgtkZXNjcmlwdGlvbhI5Cg'
    'pleHBpcmVzX2F0GAYgASgLMhouZ29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcFIJZXhwaXJlc0F0'
    'EjEKFHJlcXVpcmVzX2ludGVyYWN0aW9uGAcgASgIUhNyZXF1aXJlc0ludGVyYWN0aW9u');

@$core.Deprecated('Use permissionResolvedDescriptor instead')
const PermissionResolved$json = {
  '1': 'PermissionResolved',
  '2': [
    {'1': 'permission_id', '3': 1, '4': 1, '5': 9, '10': 'permissionId'},
    {'1': 'outcome', '3': 2, '4': 1, '5': 9, '10': 'outcome'},
    {
      '1': 'message',
      '3': 3,
      '4': 1,
      '5': 9,
      '9': 0,
      '10': 'message',
      '17': true
    },
  ],
  '8': [
    {'1': '_message'},
  ],
};

/// Descriptor for `PermissionResolved`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List permissionResolvedDescriptor = $convert.base64Decode(
    'ChJQZXJtaXNzaW9uUmVzb2x2ZWQSIwoNcGVybWlzc2lvbl9pZBgBIAEoCVIMcGVybWlzc2lvbk'
    'lkEhgKB291dGNvbWUYAiABKAlSB291dGNvbWUSHQoHbWVzc2FnZRgDIAEoCUgAUgdtZXNzYWdl'
    'iAEBQgoKCF9tZXNzYWdl');

@$core.Deprecated('Use stderrDescriptor instead')
const Stderr$json = {
  '1': 'Stderr',
  '2': [
    {'1': 'text', '3': 1, '4': 1, '5': 9, '10': 'text'},
    {'1': 'truncated_bytes', '3': 2, '4': 1, '5': 13, '10': 'truncatedBytes'},
  ],
};

/// Descriptor for `Stderr`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List stderrDescriptor = $convert.base64Decode(
    'CgZTdGRlcnISEgoEdGV4dBgBIAEoCVIEdGV4dBInCg90cnVuY2F0ZWRfYnl0ZXMYAiABKA1SDn'
    'RydW5jYXRlZEJ5dGVz');

@$core.Deprecated('Use apiRetryDescriptor instead')
const ApiRetry$json = {
  '1': 'ApiRetry',
  '2': [
    {'1': 'attempt', '3': 1, '4': 1, '5': 13, '10': 'attempt'},
    {'1': 'max_attempts', '3': 2, '4': 1, '5': 13, '10': 'maxAttempts'},
    {'1': 'delay_ms', '3': 3, '4': 1, '5': 13, '10': 'delayMs'},
    {'1': 'error', '3': 4, '4': 1, '5': 9, '10': 'error'},
    {
      '1': 'status',
      '3': 5,
      '4': 1,
      '5': 13,
      '9': 0,
      '10': 'status',
      '17': true
    },
  ],
  '8': [
    {'1': '_status'},
  ],
};

/// Descriptor for `ApiRetry`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List apiRetryDescriptor = $convert.base64Decode(
    'CghBcGlSZXRyeRIYCgdhdHRlbXB0GAEgASgNUgdhdHRlbXB0EiEKDG1heF9hdHRlbXB0cxgCIA'
    'EoDVILbWF4QXR0ZW1wdHMSGQoIZGVsYXlfbXMYAyABKA1SB2RlbGF5TXMSFAoFZXJyb3IYBCAB'
    'KAlSBWVycm9yEhsKBnN0YXR1cxgFIAEoDUgAUgZzdGF0dXOIAQFCCQoHX3N0YXR1cw==');

@$core.Deprecated('Use errorEventDescriptor instead')
const ErrorEvent$json = {
  '1': 'ErrorEvent',
  '2': [
    {'1': 'message', '3': 1, '4': 1, '5': 9, '10': 'message'},
  ],
};

/// Descriptor for `ErrorEvent`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List errorEventDescriptor = $convert
    .base64Decode('CgpFcnJvckV2ZW50EhgKB21lc3NhZ2UYASABKAlSB21lc3NhZ2U=');

@$core.Deprecated('Use unknownEventDescriptor instead')
const UnknownEvent$json = {
  '1': 'UnknownEvent',
  '2': [
    {'1': 'type', '3': 1, '4': 1, '5': 9, '10': 'type'},
    {'1': 'raw', '3': 2, '4': 1, '5': 9, '10': 'raw'},
    {'1': 'truncated_bytes', '3': 3, '4': 1, '5': 13, '10': 'truncatedBytes'},
  ],
};

/// Descriptor for `UnknownEvent`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List unknownEventDescriptor = $convert.base64Decode(
    'CgxVbmtub3duRXZlbnQSEgoEdHlwZRgBIAEoCVIEdHlwZRIQCgNyYXcYAiABKAlSA3JhdxInCg'
    '90cnVuY2F0ZWRfYnl0ZXMYAyABKA1SDnRydW5jYXRlZEJ5dGVz');
