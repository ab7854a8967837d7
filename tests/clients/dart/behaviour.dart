/// What the Dart client does when servers fail it. Prints a line for each check; test_dart.py reads it.
library;

import 'dart:async';

import 'package:fixnum/fixnum.dart';
import 'package:grpc/grpc.dart' as native;
import 'package:grpc/grpc_connection_interface.dart';
import 'package:grpc/grpc_or_grpcweb.dart';
import 'package:grpc/protos.dart';
import 'package:grpc/service_api.dart';
import 'package:opsdeck_client/opsdeck_client.dart';
import 'package:opsdeck_client/src/channel_native.dart';
import 'package:opsdeck_client/src/line.dart';
import 'package:opsdeck_client/v1.dart';
import 'package:protobuf/well_known_types/google/protobuf/timestamp.pb.dart';

const quick = Patience(
  firstPause: Duration(milliseconds: 1),
  longestPause: Duration(milliseconds: 5),
  toAnswer: Duration(seconds: 30),
  toBegin: Duration(seconds: 30),
  toReturn: Duration(seconds: 30),
  silence: Duration(hours: 1),
);

const impatient = Patience(
  firstPause: Duration(milliseconds: 1),
  silence: Duration(milliseconds: 300),
);

const slow = Patience(
  firstPause: Duration(hours: 1),
  toAnswer: Duration(hours: 2),
  toBegin: Duration(hours: 2),
);

typedef Handler = Stream<Object> Function(Object request);

/// A server that answers each call with the next handler, and the last for all after it.
class Fake extends ClientChannel {
  Fake(this.handlers);

  final List<Handler> handlers;
  final List<Object> asked = [];
  final List<Map<String, String>> metadata = [];
  final List<Duration?> limits = [];
  int cancelled = 0;
  int opened = 0;
  int left = 0;
  int terminated = 0;

  /// The answer of a call that is in flight until a test completes it.
  final Completer<Object> inFlight = Completer();

  OpsdeckClient client([Patience patience = quick]) => OpsdeckClient.over(
    () {
      opened++;
      return this;
    },
    token: 's3cret',
    patience: patience,
  );

  @override
  Stream<native.ConnectionState> get onConnectionStateChanged =>
      const Stream.empty();

  @override
  ClientCall<Q, R> createCall<Q, R>(
    ClientMethod<Q, R> method,
    Stream<Q> requests,
    CallOptions options,
  ) {
    metadata.add(options.metadata);
    limits.add(options.timeout);
    Stream<R> answer(Q request) {
      asked.add(request as Object);
      final handler = handlers.length > 1
          ? handlers.removeAt(0)
          : handlers.single;
      return handler(request).cast<R>();
    }

    return ClientCall(
      Stream.fromFuture(requests.first).asyncExpand(answer),
      () => cancelled++,
    );
  }

  // As grpc-dart: what is in flight may come to its end, ...
  @override
  Future<void> shutdown() {
    left++;
    return inFlight.future;
  }

  // ... and here it may not.
  @override
  Future<void> terminate() async {
    terminated++;
    if (inFlight.isCompleted) return;
    inFlight.future.ignore();
    inFlight.completeError(
      const GrpcError.custom(StatusCode.unknown, 'forcefully terminated'),
    );
  }
}

Stream<Object> refuse(
  int code, [
  String reason = '',
  String domain = 'opsdeck.dev',
]) => Stream.error(
  GrpcError.custom(code, 'refused', [
    if (reason.isNotEmpty) ErrorInfo(reason: reason, domain: domain),
  ]),
);

Handler unavailable = (_) => refuse(StatusCode.unavailable);

/// A server of which the first channel says nothing to a watch, and keeps an interrupt in flight.
Fake fallingSilent() {
  late final Fake fake;
  return fake = Fake([
    (request) => switch (request) {
      InterruptSessionRequest() => Stream.fromFuture(fake.inFlight.future),
      _ when fake.left + fake.terminated == 0 => Stream.fromFuture(
        Completer<Object>().future,
      ),
      _ => answers(request, 3),
    },
  ]);
}

List<Event> journal(int length) => [
  for (var seq = 1; seq < length; seq++)
    Event(seq: seq, assistantText: AssistantText()),
  Event(seq: length, statusChange: StatusChange(terminal: true)),
];

/// The answers of a job's journal after the cursor of the request, at most so many.
Stream<Object> answers(Object request, int length, {int most = 1000}) async* {
  final after = (request as WatchJobRequest).after;
  yield WatchJobResponse(
    job: JobSummary(status: Job_Status.running),
    cursor: after,
  );
  for (final event in journal(length).skip(int.tryParse(after) ?? 0)) {
    if (most-- == 0) return;
    yield WatchJobResponse(events: [event], cursor: '${event.seq}');
  }
}

