import 'package:grpc/service_api.dart' show CallOptions, ClientChannel;

import 'calls.dart';
import 'channel_native.dart' if (dart.library.js_interop) 'channel_web.dart';
import 'gen/opsdeck/v1/client_service.pbgrpc.dart';
import 'gen/opsdeck/v1/job.pb.dart';
import 'gen/opsdeck/v1/job_service.pbgrpc.dart';
import 'gen/opsdeck/v1/quick_session.pb.dart';
import 'gen/opsdeck/v1/quick_session_service.pbgrpc.dart';
import 'gen/opsdeck/v1/system_service.pbgrpc.dart';
import 'line.dart';
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
    return OpsdeckClient.over(
      () => openChannel(uri),
      token: token,
      patience: patience,
    );
  }

  /// The server behind channels of the caller's own making.
  ///
  /// [open] makes one that connects when it is used: at once, and where one has fallen silent.
  OpsdeckClient.over(
    ClientChannel Function() open, {
    String? token,
    Patience patience = const Patience(),
  }) : this._(
         Line(open),
         patience,
         CallOptions(
           metadata: {if (token != null) 'authorization': 'Bearer $token'},
         ),
       );

  OpsdeckClient._(Line line, Patience patience, CallOptions options)
    : this._with(line, patience, options, [Calls(line, patience)]);

  OpsdeckClient._with(
    this._line,
    this._patience,
    CallOptions options,
    List<Calls> calls,
  ) : clients = ClientServiceClient(
        _line,
        options: options,
        interceptors: calls,
      ),
      jobs = JobServiceClient(_line, options: options, interceptors: calls),
      sessions = QuickSessionServiceClient(
        _line,
        options: options,
        interceptors: calls,
      ),
      system = SystemServiceClient(
        _line,
        options: options,
        interceptors: calls,
      ),
      _bareJobs = JobServiceClient(_line, options: options),
      _bareSessions = QuickSessionServiceClient(_line, options: options);

  final Line _line;
  final Patience _patience;

  // What a watch reads from: it has its own way of coming back.
  final JobServiceClient _bareJobs;
  final QuickSessionServiceClient _bareSessions;

  /// The repositories that agents work on.
  final ClientServiceClient clients;

  /// Work that ends in a pull request.
  final JobServiceClient jobs;

  /// Chats with an agent.
  final QuickSessionServiceClient sessions;

  /// How the server is.
  final SystemServiceClient system;

  /// Ends every call and watch that is still open.
  Future<void> close() => _line.terminate();

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
  /// is told before each pause; what it throws ends the watch.
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
    _line,
    _patience,
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
    _line,
    _patience,
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
    // A newer server may know more ways to end; what is over has a time of its end.
    isOver: (answer) =>
        _overStatuses.contains(answer.job.status) ||
        answer.job.hasCompletedAt(),
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
