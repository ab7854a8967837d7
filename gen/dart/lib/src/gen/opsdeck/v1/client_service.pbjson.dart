// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/client_service.proto.

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

@$core.Deprecated('Use listClientsRequestDescriptor instead')
const ListClientsRequest$json = {
  '1': 'ListClientsRequest',
};

/// Descriptor for `ListClientsRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List listClientsRequestDescriptor =
    $convert.base64Decode('ChJMaXN0Q2xpZW50c1JlcXVlc3Q=');

@$core.Deprecated('Use listClientsResponseDescriptor instead')
const ListClientsResponse$json = {
  '1': 'ListClientsResponse',
  '2': [
    {
      '1': 'clients',
      '3': 1,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.Client',
      '10': 'clients'
    },
  ],
};

/// Descriptor for `ListClientsResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List listClientsResponseDescriptor = $convert.base64Decode(
    'ChNMaXN0Q2xpZW50c1Jlc3BvbnNlEiwKB2NsaWVudHMYASADKAsyEi5vcHNkZWNrLnYxLkNsaW'
    'VudFIHY2xpZW50cw==');

@$core.Deprecated('Use getClientRequestDescriptor instead')
const GetClientRequest$json = {
  '1': 'GetClientRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
  ],
};

/// Descriptor for `GetClientRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List getClientRequestDescriptor = $convert.base64Decode(
    'ChBHZXRDbGllbnRSZXF1ZXN0EjcKAmlkGAEgASgJQie6SCRyIjIgXltBLVphLXowLTldW0EtWm'
    'EtejAtOV8tXXswLDYzfSRSAmlk');

@$core.Deprecated('Use createClientRequestDescriptor instead')
const CreateClientRequest$json = {
  '1': 'CreateClientRequest',
  '2': [
    {
      '1': 'os_client_id',
      '3': 1,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 0,
      '10': 'osClientId',
      '17': true
    },
    {
      '1': 'name',
      '3': 2,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 1,
      '10': 'name',
      '17': true
    },
    {'1': 'github_org', '3': 3, '4': 1, '5': 9, '8': {}, '10': 'githubOrg'},
    {'1': 'github_repo', '3': 4, '4': 1, '5': 9, '8': {}, '10': 'githubRepo'},
    {
      '1': 'default_branch',
      '3': 5,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 2,
      '10': 'defaultBranch',
      '17': true
    },
    {'1': 'partial_clone', '3': 6, '4': 1, '5': 8, '10': 'partialClone'},
    {'1': 'agent_env', '3': 7, '4': 3, '5': 9, '8': {}, '10': 'agentEnv'},
    {
      '1': 'request_id',
      '3': 8,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 3,
      '10': 'requestId',
      '17': true
    },
  ],
  '8': [
    {'1': '_os_client_id'},
    {'1': '_name'},
    {'1': '_default_branch'},
    {'1': '_request_id'},
  ],
};

/// Descriptor for `CreateClientRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List createClientRequestDescriptor = $convert.base64Decode(
    'ChNDcmVhdGVDbGllbnRSZXF1ZXN0EjEKDG9zX2NsaWVudF9pZBgBIAEoCUIKukgHcgUQARjIAU'
    'gAUgpvc0NsaWVudElkiAEBEiMKBG5hbWUYAiABKAlCCrpIB3IFEAEYyAFIAVIEbmFtZYgBARJG'
    'CgpnaXRodWJfb3JnGAMgASgJQie6SCRyIjIgXltBLVphLXowLTldW0EtWmEtejAtOV8tXXswLD'
    'k5fSRSCWdpdGh1Yk9yZxL1AQoLZ2l0aHViX3JlcG8YBCABKAlC0wG6SM8BciUyI15bQS1aYS16'
    'MC05Xy5dW0EtWmEtejAtOV8uLV17MCw5OX0kugGkAQoQZ2l0aHViX3JlcG8ubmFtZRI2bXVzdC'
    'Bub3QgYmUgJy4nLCBob2xkICcuLicgb3IgZW5kIGluICcuZ2l0JyBvciAnLmxvY2snGlh0aGlz'
    'ICE9ICcuJyAmJiAhdGhpcy5jb250YWlucygnLi4nKSAmJiAhdGhpcy5lbmRzV2l0aCgnLmdpdC'
    'cpICYmICF0aGlzLmVuZHNXaXRoKCcubG9jaycpUgpnaXRodWJSZXBvEjYKDmRlZmF1bHRfYnJh'
    'bmNoGAUgASgJQgq6SAdyBRABGPQBSAJSDWRlZmF1bHRCcmFuY2iIAQESIwoNcGFydGlhbF9jbG'
    '9uZRgGIAEoCFIMcGFydGlhbENsb25lEkgKCWFnZW50X2VudhgHIAMoCUIrukgokgElEGQiIXIf'
    'Mh1eW0EtWmEtel9dW0EtWmEtejAtOV9dezAsOTl9JFIIYWdlbnRFbnYSLgoKcmVxdWVzdF9pZB'
    'gIIAEoCUIKukgHcgUQARjIAUgDUglyZXF1ZXN0SWSIAQFCDwoNX29zX2NsaWVudF9pZEIHCgVf'
    'bmFtZUIRCg9fZGVmYXVsdF9icmFuY2hCDQoLX3JlcXVlc3RfaWQ=');

