import 'package:grpc/grpc_or_grpcweb.dart' show GrpcOrGrpcWebClientChannel;
import 'package:grpc/service_api.dart' show CallOptions, ClientChannel;

import 'calls.dart';
import 'gen/opsdeck/v1/client_service.pbgrpc.dart';
import 'gen/opsdeck/v1/job.pb.dart';
import 'gen/opsdeck/v1/job_service.pbgrpc.dart';
import 'gen/opsdeck/v1/quick_session.pb.dart';
import 'gen/opsdeck/v1/quick_session_service.pbgrpc.dart';
import 'gen/opsdeck/v1/system_service.pbgrpc.dart';
import 'patience.dart';
import 'watch.dart';

/// The services of one server, and watches that outlive its restarts.
///
/// The stubs are the generated ones, and more: the token is sent; a call that answers once, and that
/// may be repeated, as the contract says, is tried again for some seconds while no server answers; a
/// create without a `requestId` gets one, so that it may be repeated; a failure is an `OpsdeckError`.
class OpsdeckClient {
  /// The server at [url], `http://host:port` or `https://host`, which [token] opens.
  ///
  /// Native gRPC on phones and desktops, gRPC-Web in a browser. Throws an [ArgumentError] where the
  /// URL is none.
  factory OpsdeckClient(
    String url, {
    String? token,
    Patience patience = const Patience(),
  }) {
    final uri = Uri.tryParse(url);
    if (uri == null ||
        !const ['http', 'https'].contains(uri.scheme) ||
        uri.host.isEmpty ||
        uri.userInfo.isNotEmpty ||
        uri.hasQuery ||
        !const ['', '/'].contains(uri.path)) {
      throw ArgumentError.value(
        url,
        'url',
        'write http://HOST:PORT or https://HOST',
      );
    }
    final channel = GrpcOrGrpcWebClientChannel.toSingleEndpoint(
      host: uri.host,
      port: uri.port,
      transportSecure: uri.scheme == 'https',
    );
    return OpsdeckClient.over(channel, token: token, patience: patience);
  }

  /// The server behind a channel of the caller's own making.
  OpsdeckClient.over(
    ClientChannel channel, {
    String? token,
    Patience patience = const Patience(),
  }) : this._(
         channel,
         patience,
         CallOptions(
           metadata: {if (token != null) 'authorization': 'Bearer $token'},
         ),
         [Calls(patience)],
       );

  OpsdeckClient._(
    this._channel,
    this._patience,
    CallOptions options,
    List<Calls> calls,
  ) : clients = ClientServiceClient(
        _channel,
        options: options,
        interceptors: calls,
      ),
      jobs = JobServiceClient(_channel, options: options, interceptors: calls),
      sessions = QuickSessionServiceClient(
        _channel,
        options: options,
        interceptors: calls,
      ),
      system = SystemServiceClient(
        _channel,
        options: options,
        interceptors: calls,
      ),
      _bareJobs = JobServiceClient(_channel, options: options),
      _bareSessions = QuickSessionServiceClient(_channel, options: options);

  final ClientChannel _channel;
  final Patience _patience;

  // What a watch reads from: it has its own way of coming back.
  final JobServiceClient _bareJobs;
  final QuickSessionServiceClient _bareSessions;
  bool _closed = false;

  /// The repositories that agents work on.
  final ClientServiceClient clients;

  /// Work that ends in a pull request.
  final JobServiceClient jobs;

  /// Chats with an agent.
  final QuickSessionServiceClient sessions;

  /// How the server is.
  final SystemServiceClient system;

  /// Ends every call and watch that is still open.
  Future<void> close() {
    _closed = true;
    return _channel.terminate();
  }

  /// What happens to a job until it is over, each event once and in order.
  ///
  /// The watch outlives restarts of the server and cut connections: it goes on after the last
  /// cursor. It ends after the event with `statusChange.terminal`; a job that failed ends it like
  /// any other. Cancelling the subscription ends the watch and leaves the job as it is. Errors are
  /// `OpsdeckError`s: the server refused, or was away for longer than the patience allows.
  ///
  /// [after] is the cursor of the last answer that was seen. [tailOnly] leaves out what was before.
  /// [partial] asks for text while it is being written, too: `textDelta`, which may be lost. With
  /// [overAGap] events that were pruned meanwhile are passed over, in place of an error. [onAway]
  /// is told of each pause.
  Stream<WatchJobResponse> watchJob(
    String id, {
    String after = '',
    bool tailOnly = false,
    bool partial = false,
    bool overAGap = false,
    OnAway? onAway,
  }) => Watch(
    (place) => _bareJobs.watchJob(
      WatchJobRequest(
        id: id,
        after: place.cursor,
        tailOnly: tailOnly && !place.begun,
        partial: partial,
      ),
    ),
    _jobReading,
    Place(after),
    _patience,
    isClosed: () => _closed,
    overAGap: overAGap,
    onAway: onAway,
  ).stream;

  /// What happens in a session until it is cleaned up, in the way of [watchJob].
  Stream<WatchSessionResponse> watchSession(
    String id, {
    String after = '',
    bool tailOnly = false,
    bool partial = false,
    bool overAGap = false,
    OnAway? onAway,
  }) => Watch(
    (place) => _bareSessions.watchSession(
      WatchSessionRequest(
        id: id,
        after: place.cursor,
        tailOnly: tailOnly && !place.begun,
        partial: partial,
      ),
    ),
    _sessionReading,
    Place(after),
    _patience,
    isClosed: () => _closed,
    overAGap: overAGap,
    onAway: onAway,
  ).stream;

  static const Set<Job_Status> _overStatuses = {
    Job_Status.completed,
    Job_Status.failed,
    Job_Status.cancelled,
  };

  static final Reading<WatchJobResponse> _jobReading = Reading(
    events: (answer) => answer.events,
    cursor: (answer) => answer.cursor,
    caughtUp: (answer) => answer.caughtUp,
    isOver: (answer) =>
        answer.hasJob() && _overStatuses.contains(answer.job.status),
  );

  static final Reading<WatchSessionResponse> _sessionReading = Reading(
    events: (answer) => answer.events,
    cursor: (answer) => answer.cursor,
    caughtUp: (answer) => answer.caughtUp,
    isOver: (answer) =>
        answer.hasSession() &&
        answer.session.status == QuickSession_Status.expired,
  );
}
