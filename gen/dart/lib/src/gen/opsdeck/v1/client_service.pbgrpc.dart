// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/client_service.proto.

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

import 'client.pb.dart' as $1;
import 'client_service.pb.dart' as $0;

export 'client_service.pb.dart';

/// ClientService keeps the repositories that agents work on.
@$pb.GrpcServiceName('opsdeck.v1.ClientService')
class ClientServiceClient extends $grpc.Client {
  /// The hostname for this service.
  static const $core.String defaultHost = '';

  /// OAuth scopes needed for the client.
  static const $core.List<$core.String> oauthScopes = [
    '',
  ];

  ClientServiceClient(super.channel, {super.options, super.interceptors});

  /// ListClients answers all clients, by name.
  $grpc.ResponseFuture<$0.ListClientsResponse> listClients(
    $0.ListClientsRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$listClients, request, options: options);
  }

  /// GetClient answers one client, with the numbers of its jobs.
  ///
  /// NOT_FOUND `CLIENT_NOT_FOUND`: no client has this id.
  $grpc.ResponseFuture<$1.Client> getClient(
    $0.GetClientRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$getClient, request, options: options);
  }

  /// CreateClient makes a client and clones its bare repository if it is missing.
  ///
  /// ALREADY_EXISTS `CLIENT_EXISTS`: the repository has a client; use that one.
  /// FAILED_PRECONDITION `CLONE_FAILED`: git could not clone; nothing was made.
  $grpc.ResponseFuture<$0.CreateClientResponse> createClient(
    $0.CreateClientRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$createClient, request, options: options);
  }

  /// UpdateClient changes the fields that are given.
  ///
  /// NOT_FOUND `CLIENT_NOT_FOUND`: no client has this id.
  $grpc.ResponseFuture<$1.Client> updateClient(
    $0.UpdateClientRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$updateClient, request, options: options);
  }

  /// DeleteClient forgets a client, and on request removes its bare repository.
  /// Its jobs stay.
  ///
  /// NOT_FOUND `CLIENT_NOT_FOUND`: no client has this id.
  /// FAILED_PRECONDITION `CLIENT_BUSY`: it has queued or running jobs, or open
  /// sessions: cancel the jobs and delete the sessions; the metadata names them.
  $grpc.ResponseFuture<$0.DeleteClientResponse> deleteClient(
    $0.DeleteClientRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$deleteClient, request, options: options);
  }

  /// SyncRepos fetches all bare repositories from their origins. A repository
  /// that fails is reported in the answer and does not stop the others.
  $grpc.ResponseFuture<$0.SyncReposResponse> syncRepos(
    $0.SyncReposRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$syncRepos, request, options: options);
  }

  // method descriptors

  static final _$listClients =
      $grpc.ClientMethod<$0.ListClientsRequest, $0.ListClientsResponse>(
          '/opsdeck.v1.ClientService/ListClients',
          ($0.ListClientsRequest value) => value.writeToBuffer(),
          $0.ListClientsResponse.fromBuffer);
  static final _$getClient = $grpc.ClientMethod<$0.GetClientRequest, $1.Client>(
      '/opsdeck.v1.ClientService/GetClient',
      ($0.GetClientRequest value) => value.writeToBuffer(),
      $1.Client.fromBuffer);
  static final _$createClient =
      $grpc.ClientMethod<$0.CreateClientRequest, $0.CreateClientResponse>(
          '/opsdeck.v1.ClientService/CreateClient',
          ($0.CreateClientRequest value) => value.writeToBuffer(),
          $0.CreateClientResponse.fromBuffer);
  static final _$updateClient =
      $grpc.ClientMethod<$0.UpdateClientRequest, $1.Client>(
          '/opsdeck.v1.ClientService/UpdateClient',
          ($0.UpdateClientRequest value) => value.writeToBuffer(),
          $1.Client.fromBuffer);
  static final _$deleteClient =
      $grpc.ClientMethod<$0.DeleteClientRequest, $0.DeleteClientResponse>(
          '/opsdeck.v1.ClientService/DeleteClient',
          ($0.DeleteClientRequest value) => value.writeToBuffer(),
          $0.DeleteClientResponse.fromBuffer);
  static final _$syncRepos =
      $grpc.ClientMethod<$0.SyncReposRequest, $0.SyncReposResponse>(
          '/opsdeck.v1.ClientService/SyncRepos',
          ($0.SyncReposRequest value) => value.writeToBuffer(),
          $0.SyncReposResponse.fromBuffer);
}