@$core.Deprecated('Use createClientResponseDescriptor instead')
const CreateClientResponse$json = {
  '1': 'CreateClientResponse',
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
    {'1': 'repo_cloned', '3': 7, '4': 1, '5': 8, '10': 'repoCloned'},
    {'1': 'bare_repo_path', '3': 8, '4': 1, '5': 9, '10': 'bareRepoPath'},
  ],
  '8': [
    {'1': '_os_client_id'},
  ],
};

/// Descriptor for `CreateClientResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List createClientResponseDescriptor = $convert.base64Decode(
    'ChRDcmVhdGVDbGllbnRSZXNwb25zZRIOCgJpZBgBIAEoCVICaWQSJQoMb3NfY2xpZW50X2lkGA'
    'IgASgJSABSCm9zQ2xpZW50SWSIAQESEgoEbmFtZRgDIAEoCVIEbmFtZRIdCgpnaXRodWJfb3Jn'
    'GAQgASgJUglnaXRodWJPcmcSHwoLZ2l0aHViX3JlcG8YBSABKAlSCmdpdGh1YlJlcG8SJQoOZG'
    'VmYXVsdF9icmFuY2gYBiABKAlSDWRlZmF1bHRCcmFuY2gSHwoLcmVwb19jbG9uZWQYByABKAhS'
    'CnJlcG9DbG9uZWQSJAoOYmFyZV9yZXBvX3BhdGgYCCABKAlSDGJhcmVSZXBvUGF0aEIPCg1fb3'
    'NfY2xpZW50X2lk');

@$core.Deprecated('Use updateClientRequestDescriptor instead')
const UpdateClientRequest$json = {
  '1': 'UpdateClientRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
    {
      '1': 'name',
      '3': 2,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 0,
      '10': 'name',
      '17': true
    },
    {
      '1': 'default_branch',
      '3': 3,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 1,
      '10': 'defaultBranch',
      '17': true
    },
    {
      '1': 'os_client_id',
      '3': 4,
      '4': 1,
      '5': 9,
      '8': {},
      '9': 2,
      '10': 'osClientId',
      '17': true
    },
  ],
  '8': [
    {'1': '_name'},
    {'1': '_default_branch'},
    {'1': '_os_client_id'},
  ],
};

/// Descriptor for `UpdateClientRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List updateClientRequestDescriptor = $convert.base64Decode(
    'ChNVcGRhdGVDbGllbnRSZXF1ZXN0EjcKAmlkGAEgASgJQie6SCRyIjIgXltBLVphLXowLTldW0'
    'EtWmEtejAtOV8tXXswLDYzfSRSAmlkEiMKBG5hbWUYAiABKAlCCrpIB3IFEAEYyAFIAFIEbmFt'
    'ZYgBARI2Cg5kZWZhdWx0X2JyYW5jaBgDIAEoCUIKukgHcgUQARj0AUgBUg1kZWZhdWx0QnJhbm'
    'NoiAEBEjEKDG9zX2NsaWVudF9pZBgEIAEoCUIKukgHcgUQARjIAUgCUgpvc0NsaWVudElkiAEB'
    'QgcKBV9uYW1lQhEKD19kZWZhdWx0X2JyYW5jaEIPCg1fb3NfY2xpZW50X2lk');