/// The same, and then an error.
Stream<Object> cutOff(
  Object request,
  int length,
  int most, [
  int code = 14,
]) async* {
  yield* answers(request, length, most: most);
  yield* refuse(code);
}

Future<List<int>> seqs(Stream<WatchJobResponse> watch) async => [
  await for (final answer in watch)
    for (final event in answer.events) event.seq,
];

void expect(Object? found, Object? wanted) {
  if ('$found' != '$wanted') throw StateError('$found is not $wanted');
}

Future<OpsdeckError> failure(Future<Object?> Function() call) async {
  try {
    await call();
  } on OpsdeckError catch (error) {
    return error;
  }
  throw StateError('it did not fail');
}

Future<void> check(String name, Future<void> Function() body) async {
  try {
    await body().timeout(const Duration(seconds: 60));
    print('ok $name');
  } catch (error) {
    print('FAILED $name: $error');
  }
}

Future<void> main() async {
  final one = GetJobRequest(id: 'job-1');

  await check('a read is tried again while no server answers', () async {
    final fake = Fake([
      unavailable,
      unavailable,
      (_) => Stream.value(Job(id: 'job-1')),
    ]);
    expect((await fake.client().jobs.getJob(one)).id, 'job-1');
    expect(fake.asked.length, 3);
  });

  await check('a create has one key however often it is sent', () async {
    final fake = Fake([
      unavailable,
      (_) => Stream.value(CreateJobResponse(id: 'job-1')),
    ]);
    final request = CreateJobRequest(prompt: 'x');
    await fake.client().jobs.createJob(request);
    await fake.client().jobs.createJob(request);
    await fake.client().jobs.createJob(CreateJobRequest(requestId: 'mine'));
    final keys = [
      for (final asked in fake.asked.cast<CreateJobRequest>()) asked.requestId,
    ];
    expect(keys[0] == keys[1], true);
    expect(keys[1] == keys[2], false);
    expect(keys[0].length, 32);
    expect(keys[3], 'mine');
    expect(request.hasRequestId(), false);
  });

  await check('a refusal has its reason and is not tried again', () async {
    final fake = Fake([(_) => refuse(StatusCode.notFound, 'JOB_NOT_FOUND')]);
    final error = await failure(() => fake.client().jobs.getJob(one));
    expect(error.reason, ErrorReason.JOB_NOT_FOUND);
    expect(error, 'JOB_NOT_FOUND: refused');
    expect(fake.asked.length, 1);
  });

  await check('a reason of somebody else is none of ours', () async {
    final fake = Fake([(_) => refuse(5, 'JOB_NOT_FOUND', 'googleapis.com')]);
    final error = await failure(() => fake.client().jobs.getJob(one));
    expect('${error.reason} ${error.code}', 'null 5');
  });

  await check('a stream that fails has its reason', () async {
    final fake = Fake([(_) => refuse(StatusCode.notFound, 'NEWER_REASON')]);
    final error = await failure(
      () => fake.client().sessions.listSessions(ListSessionsRequest()).toList(),
    );
    expect('${error.reason} ${error.reasonName}', 'null NEWER_REASON');
  });

  await check('a call that the server does not know says so', () async {
    final fake = Fake([(_) => refuse(StatusCode.unimplemented)]);
    final error = await failure(() => fake.client().jobs.getJob(one));
    expect(error.message.contains('older than this client'), true);
    expect(error.transient, false);
  });

  await check('calls and watches carry the token', () async {
    final fake = Fake([
      (_) => Stream.value(Job()),
      (request) => answers(request, 1),
    ]);
    await fake.client().jobs.getJob(one);
    await seqs(fake.client().watchJob('job-1'));
    expect(
      fake.metadata,
      List.filled(2, const {'authorization': 'Bearer s3cret'}),
    );
  });

  await check('patience has an end', () async {
    const patience = Patience(
      firstPause: Duration(milliseconds: 1),
      toAnswer: Duration(milliseconds: 50),
      toBegin: Duration(milliseconds: 50),
    );
    final client = Fake([unavailable]).client(patience);
    final call = await failure(() => client.jobs.getJob(one));
    final watch = await failure(() => seqs(client.watchJob('job-1')));
    expect([call.code, watch.code], [14, 14]);
  });

  await check('a watch has each event once, whatever happens', () async {
    final away = <String>[];
    final fake = Fake([
      unavailable,
      (request) => cutOff(request, 9, 2),
      (request) => answers(request, 9, most: 2), // an early end
      (request) => cutOff(request, 9, 1, StatusCode.internal),
      (_) => answers(WatchJobRequest(after: '2'), 9, most: 5), // a repetition
      (request) => answers(request, 9),
    ]);
    final watch = fake.client().watchJob(
      'job-1',
      onAway: (told) => away.add(told.error.message),
    );
    expect(await seqs(watch), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(
      [for (final asked in fake.asked.cast<WatchJobRequest>()) asked.after],
      ['', '', '2', '4', '5', '7'],
    );
    expect(away.length, 5);
  });

  await check('a watch ends with the terminal event', () async {
    final fake = Fake([
      (request) async* {
        yield* answers(request, 3);
        await Completer<void>().future;
      },
    ]);
    expect(await seqs(fake.client().watchJob('job-1')), [1, 2, 3]);
    expect(fake.cancelled, 1);
  });

  await check('a watch of what was over ends without an event', () async {
    final over = WatchJobResponse(
      job: JobSummary(status: Job_Status.failed),
      caughtUp: true,
    );
    final fake = Fake([(_) => Stream.value(over)]);
    expect(await seqs(fake.client().watchJob('job-1', after: '5')), <int>[]);
  });

  await check('text in the making is passed on', () async {
    final fake = Fake([
      (request) async* {
        yield* answers(request, 2, most: 1);
        final delta = Event(seq: 1, textDelta: TextDelta(text: 'Hel'));
        yield WatchJobResponse(events: [delta], cursor: '1');
        yield* answers(WatchJobRequest(after: '1'), 2);
      },
    ]);
    expect(await seqs(fake.client().watchJob('job-1', partial: true)), [
      1,
      1,
      2,
    ]);
  });

  await check('silence is a broken line', () async {
    final fake = Fake([
      (request) async* {
        yield* answers(request, 3, most: 1);
        await Completer<void>().future;
      },
      (request) => answers(request, 3),
    ]);
    expect(await seqs(fake.client(impatient).watchJob('job-1')), [1, 2, 3]);
  });

  await check('a busy listener is no silence', () async {
    final fake = Fake([(request) => answers(request, 3)]);
    final found = <int>[];
    await for (final answer in fake.client(impatient).watchJob('job-1')) {
      found.addAll([for (final event in answer.events) event.seq]);
      await Future<void>.delayed(impatient.silence * 1.5);
    }
    expect(found, [1, 2, 3]);
    expect(fake.asked.length, 1);
  });

  await check('a refusal ends a watch', () async {
    final fake = Fake([(_) => refuse(StatusCode.notFound, 'JOB_NOT_FOUND')]);
    final error = await failure(() => seqs(fake.client().watchJob('job-1')));
    expect(error.reason, ErrorReason.JOB_NOT_FOUND);
    expect(fake.asked.length, 1);
  });

  await check('a gap is an error, or is passed over', () async {
    Fake pruned() => Fake([
      (request) => cutOff(request, 6, 2),
      (_) => refuse(StatusCode.outOfRange, 'CURSOR_EXPIRED'),
      (_) => answers(WatchJobRequest(after: '4'), 6),
    ]);
    final error = await failure(
      () => seqs(pruned().client().watchJob('job-1')),
    );
    expect(error.reason, ErrorReason.CURSOR_EXPIRED);
    final watch = pruned().client().watchJob('job-1', overAGap: true);
    expect(await seqs(watch), [1, 2, 5, 6]);
  });

  await check('a tail that is cut off goes on by its cursor', () async {
    final fake = Fake([
      (_) async* {
        yield WatchJobResponse(cursor: '3');
        yield* refuse(StatusCode.unavailable);
      },
      (request) => answers(request, 5),
    ]);
    expect(await seqs(fake.client().watchJob('job-1', tailOnly: true)), [4, 5]);
    expect(
      [
        for (final asked in fake.asked.cast<WatchJobRequest>())
          '${asked.after} ${asked.tailOnly}',
      ],
      [' true', '3 false'],
    );
  });

  await check('a cancelled watch cancels its call', () async {
    final fake = Fake([
      (request) async* {
        yield* answers(request, 3, most: 1);
        await Completer<void>().future;
      },
    ]);
    await fake.client().watchJob('job-1').first;
    expect(fake.cancelled, 1);
  });

  await check('a session is watched until it is cleaned up', () async {
    final fake = Fake([
      (_) async* {
        yield WatchSessionResponse(events: journal(3).take(2), cursor: '2');
        yield* refuse(StatusCode.unavailable);
      },
      (_) => Stream.value(
        WatchSessionResponse(events: journal(3).skip(2), cursor: '3'),
      ),
    ]);
    final watch = fake.client().watchSession('quick-1');
    expect(
      [
        await for (final answer in watch)
          for (final event in answer.events) event.seq,
      ],
      [1, 2, 3],
    );
    expect((fake.asked.last as WatchSessionRequest).after, '2');
  });

  await check('a closed client comes back no more', () async {
    final fake = Fake([unavailable]);
    final client = fake.client();
    final watch = await failure(
      () => seqs(client.watchJob('job-1', onAway: (_) => client.close())),
    );
    final call = await failure(() => client.jobs.getJob(one));
    for (final error in [watch, call]) {
      expect('${error.code} ${error.transient}', '1 false');
      expect(error.message, 'this OpsdeckClient was closed');
    }
    expect('${fake.terminated} ${fake.asked.length}', '1 2');
  });

  await check('closing the client ends pauses', () async {
    final client = Fake([unavailable]).client(slow);
    final call = failure(() => client.jobs.getJob(one));
    final watch = failure(() => seqs(client.watchJob('job-1')));
    await Future<void>.delayed(Duration.zero);
    await client.close();
    expect([(await call).code, (await watch).code], [1, 1]);
    expect((await failure(() => client.jobs.getJob(one))).code, 1);
  });

  await check('what onAway throws ends the watch', () async {
    final fake = Fake([unavailable]);
    void onAway(Away away) => throw StateError('told');
    try {
      await seqs(fake.client().watchJob('job-1', onAway: onAway));
    } on StateError catch (error) {
      expect(error.message, 'told');
      expect(fake.asked.length, 1);
      return;
    }
    throw StateError('it did not end');
  });

  await check('onAway is called only where there is a next try', () async {
    final away = <Away>[];
    const once = Patience(toBegin: Duration.zero);
    final watch = Fake([
      unavailable,
    ]).client(once).watchJob('job-1', onAway: away.add);
    await failure(() => seqs(watch));
    expect(away.length, 0);
  });

  await check('a job that is over in a newer way is over', () async {
    final over = WatchJobResponse(
      job: JobSummary(completedAt: Timestamp(seconds: Int64.ONE)),
      caughtUp: true,
    );
    final fake = Fake([(_) => Stream.value(over)]);
    expect(await seqs(fake.client().watchJob('job-1', after: '5')), <int>[]);
  });

  await check('a server that only hangs up uses patience up', () async {
    const patience = Patience(
      firstPause: Duration(milliseconds: 1),
      longestPause: Duration(milliseconds: 5),
      toReturn: Duration(milliseconds: 100),
    );
    final state = WatchJobResponse(
      job: JobSummary(status: Job_Status.running),
      caughtUp: true,
    );
    final watch = Fake([(_) => Stream.value(state)]).client(patience);
    final error = await failure(() => seqs(watch.watchJob('job-1')));
    expect(error.code, StatusCode.unavailable);
  });

  await check('silence is left for a fresh channel', () async {
    final fake = Fake([
      (_) => Stream.fromFuture(Completer<Object>().future),
      (request) => answers(request, 3),
    ]);
    expect(await seqs(fake.client(impatient).watchJob('job-1')), [1, 2, 3]);
    expect('${fake.opened} ${fake.left}', '2 1');
  });

  await check('other calls outlive a silence', () async {
    final fake = fallingSilent();
    final client = fake.client(impatient);
    final watch = seqs(client.watchJob('job-1'));
    final call = client.sessions.interruptSession(InterruptSessionRequest());
    expect(await watch, [1, 2, 3]);
    fake.inFlight.complete(InterruptSessionResponse(wasRunning: true));
    expect((await call).wasRunning, true);
  });

  await check('closing ends calls of a channel that was left', () async {
    final fake = fallingSilent();
    final client = fake.client(impatient);
    final watch = seqs(client.watchJob('job-1'));
    final call = failure(
      () => client.sessions.interruptSession(InterruptSessionRequest()),
    );
    await watch;
    await client.close();
    expect((await call).message, 'this OpsdeckClient was closed');
    expect('${fake.left} ${fake.terminated}', '1 2');
  });

  await check('a channel that was left is let go when it is over', () async {
    for (final waits in [true, false]) {
      final first = Fake([])..inFlight.complete(0);
      final channels = [first, Fake([])];
      final line = Line(() => channels.removeAt(0), waits: waits)..renew();
      await first.shutdown();
      await Future<void>.delayed(Duration.zero);
      await line.terminate();
      expect(first.terminated, waits ? 0 : 1);
    }
  });

  await check('a line that is dead is noticed', () async {
    final channel = openChannel(Uri.parse('https://deck.example.com'));
    expect(channel.options.credentials.isSecure, true);
    final pings = channel.options.keepAlive;
    expect(pings.pingInterval, const Duration(seconds: 20));
    expect(pings.timeout, const Duration(seconds: 45));
  });

  await check('each call has the time that its kind takes', () async {
    final fake = Fake([
      (request) => Stream.value(switch (request) {
        GetQueueRequest() => GetQueueResponse(),
        GetJobRequest() => Job(),
        GetJobDiffRequest() => GetJobDiffResponse(),
        CreateJobRequest() => CreateJobResponse(),
        _ => CreateClientResponse(),
      }),
    ]);
    final client = fake.client();
    final mine = CallOptions(timeout: const Duration(seconds: 1));
    await client.jobs.getQueue(GetQueueRequest());
    await client.jobs.createJob(CreateJobRequest());
    await client.jobs.createJob(CreateJobRequest(prompt: 'x' * 100000));
    await client.jobs.getJob(one);
    await client.jobs.getJobDiff(GetJobDiffRequest());
    await client.clients.createClient(CreateClientRequest());
    await client.jobs.getJob(one, options: mine);
    expect(
      [for (final limit in fake.limits) limit?.inSeconds],
      [30, 30, 300, 300, 300, 2400, 1],
    );
  });

  await check('a limit of ours is tried again, and one of yours not', () async {
    final fake = Fake([
      (_) => refuse(StatusCode.deadlineExceeded),
      (_) => Stream.value(Job(id: 'job-1')),
      (_) => refuse(StatusCode.deadlineExceeded),
    ]);
    final jobs = fake.client().jobs;
    expect((await jobs.getJob(one)).id, 'job-1');
    final mine = CallOptions(timeout: const Duration(seconds: 1));
    expect((await failure(() => jobs.getJob(one, options: mine))).code, 4);
    expect(fake.asked.length, 3);
  });

  await check('who had no answer in time is told nobody answered', () async {
    const once = Patience(toAnswer: Duration.zero);
    final client = Fake([
      (_) => refuse(StatusCode.deadlineExceeded),
    ]).client(once);
    final error = await failure(() => client.jobs.getQueue(GetQueueRequest()));
    expect(error, 'UNAVAILABLE: no answer for 30 s');
    expect(error.transient, true);
  });

  await check('a call that is cancelled in a pause ends at once', () async {
    final fake = Fake([unavailable]);
    final call = fake.client(slow).jobs.getJob(one);
    Timer.run(call.cancel);
    expect((await failure(() => call)).code, StatusCode.cancelled);
    expect(fake.asked.length, 1);
  });

  await check('a stream is tried again while nothing has come', () async {
    final fake = Fake([
      unavailable,
      (_) => Stream.value(QuickSession(id: 'quick-1')),
      (_) async* {
        yield QuickSession(id: 'quick-2');
        yield* refuse(StatusCode.unavailable);
      },
    ]);
    final sessions = fake.client().sessions;
    final found = await sessions.listSessions(ListSessionsRequest()).toList();
    expect([for (final session in found) session.id], ['quick-1']);
    final begun = sessions.listSessions(ListSessionsRequest());
    expect((await failure(begun.toList)).code, StatusCode.unavailable);
    expect(fake.asked.length, 3);
  });

  await check('a stream that falls silent is a broken one', () async {
    final fake = Fake([
      (_) => Stream.fromFuture(Completer<Object>().future),
      (_) => Stream.value(QuickSession(id: 'quick-1')),
    ]);
    final sessions = fake.client(impatient).sessions;
    final found = await sessions.listSessions(ListSessionsRequest()).toList();
    expect([for (final session in found) session.id], ['quick-1']);
  });

  await check('the single answer of a stream has its reason', () async {
    final fake = Fake([(_) => refuse(5, 'SESSION_NOT_FOUND')]);
    final answers = fake.client().sessions.listSessions(ListSessionsRequest());
    final error = await failure(() => answers.single);
    expect(error.reason, ErrorReason.SESSION_NOT_FOUND);
  });

  await check('what is no URL is refused', () async {
    for (final url in ['', 'x:1', 'ftp://x', 'http://', 'http://x/y', '::']) {
      try {
        OpsdeckClient(url);
      } on ArgumentError {
        continue;
      }
      throw StateError('$url is taken for one');
    }
    OpsdeckClient('https://deck.example.com');
  });
}