@$pb.GrpcServiceName('opsdeck.v1.ClientService')
abstract class ClientServiceBase extends $grpc.Service {
  $core.String get $name => 'opsdeck.v1.ClientService';

  ClientServiceBase() {
    $addMethod(
        $grpc.ServiceMethod<$0.ListClientsRequest, $0.ListClientsResponse>(
            'ListClients',
            listClients_Pre,
            false,
            false,
            ($core.List<$core.int> value) =>
                $0.ListClientsRequest.fromBuffer(value),
            ($0.ListClientsResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.GetClientRequest, $1.Client>(
        'GetClient',
        getClient_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.GetClientRequest.fromBuffer(value),
        ($1.Client value) => value.writeToBuffer()));
    $addMethod(
        $grpc.ServiceMethod<$0.CreateClientRequest, $0.CreateClientResponse>(
            'CreateClient',
            createClient_Pre,
            false,
            false,
            ($core.List<$core.int> value) =>
                $0.CreateClientRequest.fromBuffer(value),
            ($0.CreateClientResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.UpdateClientRequest, $1.Client>(
        'UpdateClient',
        updateClient_Pre,
        false,
        false,
        ($core.List<$core.int> value) =>
            $0.UpdateClientRequest.fromBuffer(value),
        ($1.Client value) => value.writeToBuffer()));
    $addMethod(
        $grpc.ServiceMethod<$0.DeleteClientRequest, $0.DeleteClientResponse>(
            'DeleteClient',
            deleteClient_Pre,
            false,
            false,
            ($core.List<$core.int> value) =>
                $0.DeleteClientRequest.fromBuffer(value),
            ($0.DeleteClientResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.SyncReposRequest, $0.SyncReposResponse>(
        'SyncRepos',
        syncRepos_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.SyncReposRequest.fromBuffer(value),
        ($0.SyncReposResponse value) => value.writeToBuffer()));
  }

  $async.Future<$0.ListClientsResponse> listClients_Pre($grpc.ServiceCall $call,
      $async.Future<$0.ListClientsRequest> $request) async {
    return listClients($call, await $request);
  }

  $async.Future<$0.ListClientsResponse> listClients(
      $grpc.ServiceCall call, $0.ListClientsRequest request);

  $async.Future<$1.Client> getClient_Pre($grpc.ServiceCall $call,
      $async.Future<$0.GetClientRequest> $request) async {
    return getClient($call, await $request);
  }

  $async.Future<$1.Client> getClient(
      $grpc.ServiceCall call, $0.GetClientRequest request);

  $async.Future<$0.CreateClientResponse> createClient_Pre(
      $grpc.ServiceCall $call,
      $async.Future<$0.CreateClientRequest> $request) async {
    return createClient($call, await $request);
  }

  $async.Future<$0.CreateClientResponse> createClient(
      $grpc.ServiceCall call, $0.CreateClientRequest request);

  $async.Future<$1.Client> updateClient_Pre($grpc.ServiceCall $call,
      $async.Future<$0.UpdateClientRequest> $request) async {
    return updateClient($call, await $request);
  }

  $async.Future<$1.Client> updateClient(
      $grpc.ServiceCall call, $0.UpdateClientRequest request);

  $async.Future<$0.DeleteClientResponse> deleteClient_Pre(
      $grpc.ServiceCall $call,
      $async.Future<$0.DeleteClientRequest> $request) async {
    return deleteClient($call, await $request);
  }

  $async.Future<$0.DeleteClientResponse> deleteClient(
      $grpc.ServiceCall call, $0.DeleteClientRequest request);

  $async.Future<$0.SyncReposResponse> syncRepos_Pre($grpc.ServiceCall $call,
      $async.Future<$0.SyncReposRequest> $request) async {
    return syncRepos($call, await $request);
  }

  $async.Future<$0.SyncReposResponse> syncRepos(
      $grpc.ServiceCall call, $0.SyncReposRequest request);
}
