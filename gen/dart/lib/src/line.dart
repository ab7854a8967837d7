import 'dart:async';

import 'package:grpc/grpc_connection_interface.dart' show ClientCall;
import 'package:grpc/grpc_or_grpcweb.dart' show GrpcError;
import 'package:grpc/service_api.dart'
    show CallOptions, ClientChannel, ClientMethod;

import 'channel_native.dart' if (dart.library.js_interop) 'channel_web.dart';
import 'errors.dart';

/// The way to one server, as much of a channel as stubs ask for.
///
/// Behind it is a channel, and a fresh one where that has fallen silent.
class Line implements ClientChannel {
  /// A line over the channels that [_open] makes.
  Line(this._open, {this.waits = shutdownWaits}) : _channel = _open();

  final ClientChannel Function() _open;

  /// Whether the shutdown of a channel takes until its calls are over; in a browser it does not.
  final bool waits;

  final Set<Pause> _pauses = {};
  final Set<ClientChannel> _left = {};
  ClientChannel _channel;

  /// Whether the client was closed, so that there is no use in another try.
  bool get isClosed => _isClosed;
  bool _isClosed = false;

  /// Leaves a channel that may be dead: new calls have a fresh one.
  ///
  /// The calls that still wait for it may: that one stream is silent says nothing of them. Each has
  /// a limit of its own, or a silence.
  void renew() {
    if (_isClosed) return;
    final left = _channel;
    _left.add(left);
    _channel = _open();
    final over = left.shutdown();
    // One that may have calls is kept, for closing the client ends them.
    (waits ? over.whenComplete(() => _left.remove(left)) : over).ignore();
  }

  /// What a failed call means.
  OpsdeckError errorOf(GrpcError thrown) {
    final error = OpsdeckError.of(thrown);
    return _isClosed && error.transient ? OpsdeckError.closed() : error;
  }

  /// A pause between two tries, which ends with the client.
  Pause pause(Duration time) => Pause._(time, _pauses);

  @override
  ClientCall<Q, R> createCall<Q, R>(
    ClientMethod<Q, R> method,
    Stream<Q> requests,
    CallOptions options,
  ) => _channel.createCall(method, requests, options);

  @override
  Future<void> shutdown() => terminate();

  @override
  Future<void> terminate() {
    _isClosed = true;
    _pauses.toList().forEach((pause) => pause.end());
    return Future.wait([
      for (final channel in [_channel, ..._left]) channel.terminate(),
    ]);
  }

  @override
  dynamic noSuchMethod(Invocation invocation) => super.noSuchMethod(invocation);
}

/// Some time, which can be cut short.
class Pause {
  Pause._(Duration time, this._all) {
    _all.add(this);
    _timer = Timer(time, end);
  }

  final Set<Pause> _all;
  final Completer<void> _over = Completer();
  late final Timer _timer;

  /// Comes when the time is over.
  Future<void> get over => _over.future;

  /// Ends it now.
  void end() {
    _timer.cancel();
    if (_all.remove(this)) _over.complete();
  }
}
