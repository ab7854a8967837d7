// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/system_service.proto.

// @dart = 3.3

// ignore_for_file: annotate_overrides, camel_case_types, comment_references
// ignore_for_file: constant_identifier_names
// ignore_for_file: curly_braces_in_flow_control_structures
// ignore_for_file: deprecated_member_use_from_same_package, library_prefixes
// ignore_for_file: non_constant_identifier_names, prefer_relative_imports

import 'dart:async' as $async;
import 'dart:core' as $core;

import 'package:grpc/service_api.dart' as $grpc;
import 'package:protobuf/protobuf.dart' as $pb;

import 'system_service.pb.dart' as $0;

export 'system_service.pb.dart';

/// SystemService says how the server is.
@$pb.GrpcServiceName('opsdeck.v1.SystemService')
class SystemServiceClient extends $grpc.Client {
  /// The hostname for this service.
  static const $core.String defaultHost = '';

  /// OAuth scopes needed for the client.
  static const $core.List<$core.String> oauthScopes = [
    '',
  ];

  SystemServiceClient(super.channel, {super.options, super.interceptors});

  /// GetHealth answers the state of the server and of what it depends on.
  $grpc.ResponseFuture<$0.GetHealthResponse> getHealth(
    $0.GetHealthRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$getHealth, request, options: options);
  }

  /// GetLive answers as long as the process does. No token is needed.
  $grpc.ResponseFuture<$0.GetLiveResponse> getLive(
    $0.GetLiveRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$getLive, request, options: options);
  }

  /// GetReady answers whether the server takes requests. No token is needed.
  ///
  /// UNAVAILABLE `NOT_READY`: it is starting, shutting down or without its
  /// database; try again in a moment.
  $grpc.ResponseFuture<$0.GetReadyResponse> getReady(
    $0.GetReadyRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$getReady, request, options: options);
  }

  // method descriptors

  static final _$getHealth =
      $grpc.ClientMethod<$0.GetHealthRequest, $0.GetHealthResponse>(
          '/opsdeck.v1.SystemService/GetHealth',
          ($0.GetHealthRequest value) => value.writeToBuffer(),
          $0.GetHealthResponse.fromBuffer);
  static final _$getLive =
      $grpc.ClientMethod<$0.GetLiveRequest, $0.GetLiveResponse>(
          '/opsdeck.v1.SystemService/GetLive',
          ($0.GetLiveRequest value) => value.writeToBuffer(),
          $0.GetLiveResponse.fromBuffer);
  static final _$getReady =
      $grpc.ClientMethod<$0.GetReadyRequest, $0.GetReadyResponse>(
          '/opsdeck.v1.SystemService/GetReady',
          ($0.GetReadyRequest value) => value.writeToBuffer(),
          $0.GetReadyResponse.fromBuffer);
}

@$pb.GrpcServiceName('opsdeck.v1.SystemService')
abstract class SystemServiceBase extends $grpc.Service {
  $core.String get $name => 'opsdeck.v1.SystemService';

  SystemServiceBase() {
    $addMethod($grpc.ServiceMethod<$0.GetHealthRequest, $0.GetHealthResponse>(
        'GetHealth',
        getHealth_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.GetHealthRequest.fromBuffer(value),
        ($0.GetHealthResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.GetLiveRequest, $0.GetLiveResponse>(
        'GetLive',
        getLive_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.GetLiveRequest.fromBuffer(value),
        ($0.GetLiveResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.GetReadyRequest, $0.GetReadyResponse>(
        'GetReady',
        getReady_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.GetReadyRequest.fromBuffer(value),
        ($0.GetReadyResponse value) => value.writeToBuffer()));
  }

  $async.Future<$0.GetHealthResponse> getHealth_Pre($grpc.ServiceCall $call,
      $async.Future<$0.GetHealthRequest> $request) async {
    return getHealth($call, await $request);
  }

  $async.Future<$0.GetHealthResponse> getHealth(
      $grpc.ServiceCall call, $0.GetHealthRequest request);

  $async.Future<$0.GetLiveResponse> getLive_Pre($grpc.ServiceCall $call,
      $async.Future<$0.GetLiveRequest> $request) async {
    return getLive($call, await $request);
  }

  $async.Future<$0.GetLiveResponse> getLive(
      $grpc.ServiceCall call, $0.GetLiveRequest request);

  $async.Future<$0.GetReadyResponse> getReady_Pre($grpc.ServiceCall $call,
      $async.Future<$0.GetReadyRequest> $request) async {
    return getReady($call, await $request);
  }

  $async.Future<$0.GetReadyResponse> getReady(
      $grpc.ServiceCall call, $0.GetReadyRequest request);
}
