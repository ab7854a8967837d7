import 'dart:async';

import 'package:protobuf/protobuf.dart';

class StatusCode {
  static const ok = 0;
  static const cancelled = 1;
  static const unknown = 2;
  static const deadlineExceeded = 4;
  static const notFound = 5;
  static const outOfRange = 11;
  static const unimplemented = 12;
  static const internal = 13;
  static const unavailable = 14;

  static String? name(int status) => switch (status) {
    unavailable => 'UNAVAILABLE',
    _ => null,
  };
}

class GrpcError implements Exception {
  const GrpcError.custom(this.code, [this.message, this.details]);

  final int code;
  final String? message;
  final List<GeneratedMessage>? details;
}

class CallOptions {
  CallOptions({Map<String, String>? metadata, this.timeout})
    : metadata = Map.unmodifiable(metadata ?? const {});

  final Map<String, String> metadata;
  final Duration? timeout;

  CallOptions mergedWith(CallOptions? other) => CallOptions(
    metadata: {...metadata, ...?other?.metadata},
    timeout: other?.timeout ?? timeout,
  );
}

class ClientMethod<Q, R> {
  ClientMethod(this.path, this.requestSerializer, this.responseDeserializer);

  final String path;
  final List<int> Function(Q value) requestSerializer;
  final R Function(List<int> value) responseDeserializer;
}

abstract class Response {
  Future<Map<String, String>> get headers;
  Future<Map<String, String>> get trailers;
  Future<void> cancel();
}

/// A call whose answers are those of a stream.
class ClientCall<Q, R> implements Response {
  ClientCall(this.response, [this.onCancel]);

  final Stream<R> response;
  final void Function()? onCancel;

  @override
  Future<Map<String, String>> get headers async => const {};

  @override
  Future<Map<String, String>> get trailers async => const {};

  @override
  Future<void> cancel() async => onCancel?.call();
}

enum ConnectionState { connecting, ready, transientFailure, idle, shutdown }

abstract class ClientChannel {
  Stream<ConnectionState> get onConnectionStateChanged;
  Future<void> shutdown();
  Future<void> terminate();
  ClientCall<Q, R> createCall<Q, R>(
    ClientMethod<Q, R> method,
    Stream<Q> requests,
    CallOptions options,
  );
}

class ResponseFuture<R> implements Future<R>, Response {
  ResponseFuture(this._call) : _answer = _call.response.single;

  final ClientCall<dynamic, R> _call;
  final Future<R> _answer;

  @override
  Future<Map<String, String>> get headers => _call.headers;

  @override
  Future<Map<String, String>> get trailers => _call.trailers;

  @override
  Future<void> cancel() => _call.cancel();

  @override
  Stream<R> asStream() => _answer.asStream();

  @override
  Future<R> catchError(Function onError, {bool Function(Object error)? test}) =>
      _answer.catchError(onError, test: test);

  @override
  Future<S> then<S>(
    FutureOr<S> Function(R value) onValue, {
    Function? onError,
  }) => _answer.then(onValue, onError: onError);

  @override
  Future<R> timeout(Duration limit, {FutureOr<R> Function()? onTimeout}) =>
      _answer.timeout(limit, onTimeout: onTimeout);

  @override
  Future<R> whenComplete(FutureOr<void> Function() action) =>
      _answer.whenComplete(action);
}

class ResponseStream<R> extends StreamView<R> implements Response {
  ResponseStream(this._call) : super(_call.response);

  final ClientCall<dynamic, R> _call;

  @override
  ResponseFuture<R> get single => ResponseFuture(_call);

  @override
  Future<Map<String, String>> get headers => _call.headers;

  @override
  Future<Map<String, String>> get trailers => _call.trailers;

  @override
  Future<void> cancel() => _call.cancel();
}

typedef ClientUnaryInvoker<Q, R> =
    ResponseFuture<R> Function(
      ClientMethod<Q, R> method,
      Q request,
      CallOptions options,
    );

typedef ClientStreamingInvoker<Q, R> =
    ResponseStream<R> Function(
      ClientMethod<Q, R> method,
      Stream<Q> requests,
      CallOptions options,
    );

abstract class ClientInterceptor {
  ResponseFuture<R> interceptUnary<Q, R>(
    ClientMethod<Q, R> method,
    Q request,
    CallOptions options,
    ClientUnaryInvoker<Q, R> invoker,
  ) => invoker(method, request, options);

  ResponseStream<R> interceptStreaming<Q, R>(
    ClientMethod<Q, R> method,
    Stream<Q> requests,
    CallOptions options,
    ClientStreamingInvoker<Q, R> invoker,
  ) => invoker(method, requests, options);
}

class Client {
  Client(
    this._channel, {
    CallOptions? options,
    Iterable<ClientInterceptor>? interceptors,
  }) : _options = options ?? CallOptions(),
       _interceptors = List.unmodifiable(interceptors ?? const []);

  final ClientChannel _channel;
  final CallOptions _options;
  final List<ClientInterceptor> _interceptors;

  ResponseFuture<R> $createUnaryCall<Q, R>(
    ClientMethod<Q, R> method,
    Q request, {
    CallOptions? options,
  }) {
    ClientUnaryInvoker<Q, R> ask = (method, request, options) => ResponseFuture(
      _channel.createCall(method, Stream.value(request), options),
    );
    for (final interceptor in _interceptors.reversed) {
      final next = ask;
      ask = (method, request, options) =>
          interceptor.interceptUnary(method, request, options, next);
    }
    return ask(method, request, _options.mergedWith(options));
  }

  ResponseStream<R> $createStreamingCall<Q, R>(
    ClientMethod<Q, R> method,
    Stream<Q> requests, {
    CallOptions? options,
  }) {
    ClientStreamingInvoker<Q, R> ask = (method, requests, options) =>
        ResponseStream(_channel.createCall(method, requests, options));
    for (final interceptor in _interceptors.reversed) {
      final next = ask;
      ask = (method, requests, options) =>
          interceptor.interceptStreaming(method, requests, options, next);
    }
    return ask(method, requests, _options.mergedWith(options));
  }
}

class ServiceCall {}

class ServiceMethod<Q, R> {
  ServiceMethod(
    this.name,
    this.handler,
    this.streamingRequest,
    this.streamingResponse,
    this.requestDeserializer,
    this.responseSerializer,
  );

  final String name;
  final Function handler;
  final bool streamingRequest;
  final bool streamingResponse;
  final Q Function(List<int> request) requestDeserializer;
  final List<int> Function(R response) responseSerializer;
}

abstract class Service {
  String get $name;

  void $addMethod(ServiceMethod<Object?, Object?> method) {}
}
