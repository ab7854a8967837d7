import 'dart:io';

import 'package:opsdeck_client/opsdeck_client.dart';
import 'package:opsdeck_client/v1.dart';

/// Asks an agent for a change, and reads along until it is over:
///
///     AGENT_API_SECRET=… dart run example/follow_job.dart http://127.0.0.1:3456 acme/site "Fix it"
Future<void> main(List<String> arguments) async {
  final [url, repository, prompt] = arguments;
  final [organisation, name] = repository.split('/');
  final deck = OpsdeckClient(
    url,
    token: Platform.environment['AGENT_API_SECRET'],
  );
  try {
    final job = await deck.jobs.createJob(
      CreateJobRequest(
        githubOrg: organisation,
        githubRepo: name,
        prompt: prompt,
        branchName: 'opsdeck/${DateTime.now().millisecondsSinceEpoch}',
      ),
    );
    stdout.writeln('${job.id} is number ${job.position} in the queue');
    final watch = deck.watchJob(
      job.id,
      onAway: (away) => stderr.writeln('(away: ${away.error.message})'),
    );
    await for (final answer in watch) {
      for (final event in answer.events) {
        switch (event.whichPayload()) {
          case Event_Payload.step:
            stdout.writeln('· ${event.step.message}');
          case Event_Payload.assistantText:
            stdout.writeln(event.assistantText.text);
          case Event_Payload.toolUse:
            stdout.writeln('> ${event.toolUse.tool} ${event.toolUse.input}');
          case Event_Payload.statusChange:
            stdout.writeln('It is ${event.statusChange.status}.');
          default:
            break;
        }
      }
    }
  } on OpsdeckError catch (error) {
    stderr.writeln(error);
    exitCode = 2;
  } finally {
    await deck.close();
  }
}
