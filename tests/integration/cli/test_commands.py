"""The commands against a server that answers as the test says."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from typer.testing import CliRunner, Result

from opsdeck.v1.client_pb2 import Client
from opsdeck.v1.client_service_pb2 import (
    CreateClientResponse,
    DeleteClientResponse,
    ListClientsResponse,
    SyncReposResponse,
)
from opsdeck.v1.job_pb2 import Job, JobSummary
from opsdeck.v1.job_service_pb2 import (
    CancelJobResponse,
    CreateJobResponse,
    GetJobDiffResponse,
    GetQueueResponse,
    ListJobsResponse,
    RetryJobResponse,
)
from opsdeck.v1.system_service_pb2 import GetHealthResponse
from opsdeck_server.cli.app import app
from tests.fakes.cli_server import CliServer, Context, refuse


def run(*words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=stdin, catch_exceptions=False)


def at(hour: int) -> Timestamp:
    time = Timestamp()
    time.FromDatetime(datetime(2025, 1, 7, hour, tzinfo=UTC))
    return time


ACME = Client(
    id="cl-1",
    name="Acme site",
    github_org="acme",
    github_repo="site",
    default_branch="main",
    repo_exists=True,
    created_at=at(12),
    updated_at=at(12),
    bare_repo_path="/r/acme/site.git",
)


# -- what every command does ------------------------------------------------------------------


def test_the_token_goes_in_the_header(server: CliServer) -> None:
    server.answer("ListClients", ListClientsResponse())
    assert run("client", "list").exit_code == 0
    assert server.tokens == ["Bearer s3cret"]


def test_the_token_comes_from_a_file(server: CliServer, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-file\n")
    server.answer("ListClients", ListClientsResponse())
    run("client", "list", "--token-file", str(tmp_path / "token"))
    assert server.tokens == ["Bearer from-file"]


def test_no_server_says_how_to_start_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENT_API_SECRET", "s3cret")
    result = run("job", "list", "--address", "127.0.0.1:9")
    assert result.exit_code == 2
    assert "no opsdeck server answers at http://127.0.0.1:9" in result.stderr
    assert "opsdeck serve" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_refusal_is_one_line_and_1(server: CliServer) -> None:
    server.handlers["GetJob"] = lambda request, context: refuse(
        context, grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "No job job-x. List them."
    )
    result = run("job", "show", "job-x")
    assert result.exit_code == 1
    assert result.stderr == "opsdeck: No job job-x. List them.\n"
    assert result.stdout == ""


def test_a_refusal_in_json_has_its_reason(server: CliServer) -> None:
    server.handlers["GetJob"] = lambda request, context: refuse(
        context, grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "No job job-x."
    )
    result = run("job", "show", "job-x", "--json")
    assert json.loads(result.stderr) == {"error": "No job job-x.", "reason": "JOB_NOT_FOUND"}
    assert result.stdout == ""


def test_a_wrong_token_says_where_to_set_it(server: CliServer) -> None:
    server.handlers["GetQueue"] = lambda request, context: refuse(
        context, grpc.StatusCode.UNAUTHENTICATED, "TOKEN_INVALID", "the token is wrong"
    )
    result = run("queue")
    assert result.exit_code == 2
    assert "AGENT_API_SECRET" in result.stderr


def test_a_server_that_starts_is_waited_for(server: CliServer) -> None:
    calls: list[int] = []

    def starting(request: Any, context: Context) -> Any:
        calls.append(1)
        if len(calls) < 3:
            refuse(context, grpc.StatusCode.UNAVAILABLE, "NOT_READY", "starting")
        return GetQueueResponse(max_concurrent=2)

    server.handlers["GetQueue"] = starting
    assert run("queue").exit_code == 0
    assert len(calls) == 3


def test_another_server_on_the_port_is_named_as_such(server: CliServer) -> None:
    result = run("queue")  # the fake answers UNIMPLEMENTED without a reason
    assert result.exit_code == 2
    assert "is no opsdeck server of this version" in result.stderr


def test_a_pipe_gets_no_colours_and_no_folds(server: CliServer) -> None:
    long = "word-" * 60
    server.answer(
        "ListJobs",
        ListJobsResponse(
            jobs=[JobSummary(id="job-1", status=Job.running, branch_name=long, created_at=at(1))],
            total=1,
        ),
    )
    result = run("job", "list")
    assert "\x1b" not in result.stdout
    assert long in result.stdout


def test_what_a_name_holds_cannot_move_the_cursor(server: CliServer) -> None:
    evil = Client(id="cl-1", name="a\x1b[2Jb\x1b]0;title\x07c", created_at=at(1))
    server.answer("ListClients", ListClientsResponse(clients=[evil]))
    result = run("client", "list")
    assert "abc" in result.stdout
    assert "\x1b" not in result.stdout


# -- clients ----------------------------------------------------------------------------------


def test_clients_are_a_table(server: CliServer) -> None:
    server.answer("ListClients", ListClientsResponse(clients=[ACME]))
    heading, row = run("client", "list").stdout.splitlines()
    assert heading.split() == ["ID", "NAME", "REPOSITORY", "BRANCH", "CLONED", "ADDED"]
    assert row.split()[:6] == ["cl-1", "Acme", "site", "acme/site", "main", "yes"]


def test_clients_as_json_are_the_contracts(server: CliServer) -> None:
    server.answer("ListClients", ListClientsResponse(clients=[ACME]))
    assert json.loads(run("client", "list", "--json").stdout) == {
        "clients": [
            {
                "id": "cl-1",
                "name": "Acme site",
                "githubOrg": "acme",
                "githubRepo": "site",
                "defaultBranch": "main",
                "repoExists": True,
                "createdAt": "2025-01-07T12:00:00Z",
                "updatedAt": "2025-01-07T12:00:00Z",
                "bareRepoPath": "/r/acme/site.git",
                "partialClone": False,
                "agentEnv": [],
            }
        ]
    }


def test_client_add_sends_what_was_said(server: CliServer) -> None:
    server.answer("CreateClient", CreateClientResponse(id="cl-1", name="acme/site"))
    words = ["client", "add", "acme/site", "--branch", "trunk", "--agent-env", "A"]
    assert run(*words, "--agent-env", "B", "--partial-clone").exit_code == 0
    (request,) = server.asked("CreateClient")
    assert (request.github_org, request.github_repo) == ("acme", "site")
    assert request.default_branch == "trunk"
    assert list(request.agent_env) == ["A", "B"]
    assert request.partial_clone
    assert not request.HasField("name")
    assert len(request.request_id) == 36


@pytest.mark.parametrize("repo", ["site", "a/b/c", "/site", "acme/"])
def test_client_add_wants_org_and_repo(server: CliServer, repo: str) -> None:
    result = run("client", "add", repo)
    assert result.exit_code == 2
    assert "write ORG/REPO" in result.stderr


def test_a_client_can_be_named_by_its_repository(server: CliServer) -> None:
    server.answer("ListClients", ListClientsResponse(clients=[ACME]))
    server.answer("GetClient", ACME)
    assert run("client", "show", "Acme/Site").exit_code == 0
    assert server.asked("GetClient")[0].id == "cl-1"


def test_client_update_with_nothing_to_change_is_refused(server: CliServer) -> None:
    assert run("client", "update", "cl-1").exit_code == 2


def test_removing_a_repository_wants_a_yes(server: CliServer) -> None:
    server.answer("DeleteClient", DeleteClientResponse(deleted=True, repo_removed=True))
    refused = run("client", "remove", "cl-1", "--remove-repo")
    assert refused.exit_code == 2
    assert not server.asked("DeleteClient")
    assert run("client", "remove", "cl-1", "--remove-repo", "--yes").exit_code == 0
    assert server.asked("DeleteClient")[0].remove_repo


def test_sync_is_1_where_a_repository_failed_and_says_why_below(server: CliServer) -> None:
    why = "fatal: no route " + "to that host " * 30
    synced = [
        SyncReposResponse.Synced(repo="site", success=True),
        SyncReposResponse.Synced(repo="acme/app", success=False, error=why),
    ]
    server.answer("SyncRepos", SyncReposResponse(synced=synced))
    server.answer("ListClients", ListClientsResponse(clients=[ACME]))
    result = run("sync")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "REPOSITORY  FETCHED",
        "acme/site   yes",
        "acme/app    no",
        f"✗ acme/app: {why.strip()}",
    ]


# -- jobs -------------------------------------------------------------------------------------


def created(server: CliServer) -> None:
    server.answer(
        "CreateJob",
        CreateJobResponse(
            id="job-1",
            client_id="cl-1",
            status=Job.queued,
            position=3,
            branch_name="fix/x",
            created_at=at(1),
        ),
    )


def test_job_create_by_repository(server: CliServer) -> None:
    created(server)
    result = run("job", "create", "acme/site", "Fix the typo", "--branch", "fix/x")
    assert result.exit_code == 0
    assert result.stdout == "job-1: queued, place 3, branch fix/x\n"
    (request,) = server.asked("CreateJob")
    assert (request.github_org, request.github_repo) == ("acme", "site")
    assert not request.HasField("client_id")
    assert (request.prompt, request.branch_name) == ("Fix the typo", "fix/x")
    for absent in ("title", "agent", "model", "effort", "priority", "timeout_seconds"):
        assert not request.HasField(absent)


def test_job_create_with_every_option(server: CliServer) -> None:
    created(server)
    words = (
        "job create --client cl-1 --branch b --title T --agent simulator --model opus --effort max"
        " --priority -3 --timeout 30m --max-cost 1.5 --permission-mode ask"
        " --callback-url https://x.test/cb --feature-id f-1 --idempotency-key k1"
    )
    assert run(*words.split(), "Do it").exit_code == 0
    (request,) = server.asked("CreateJob")
    assert request.client_id == "cl-1"
    assert not request.HasField("github_org")
    assert request.prompt == "Do it"
    assert (request.title, request.agent, request.model) == ("T", "simulator", "opus")
    assert (request.effort, request.priority, request.timeout_seconds) == ("max", -3, 1800)
    assert (request.max_cost_usd, request.permission_mode) == (1.5, "ask")
    assert (request.os_callback_url, request.os_feature_id) == ("https://x.test/cb", "f-1")
    assert request.request_id == "k1"


def test_job_create_reads_the_prompt_from_standard_input(server: CliServer) -> None:
    created(server)
    run("job", "create", "acme/site", "-", stdin="Zeile eins\nZeile zwei: ü\n")
    assert server.asked("CreateJob")[0].prompt == "Zeile eins\nZeile zwei: ü\n"


def test_job_create_reads_the_prompt_from_a_file(server: CliServer, tmp_path: Path) -> None:
    created(server)
    (tmp_path / "task.md").write_text("From a file")
    run("job", "create", "acme/site", "--prompt-file", str(tmp_path / "task.md"))
    assert server.asked("CreateJob")[0].prompt == "From a file"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("acme/site",), "give the prompt"),
        (("acme/site", "x", "--prompt-file", "f"), "not both"),
        (("acme/site", "x", "--client", "cl-1"), "or --client"),
        (("--prompt-file", "f"), "or --client"),
        (("acme/site", "  "), "the prompt is empty"),
        (("acme/site", "--prompt-file", "/nowhere/x"), "cannot read the prompt"),
    ],
)
def test_job_create_refuses(server: CliServer, words: tuple[str, ...], said: str) -> None:
    result = run("job", "create", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not server.asked("CreateJob")


def test_a_create_whose_answer_is_lost_is_repeated_with_one_key(server: CliServer) -> None:
    calls: list[int] = []

    def lost_once(request: Any, context: Context) -> Any:
        calls.append(1)
        if len(calls) == 1:
            context.abort(grpc.StatusCode.UNAVAILABLE, "upstream reset")
        return CreateJobResponse(id="job-1", status=Job.queued, created_at=at(1))

    server.handlers["CreateJob"] = lost_once
    assert run("job", "create", "acme/site", "x").exit_code == 0
    first, second = server.asked("CreateJob")
    assert first == second
    assert first.request_id


def test_job_list_passes_filters_on_and_names_the_next_page(server: CliServer) -> None:
    jobs = [JobSummary(id="job-1", status=Job.queued, created_at=at(1))]
    server.answer("ListJobs", ListJobsResponse(jobs=jobs, total=9, next_page_token="t2"))
    result = run("job", "list", "--status", "queued,running", "--limit", "1", "--client", "cl-1")
    (request,) = server.asked("ListJobs")
    assert list(request.status) == ["queued,running"]
    assert (request.limit, request.client_id) == (1, "cl-1")
    assert "--page-token t2" in result.stderr


def test_job_list_names_a_job_without_a_title_by_its_branch(server: CliServer) -> None:
    job = JobSummary(id="job-1", status=Job.queued, branch_name="fix/x", created_at=at(1))
    server.answer("ListJobs", ListJobsResponse(jobs=[job], total=1))
    _, row = run("job", "list").stdout.splitlines()
    assert row.split()[:4] == ["job-1", "queued", "fix/x", "fix/x"]


def test_job_show_leaves_out_what_there_is_not(server: CliServer) -> None:
    job = Job(id="job-1", status=Job.failed, error="no disk", created_at=at(1), branch_name="b")
    job.messages.add(type="stdout", content="hello")
    server.answer("GetJob", job)
    result = run("job", "show", "job-1", "--messages")
    assert server.asked("GetJob")[0].include_messages
    assert "no disk" in result.stdout
    assert "hello" in result.stdout
    assert "Pull request" not in result.stdout


def test_job_show_says_how_many_older_lines_there_are_and_where(server: CliServer) -> None:
    job = Job(id="job-1", status=Job.completed, created_at=at(1), messages_omitted=1200)
    server.answer("GetJob", job)
    said = run("job", "show", "job-1", "--messages").stderr
    assert "1,200 older lines are left out: opsdeck job watch job-1" in said
    assert "older" not in run("job", "show", "job-1").stderr


def test_job_cancel_says_what_became_of_it(server: CliServer) -> None:
    answer = CancelJobResponse(id="job-1", status=Job.cancelled, was_running=True)
    server.answer("CancelJob", answer)
    assert run("job", "cancel", "job-1").stdout == "job-1: cancelled; it was running.\n"
    assert json.loads(run("job", "cancel", "job-1", "--json").stdout) == {
        "id": "job-1",
        "status": "cancelled",
        "wasRunning": True,
    }


@pytest.mark.parametrize(
    ("status", "how"),
    [(Job.cancelled, "was cancelled"), (Job.failed, "failed"), (Job.completed, "completed")],
)
def test_job_cancel_says_how_a_job_ended_that_is_over(
    server: CliServer, status: Job.Status.ValueType, how: str
) -> None:
    server.handlers["CancelJob"] = lambda request, context: refuse(
        context, grpc.StatusCode.FAILED_PRECONDITION, "JOB_FINISHED", "Job already completed"
    )
    server.answer("GetJob", Job(id="job-1", status=status, created_at=at(1)))
    result = run("job", "cancel", "job-1")
    assert result.exit_code == 1
    assert result.stderr == f"opsdeck: job-1 {how} already: there is nothing to stop\n"


def test_job_retry_has_a_key_of_its_own(server: CliServer) -> None:
    answer = RetryJobResponse(id="job-2", original_job_id="job-1", status=Job.queued, position=1)
    server.answer("RetryJob", answer)
    assert run("job", "retry", "job-1").exit_code == 0
    assert server.asked("RetryJob")[0].request_id


def test_job_diff_is_the_diff_and_nothing_else(server: CliServer) -> None:
    diff = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-[red]\n+\tnew\n"
    server.answer("GetJobDiff", GetJobDiffResponse(diff=diff, files_changed=1))
    assert run("job", "diff", "job-1").stdout == diff


def test_queue_as_a_person_reads_it(server: CliServer) -> None:
    answer = GetQueueResponse(max_concurrent=2, total_queued=1)
    answer.running.add(id="job-1", client_name="Acme", running_for="5m 23s")
    answer.queued.add(id="job-2", client_name="Acme", position=1, created_at=at(1))
    server.answer("GetQueue", answer)
    said = run("queue").stdout
    assert "1 of 2 running" in said
    assert "5m 23s" in said
    assert "job-2" in said


# -- health -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "code"), [("ok", 0), ("degraded", 1)])
def test_health_is_an_exit_code(server: CliServer, status: str, code: int) -> None:
    answer = GetHealthResponse(status=status, version="0.1.0", uptime=0.0)
    answer.services["database"] = "ok"
    server.answer("GetHealth", answer)
    assert run("health").exit_code == code
    document = json.loads(run("health", "--json").stdout)
    assert document["services"] == {"database": "ok"}
    assert document["uptime"] == 0
