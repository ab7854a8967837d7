// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/job_service.proto.

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

import 'job.pb.dart' as $1;
import 'job_service.pb.dart' as $0;

export 'job_service.pb.dart';

/// JobService queues work for agents and reports on it.
@$pb.GrpcServiceName('opsdeck.v1.JobService')
class JobServiceClient extends $grpc.Client {
  /// The hostname for this service.
  static const $core.String defaultHost = '';

  /// OAuth scopes needed for the client.
  static const $core.List<$core.String> oauthScopes = [
    '',
  ];

  JobServiceClient(super.channel, {super.options, super.interceptors});

  /// ListJobs answers a page of jobs, newest first.
  $grpc.ResponseFuture<$0.ListJobsResponse> listJobs(
    $0.ListJobsRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$listJobs, request, options: options);
  }

  /// GetJob answers one job, on request with the newest lines of its log.
  ///
  /// NOT_FOUND `JOB_NOT_FOUND`: no job has this id.
  $grpc.ResponseFuture<$1.Job> getJob(
    $0.GetJobRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$getJob, request, options: options);
  }

  /// CreateJob queues a job, for a client by its id, or for a repository by
  /// organisation and name, which makes the client if there is none.
  ///
  /// INVALID_ARGUMENT `REQUEST_INVALID`, `AGENT_UNKNOWN`: nothing was queued.
  /// NOT_FOUND `CLIENT_NOT_FOUND`: no client has this id.
  /// ALREADY_EXISTS `IDEMPOTENCY_KEY_REUSED`: the key belongs to another request.
  $grpc.ResponseFuture<$0.CreateJobResponse> createJob(
    $0.CreateJobRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$createJob, request, options: options);
  }

  /// CancelJob stops a job. For a running one it answers when the agent's whole
  /// process tree is gone and its work is kept. Going away does not undo it.
  ///
  /// NOT_FOUND `JOB_NOT_FOUND`: no job has this id.
  /// FAILED_PRECONDITION `JOB_FINISHED`: it is over already.
  $grpc.ResponseFuture<$0.CancelJobResponse> cancelJob(
    $0.CancelJobRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$cancelJob, request, options: options);
  }

  /// RetryJob queues a new job like one that is over.
  ///
  /// NOT_FOUND `JOB_NOT_FOUND`: no job has this id.
  /// FAILED_PRECONDITION `JOB_ACTIVE`: it is not over yet.
  $grpc.ResponseFuture<$0.RetryJobResponse> retryJob(
    $0.RetryJobRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$retryJob, request, options: options);
  }

  /// WatchJob streams a job's journal: first how it stands, then its events, a
  /// heartbeat every 15 seconds, and after the last event the end, with OK even
  /// where the job failed: its failure is data. Going away cancels nothing.
  ///
  /// NOT_FOUND `JOB_NOT_FOUND`: no job has this id.
  /// INVALID_ARGUMENT `CURSOR_INVALID`: watch again without a cursor.
  /// OUT_OF_RANGE `CURSOR_EXPIRED`: watch again without a cursor.
  $grpc.ResponseStream<$0.WatchJobResponse> watchJob(
    $0.WatchJobRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createStreamingCall(
        _$watchJob, $async.Stream.fromIterable([request]),
        options: options);
  }

  /// GetJobDiff answers what a job changed, as a unified diff against its base.
  ///
  /// NOT_FOUND `JOB_NOT_FOUND`: no job has this id.
  /// FAILED_PRECONDITION `DIFF_UNAVAILABLE`: there is nothing to compare yet.
  $grpc.ResponseFuture<$0.GetJobDiffResponse> getJobDiff(
    $0.GetJobDiffRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$getJobDiff, request, options: options);
  }

  /// GetQueue answers what runs and what waits.
  $grpc.ResponseFuture<$0.GetQueueResponse> getQueue(
    $0.GetQueueRequest request, {
    $grpc.CallOptions? options,
  }) {
    return $createUnaryCall(_$getQueue, request, options: options);
  }

  // method descriptors

  static final _$listJobs =
      $grpc.ClientMethod<$0.ListJobsRequest, $0.ListJobsResponse>(
          '/opsdeck.v1.JobService/ListJobs',
          ($0.ListJobsRequest value) => value.writeToBuffer(),
          $0.ListJobsResponse.fromBuffer);
  static final _$getJob = $grpc.ClientMethod<$0.GetJobRequest, $1.Job>(
      '/opsdeck.v1.JobService/GetJob',
      ($0.GetJobRequest value) => value.writeToBuffer(),
      $1.Job.fromBuffer);
  static final _$createJob =
      $grpc.ClientMethod<$0.CreateJobRequest, $0.CreateJobResponse>(
          '/opsdeck.v1.JobService/CreateJob',
          ($0.CreateJobRequest value) => value.writeToBuffer(),
          $0.CreateJobResponse.fromBuffer);
  static final _$cancelJob =
      $grpc.ClientMethod<$0.CancelJobRequest, $0.CancelJobResponse>(
          '/opsdeck.v1.JobService/CancelJob',
          ($0.CancelJobRequest value) => value.writeToBuffer(),
          $0.CancelJobResponse.fromBuffer);
  static final _$retryJob =
      $grpc.ClientMethod<$0.RetryJobRequest, $0.RetryJobResponse>(
          '/opsdeck.v1.JobService/RetryJob',
          ($0.RetryJobRequest value) => value.writeToBuffer(),
          $0.RetryJobResponse.fromBuffer);
  static final _$watchJob =
      $grpc.ClientMethod<$0.WatchJobRequest, $0.WatchJobResponse>(
          '/opsdeck.v1.JobService/WatchJob',
          ($0.WatchJobRequest value) => value.writeToBuffer(),
          $0.WatchJobResponse.fromBuffer);
  static final _$getJobDiff =
      $grpc.ClientMethod<$0.GetJobDiffRequest, $0.GetJobDiffResponse>(
          '/opsdeck.v1.JobService/GetJobDiff',
          ($0.GetJobDiffRequest value) => value.writeToBuffer(),
          $0.GetJobDiffResponse.fromBuffer);
  static final _$getQueue =
      $grpc.ClientMethod<$0.GetQueueRequest, $0.GetQueueResponse>(
          '/opsdeck.v1.JobService/GetQueue',
          ($0.GetQueueRequest value) => value.writeToBuffer(),
          $0.GetQueueResponse.fromBuffer);
}

