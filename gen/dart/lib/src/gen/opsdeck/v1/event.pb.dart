// This is a generated file - do not edit.
//
// Generated from opsdeck/v1/event.proto.

// @dart = 3.3

// ignore_for_file: annotate_overrides, camel_case_types, comment_references
// ignore_for_file: constant_identifier_names
// ignore_for_file: curly_braces_in_flow_control_structures
// ignore_for_file: deprecated_member_use_from_same_package, library_prefixes
// ignore_for_file: non_constant_identifier_names, prefer_relative_imports

import 'dart:core' as $core;

import 'package:protobuf/protobuf.dart' as $pb;
import 'package:protobuf/well_known_types/google/protobuf/timestamp.pb.dart'
    as $0;

import 'run.pb.dart' as $1;

export 'package:protobuf/protobuf.dart' show GeneratedMessageGenericExtensions;

enum Event_Payload {
  statusChange,
  runState,
  step,
  agentStarted,
  userMessage,
  assistantText,
  thinking,
  toolUse,
  toolResult,
  result,
  waitingMessage,
  notice,
  textDelta,
  permissionRequest,
  permissionResolved,
  stderr,
  apiRetry,
  error,
  unknown,
  notSet
}

/// Event is one entry of a journal. It was committed before anyone saw it, and it
/// never changes.
class Event extends $pb.GeneratedMessage {
  factory Event({
    $core.String? runId,
    $core.int? seq,
    $0.Timestamp? time,
    $core.String? type,
    StatusChange? statusChange,
    RunStateChange? runState,
    Step? step,
    AgentStarted? agentStarted,
    UserMessage? userMessage,
    AssistantText? assistantText,
    Thinking? thinking,
    ToolUse? toolUse,
    ToolResult? toolResult,
    TurnResult? result,
    WaitingMessage? waitingMessage,
    Notice? notice,
    TextDelta? textDelta,
    PermissionRequest? permissionRequest,
    PermissionResolved? permissionResolved,
    Stderr? stderr,
    ApiRetry? apiRetry,
    ErrorEvent? error,
    UnknownEvent? unknown,
  }) {
    final result$ = create();
    if (runId != null) result$.runId = runId;
    if (seq != null) result$.seq = seq;
    if (time != null) result$.time = time;
    if (type != null) result$.type = type;
    if (statusChange != null) result$.statusChange = statusChange;
    if (runState != null) result$.runState = runState;
    if (step != null) result$.step = step;
    if (agentStarted != null) result$.agentStarted = agentStarted;
    if (userMessage != null) result$.userMessage = userMessage;
    if (assistantText != null) result$.assistantText = assistantText;
    if (thinking != null) result$.thinking = thinking;
    if (toolUse != null) result$.toolUse = toolUse;
    if (toolResult != null) result$.toolResult = toolResult;
    if (result != null) result$.result = result;
    if (waitingMessage != null) result$.waitingMessage = waitingMessage;
    if (notice != null) result$.notice = notice;
    if (textDelta != null) result$.textDelta = textDelta;
    if (permissionRequest != null)
      result$.permissionRequest = permissionRequest;
    if (permissionResolved != null)
      result$.permissionResolved = permissionResolved;
    if (stderr != null) result$.stderr = stderr;
    if (apiRetry != null) result$.apiRetry = apiRetry;
    if (error != null) result$.error = error;
    if (unknown != null) result$.unknown = unknown;
    return result$;
  }

  Event._();

  factory Event.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory Event.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static const $core.Map<$core.int, Event_Payload> _Event_PayloadByTag = {
    10: Event_Payload.statusChange,
    11: Event_Payload.runState,
    12: Event_Payload.step,
    20: Event_Payload.agentStarted,
    21: Event_Payload.userMessage,
    22: Event_Payload.assistantText,
    23: Event_Payload.thinking,
    24: Event_Payload.toolUse,
    25: Event_Payload.toolResult,
    26: Event_Payload.result,
    27: Event_Payload.waitingMessage,
    31: Event_Payload.notice,
    40: Event_Payload.textDelta,
    50: Event_Payload.permissionRequest,
    51: Event_Payload.permissionResolved,
    60: Event_Payload.stderr,
    61: Event_Payload.apiRetry,
    62: Event_Payload.error,
    90: Event_Payload.unknown,
    0: Event_Payload.notSet
  };
  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'Event',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..oo(0, [
      10,
      11,
      12,
      20,
      21,
      22,
      23,
      24,
      25,
      26,
      27,
      31,
      40,
      50,
      51,
      60,
      61,
      62,
      90
    ])
    ..aOS(1, _omitFieldNames ? '' : 'runId')
    ..aI(2, _omitFieldNames ? '' : 'seq', fieldType: $pb.PbFieldType.OU3)
    ..aOM<$0.Timestamp>(3, _omitFieldNames ? '' : 'time',
        subBuilder: $0.Timestamp.create)
    ..aOS(4, _omitFieldNames ? '' : 'type')
    ..aOM<StatusChange>(10, _omitFieldNames ? '' : 'statusChange',
        subBuilder: StatusChange.create)
    ..aOM<RunStateChange>(11, _omitFieldNames ? '' : 'runState',
        subBuilder: RunStateChange.create)
    ..aOM<Step>(12, _omitFieldNames ? '' : 'step', subBuilder: Step.create)
    ..aOM<AgentStarted>(20, _omitFieldNames ? '' : 'agentStarted',
        subBuilder: AgentStarted.create)
    ..aOM<UserMessage>(21, _omitFieldNames ? '' : 'userMessage',
        subBuilder: UserMessage.create)
    ..aOM<AssistantText>(22, _omitFieldNames ? '' : 'assistantText',
        subBuilder: AssistantText.create)
    ..aOM<Thinking>(23, _omitFieldNames ? '' : 'thinking',
        subBuilder: Thinking.create)
    ..aOM<ToolUse>(24, _omitFieldNames ? '' : 'toolUse',
        subBuilder: ToolUse.create)
    ..aOM<ToolResult>(25, _omitFieldNames ? '' : 'toolResult',
        subBuilder: ToolResult.create)
    ..aOM<TurnResult>(26, _omitFieldNames ? '' : 'result',
        subBuilder: TurnResult.create)
    ..aOM<WaitingMessage>(27, _omitFieldNames ? '' : 'waitingMessage',
        subBuilder: WaitingMessage.create)
    ..aOM<Notice>(31, _omitFieldNames ? '' : 'notice',
        subBuilder: Notice.create)
    ..aOM<TextDelta>(40, _omitFieldNames ? '' : 'textDelta',
        subBuilder: TextDelta.create)
    ..aOM<PermissionRequest>(50, _omitFieldNames ? '' : 'permissionRequest',
        subBuilder: PermissionRequest.create)
    ..aOM<PermissionResolved>(51, _omitFieldNames ? '' : 'permissionResolved',
        subBuilder: PermissionResolved.create)
    ..aOM<Stderr>(60, _omitFieldNames ? '' : 'stderr',
        subBuilder: Stderr.create)
    ..aOM<ApiRetry>(61, _omitFieldNames ? '' : 'apiRetry',
        subBuilder: ApiRetry.create)
    ..aOM<ErrorEvent>(62, _omitFieldNames ? '' : 'error',
        subBuilder: ErrorEvent.create)
    ..aOM<UnknownEvent>(90, _omitFieldNames ? '' : 'unknown',
        subBuilder: UnknownEvent.create)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Event clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Event copyWith(void Function(Event) updates) =>
      super.copyWith((message) => updates(message as Event)) as Event;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static Event create() => Event._();
  @$core.override
  Event createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static Event getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<Event>(create);
  static Event? _defaultInstance;

