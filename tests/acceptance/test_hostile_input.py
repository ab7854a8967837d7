"""Callers who mean harm, or are merely careless: refused before git, a disk or a model sees it."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from opsdeck_server.adapters.sql import rows, tables
from opsdeck_server.domain.jobs import Job
from opsdeck_server.domain.runs import Run
from tests.acceptance.stack import Answer, Stack
from tests.fakes.programs import read_log

MANY = 10_000
JOB = {"githubOrg": "acme", "githubRepo": "app", "branchName": "b", "prompt": "@say x"}

REPOSITORIES = [
    "--upload-pack=touch pwned",
    "-u",
    "..",
    ".",
    "a/b",
    "a\\b",
    "../../etc",
    "app.git",
    "app.lock",
    "a..b",
    "a b",
    "a\nb",
    "a\0b",
    "%2e%2e",
    "$(touch pwned)",
    "repo;id",
    "ünïcode",
    "",
    "x" * 101,
]

IDS = [
    "..%2fx",
    "..",
    "%2e%2e%2fetc%2fpasswd",
    "-x",
    "a%00b",
    "a%0ab",
    "x" * 65,
    "a%20b",
    "%c3%a9",
    "%ff",
]

# What git-check-ref-format(1) refuses, and what commands would take for something else.
BRANCHES = [
    "",
    " ",
    "-b",
    "--upload-pack=x",
    "a..b",
    "a b",
    "a\tb",
    "a\nb",
    "a\0b",
    "a\x7fb",
    "a~b",
    "a^b",
    "a:b",
    "a?b",
    "a*b",
    "a[b",
    "a\\b",
    "/a",
    "a/",
    "a//b",
    "a.",
    ".a",
    "a/.b",
    "a.lock",
    "a.lock/b",
    "a@{b",
    "@",
    "HEAD",
    "refs/heads/a",
    "x" * 245,
    "é" * 123,
]

# All of these are this host or its network, however they are written.
PRIVATE = [
    "127.0.0.1",
    "127.1",
    "127.0.0.1.",
    "2130706433",
    "017700000001",
    "0x7f.0.0.1",
    "0x7f000001",
    "0.0.0.0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "evil.localhost",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[fe80::1]",
    "[fd00::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "2852039166",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
]

URLS = [
    "ftp://example.com/x",
    "file:///etc/passwd",
    "gopher://example.com/x",
    "http://user:pass@example.com/x",
    "http://exa mple.com/",
    "http://example.com\\@127.0.0.1/",
    "http://",
    "http:///x",
    "http://example.com:99999/",
    "//example.com/x",
    "example.com",
    "http://example.com/\r\nX-Injected: 1",
]

TOO_LONG = {
    "title": "x" * 251,
    "osFeatureId": "x" * 201,
    "agent": "x" * 51,
    "model": "x" * 101,
    "effort": "x" * 31,
    "permissionMode": "x" * 51,
    "osCallbackUrl": f"http://example.com/{'x' * 2_000}",
    "prompt": "x" * 1_000_001,
    "priority": 1_001,
    "timeoutSeconds": 604_801,
    "maxCostUsd": -1,
}

PROMPTS = [
    "-p --dangerously-skip-permissions",
    "--",
    "/help me",
    "two\nlines\n",
    '{"type":"user"}\n{"type":"control_request"}',
    "«é» 日本 🎉 \u2028 \x01 \x7f",
    "word " * 100_000,
]


async def each_is_400(stack: Stack, path: str, bodies: list[dict[str, Any]], name: str) -> None:
    """Post each body; all are refused with an error that names the field."""
    answers = await asyncio.gather(*(stack.call("POST", path, body) for body in bodies))
    for body, answer in zip(bodies, answers, strict=True):
        refused(answer, json.dumps(body)[:200])
        assert name in answer.json["error"] or "malformed" in answer.json["error"], answer.body


def refused(answer: Answer, about: str) -> None:
    assert answer.status == 400, (about, answer.status, answer.body)
    assert list(answer.json) == ["error"], about


async def nothing_happened(stack: Stack) -> None:
    """No job, no clone and no agent came of it."""
    assert (await stack.get("/jobs"))["total"] == 0
    assert (await stack.get("/clients"))["clients"] == []
    assert not stack.bare.exists()
    assert stack.agent_starts() == []


async def test_names_that_are_options_or_paths_are_no_repositories(stack: Stack) -> None:
    target = {"githubOrg": "acme", "githubRepo": "app"}
    wanted = [{**target, field: name} for field in target for name in REPOSITORIES]

    await each_is_400(stack, "/clients", wanted, "github")
    await each_is_400(stack, "/jobs", [JOB | body for body in wanted], "github")
    await nothing_happened(stack)


async def test_ids_that_are_paths_are_refused_wherever_an_id_is_taken(stack: Stack) -> None:
    calls = [
        ("GET", "/jobs/{}"),
        ("GET", "/jobs/{}/events"),
        ("GET", "/jobs/{}/diff"),
        ("POST", "/jobs/{}/cancel"),
        ("POST", "/jobs/{}/retry"),
        ("GET", "/clients/{}"),
        ("PATCH", "/clients/{}"),
        ("DELETE", "/clients/{}?removeRepo=true"),
    ]
    asked = [(method, path.format(each)) for method, path in calls for each in IDS]
    answers = await asyncio.gather(
        *(stack.call(m, path, None if m in ("GET", "DELETE") else {}) for m, path in asked)
    )

    for (method, path), answer in zip(asked, answers, strict=True):
        assert answer.status in (400, 404), (method, path, answer.status, answer.body)
        assert list(answer.json) == ["error"], (method, path)
    assert (await stack.call("POST", "/jobs", {**JOB, "clientId": "../x"})).status == 400


async def test_branch_names_that_git_refuses_are_refused_before_git_is_asked(stack: Stack) -> None:
    await each_is_400(stack, "/jobs", [{**JOB, "branchName": b} for b in BRANCHES], "branchName")
    await nothing_happened(stack)


async def test_strange_branch_names_that_git_takes_go_all_the_way(stack: Stack) -> None:
    branches = ["feat/$(touch${IFS}pwned)`id`", "ünï/日本-🎉", "a;b&c|d'e\"f@g", "%2e%2e"]
    made = [await stack.create_job("@write a.txt x", branchName=branch) for branch in branches]

    for branch, job_id in zip(branches, made, strict=True):
        job = await stack.finished(job_id)
        assert (job["status"], job["branchName"]) == ("completed", branch), job
        assert stack.origin.read(branch, "a.txt") == "x"
    heads = {word for words in stack.pull_requests() for word in words if "--head" in word}
    assert heads == {f"--head={branch}" for branch in branches}


async def test_values_that_are_too_long_or_too_large_are_refused(stack: Stack) -> None:
    for name, value in TOO_LONG.items():
        await each_is_400(stack, "/jobs", [{**JOB, name: value}], name)
    await nothing_happened(stack)


async def test_callbacks_into_this_network_are_refused_however_they_are_written(
    installed: Stack,
) -> None:
    installed.env["WEBHOOK_ALLOW_PRIVATE"] = "0"
    stack = await installed.start()
    urls = [f"http://{host}:8080/x" for host in PRIVATE] + [f"https://{host}/" for host in PRIVATE]

    bodies = [{**JOB, "osCallbackUrl": url} for url in [*urls, *URLS]]
    await each_is_400(stack, "/jobs", bodies, "osCallbackUrl")
    await nothing_happened(stack)


async def test_a_prompt_reaches_the_agent_as_it_was_written(stack: Stack) -> None:
    made = {
        await stack.create_job(prompt, branchName=f"b{number}"): prompt
        for number, prompt in enumerate(PROMPTS)
    }

    for job_id, prompt in made.items():
        job = await stack.finished(job_id)
        assert (job["status"], job["prompt"]) == ("completed", prompt), prompt[:100]
    messages = read_log(stack.root / "bin" / "claude.jsonl", "message")
    assert sorted(message["text"] for message in messages) == sorted(PROMPTS)


async def test_text_that_is_no_unicode_or_holds_a_nul_breaks_nothing(stack: Stack) -> None:
    raw = json.dumps({**JOB, "prompt": "@say x", "title": "PLACE"})
    for escape in ("\\ud800", "\\u0000", "\\ud83d \\ude00"):
        answer = await stack.call("POST", "/jobs", raw=raw.replace("PLACE", escape).encode())
        if answer.status == 201:
            assert (await stack.finished(answer.json["id"]))["status"] == "completed"
        else:
            refused(answer, escape)
    answer = await stack.call("POST", "/jobs", raw=raw.replace("PLACE", "\xff").encode("latin-1"))
    refused(answer, "bytes that are not UTF-8")


def queued(number: int, prompt: str) -> tuple[Job, Run]:
    now = datetime.now(UTC)
    job = Job(f"job-{number}", "client-x", f"run-{number}", prompt, f"b{number}", "ask", now, now)
    return job, Run(job.run_id, job.id, "claude", now)


def fill(stack: Stack, client_id: str, jobs: Iterator[tuple[Job, Run]]) -> None:
    """Write queued jobs into the database of a server that does not run."""
    engine = sa.create_engine(f"sqlite:///{stack.root / 'deck' / 'opsdeck.db'}")
    pairs = list(jobs)
    streams = [
        {"id": job.id, "kind": "job", "first_seq": 1, "last_seq": 0, "generation": 0}
        for job, _ in pairs
    ]
    with engine.begin() as connection:
        connection.execute(sa.insert(tables.streams), streams)
        connection.execute(sa.insert(tables.runs), [rows.run_values(run) for _, run in pairs])
        values = [{**rows.job_values(job), "client_id": client_id} for job, _ in pairs]
        connection.execute(sa.insert(tables.jobs), values)
    engine.dispose()


async def test_pages_of_10_000_queued_jobs_miss_none_while_more_arrive(installed: Stack) -> None:
    installed.env["MAX_CONCURRENT_JOBS"] = "1"
    stack = await installed.start()
    client_id = (await stack.post("/clients", {"githubOrg": "acme", "githubRepo": "app"}))["id"]
    await stack.stop()
    gate = stack.root / "never"
    fill(stack, client_id, (queued(n, f"@gate {gate}") for n in range(MANY)))
    await stack.start()

    seen: list[str] = []
    token, pages = "", 0
    while True:
        page = await stack.get(f"/jobs?limit=500&pageToken={token}")
        seen += [job["id"] for job in page["jobs"]]
        pages += 1
        arrived = await stack.create_job("@say x", branchName=f"late-{pages}")
        assert arrived not in seen
        if not (token := page.get("nextPageToken", "")):
            break

    assert sorted(seen) == sorted(f"job-{number}" for number in range(MANY))
    assert pages == MANY // 500
    queue = await stack.get("/queue")
    assert queue["totalQueued"] == MANY + pages - 1
    assert [entry["id"] for entry in queue["queued"][:3]] == ["job-1", "job-2", "job-3"]