@$core.Deprecated('Use deleteClientRequestDescriptor instead')
const DeleteClientRequest$json = {
  '1': 'DeleteClientRequest',
  '2': [
    {'1': 'id', '3': 1, '4': 1, '5': 9, '8': {}, '10': 'id'},
    {'1': 'remove_repo', '3': 2, '4': 1, '5': 8, '10': 'removeRepo'},
  ],
};

/// Descriptor for `DeleteClientRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List deleteClientRequestDescriptor = $convert.base64Decode(
    'ChNEZWxldGVDbGllbnRSZXF1ZXN0EjcKAmlkGAEgASgJQie6SCRyIjIgXltBLVphLXowLTldW0'
    'EtWmEtejAtOV8tXXswLDYzfSRSAmlkEh8KC3JlbW92ZV9yZXBvGAIgASgIUgpyZW1vdmVSZXBv');

@$core.Deprecated('Use deleteClientResponseDescriptor instead')
const DeleteClientResponse$json = {
  '1': 'DeleteClientResponse',
  '2': [
    {'1': 'deleted', '3': 1, '4': 1, '5': 8, '10': 'deleted'},
    {'1': 'repo_removed', '3': 2, '4': 1, '5': 8, '10': 'repoRemoved'},
  ],
};

/// Descriptor for `DeleteClientResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List deleteClientResponseDescriptor = $convert.base64Decode(
    'ChREZWxldGVDbGllbnRSZXNwb25zZRIYCgdkZWxldGVkGAEgASgIUgdkZWxldGVkEiEKDHJlcG'
    '9fcmVtb3ZlZBgCIAEoCFILcmVwb1JlbW92ZWQ=');

@$core.Deprecated('Use syncReposRequestDescriptor instead')
const SyncReposRequest$json = {
  '1': 'SyncReposRequest',
};

/// Descriptor for `SyncReposRequest`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List syncReposRequestDescriptor =
    $convert.base64Decode('ChBTeW5jUmVwb3NSZXF1ZXN0');

@$core.Deprecated('Use syncReposResponseDescriptor instead')
const SyncReposResponse$json = {
  '1': 'SyncReposResponse',
  '2': [
    {
      '1': 'synced',
      '3': 1,
      '4': 3,
      '5': 11,
      '6': '.opsdeck.v1.SyncReposResponse.Synced',
      '10': 'synced'
    },
  ],
  '3': [SyncReposResponse_Synced$json],
};

@$core.Deprecated('Use syncReposResponseDescriptor instead')
const SyncReposResponse_Synced$json = {
  '1': 'Synced',
  '2': [
    {'1': 'repo', '3': 1, '4': 1, '5': 9, '10': 'repo'},
    {'1': 'success', '3': 2, '4': 1, '5': 8, '10': 'success'},
    {'1': 'error', '3': 3, '4': 1, '5': 9, '9': 0, '10': 'error', '17': true},
  ],
  '8': [
    {'1': '_error'},
  ],
};

/// Descriptor for `SyncReposResponse`. Decode as a `google.protobuf.DescriptorProto`.
final $typed_data.Uint8List syncReposResponseDescriptor = $convert.base64Decode(
    'ChFTeW5jUmVwb3NSZXNwb25zZRI8CgZzeW5jZWQYASADKAsyJC5vcHNkZWNrLnYxLlN5bmNSZX'
    'Bvc1Jlc3BvbnNlLlN5bmNlZFIGc3luY2VkGlsKBlN5bmNlZBISCgRyZXBvGAEgASgJUgRyZXBv'
    'EhgKB3N1Y2Nlc3MYAiABKAhSB3N1Y2Nlc3MSGQoFZXJyb3IYAyABKAlIAFIFZXJyb3KIAQFCCA'
    'oGX2Vycm9y');
