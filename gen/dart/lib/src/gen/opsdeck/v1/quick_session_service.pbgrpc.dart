// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/quick_session_service.proto.

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

import 'quick_session.pb.dart' as $1;
import 'quick_session_service.pb.dart' as $0;

export 'quick_session_service.pb.dart';

/// QuickSessionService is a chat with an agent in an isolated worktree. Its REST
/// family is snake_case.
@$pb.GrpcServiceName('opsdeck.v1.QuickSessionService')
class QuickSessionServiceClient extends $grpc.Client {
  /// The hostname for this service.
  static const $core.String defaultHost = '';

  /// OAuth scopes needed for the client.
  static const $core.List<$core.String> oauthScopes = [
    '',
  ];

  QuickSessionServiceClient(super.channel, {super.options, super.interceptors});

  /// StartSession makes a worktree of a repository, which is cloned if it is not
  /// known yet, and answers with the session. The agent's process starts with it.
  ///
  /// INVALID_ARGUMENT `REQUEST_INVALID`, `AGENT_UNKNOWN`: nothing was made.
  /// FAILED_PRECONDITION `CLONE_FAILED`, `WORKTREE_FAILED`: git says why not.
  /// ALREADY_EXISTS `IDEMPOTENCY_KEY_REUSED`: the key belongs to another request.
  $grpc.ResponseFuture<$1.QuickSession> startSession(
    $0.StartSessionRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$startSession, request, options: options);
  }

  /// ListSessions streams all sessions, the one that was used last first. Over
  /// REST it is a JSON array.
  $grpc.ResponseStream<$1.QuickSession> listSessions(
    $0.ListSessionsRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createStreamingCall(
        _$listSessions, $async.Stream.fromIterable([request]),
        options: options);
  }

  /// GetSession answers one session with its newest messages and its open
  /// questions. `before` asks for older messages, page by page.
  ///
  /// NOT_FOUND `SESSION_NOT_FOUND`: no session has this id.
  /// NOT_FOUND `MESSAGE_NOT_FOUND`: no message of the session has the id in
  /// `before`, or it was withdrawn; ask without it.
  $grpc.ResponseFuture<$1.QuickSessionDetails> getSession(
    $0.GetSessionRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$getSession, request, options: options);
  }

  /// DeleteSession stops the agent, keeps what was not pushed under a ref of the
  /// bare repository, and removes the worktree and the session. Going away does
  /// not undo it.
  ///
  /// NOT_FOUND `SESSION_NOT_FOUND`: no session has this id.
  $grpc.ResponseFuture<$0.DeleteSessionResponse> deleteSession(
    $0.DeleteSessionRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$deleteSession, request, options: options);
  }

  /// SendMessage says something to the agent, and answers with the saved message
  /// at once. While the agent works, the message waits in line and runs next.
  ///
  /// NOT_FOUND `SESSION_NOT_FOUND`: no session has this id.
  /// FAILED_PRECONDITION `SESSION_EXPIRED`: it was cleaned up; start another.
  /// RESOURCE_EXHAUSTED `LINE_FULL`: 20 messages wait already.
  /// ALREADY_EXISTS `IDEMPOTENCY_KEY_REUSED`: the key belongs to another request.
  $grpc.ResponseFuture<$1.QuickMessage> sendMessage(
    $0.SendMessageRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$sendMessage, request, options: options);
  }

  /// EditMessage changes the text of a message that waits.
  ///
  /// NOT_FOUND `SESSION_NOT_FOUND`, `MESSAGE_NOT_FOUND`: there is no such thing.
  /// FAILED_PRECONDITION `MESSAGE_SENT`: the agent has it already.
  $grpc.ResponseFuture<$1.QuickMessage> editMessage(
    $0.EditMessageRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$editMessage, request, options: options);
  }

  /// WithdrawMessage takes a message that waits out of the line.
  ///
  /// NOT_FOUND `SESSION_NOT_FOUND`, `MESSAGE_NOT_FOUND`: there is no such thing.
  /// FAILED_PRECONDITION `MESSAGE_SENT`: the agent has it already.
  $grpc.ResponseFuture<$1.QuickMessage> withdrawMessage(
    $0.WithdrawMessageRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$withdrawMessage, request, options: options);
  }

  /// InterruptSession stops what the agent does right now, and answers when its
  /// tools are gone. The conversation goes on: messages that wait run next,
  /// unless they are withdrawn too. So it is not to be repeated blindly: a
  /// second one would stop the message that is next.
  ///
  /// NOT_FOUND `SESSION_NOT_FOUND`: no session has this id.
  $grpc.ResponseFuture<$0.InterruptSessionResponse> interruptSession(
    $0.InterruptSessionRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$interruptSession, request, options: options);
  }

  /// AnswerPermission answers a question of the agent. The first answer counts:
  /// the same one again is answered alike, another one is refused.
  ///
  /// NOT_FOUND `SESSION_NOT_FOUND`, `PERMISSION_NOT_FOUND`: there is no such thing.
  /// ALREADY_EXISTS `PERMISSION_RESOLVED`: it was answered otherwise, or is over;
  /// the metadata has the outcome.
  /// INVALID_ARGUMENT `REQUEST_INVALID`: `updated_input` is no JSON object.
  $grpc.ResponseFuture<$1.PermissionPrompt> answerPermission(
    $0.AnswerPermissionRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$answerPermission, request, options: options);
  }

  /// WatchSession streams a session's journal: first how it stands and which
  /// questions are open, then its events, a heartbeat every 15 seconds, and after
  /// the last event, that of its clean-up, the end with OK. Going away cancels
  /// nothing.
  ///
  /// NOT_FOUND `SESSION_NOT_FOUND`: no session has this id.
  /// INVALID_ARGUMENT `CURSOR_INVALID`: watch again without a cursor.
  /// OUT_OF_RANGE `CURSOR_EXPIRED`: watch again without a cursor.
  $grpc.ResponseStream<$0.WatchSessionResponse> watchSession(
    $0.WatchSessionRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createStreamingCall(
        _$watchSession, $async.Stream.fromIterable([request]),
        options: options);
  }

  // method descriptors

  static final _$startSession =
      $grpc.ClientMethod<$0.StartSessionRequest, $1.QuickSession>(
          '/opsdeck.v1.QuickSessionService/StartSession',
          ($0.StartSessionRequest value) => value.writeToBuffer(),
          $1.QuickSession.fromBuffer);
  static final _$listSessions =
      $grpc.ClientMethod<$0.ListSessionsRequest, $1.QuickSession>(
          '/opsdeck.v1.QuickSessionService/ListSessions',
          ($0.ListSessionsRequest value) => value.writeToBuffer(),
          $1.QuickSession.fromBuffer);
  static final _$getSession =
      $grpc.ClientMethod<$0.GetSessionRequest, $1.QuickSessionDetails>(
          '/opsdeck.v1.QuickSessionService/GetSession',
          ($0.GetSessionRequest value) => value.writeToBuffer(),
          $1.QuickSessionDetails.fromBuffer);
  static final _$deleteSession =
      $grpc.ClientMethod<$0.DeleteSessionRequest, $0.DeleteSessionResponse>(
          '/opsdeck.v1.QuickSessionService/DeleteSession',
          ($0.DeleteSessionRequest value) => value.writeToBuffer(),
          $0.DeleteSessionResponse.fromBuffer);
  static final _$sendMessage =
      $grpc.ClientMethod<$0.SendMessageRequest, $1.QuickMessage>(
          '/opsdeck.v1.QuickSessionService/SendMessage',
          ($0.SendMessageRequest value) => value.writeToBuffer(),
          $1.QuickMessage.fromBuffer);
  static final _$editMessage =
      $grpc.ClientMethod<$0.EditMessageRequest, $1.QuickMessage>(
          '/opsdeck.v1.QuickSessionService/EditMessage',
          ($0.EditMessageRequest value) => value.writeToBuffer(),
          $1.QuickMessage.fromBuffer);
  static final _$withdrawMessage =
      $grpc.ClientMethod<$0.WithdrawMessageRequest, $1.QuickMessage>(
          '/opsdeck.v1.QuickSessionService/WithdrawMessage',
          ($0.WithdrawMessageRequest value) => value.writeToBuffer(),
          $1.QuickMessage.fromBuffer);
  static final _$interruptSession = $grpc.ClientMethod<
          $0.InterruptSessionRequest, $0.InterruptSessionResponse>(
      '/opsdeck.v1.QuickSessionService/InterruptSession',
      ($0.InterruptSessionRequest value) => value.writeToBuffer(),
      $0.InterruptSessionResponse.fromBuffer);
  static final _$answerPermission =
      $grpc.ClientMethod<$0.AnswerPermissionRequest, $1.PermissionPrompt>(
          '/opsdeck.v1.QuickSessionService/AnswerPermission',
          ($0.AnswerPermissionRequest value) => value.writeToBuffer(),
          $1.PermissionPrompt.fromBuffer);
  static final _$watchSession =
      $grpc.ClientMethod<$0.WatchSessionRequest, $0.WatchSessionResponse>(
          '/opsdeck.v1.QuickSessionService/WatchSession',
          ($0.WatchSessionRequest value) => value.writeToBuffer(),
          $0.WatchSessionResponse.fromBuffer);
}