  @$pb.TagNumber(10)
  @$pb.TagNumber(11)
  @$pb.TagNumber(12)
  @$pb.TagNumber(20)
  @$pb.TagNumber(21)
  @$pb.TagNumber(22)
  @$pb.TagNumber(23)
  @$pb.TagNumber(24)
  @$pb.TagNumber(25)
  @$pb.TagNumber(26)
  @$pb.TagNumber(27)
  @$pb.TagNumber(31)
  @$pb.TagNumber(40)
  @$pb.TagNumber(50)
  @$pb.TagNumber(51)
  @$pb.TagNumber(60)
  @$pb.TagNumber(61)
  @$pb.TagNumber(62)
  @$pb.TagNumber(90)
  Event_Payload whichPayload() => _Event_PayloadByTag[$_whichOneof(0)]!;
  @$pb.TagNumber(10)
  @$pb.TagNumber(11)
  @$pb.TagNumber(12)
  @$pb.TagNumber(20)
  @$pb.TagNumber(21)
  @$pb.TagNumber(22)
  @$pb.TagNumber(23)
  @$pb.TagNumber(24)
  @$pb.TagNumber(25)
  @$pb.TagNumber(26)
  @$pb.TagNumber(27)
  @$pb.TagNumber(31)
  @$pb.TagNumber(40)
  @$pb.TagNumber(50)
  @$pb.TagNumber(51)
  @$pb.TagNumber(60)
  @$pb.TagNumber(61)
  @$pb.TagNumber(62)
  @$pb.TagNumber(90)
  void clearPayload() => $_clearField($_whichOneof(0));

  /// The run that the event belongs to. Empty for an event of the stream itself.
  @$pb.TagNumber(1)
  $core.String get runId => $_getSZ(0);
  @$pb.TagNumber(1)
  set runId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasRunId() => $_has(0);
  @$pb.TagNumber(1)
  void clearRunId() => $_clearField(1);

  /// Position in the stream: 1, 2, 3 … without gaps. A delta carries the position
  /// of the journaled event before it.
  @$pb.TagNumber(2)
  $core.int get seq => $_getIZ(1);
  @$pb.TagNumber(2)
  set seq($core.int value) => $_setUnsignedInt32(1, value);
  @$pb.TagNumber(2)
  $core.bool hasSeq() => $_has(1);
  @$pb.TagNumber(2)
  void clearSeq() => $_clearField(2);

  /// When the server learnt of it, in UTC.
  @$pb.TagNumber(3)
  $0.Timestamp get time => $_getN(2);
  @$pb.TagNumber(3)
  set time($0.Timestamp value) => $_setField(3, value);
  @$pb.TagNumber(3)
  $core.bool hasTime() => $_has(2);
  @$pb.TagNumber(3)
  void clearTime() => $_clearField(3);
  @$pb.TagNumber(3)
  $0.Timestamp ensureTime() => $_ensure(2);

  /// Name of the payload that is set, as in JSON: `assistantText`, `toolUse`, …
  @$pb.TagNumber(4)
  $core.String get type => $_getSZ(3);
  @$pb.TagNumber(4)
  set type($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasType() => $_has(3);
  @$pb.TagNumber(4)
  void clearType() => $_clearField(4);

  /// A job changed its status.
  @$pb.TagNumber(10)
  StatusChange get statusChange => $_getN(4);
  @$pb.TagNumber(10)
  set statusChange(StatusChange value) => $_setField(10, value);
  @$pb.TagNumber(10)
  $core.bool hasStatusChange() => $_has(4);
  @$pb.TagNumber(10)
  void clearStatusChange() => $_clearField(10);
  @$pb.TagNumber(10)
  StatusChange ensureStatusChange() => $_ensure(4);

  /// A run changed its state.
  @$pb.TagNumber(11)
  RunStateChange get runState => $_getN(5);
  @$pb.TagNumber(11)
  set runState(RunStateChange value) => $_setField(11, value);
  @$pb.TagNumber(11)
  $core.bool hasRunState() => $_has(5);
  @$pb.TagNumber(11)
  void clearRunState() => $_clearField(11);
  @$pb.TagNumber(11)
  RunStateChange ensureRunState() => $_ensure(5);

  /// A step of the work around the agent: fetch, worktree, commit, push, …
  @$pb.TagNumber(12)
  Step get step => $_getN(6);
  @$pb.TagNumber(12)
  set step(Step value) => $_setField(12, value);
  @$pb.TagNumber(12)
  $core.bool hasStep() => $_has(6);
  @$pb.TagNumber(12)
  void clearStep() => $_clearField(12);
  @$pb.TagNumber(12)
  Step ensureStep() => $_ensure(6);

  /// The agent's process said hello.
  @$pb.TagNumber(20)
  AgentStarted get agentStarted => $_getN(7);
  @$pb.TagNumber(20)
  set agentStarted(AgentStarted value) => $_setField(20, value);
  @$pb.TagNumber(20)
  $core.bool hasAgentStarted() => $_has(7);
  @$pb.TagNumber(20)
  void clearAgentStarted() => $_clearField(20);
  @$pb.TagNumber(20)
  AgentStarted ensureAgentStarted() => $_ensure(7);

  /// A person or a system said something to the agent.
  @$pb.TagNumber(21)
  UserMessage get userMessage => $_getN(8);
  @$pb.TagNumber(21)
  set userMessage(UserMessage value) => $_setField(21, value);
  @$pb.TagNumber(21)
  $core.bool hasUserMessage() => $_has(8);
  @$pb.TagNumber(21)
  void clearUserMessage() => $_clearField(21);
  @$pb.TagNumber(21)
  UserMessage ensureUserMessage() => $_ensure(8);

  /// The agent said something; a whole block.
  @$pb.TagNumber(22)
  AssistantText get assistantText => $_getN(9);
  @$pb.TagNumber(22)
  set assistantText(AssistantText value) => $_setField(22, value);
  @$pb.TagNumber(22)
  $core.bool hasAssistantText() => $_has(9);
  @$pb.TagNumber(22)
  void clearAssistantText() => $_clearField(22);
  @$pb.TagNumber(22)
  AssistantText ensureAssistantText() => $_ensure(9);

  /// The agent thought aloud; a whole block.
  @$pb.TagNumber(23)
  Thinking get thinking => $_getN(10);
  @$pb.TagNumber(23)
  set thinking(Thinking value) => $_setField(23, value);
  @$pb.TagNumber(23)
  $core.bool hasThinking() => $_has(10);
  @$pb.TagNumber(23)
  void clearThinking() => $_clearField(23);
  @$pb.TagNumber(23)
  Thinking ensureThinking() => $_ensure(10);

  /// The agent uses a tool.
  @$pb.TagNumber(24)
  ToolUse get toolUse => $_getN(11);
  @$pb.TagNumber(24)
  set toolUse(ToolUse value) => $_setField(24, value);
  @$pb.TagNumber(24)
  $core.bool hasToolUse() => $_has(11);
  @$pb.TagNumber(24)
  void clearToolUse() => $_clearField(24);
  @$pb.TagNumber(24)
  ToolUse ensureToolUse() => $_ensure(11);

  /// A tool answered.
  @$pb.TagNumber(25)
  ToolResult get toolResult => $_getN(12);
  @$pb.TagNumber(25)
  set toolResult(ToolResult value) => $_setField(25, value);
  @$pb.TagNumber(25)
  $core.bool hasToolResult() => $_has(12);
  @$pb.TagNumber(25)
  void clearToolResult() => $_clearField(25);
  @$pb.TagNumber(25)
  ToolResult ensureToolResult() => $_ensure(12);

  /// The agent ended a turn.
  @$pb.TagNumber(26)
  TurnResult get result => $_getN(13);
  @$pb.TagNumber(26)
  set result(TurnResult value) => $_setField(26, value);
  @$pb.TagNumber(26)
  $core.bool hasResult() => $_has(13);
  @$pb.TagNumber(26)
  void clearResult() => $_clearField(26);
  @$pb.TagNumber(26)
  TurnResult ensureResult() => $_ensure(13);

  /// A message waits in line, was changed, or was withdrawn.
  @$pb.TagNumber(27)
  WaitingMessage get waitingMessage => $_getN(14);
  @$pb.TagNumber(27)
  set waitingMessage(WaitingMessage value) => $_setField(27, value);
  @$pb.TagNumber(27)
  $core.bool hasWaitingMessage() => $_has(14);
  @$pb.TagNumber(27)
  void clearWaitingMessage() => $_clearField(27);
  @$pb.TagNumber(27)
  WaitingMessage ensureWaitingMessage() => $_ensure(14);

  /// The agent's own notice: a sub-task, a status, a fall-back.
  @$pb.TagNumber(31)
  Notice get notice => $_getN(15);
  @$pb.TagNumber(31)
  set notice(Notice value) => $_setField(31, value);
  @$pb.TagNumber(31)
  $core.bool hasNotice() => $_has(15);
  @$pb.TagNumber(31)
  void clearNotice() => $_clearField(31);
  @$pb.TagNumber(31)
  Notice ensureNotice() => $_ensure(15);

  /// A piece of a block that is still being written. Live only, never replayed;
  /// the block itself follows as an event.
  @$pb.TagNumber(40)
  TextDelta get textDelta => $_getN(16);
  @$pb.TagNumber(40)
  set textDelta(TextDelta value) => $_setField(40, value);
  @$pb.TagNumber(40)
  $core.bool hasTextDelta() => $_has(16);
  @$pb.TagNumber(40)
  void clearTextDelta() => $_clearField(40);
  @$pb.TagNumber(40)
  TextDelta ensureTextDelta() => $_ensure(16);

  /// The agent asks for a permission or an answer.
  @$pb.TagNumber(50)
  PermissionRequest get permissionRequest => $_getN(17);
  @$pb.TagNumber(50)
  set permissionRequest(PermissionRequest value) => $_setField(50, value);
  @$pb.TagNumber(50)
  $core.bool hasPermissionRequest() => $_has(17);
  @$pb.TagNumber(50)
  void clearPermissionRequest() => $_clearField(50);
  @$pb.TagNumber(50)
  PermissionRequest ensurePermissionRequest() => $_ensure(17);

  /// The question was answered, denied or withdrawn.
  @$pb.TagNumber(51)
  PermissionResolved get permissionResolved => $_getN(18);
  @$pb.TagNumber(51)
  set permissionResolved(PermissionResolved value) => $_setField(51, value);
  @$pb.TagNumber(51)
  $core.bool hasPermissionResolved() => $_has(18);
  @$pb.TagNumber(51)
  void clearPermissionResolved() => $_clearField(51);
  @$pb.TagNumber(51)
  PermissionResolved ensurePermissionResolved() => $_ensure(18);

  /// The agent's process wrote to its standard error.
  @$pb.TagNumber(60)
  Stderr get stderr => $_getN(19);
  @$pb.TagNumber(60)
  set stderr(Stderr value) => $_setField(60, value);
  @$pb.TagNumber(60)
  $core.bool hasStderr() => $_has(19);
  @$pb.TagNumber(60)
  void clearStderr() => $_clearField(60);
  @$pb.TagNumber(60)
  Stderr ensureStderr() => $_ensure(19);

  /// The agent tries a call to its model again.
  @$pb.TagNumber(61)
  ApiRetry get apiRetry => $_getN(20);
  @$pb.TagNumber(61)
  set apiRetry(ApiRetry value) => $_setField(61, value);
  @$pb.TagNumber(61)
  $core.bool hasApiRetry() => $_has(20);
  @$pb.TagNumber(61)
  void clearApiRetry() => $_clearField(61);
  @$pb.TagNumber(61)
  ApiRetry ensureApiRetry() => $_ensure(20);

  /// Something failed.
  @$pb.TagNumber(62)
  ErrorEvent get error => $_getN(21);
  @$pb.TagNumber(62)
  set error(ErrorEvent value) => $_setField(62, value);
  @$pb.TagNumber(62)
  $core.bool hasError() => $_has(21);
  @$pb.TagNumber(62)
  void clearError() => $_clearField(62);
  @$pb.TagNumber(62)
  ErrorEvent ensureError() => $_ensure(21);

  /// An event of a newer agent.
  @$pb.TagNumber(90)
  UnknownEvent get unknown => $_getN(22);
  @$pb.TagNumber(90)
  set unknown(UnknownEvent value) => $_setField(90, value);
  @$pb.TagNumber(90)
  $core.bool hasUnknown() => $_has(22);
  @$pb.TagNumber(90)
  void clearUnknown() => $_clearField(90);
  @$pb.TagNumber(90)
  UnknownEvent ensureUnknown() => $_ensure(22);
}

/// StatusChange says that a job or a session changed its status.
class StatusChange extends $pb.GeneratedMessage {
  factory StatusChange({
    $core.String? status,
    $core.bool? terminal,
    $core.String? reason,
  }) {
    final result = create();
    if (status != null) result.status = status;
    if (terminal != null) result.terminal = terminal;
    if (reason != null) result.reason = reason;
    return result;
  }