@$pb.GrpcServiceName('opsdeck.v1.JobService')
abstract class JobServiceBase extends $grpc.Service {
  $core.String get $name => 'opsdeck.v1.JobService';

  JobServiceBase() {
    $addMethod($grpc.ServiceMethod<$0.ListJobsRequest, $0.ListJobsResponse>(
        'ListJobs',
        listJobs_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.ListJobsRequest.fromBuffer(value),
        ($0.ListJobsResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.GetJobRequest, $1.Job>(
        'GetJob',
        getJob_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.GetJobRequest.fromBuffer(value),
        ($1.Job value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.CreateJobRequest, $0.CreateJobResponse>(
        'CreateJob',
        createJob_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.CreateJobRequest.fromBuffer(value),
        ($0.CreateJobResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.CancelJobRequest, $0.CancelJobResponse>(
        'CancelJob',
        cancelJob_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.CancelJobRequest.fromBuffer(value),
        ($0.CancelJobResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.RetryJobRequest, $0.RetryJobResponse>(
        'RetryJob',
        retryJob_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.RetryJobRequest.fromBuffer(value),
        ($0.RetryJobResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.WatchJobRequest, $0.WatchJobResponse>(
        'WatchJob',
        watchJob_Pre,
        false,
        true,
        ($core.List<$core.int> value) => $0.WatchJobRequest.fromBuffer(value),
        ($0.WatchJobResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.GetJobDiffRequest, $0.GetJobDiffResponse>(
        'GetJobDiff',
        getJobDiff_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.GetJobDiffRequest.fromBuffer(value),
        ($0.GetJobDiffResponse value) => value.writeToBuffer()));
    $addMethod($grpc.ServiceMethod<$0.GetQueueRequest, $0.GetQueueResponse>(
        'GetQueue',
        getQueue_Pre,
        false,
        false,
        ($core.List<$core.int> value) => $0.GetQueueRequest.fromBuffer(value),
        ($0.GetQueueResponse value) => value.writeToBuffer()));
  }

  $async.Future<$0.ListJobsResponse> listJobs_Pre($grpc.ServiceCall $call,
      $async.Future<$0.ListJobsRequest> $request) async {
    return listJobs($call, await $request);
  }

  $async.Future<$0.ListJobsResponse> listJobs(
      $grpc.ServiceCall call, $0.ListJobsRequest request);

  $async.Future<$1.Job> getJob_Pre(
      $grpc.ServiceCall $call, $async.Future<$0.GetJobRequest> $request) async {
    return getJob($call, await $request);
  }

  $async.Future<$1.Job> getJob(
      $grpc.ServiceCall call, $0.GetJobRequest request);

  $async.Future<$0.CreateJobResponse> createJob_Pre($grpc.ServiceCall $call,
      $async.Future<$0.CreateJobRequest> $request) async {
    return createJob($call, await $request);
  }

  $async.Future<$0.CreateJobResponse> createJob(
      $grpc.ServiceCall call, $0.CreateJobRequest request);

  $async.Future<$0.CancelJobResponse> cancelJob_Pre($grpc.ServiceCall $call,
      $async.Future<$0.CancelJobRequest> $request) async {
    return cancelJob($call, await $request);
  }

  $async.Future<$0.CancelJobResponse> cancelJob(
      $grpc.ServiceCall call, $0.CancelJobRequest request);

  $async.Future<$0.RetryJobResponse> retryJob_Pre($grpc.ServiceCall $call,
      $async.Future<$0.RetryJobRequest> $request) async {
    return retryJob($call, await $request);
  }

  $async.Future<$0.RetryJobResponse> retryJob(
      $grpc.ServiceCall call, $0.RetryJobRequest request);

  $async.Stream<$0.WatchJobResponse> watchJob_Pre($grpc.ServiceCall $call,
      $async.Future<$0.WatchJobRequest> $request) async* {
    yield* watchJob($call, await $request);
  }

  $async.Stream<$0.WatchJobResponse> watchJob(
      $grpc.ServiceCall call, $0.WatchJobRequest request);

  $async.Future<$0.GetJobDiffResponse> getJobDiff_Pre($grpc.ServiceCall $call,
      $async.Future<$0.GetJobDiffRequest> $request) async {
    return getJobDiff($call, await $request);
  }

  $async.Future<$0.GetJobDiffResponse> getJobDiff(
      $grpc.ServiceCall call, $0.GetJobDiffRequest request);

  $async.Future<$0.GetQueueResponse> getQueue_Pre($grpc.ServiceCall $call,
      $async.Future<$0.GetQueueRequest> $request) async {
    return getQueue($call, await $request);
  }

  $async.Future<$0.GetQueueResponse> getQueue(
      $grpc.ServiceCall call, $0.GetQueueRequest request);
}