@$pb.GrpcServiceName('opsdeck.v1.QuickSessionService')
abstract class QuickSessionServiceBase extends $grpc.Service {
  $core.String get $name => 'opsdeck.v1.QuickSessionService';

  QuickSessionServiceBase() {
    $addMethod($grpc.ServiceMethod<$0.StartSessionRequest, $1.QuickSession>(
        'StartSession',
        startSession_Pre,
        false,
        false,
        ($core.List<$core.int> value) =>
            $0.StartSessionRequest.fromBuffer(value),
        ($1.QuickSession value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.ListSessionsRequest, $1.QuickSession>(
        'ListSessions',
        listSessions_Pre,
        false,
        true,
        ($core.List<$core.int> value) =>
            $0.ListSessionsRequest.fromBuffer(value),
        ($1.QuickSession value) => value.writeToBuffer()));
    $addMethod(
        $grpc.ServiceMethod<$0.GetSessionRequest, $1.QuickSessionDetails>(
            'GetSession',
            getSession_Pre,
            false,
            false,
            ($core.List<$core.int> value) =>
                $0.GetSessionRequest.fromBuffer(value),
            ($1.QuickSessionDetails value) => value.writeToBuffer()));
    $addMethod(
        $grpc.ServiceMethod<$0.DeleteSessionRequest, $0.DeleteSessionResponse>(
            'DeleteSession',
            deleteSession_Pre,
            false,
            false,
            ($core.List<$core.int> value) =>
                $0.DeleteSessionRequest.fromBuffer(value),
            ($0.DeleteSessionResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.SendMessageRequest, $1.QuickMessage>(
        'SendMessage',
        sendMessage_Pre,
        false,
        false,
        ($core.List<$core.int> value) =>
            $0.SendMessageRequest.fromBuffer(value),
        ($1.QuickMessage value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.EditMessageRequest, $1.QuickMessage>(
        'EditMessage',
        editMessage_Pre,
        false,
        false,
        ($core.List<$core.int> value) =>
            $0.EditMessageRequest.fromBuffer(value),
        ($1.QuickMessage value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.WithdrawMessageRequest, $1.QuickMessage>(
        'WithdrawMessage',
        withdrawMessage_Pre,
        false,
        false,
        ($core.List<$core.int> value) =>
            $0.WithdrawMessageRequest.fromBuffer(value),
        ($1.QuickMessage value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.InterruptSessionRequest,
            $0.InterruptSessionResponse>(
        'InterruptSession',
        interruptSession_Pre,
        false,
        false,
        ($core.List<$core.int> value) =>
            $0.InterruptSessionRequest.fromBuffer(value),
        ($0.InterruptSessionResponse value) => value.writeToBuffer()));
    $addMethod(
        $grpc.ServiceMethod<$0.AnswerPermissionRequest, $1.PermissionPrompt>(
            'AnswerPermission',
            answerPermission_Pre,
            false,
            false,
            ($core.List<$core.int> value) =>
                $0.AnswerPermissionRequest.fromBuffer(value),
            ($1.PermissionPrompt value) => value.writeToBuffer()));
    $addMethod(
        $grpc.ServiceMethod<$0.WatchSessionRequest, $0.WatchSessionResponse>(
            'WatchSession',
            watchSession_Pre,
            false,
            true,
            ($core.List<$core.int> value) =>
                $0.WatchSessionRequest.fromBuffer(value),
            ($0.WatchSessionResponse value) => value.writeToBuffer()));
  }

  $async.Future<$1.QuickSession> startSession_Pre($grpc.ServiceCall $call,
      $async.Future<$0.StartSessionRequest> $request) async {
    return startSession($call, await $request);
  }

  $async.Future<$1.QuickSession> startSession(
      $grpc.ServiceCall call, $0.StartSessionRequest request);

  $async.Stream<$1.QuickSession> listSessions_Pre($grpc.ServiceCall $call,
      $async.Future<$0.ListSessionsRequest> $request) async* {
    yield* listSessions($call, await $request);
  }

  $async.Stream<$1.QuickSession> listSessions(
      $grpc.ServiceCall call, $0.ListSessionsRequest request);

  $async.Future<$1.QuickSessionDetails> getSession_Pre($grpc.ServiceCall $call,
      $async.Future<$0.GetSessionRequest> $request) async {
    return getSession($call, await $request);
  }

  $async.Future<$1.QuickSessionDetails> getSession(
      $grpc.ServiceCall call, $0.GetSessionRequest request);

  $async.Future<$0.DeleteSessionResponse> deleteSession_Pre(
      $grpc.ServiceCall $call,
      $async.Future<$0.DeleteSessionRequest> $request) async {
    return deleteSession($call, await $request);
  }

  $async.Future<$0.DeleteSessionResponse> deleteSession(
      $grpc.ServiceCall call, $0.DeleteSessionRequest request);

  $async.Future<$1.QuickMessage> sendMessage_Pre($grpc.ServiceCall $call,
      $async.Future<$0.SendMessageRequest> $request) async {
    return sendMessage($call, await $request);
  }

  $async.Future<$1.QuickMessage> sendMessage(
      $grpc.ServiceCall call, $0.SendMessageRequest request);

  $async.Future<$1.QuickMessage> editMessage_Pre($grpc.ServiceCall $call,
      $async.Future<$0.EditMessageRequest> $request) async {
    return editMessage($call, await $request);
  }

  $async.Future<$1.QuickMessage> editMessage(
      $grpc.ServiceCall call, $0.EditMessageRequest request);

  $async.Future<$1.QuickMessage> withdrawMessage_Pre($grpc.ServiceCall $call,
      $async.Future<$0.WithdrawMessageRequest> $request) async {
    return withdrawMessage($call, await $request);
  }

  $async.Future<$1.QuickMessage> withdrawMessage(
      $grpc.ServiceCall call, $0.WithdrawMessageRequest request);

  $async.Future<$0.InterruptSessionResponse> interruptSession_Pre(
      $grpc.ServiceCall $call,
      $async.Future<$0.InterruptSessionRequest> $request) async {
    return interruptSession($call, await $request);
  }

  $async.Future<$0.InterruptSessionResponse> interruptSession(
      $grpc.ServiceCall call, $0.InterruptSessionRequest request);

  $async.Future<$1.PermissionPrompt> answerPermission_Pre(
      $grpc.ServiceCall $call,
      $async.Future<$0.AnswerPermissionRequest> $request) async {
    return answerPermission($call, await $request);
  }

  $async.Future<$1.PermissionPrompt> answerPermission(
      $grpc.ServiceCall call, $0.AnswerPermissionRequest request);

  $async.Stream<$0.WatchSessionResponse> watchSession_Pre(
      $grpc.ServiceCall $call,
      $async.Future<$0.WatchSessionRequest> $request) async* {
    yield* watchSession($call, await $request);
  }

  $async.Stream<$0.WatchSessionResponse> watchSession(
      $grpc.ServiceCall call, $0.WatchSessionRequest request);
}