  StatusChange._();

  factory StatusChange.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory StatusChange.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'StatusChange',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'status')
    ..aOB(2, _omitFieldNames ? '' : 'terminal')
    ..aOS(3, _omitFieldNames ? '' : 'reason')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  StatusChange clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  StatusChange copyWith(void Function(StatusChange) updates) =>
      super.copyWith((message) => updates(message as StatusChange))
          as StatusChange;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static StatusChange create() => StatusChange._();
  @$core.override
  StatusChange createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static StatusChange getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<StatusChange>(create);
  static StatusChange? _defaultInstance;

  /// The new status, in the words of the resource.
  @$pb.TagNumber(1)
  $core.String get status => $_getSZ(0);
  @$pb.TagNumber(1)
  set status($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasStatus() => $_has(0);
  @$pb.TagNumber(1)
  void clearStatus() => $_clearField(1);

  /// Whether this is the last event of the stream.
  @$pb.TagNumber(2)
  $core.bool get terminal => $_getBF(1);
  @$pb.TagNumber(2)
  set terminal($core.bool value) => $_setBool(1, value);
  @$pb.TagNumber(2)
  $core.bool hasTerminal() => $_has(1);
  @$pb.TagNumber(2)
  void clearTerminal() => $_clearField(2);

  /// Why, where there is something to say.
  @$pb.TagNumber(3)
  $core.String get reason => $_getSZ(2);
  @$pb.TagNumber(3)
  set reason($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasReason() => $_has(2);
  @$pb.TagNumber(3)
  void clearReason() => $_clearField(3);
}

/// RunStateChange says that a run changed its state.
class RunStateChange extends $pb.GeneratedMessage {
  factory RunStateChange({
    $1.Run_State? state,
    $core.String? reason,
  }) {
    final result = create();
    if (state != null) result.state = state;
    if (reason != null) result.reason = reason;
    return result;
  }

  RunStateChange._();

  factory RunStateChange.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory RunStateChange.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'RunStateChange',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aE<$1.Run_State>(1, _omitFieldNames ? '' : 'state',
        enumValues: $1.Run_State.values)
    ..aOS(2, _omitFieldNames ? '' : 'reason')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  RunStateChange clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  RunStateChange copyWith(void Function(RunStateChange) updates) =>
      super.copyWith((message) => updates(message as RunStateChange))
          as RunStateChange;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static RunStateChange create() => RunStateChange._();
  @$core.override
  RunStateChange createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static RunStateChange getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<RunStateChange>(create);
  static RunStateChange? _defaultInstance;

  /// The new state.
  @$pb.TagNumber(1)
  $1.Run_State get state => $_getN(0);
  @$pb.TagNumber(1)
  set state($1.Run_State value) => $_setField(1, value);
  @$pb.TagNumber(1)
  $core.bool hasState() => $_has(0);
  @$pb.TagNumber(1)
  void clearState() => $_clearField(1);

  /// Why, where there is something to say.
  @$pb.TagNumber(2)
  $core.String get reason => $_getSZ(1);
  @$pb.TagNumber(2)
  set reason($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasReason() => $_has(1);
  @$pb.TagNumber(2)
  void clearReason() => $_clearField(2);
}

/// Step is one step of the work around the agent.
class Step extends $pb.GeneratedMessage {
  factory Step({
    $core.String? name,
    $core.String? message,
  }) {
    final result = create();
    if (name != null) result.name = name;
    if (message != null) result.message = message;
    return result;
  }

  Step._();

  factory Step.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory Step.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'Step',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'name')
    ..aOS(2, _omitFieldNames ? '' : 'message')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Step clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Step copyWith(void Function(Step) updates) =>
      super.copyWith((message) => updates(message as Step)) as Step;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static Step create() => Step._();
  @$core.override
  Step createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static Step getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<Step>(create);
  static Step? _defaultInstance;

  /// Short name: `fetch`, `worktree`, `agent`, `commit`, `push`, `pull_request`,
  /// `keep`, `cleanup`, `callback`, `recovery`.
  @$pb.TagNumber(1)
  $core.String get name => $_getSZ(0);
  @$pb.TagNumber(1)
  set name($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasName() => $_has(0);
  @$pb.TagNumber(1)
  void clearName() => $_clearField(1);

  /// What happened, as a person would read it.
  @$pb.TagNumber(2)
  $core.String get message => $_getSZ(1);
  @$pb.TagNumber(2)
  set message($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasMessage() => $_has(1);
  @$pb.TagNumber(2)
  void clearMessage() => $_clearField(2);
}

/// AgentStarted is what the agent says of itself at the beginning of a turn.
class AgentStarted extends $pb.GeneratedMessage {
  factory AgentStarted({
    $core.String? agentSessionId,
    $core.String? model,
    $core.String? version,
    $core.String? permissionMode,
    $core.String? cwd,
  }) {
    final result = create();
    if (agentSessionId != null) result.agentSessionId = agentSessionId;
    if (model != null) result.model = model;
    if (version != null) result.version = version;
    if (permissionMode != null) result.permissionMode = permissionMode;
    if (cwd != null) result.cwd = cwd;
    return result;
  }

  AgentStarted._();

  factory AgentStarted.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory AgentStarted.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'AgentStarted',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'agentSessionId')
    ..aOS(2, _omitFieldNames ? '' : 'model')
    ..aOS(3, _omitFieldNames ? '' : 'version')
    ..aOS(4, _omitFieldNames ? '' : 'permissionMode')
    ..aOS(5, _omitFieldNames ? '' : 'cwd')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  AgentStarted clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  AgentStarted copyWith(void Function(AgentStarted) updates) =>
      super.copyWith((message) => updates(message as AgentStarted))
          as AgentStarted;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static AgentStarted create() => AgentStarted._();
  @$core.override
  AgentStarted createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static AgentStarted getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<AgentStarted>(create);
  static AgentStarted? _defaultInstance;

  /// The agent's own id of the conversation.
  @$pb.TagNumber(1)
  $core.String get agentSessionId => $_getSZ(0);
  @$pb.TagNumber(1)
  set agentSessionId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasAgentSessionId() => $_has(0);
  @$pb.TagNumber(1)
  void clearAgentSessionId() => $_clearField(1);

  /// The model in use.
  @$pb.TagNumber(2)
  $core.String get model => $_getSZ(1);
  @$pb.TagNumber(2)
  set model($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasModel() => $_has(1);
  @$pb.TagNumber(2)
  void clearModel() => $_clearField(2);

  /// Version of the CLI.
  @$pb.TagNumber(3)
  $core.String get version => $_getSZ(2);
  @$pb.TagNumber(3)
  set version($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasVersion() => $_has(2);
  @$pb.TagNumber(3)
  void clearVersion() => $_clearField(3);

  /// Permission mode in use.
  @$pb.TagNumber(4)
  $core.String get permissionMode => $_getSZ(3);
  @$pb.TagNumber(4)
  set permissionMode($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasPermissionMode() => $_has(3);
  @$pb.TagNumber(4)
  void clearPermissionMode() => $_clearField(4);

  /// Folder that the agent works in.
  @$pb.TagNumber(5)
  $core.String get cwd => $_getSZ(4);
  @$pb.TagNumber(5)
  set cwd($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasCwd() => $_has(4);
  @$pb.TagNumber(5)
  void clearCwd() => $_clearField(5);
}

/// UserMessage is what the agent was told.
class UserMessage extends $pb.GeneratedMessage {
  factory UserMessage({
    $core.String? messageId,
    $core.String? text,
  }) {
    final result = create();
    if (messageId != null) result.messageId = messageId;
    if (text != null) result.text = text;
    return result;
  }

  UserMessage._();

  factory UserMessage.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory UserMessage.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'UserMessage',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'messageId')
    ..aOS(2, _omitFieldNames ? '' : 'text')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  UserMessage clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  UserMessage copyWith(void Function(UserMessage) updates) =>
      super.copyWith((message) => updates(message as UserMessage))
          as UserMessage;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static UserMessage create() => UserMessage._();
  @$core.override
  UserMessage createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static UserMessage getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<UserMessage>(create);
  static UserMessage? _defaultInstance;

  /// Identifier of the message.
  @$pb.TagNumber(1)
  $core.String get messageId => $_getSZ(0);
  @$pb.TagNumber(1)
  set messageId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasMessageId() => $_has(0);
  @$pb.TagNumber(1)
  void clearMessageId() => $_clearField(1);

  /// The text.
  @$pb.TagNumber(2)
  $core.String get text => $_getSZ(1);
  @$pb.TagNumber(2)
  set text($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasText() => $_has(1);
  @$pb.TagNumber(2)
  void clearText() => $_clearField(2);
}

/// WaitingMessage is a message that the agent does not have yet. `userMessage`
/// follows when it has.
class WaitingMessage extends $pb.GeneratedMessage {
  factory WaitingMessage({
    $core.String? messageId,
    $core.String? change,
    $core.String? text,
  }) {
    final result = create();
    if (messageId != null) result.messageId = messageId;
    if (change != null) result.change = change;
    if (text != null) result.text = text;
    return result;
  }

  WaitingMessage._();

  factory WaitingMessage.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory WaitingMessage.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'WaitingMessage',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'messageId')
    ..aOS(2, _omitFieldNames ? '' : 'change')
    ..aOS(3, _omitFieldNames ? '' : 'text')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WaitingMessage clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  WaitingMessage copyWith(void Function(WaitingMessage) updates) =>
      super.copyWith((message) => updates(message as WaitingMessage))
          as WaitingMessage;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static WaitingMessage create() => WaitingMessage._();
  @$core.override
  WaitingMessage createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static WaitingMessage getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<WaitingMessage>(create);
  static WaitingMessage? _defaultInstance;

  /// Identifier of the message.
  @$pb.TagNumber(1)
  $core.String get messageId => $_getSZ(0);
  @$pb.TagNumber(1)
  set messageId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasMessageId() => $_has(0);
  @$pb.TagNumber(1)
  void clearMessageId() => $_clearField(1);

  /// `waiting`, `edited` or `withdrawn`.
  @$pb.TagNumber(2)
  $core.String get change => $_getSZ(1);
  @$pb.TagNumber(2)
  set change($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasChange() => $_has(1);
  @$pb.TagNumber(2)
  void clearChange() => $_clearField(2);

  /// The text as it is now.
  @$pb.TagNumber(3)
  $core.String get text => $_getSZ(2);
  @$pb.TagNumber(3)
  set text($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasText() => $_has(2);
  @$pb.TagNumber(3)
  void clearText() => $_clearField(3);
}

/// AssistantText is one whole block of text.
class AssistantText extends $pb.GeneratedMessage {
  factory AssistantText({
    $core.String? text,
    $core.String? messageId,
    $core.String? parentToolUseId,
  }) {
    final result = create();
    if (text != null) result.text = text;
    if (messageId != null) result.messageId = messageId;
    if (parentToolUseId != null) result.parentToolUseId = parentToolUseId;
    return result;
  }

  AssistantText._();

  factory AssistantText.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory AssistantText.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'AssistantText',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'text')
    ..aOS(2, _omitFieldNames ? '' : 'messageId')
    ..aOS(3, _omitFieldNames ? '' : 'parentToolUseId')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  AssistantText clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  AssistantText copyWith(void Function(AssistantText) updates) =>
      super.copyWith((message) => updates(message as AssistantText))
          as AssistantText;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static AssistantText create() => AssistantText._();
  @$core.override
  AssistantText createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static AssistantText getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<AssistantText>(create);
  static AssistantText? _defaultInstance;

  /// The text.
  @$pb.TagNumber(1)
  $core.String get text => $_getSZ(0);
  @$pb.TagNumber(1)
  set text($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasText() => $_has(0);
  @$pb.TagNumber(1)
  void clearText() => $_clearField(1);

  /// The model's id of the message; blocks of one message share it.
  @$pb.TagNumber(2)
  $core.String get messageId => $_getSZ(1);
  @$pb.TagNumber(2)
  set messageId($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasMessageId() => $_has(1);
  @$pb.TagNumber(2)
  void clearMessageId() => $_clearField(2);

  /// The sub-agent's tool use that said it. Absent for the agent itself.
  @$pb.TagNumber(3)
  $core.String get parentToolUseId => $_getSZ(2);
  @$pb.TagNumber(3)
  set parentToolUseId($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasParentToolUseId() => $_has(2);
  @$pb.TagNumber(3)
  void clearParentToolUseId() => $_clearField(3);
}

/// Thinking is one whole block of thinking.
class Thinking extends $pb.GeneratedMessage {
  factory Thinking({
    $core.String? text,
    $core.String? messageId,
    $core.String? parentToolUseId,
  }) {
    final result = create();
    if (text != null) result.text = text;
    if (messageId != null) result.messageId = messageId;
    if (parentToolUseId != null) result.parentToolUseId = parentToolUseId;
    return result;
  }

  Thinking._();

  factory Thinking.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory Thinking.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'Thinking',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'text')
    ..aOS(2, _omitFieldNames ? '' : 'messageId')
    ..aOS(3, _omitFieldNames ? '' : 'parentToolUseId')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Thinking clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Thinking copyWith(void Function(Thinking) updates) =>
      super.copyWith((message) => updates(message as Thinking)) as Thinking;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static Thinking create() => Thinking._();
  @$core.override
  Thinking createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static Thinking getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<Thinking>(create);
  static Thinking? _defaultInstance;

  /// The text. Empty where the model keeps it to itself.
  @$pb.TagNumber(1)
  $core.String get text => $_getSZ(0);
  @$pb.TagNumber(1)
  set text($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasText() => $_has(0);
  @$pb.TagNumber(1)
  void clearText() => $_clearField(1);

  /// The model's id of the message.
  @$pb.TagNumber(2)
  $core.String get messageId => $_getSZ(1);
  @$pb.TagNumber(2)
  set messageId($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasMessageId() => $_has(1);
  @$pb.TagNumber(2)
  void clearMessageId() => $_clearField(2);

  /// The sub-agent's tool use that thought it. Absent for the agent itself.
  @$pb.TagNumber(3)
  $core.String get parentToolUseId => $_getSZ(2);
  @$pb.TagNumber(3)
  set parentToolUseId($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasParentToolUseId() => $_has(2);
  @$pb.TagNumber(3)
  void clearParentToolUseId() => $_clearField(3);
}

/// ToolUse says that the agent uses a tool.
class ToolUse extends $pb.GeneratedMessage {
  factory ToolUse({
    $core.String? toolUseId,
    $core.String? tool,
    $core.String? input,
    $core.String? inputJson,
    $core.String? parentToolUseId,
  }) {
    final result = create();
    if (toolUseId != null) result.toolUseId = toolUseId;
    if (tool != null) result.tool = tool;
    if (input != null) result.input = input;
    if (inputJson != null) result.inputJson = inputJson;
    if (parentToolUseId != null) result.parentToolUseId = parentToolUseId;
    return result;
  }

  ToolUse._();

  factory ToolUse.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory ToolUse.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'ToolUse',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'toolUseId')
    ..aOS(2, _omitFieldNames ? '' : 'tool')
    ..aOS(3, _omitFieldNames ? '' : 'input')
    ..aOS(4, _omitFieldNames ? '' : 'inputJson')
    ..aOS(5, _omitFieldNames ? '' : 'parentToolUseId')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ToolUse clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ToolUse copyWith(void Function(ToolUse) updates) =>
      super.copyWith((message) => updates(message as ToolUse)) as ToolUse;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static ToolUse create() => ToolUse._();
  @$core.override
  ToolUse createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static ToolUse getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<ToolUse>(create);
  static ToolUse? _defaultInstance;

  /// Identifier, which the result repeats.
  @$pb.TagNumber(1)
  $core.String get toolUseId => $_getSZ(0);
  @$pb.TagNumber(1)
  set toolUseId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasToolUseId() => $_has(0);
  @$pb.TagNumber(1)
  void clearToolUseId() => $_clearField(1);

  /// Name of the tool in the agent's own words.
  @$pb.TagNumber(2)
  $core.String get tool => $_getSZ(1);
  @$pb.TagNumber(2)
  set tool($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasTool() => $_has(1);
  @$pb.TagNumber(2)
  void clearTool() => $_clearField(2);

  /// The one value that a person wants to see: a path, a command, a pattern; else
  /// compact JSON.
  @$pb.TagNumber(3)
  $core.String get input => $_getSZ(2);
  @$pb.TagNumber(3)
  set input($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasInput() => $_has(2);
  @$pb.TagNumber(3)
  void clearInput() => $_clearField(3);

  /// The whole input as JSON text.
  @$pb.TagNumber(4)
  $core.String get inputJson => $_getSZ(3);
  @$pb.TagNumber(4)
  set inputJson($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasInputJson() => $_has(3);
  @$pb.TagNumber(4)
  void clearInputJson() => $_clearField(4);

  /// The sub-agent's tool use that uses it. Absent for the agent itself.
  @$pb.TagNumber(5)
  $core.String get parentToolUseId => $_getSZ(4);
  @$pb.TagNumber(5)
  set parentToolUseId($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasParentToolUseId() => $_has(4);
  @$pb.TagNumber(5)
  void clearParentToolUseId() => $_clearField(5);
}

/// ToolResult is a tool's answer.
class ToolResult extends $pb.GeneratedMessage {
  factory ToolResult({
    $core.String? toolUseId,
    $core.String? content,
    $core.bool? isError,
    $core.int? truncatedBytes,
    $core.String? parentToolUseId,
  }) {
    final result = create();
    if (toolUseId != null) result.toolUseId = toolUseId;
    if (content != null) result.content = content;
    if (isError != null) result.isError = isError;
    if (truncatedBytes != null) result.truncatedBytes = truncatedBytes;
    if (parentToolUseId != null) result.parentToolUseId = parentToolUseId;
    return result;
  }

  ToolResult._();

  factory ToolResult.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory ToolResult.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'ToolResult',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'toolUseId')
    ..aOS(2, _omitFieldNames ? '' : 'content')
    ..aOB(3, _omitFieldNames ? '' : 'isError')
    ..aI(4, _omitFieldNames ? '' : 'truncatedBytes',
        fieldType: $pb.PbFieldType.OU3)
    ..aOS(5, _omitFieldNames ? '' : 'parentToolUseId')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ToolResult clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ToolResult copyWith(void Function(ToolResult) updates) =>
      super.copyWith((message) => updates(message as ToolResult)) as ToolResult;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static ToolResult create() => ToolResult._();
  @$core.override
  ToolResult createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static ToolResult getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<ToolResult>(create);
  static ToolResult? _defaultInstance;

  /// Which use of a tool this answers.
  @$pb.TagNumber(1)
  $core.String get toolUseId => $_getSZ(0);
  @$pb.TagNumber(1)
  set toolUseId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasToolUseId() => $_has(0);
  @$pb.TagNumber(1)
  void clearToolUseId() => $_clearField(1);

  /// What it answered, as text, cut at 64 KiB.
  @$pb.TagNumber(2)
  $core.String get content => $_getSZ(1);
  @$pb.TagNumber(2)
  set content($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasContent() => $_has(1);
  @$pb.TagNumber(2)
  void clearContent() => $_clearField(2);

  /// Whether the tool failed.
  @$pb.TagNumber(3)
  $core.bool get isError => $_getBF(2);
  @$pb.TagNumber(3)
  set isError($core.bool value) => $_setBool(2, value);
  @$pb.TagNumber(3)
  $core.bool hasIsError() => $_has(2);
  @$pb.TagNumber(3)
  void clearIsError() => $_clearField(3);

  /// How many bytes were cut from the content.
  @$pb.TagNumber(4)
  $core.int get truncatedBytes => $_getIZ(3);
  @$pb.TagNumber(4)
  set truncatedBytes($core.int value) => $_setUnsignedInt32(3, value);
  @$pb.TagNumber(4)
  $core.bool hasTruncatedBytes() => $_has(3);
  @$pb.TagNumber(4)
  void clearTruncatedBytes() => $_clearField(4);

  /// The sub-agent's tool use that asked. Absent for the agent itself.
  @$pb.TagNumber(5)
  $core.String get parentToolUseId => $_getSZ(4);
  @$pb.TagNumber(5)
  set parentToolUseId($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasParentToolUseId() => $_has(4);
  @$pb.TagNumber(5)
  void clearParentToolUseId() => $_clearField(5);
}

/// TurnResult ends a turn of the agent.
class TurnResult extends $pb.GeneratedMessage {
  factory TurnResult({
    $core.bool? isError,
    $core.String? subtype,
    $core.String? text,
    $1.Usage? usage,
    $core.int? durationMs,
    $core.int? apiErrorStatus,
    $core.Iterable<$core.String>? deniedTools,
  }) {
    final result = create();
    if (isError != null) result.isError = isError;
    if (subtype != null) result.subtype = subtype;
    if (text != null) result.text = text;
    if (usage != null) result.usage = usage;
    if (durationMs != null) result.durationMs = durationMs;
    if (apiErrorStatus != null) result.apiErrorStatus = apiErrorStatus;
    if (deniedTools != null) result.deniedTools.addAll(deniedTools);
    return result;
  }

  TurnResult._();

  factory TurnResult.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory TurnResult.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'TurnResult',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOB(1, _omitFieldNames ? '' : 'isError')
    ..aOS(2, _omitFieldNames ? '' : 'subtype')
    ..aOS(3, _omitFieldNames ? '' : 'text')
    ..aOM<$1.Usage>(4, _omitFieldNames ? '' : 'usage',
        subBuilder: $1.Usage.create)
    ..aI(5, _omitFieldNames ? '' : 'durationMs', fieldType: $pb.PbFieldType.OU3)
    ..aI(6, _omitFieldNames ? '' : 'apiErrorStatus',
        fieldType: $pb.PbFieldType.OU3)
    ..pPS(7, _omitFieldNames ? '' : 'deniedTools')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  TurnResult clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  TurnResult copyWith(void Function(TurnResult) updates) =>
      super.copyWith((message) => updates(message as TurnResult)) as TurnResult;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static TurnResult create() => TurnResult._();
  @$core.override
  TurnResult createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static TurnResult getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<TurnResult>(create);
  static TurnResult? _defaultInstance;

  /// Whether the turn failed.
  @$pb.TagNumber(1)
  $core.bool get isError => $_getBF(0);
  @$pb.TagNumber(1)
  set isError($core.bool value) => $_setBool(0, value);
  @$pb.TagNumber(1)
  $core.bool hasIsError() => $_has(0);
  @$pb.TagNumber(1)
  void clearIsError() => $_clearField(1);

  /// How it ended, in the agent's own words: `success`, `error_max_turns`, …
  @$pb.TagNumber(2)
  $core.String get subtype => $_getSZ(1);
  @$pb.TagNumber(2)
  set subtype($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasSubtype() => $_has(1);
  @$pb.TagNumber(2)
  void clearSubtype() => $_clearField(2);

  /// The final text, or what went wrong.
  @$pb.TagNumber(3)
  $core.String get text => $_getSZ(2);
  @$pb.TagNumber(3)
  set text($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasText() => $_has(2);
  @$pb.TagNumber(3)
  void clearText() => $_clearField(3);

  /// What this turn cost.
  @$pb.TagNumber(4)
  $1.Usage get usage => $_getN(3);
  @$pb.TagNumber(4)
  set usage($1.Usage value) => $_setField(4, value);
  @$pb.TagNumber(4)
  $core.bool hasUsage() => $_has(3);
  @$pb.TagNumber(4)
  void clearUsage() => $_clearField(4);
  @$pb.TagNumber(4)
  $1.Usage ensureUsage() => $_ensure(3);

  /// How long it took, in milliseconds.
  @$pb.TagNumber(5)
  $core.int get durationMs => $_getIZ(4);
  @$pb.TagNumber(5)
  set durationMs($core.int value) => $_setUnsignedInt32(4, value);
  @$pb.TagNumber(5)
  $core.bool hasDurationMs() => $_has(4);
  @$pb.TagNumber(5)
  void clearDurationMs() => $_clearField(5);

  /// Status of the model's API where that is what failed.
  @$pb.TagNumber(6)
  $core.int get apiErrorStatus => $_getIZ(5);
  @$pb.TagNumber(6)
  set apiErrorStatus($core.int value) => $_setUnsignedInt32(5, value);
  @$pb.TagNumber(6)
  $core.bool hasApiErrorStatus() => $_has(5);
  @$pb.TagNumber(6)
  void clearApiErrorStatus() => $_clearField(6);

  /// Names of tools that were denied.
  @$pb.TagNumber(7)
  $pb.PbList<$core.String> get deniedTools => $_getList(6);
}

/// Notice is something that the agent reports beside the conversation.
class Notice extends $pb.GeneratedMessage {
  factory Notice({
    $core.String? kind,
    $core.String? text,
  }) {
    final result = create();
    if (kind != null) result.kind = kind;
    if (text != null) result.text = text;
    return result;
  }

  Notice._();

  factory Notice.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory Notice.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'Notice',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'kind')
    ..aOS(2, _omitFieldNames ? '' : 'text')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Notice clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Notice copyWith(void Function(Notice) updates) =>
      super.copyWith((message) => updates(message as Notice)) as Notice;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static Notice create() => Notice._();
  @$core.override
  Notice createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static Notice getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<Notice>(create);
  static Notice? _defaultInstance;

  /// Kind, in the agent's own words.
  @$pb.TagNumber(1)
  $core.String get kind => $_getSZ(0);
  @$pb.TagNumber(1)
  set kind($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasKind() => $_has(0);
  @$pb.TagNumber(1)
  void clearKind() => $_clearField(1);

  /// What it says.
  @$pb.TagNumber(2)
  $core.String get text => $_getSZ(1);
  @$pb.TagNumber(2)
  set text($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasText() => $_has(1);
  @$pb.TagNumber(2)
  void clearText() => $_clearField(2);
}

/// TextDelta is a piece of a block that is still being written.
class TextDelta extends $pb.GeneratedMessage {
  factory TextDelta({
    $core.String? text,
    $core.String? messageId,
    $core.int? index,
    $core.bool? thinking,
    $core.int? offset,
  }) {
    final result = create();
    if (text != null) result.text = text;
    if (messageId != null) result.messageId = messageId;
    if (index != null) result.index = index;
    if (thinking != null) result.thinking = thinking;
    if (offset != null) result.offset = offset;
    return result;
  }

  TextDelta._();

  factory TextDelta.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory TextDelta.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'TextDelta',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'text')
    ..aOS(2, _omitFieldNames ? '' : 'messageId')
    ..aI(3, _omitFieldNames ? '' : 'index', fieldType: $pb.PbFieldType.OU3)
    ..aOB(4, _omitFieldNames ? '' : 'thinking')
    ..aI(5, _omitFieldNames ? '' : 'offset', fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  TextDelta clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  TextDelta copyWith(void Function(TextDelta) updates) =>
      super.copyWith((message) => updates(message as TextDelta)) as TextDelta;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static TextDelta create() => TextDelta._();
  @$core.override
  TextDelta createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static TextDelta getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<TextDelta>(create);
  static TextDelta? _defaultInstance;

  /// The new piece.
  @$pb.TagNumber(1)
  $core.String get text => $_getSZ(0);
  @$pb.TagNumber(1)
  set text($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasText() => $_has(0);
  @$pb.TagNumber(1)
  void clearText() => $_clearField(1);

  /// The model's id of the message.
  @$pb.TagNumber(2)
  $core.String get messageId => $_getSZ(1);
  @$pb.TagNumber(2)
  set messageId($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasMessageId() => $_has(1);
  @$pb.TagNumber(2)
  void clearMessageId() => $_clearField(2);

  /// Index of the block in the message.
  @$pb.TagNumber(3)
  $core.int get index => $_getIZ(2);
  @$pb.TagNumber(3)
  set index($core.int value) => $_setUnsignedInt32(2, value);
  @$pb.TagNumber(3)
  $core.bool hasIndex() => $_has(2);
  @$pb.TagNumber(3)
  void clearIndex() => $_clearField(3);

  /// Whether the block is thinking.
  @$pb.TagNumber(4)
  $core.bool get thinking => $_getBF(3);
  @$pb.TagNumber(4)
  set thinking($core.bool value) => $_setBool(3, value);
  @$pb.TagNumber(4)
  $core.bool hasThinking() => $_has(3);
  @$pb.TagNumber(4)
  void clearThinking() => $_clearField(4);

  /// How many characters (Unicode code points) of the block come before this
  /// piece. Where they were not all seen, wait for the block itself.
  @$pb.TagNumber(5)
  $core.int get offset => $_getIZ(4);
  @$pb.TagNumber(5)
  set offset($core.int value) => $_setUnsignedInt32(4, value);
  @$pb.TagNumber(5)
  $core.bool hasOffset() => $_has(4);
  @$pb.TagNumber(5)
  void clearOffset() => $_clearField(5);
}

/// PermissionRequest is a question of the agent to a person.
class PermissionRequest extends $pb.GeneratedMessage {
  factory PermissionRequest({
    $core.String? permissionId,
    $core.String? tool,
    $core.String? input,
    $core.String? inputJson,
    $core.String? description,
    $0.Timestamp? expiresAt,
    $core.bool? requiresInteraction,
  }) {
    final result = create();
    if (permissionId != null) result.permissionId = permissionId;
    if (tool != null) result.tool = tool;
    if (input != null) result.input = input;
    if (inputJson != null) result.inputJson = inputJson;
    if (description != null) result.description = description;
    if (expiresAt != null) result.expiresAt = expiresAt;
    if (requiresInteraction != null)
      result.requiresInteraction = requiresInteraction;
    return result;
  }

  PermissionRequest._();

  factory PermissionRequest.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory PermissionRequest.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'PermissionRequest',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'permissionId')
    ..aOS(2, _omitFieldNames ? '' : 'tool')
    ..aOS(3, _omitFieldNames ? '' : 'input')
    ..aOS(4, _omitFieldNames ? '' : 'inputJson')
    ..aOS(5, _omitFieldNames ? '' : 'description')
    ..aOM<$0.Timestamp>(6, _omitFieldNames ? '' : 'expiresAt',
        subBuilder: $0.Timestamp.create)
    ..aOB(7, _omitFieldNames ? '' : 'requiresInteraction')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  PermissionRequest clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  PermissionRequest copyWith(void Function(PermissionRequest) updates) =>
      super.copyWith((message) => updates(message as PermissionRequest))
          as PermissionRequest;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static PermissionRequest create() => PermissionRequest._();
  @$core.override
  PermissionRequest createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static PermissionRequest getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<PermissionRequest>(create);
  static PermissionRequest? _defaultInstance;

  /// Identifier of the question.
  @$pb.TagNumber(1)
  $core.String get permissionId => $_getSZ(0);
  @$pb.TagNumber(1)
  set permissionId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasPermissionId() => $_has(0);
  @$pb.TagNumber(1)
  void clearPermissionId() => $_clearField(1);

  /// The tool that wants to run.
  @$pb.TagNumber(2)
  $core.String get tool => $_getSZ(1);
  @$pb.TagNumber(2)
  set tool($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasTool() => $_has(1);
  @$pb.TagNumber(2)
  void clearTool() => $_clearField(2);

  /// The one value that a person wants to see.
  @$pb.TagNumber(3)
  $core.String get input => $_getSZ(2);
  @$pb.TagNumber(3)
  set input($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasInput() => $_has(2);
  @$pb.TagNumber(3)
  void clearInput() => $_clearField(3);

  /// The whole input as JSON text.
  @$pb.TagNumber(4)
  $core.String get inputJson => $_getSZ(3);
  @$pb.TagNumber(4)
  set inputJson($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasInputJson() => $_has(3);
  @$pb.TagNumber(4)
  void clearInputJson() => $_clearField(4);

  /// What the agent says about it.
  @$pb.TagNumber(5)
  $core.String get description => $_getSZ(4);
  @$pb.TagNumber(5)
  set description($core.String value) => $_setString(4, value);
  @$pb.TagNumber(5)
  $core.bool hasDescription() => $_has(4);
  @$pb.TagNumber(5)
  void clearDescription() => $_clearField(5);

  /// When the question is denied by itself.
  @$pb.TagNumber(6)
  $0.Timestamp get expiresAt => $_getN(5);
  @$pb.TagNumber(6)
  set expiresAt($0.Timestamp value) => $_setField(6, value);
  @$pb.TagNumber(6)
  $core.bool hasExpiresAt() => $_has(5);
  @$pb.TagNumber(6)
  void clearExpiresAt() => $_clearField(6);
  @$pb.TagNumber(6)
  $0.Timestamp ensureExpiresAt() => $_ensure(5);

  /// Whether only a person's own words answer it, as with `AskUserQuestion`.
  @$pb.TagNumber(7)
  $core.bool get requiresInteraction => $_getBF(6);
  @$pb.TagNumber(7)
  set requiresInteraction($core.bool value) => $_setBool(6, value);
  @$pb.TagNumber(7)
  $core.bool hasRequiresInteraction() => $_has(6);
  @$pb.TagNumber(7)
  void clearRequiresInteraction() => $_clearField(7);
}

/// PermissionResolved closes a question.
class PermissionResolved extends $pb.GeneratedMessage {
  factory PermissionResolved({
    $core.String? permissionId,
    $core.String? outcome,
    $core.String? message,
  }) {
    final result = create();
    if (permissionId != null) result.permissionId = permissionId;
    if (outcome != null) result.outcome = outcome;
    if (message != null) result.message = message;
    return result;
  }

  PermissionResolved._();

  factory PermissionResolved.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory PermissionResolved.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'PermissionResolved',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'permissionId')
    ..aOS(2, _omitFieldNames ? '' : 'outcome')
    ..aOS(3, _omitFieldNames ? '' : 'message')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  PermissionResolved clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  PermissionResolved copyWith(void Function(PermissionResolved) updates) =>
      super.copyWith((message) => updates(message as PermissionResolved))
          as PermissionResolved;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static PermissionResolved create() => PermissionResolved._();
  @$core.override
  PermissionResolved createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static PermissionResolved getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<PermissionResolved>(create);
  static PermissionResolved? _defaultInstance;

  /// Identifier of the question.
  @$pb.TagNumber(1)
  $core.String get permissionId => $_getSZ(0);
  @$pb.TagNumber(1)
  set permissionId($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasPermissionId() => $_has(0);
  @$pb.TagNumber(1)
  void clearPermissionId() => $_clearField(1);

  /// `allowed`, `denied`, `expired` or `withdrawn`.
  @$pb.TagNumber(2)
  $core.String get outcome => $_getSZ(1);
  @$pb.TagNumber(2)
  set outcome($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasOutcome() => $_has(1);
  @$pb.TagNumber(2)
  void clearOutcome() => $_clearField(2);

  /// What the person said.
  @$pb.TagNumber(3)
  $core.String get message => $_getSZ(2);
  @$pb.TagNumber(3)
  set message($core.String value) => $_setString(2, value);
  @$pb.TagNumber(3)
  $core.bool hasMessage() => $_has(2);
  @$pb.TagNumber(3)
  void clearMessage() => $_clearField(3);
}

/// Stderr is text from the agent's standard error.
class Stderr extends $pb.GeneratedMessage {
  factory Stderr({
    $core.String? text,
    $core.int? truncatedBytes,
  }) {
    final result = create();
    if (text != null) result.text = text;
    if (truncatedBytes != null) result.truncatedBytes = truncatedBytes;
    return result;
  }

  Stderr._();

  factory Stderr.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory Stderr.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'Stderr',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'text')
    ..aI(2, _omitFieldNames ? '' : 'truncatedBytes',
        fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Stderr clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  Stderr copyWith(void Function(Stderr) updates) =>
      super.copyWith((message) => updates(message as Stderr)) as Stderr;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static Stderr create() => Stderr._();
  @$core.override
  Stderr createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static Stderr getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<Stderr>(create);
  static Stderr? _defaultInstance;

  /// The text, one or more whole lines.
  @$pb.TagNumber(1)
  $core.String get text => $_getSZ(0);
  @$pb.TagNumber(1)
  set text($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasText() => $_has(0);
  @$pb.TagNumber(1)
  void clearText() => $_clearField(1);

  /// How many bytes were left out because there were too many.
  @$pb.TagNumber(2)
  $core.int get truncatedBytes => $_getIZ(1);
  @$pb.TagNumber(2)
  set truncatedBytes($core.int value) => $_setUnsignedInt32(1, value);
  @$pb.TagNumber(2)
  $core.bool hasTruncatedBytes() => $_has(1);
  @$pb.TagNumber(2)
  void clearTruncatedBytes() => $_clearField(2);
}

/// ApiRetry says that the agent tries a call to its model again.
class ApiRetry extends $pb.GeneratedMessage {
  factory ApiRetry({
    $core.int? attempt,
    $core.int? maxAttempts,
    $core.int? delayMs,
    $core.String? error,
    $core.int? status,
  }) {
    final result = create();
    if (attempt != null) result.attempt = attempt;
    if (maxAttempts != null) result.maxAttempts = maxAttempts;
    if (delayMs != null) result.delayMs = delayMs;
    if (error != null) result.error = error;
    if (status != null) result.status = status;
    return result;
  }

  ApiRetry._();

  factory ApiRetry.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory ApiRetry.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'ApiRetry',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aI(1, _omitFieldNames ? '' : 'attempt', fieldType: $pb.PbFieldType.OU3)
    ..aI(2, _omitFieldNames ? '' : 'maxAttempts',
        fieldType: $pb.PbFieldType.OU3)
    ..aI(3, _omitFieldNames ? '' : 'delayMs', fieldType: $pb.PbFieldType.OU3)
    ..aOS(4, _omitFieldNames ? '' : 'error')
    ..aI(5, _omitFieldNames ? '' : 'status', fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ApiRetry clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ApiRetry copyWith(void Function(ApiRetry) updates) =>
      super.copyWith((message) => updates(message as ApiRetry)) as ApiRetry;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static ApiRetry create() => ApiRetry._();
  @$core.override
  ApiRetry createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static ApiRetry getDefault() =>
      _defaultInstance ??= $pb.GeneratedMessage.$_defaultFor<ApiRetry>(create);
  static ApiRetry? _defaultInstance;

  /// Which attempt comes next.
  @$pb.TagNumber(1)
  $core.int get attempt => $_getIZ(0);
  @$pb.TagNumber(1)
  set attempt($core.int value) => $_setUnsignedInt32(0, value);
  @$pb.TagNumber(1)
  $core.bool hasAttempt() => $_has(0);
  @$pb.TagNumber(1)
  void clearAttempt() => $_clearField(1);

  /// How many there will be at the most.
  @$pb.TagNumber(2)
  $core.int get maxAttempts => $_getIZ(1);
  @$pb.TagNumber(2)
  set maxAttempts($core.int value) => $_setUnsignedInt32(1, value);
  @$pb.TagNumber(2)
  $core.bool hasMaxAttempts() => $_has(1);
  @$pb.TagNumber(2)
  void clearMaxAttempts() => $_clearField(2);

  /// Pause before it, in milliseconds.
  @$pb.TagNumber(3)
  $core.int get delayMs => $_getIZ(2);
  @$pb.TagNumber(3)
  set delayMs($core.int value) => $_setUnsignedInt32(2, value);
  @$pb.TagNumber(3)
  $core.bool hasDelayMs() => $_has(2);
  @$pb.TagNumber(3)
  void clearDelayMs() => $_clearField(3);

  /// What failed, in the agent's own words.
  @$pb.TagNumber(4)
  $core.String get error => $_getSZ(3);
  @$pb.TagNumber(4)
  set error($core.String value) => $_setString(3, value);
  @$pb.TagNumber(4)
  $core.bool hasError() => $_has(3);
  @$pb.TagNumber(4)
  void clearError() => $_clearField(4);

  /// Status that the API answered, where it did.
  @$pb.TagNumber(5)
  $core.int get status => $_getIZ(4);
  @$pb.TagNumber(5)
  set status($core.int value) => $_setUnsignedInt32(4, value);
  @$pb.TagNumber(5)
  $core.bool hasStatus() => $_has(4);
  @$pb.TagNumber(5)
  void clearStatus() => $_clearField(5);
}

/// ErrorEvent says that something failed, and what to do.
class ErrorEvent extends $pb.GeneratedMessage {
  factory ErrorEvent({
    $core.String? message,
  }) {
    final result = create();
    if (message != null) result.message = message;
    return result;
  }

  ErrorEvent._();

  factory ErrorEvent.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory ErrorEvent.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'ErrorEvent',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'message')
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ErrorEvent clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  ErrorEvent copyWith(void Function(ErrorEvent) updates) =>
      super.copyWith((message) => updates(message as ErrorEvent)) as ErrorEvent;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static ErrorEvent create() => ErrorEvent._();
  @$core.override
  ErrorEvent createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static ErrorEvent getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<ErrorEvent>(create);
  static ErrorEvent? _defaultInstance;

  /// For a person.
  @$pb.TagNumber(1)
  $core.String get message => $_getSZ(0);
  @$pb.TagNumber(1)
  set message($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasMessage() => $_has(0);
  @$pb.TagNumber(1)
  void clearMessage() => $_clearField(1);
}

/// UnknownEvent carries what this version does not know.
class UnknownEvent extends $pb.GeneratedMessage {
  factory UnknownEvent({
    $core.String? type,
    $core.String? raw,
    $core.int? truncatedBytes,
  }) {
    final result = create();
    if (type != null) result.type = type;
    if (raw != null) result.raw = raw;
    if (truncatedBytes != null) result.truncatedBytes = truncatedBytes;
    return result;
  }

  UnknownEvent._();

  factory UnknownEvent.fromBuffer($core.List<$core.int> data,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromBuffer(data, registry);
  factory UnknownEvent.fromJson($core.String json,
          [$pb.ExtensionRegistry registry = $pb.ExtensionRegistry.EMPTY]) =>
      create()..mergeFromJson(json, registry);

  static final $pb.BuilderInfo _i = $pb.BuilderInfo(
      _omitMessageNames ? '' : 'UnknownEvent',
      package: const $pb.PackageName(_omitMessageNames ? '' : 'opsdeck.v1'),
      createEmptyInstance: create)
    ..aOS(1, _omitFieldNames ? '' : 'type')
    ..aOS(2, _omitFieldNames ? '' : 'raw')
    ..aI(3, _omitFieldNames ? '' : 'truncatedBytes',
        fieldType: $pb.PbFieldType.OU3)
    ..hasRequiredFields = false;

  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  UnknownEvent clone() => deepCopy();
  @$core.Deprecated('See https://github.com/google/protobuf.dart/issues/998.')
  UnknownEvent copyWith(void Function(UnknownEvent) updates) =>
      super.copyWith((message) => updates(message as UnknownEvent))
          as UnknownEvent;

  @$core.override
  $pb.BuilderInfo get info_ => _i;

  @$core.pragma('dart2js:noInline')
  static UnknownEvent create() => UnknownEvent._();
  @$core.override
  UnknownEvent createEmptyInstance() => create();
  @$core.pragma('dart2js:noInline')
  static UnknownEvent getDefault() => _defaultInstance ??=
      $pb.GeneratedMessage.$_defaultFor<UnknownEvent>(create);
  static UnknownEvent? _defaultInstance;

  /// Its type, where one could be read.
  @$pb.TagNumber(1)
  $core.String get type => $_getSZ(0);
  @$pb.TagNumber(1)
  set type($core.String value) => $_setString(0, value);
  @$pb.TagNumber(1)
  $core.bool hasType() => $_has(0);
  @$pb.TagNumber(1)
  void clearType() => $_clearField(1);

  /// The line as it came, cut at 64 KiB; bytes that are not UTF-8 are replaced.
  @$pb.TagNumber(2)
  $core.String get raw => $_getSZ(1);
  @$pb.TagNumber(2)
  set raw($core.String value) => $_setString(1, value);
  @$pb.TagNumber(2)
  $core.bool hasRaw() => $_has(1);
  @$pb.TagNumber(2)
  void clearRaw() => $_clearField(2);

  /// How many bytes were cut.
  @$pb.TagNumber(3)
  $core.int get truncatedBytes => $_getIZ(2);
  @$pb.TagNumber(3)
  set truncatedBytes($core.int value) => $_setUnsignedInt32(2, value);
  @$pb.TagNumber(3)
  $core.bool hasTruncatedBytes() => $_has(2);
  @$pb.TagNumber(3)
  void clearTruncatedBytes() => $_clearField(3);
}

const $core.bool _omitFieldNames =
    $core.bool.fromEnvironment('protobuf.omit_field_names');
const $core.bool _omitMessageNames =
    $core.bool.fromEnvironment('protobuf.omit_message_names');
