import 'dart:math';

/// How long calls and watches wait for a server that is away.
class Patience {
  /// Patience with these limits.
  const Patience({
    this.firstPause = const Duration(milliseconds: 200),
    this.longestPause = const Duration(seconds: 5),
    this.toAnswer = const Duration(seconds: 6),
    this.toBegin = const Duration(seconds: 10),
    this.toReturn = const Duration(minutes: 10),
    this.eachTry = const Duration(seconds: 30),
    this.eachLongTry = const Duration(seconds: 300),
    this.eachClone = const Duration(seconds: 2400),
    this.silence = const Duration(seconds: 45),
  });

  /// Before the first try to come back; each further pause is twice as long.
  final Duration firstPause;

  /// No pause is longer, so that a server that is back is noticed soon.
  final Duration longestPause;

  /// For a call that answers once. Zero: it is tried once.
  final Duration toAnswer;

  /// For the first answer of a watch: a server that starts takes a moment.
  final Duration toBegin;

  /// For a server that went away under a watch: an upgrade takes minutes, not hours.
  final Duration toReturn;

  /// For one try of a call that answers once, where the call itself has no `timeout`.
  final Duration eachTry;

  /// The same where the server works before it answers, or where request or answer is large.
  final Duration eachLongTry;

  /// The same where the server may clone a repository, for which it has half an hour.
  final Duration eachClone;

  /// Without a word on a watch; the server sends a heartbeat every 15 s, so the line is dead.
  final Duration silence;
}

/// The pauses between tries: growing, jittered, and only so many.
class Pauses {
  /// Pauses within the limits of [_patience].
  Pauses(this._patience) : _next = _patience.firstPause;

  static final Random _random = Random();

  final Patience _patience;
  final Stopwatch _away = Stopwatch();
  Duration _next;

  /// Begin anew: it goes on.
  void reset() {
    _next = _patience.firstPause;
    _away
      ..stop()
      ..reset();
  }

  /// How long to wait now; null where that ends later than [limit] after the first.
  ///
  /// Half of a pause is chance: clients that lost one server do not come back all at once.
  Duration? take(Duration limit) {
    _away.start();
    final pause = _next * (0.5 + _random.nextDouble() / 2);
    final doubled = _next * 2;
    _next = doubled < _patience.longestPause ? doubled : _patience.longestPause;
    return _away.elapsed + pause > limit ? null : pause;
  }
}
