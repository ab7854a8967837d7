"""The TypeScript client, in Node and in a real browser, through the real Envoy."""

import asyncio
import re
import tarfile
import tempfile
from collections.abc import AsyncGenerator
from itertools import count
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio

from tests.acceptance.stack import Stack
from tests.clients import typescript
from tests.clients.typescript import PACKAGE, Runtime, program, run

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBERS = count()


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """The client and the programs that use it, built as they are now."""
    typescript.build()


@pytest.fixture(params=["node", "browser"])
def runtime(request: pytest.FixtureRequest) -> Runtime:
    typescript.node_of(request.param)
    return request.param


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack(built: None) -> AsyncGenerator[Stack]:
    """One server, whose jobs do not know of each other."""
    with tempfile.TemporaryDirectory(prefix="od-", ignore_cleanup_errors=True) as name:
        stack = Stack.make(Path(name).resolve(), MAX_CONCURRENT_JOBS="8")
        try:
            yield await stack.start()
        finally:
            await stack.close()


@pytest_asyncio.fixture(loop_scope="module")
async def own_stack(root: Path) -> AsyncGenerator[Stack]:
    """A server of the test's own, not started yet, which waits for no job when it is stopped."""
    stack = Stack.make(root, SHUTDOWN_GRACE_SECONDS="0")
    try:
        yield stack
    finally:
        await stack.close()


def new_job(stack: Stack, prompt: str) -> dict[str, object]:
    return {
        "githubOrg": stack.origin.org,
        "githubRepo": stack.origin.repo,
        "branchName": f"branch-{next(NUMBERS)}",
        "prompt": prompt,
    }


async def job(stack: Stack, prompt: str) -> str:
    return (await stack.post("/jobs", {**new_job(stack, prompt), "agent": "simulator"}))["id"]


def repo(stack: Stack) -> str:
    return f"{stack.origin.org}/{stack.origin.repo}"


def numbers(events: list[int]) -> bool:
    """Whether nothing is missing and nothing comes twice."""
    return events == list(range(1, len(events) + 1))


@pytest.mark.parametrize("runtime", ["node", "oldest-node", "browser"], indirect=True)
async def test_a_job_is_created_and_followed_to_its_end(stack: Stack, runtime: Runtime) -> None:
    seen = await run(runtime, stack, "createAndFollow", new_job(stack, "@lines 700\n@say Done."))

    assert seen["texts"] == [*(f"line {number}" for number in range(700)), "Done."]
    assert numbers(seen["seqs"])
    assert seen["states"][-1] == "completed"


async def test_a_job_that_is_over_is_replayed(stack: Stack, runtime: Runtime) -> None:
    job_id = await job(stack, "@lines 3")
    await stack.finished(job_id)

    seen = await run(runtime, stack, "follow", {"id": job_id})
    assert (seen["texts"], seen["states"]) == (["line 0", "line 1", "line 2"], ["completed"])

    cursor = str(seen["seqs"][-1])
    assert (await run(runtime, stack, "follow", {"id": job_id, "after": cursor}))["seqs"] == []


async def test_a_chat_goes_on_message_by_message_until_it_is_deleted(
    stack: Stack, runtime: Runtime
) -> None:
    messages = ["@say One.", "@say Two."]

    seen = await run(runtime, stack, "chat", {"repo": repo(stack), "messages": messages})

    assert seen["heard"] == [
        "user: @say One.",
        "agent: One.",
        "user: @say Two.",
        "agent: Two.",
    ]
    assert numbers(seen["seqs"])


async def test_sessions_are_listed(stack: Stack, runtime: Runtime) -> None:
    seen = await run(runtime, stack, "listSessions", {"repo": repo(stack)})

    assert seen["started"] in seen["ids"]


async def test_what_is_refused_is_told_by_its_reason(stack: Stack, runtime: Runtime) -> None:
    told = await run(runtime, stack, "refusals", new_job(stack, ""))

    assert {name: (error["reason"], error["code"]) for name, error in told.items()} == {
        "unknown": ("JOB_NOT_FOUND", "NotFound"),
        "invalid": ("REQUEST_INVALID", "InvalidArgument"),
        "token": ("TOKEN_INVALID", "Unauthenticated"),
        "session": ("SESSION_NOT_FOUND", "NotFound"),
        "watch": ("JOB_NOT_FOUND", "NotFound"),
        "stranger": ("TOKEN_INVALID", "Unauthenticated"),
    }
    assert told["unknown"]["metadata"] == {"id": "job-none"}
    assert list(told["invalid"]["metadata"]) == ["prompt"]


@pytest.mark.parametrize("runtime", ["node", "oldest-node", "browser"], indirect=True)
async def test_a_watch_that_is_left_holds_no_connection(stack: Stack, runtime: Runtime) -> None:
    gate = stack.root / f"gate-{next(NUMBERS)}"
    job_id = await job(stack, f"@gate {gate}")

    seen = await run(runtime, stack, "leave", {"id": job_id})

    gate.touch()
    assert seen == {"thrown": "enough", "status": "running"}


@pytest.mark.parametrize(
    ("runtime", "way"),
    [("node", "kill"), ("oldest-node", "kill"), ("browser", "kill"), ("node", "stop")],
    indirect=["runtime"],
)
async def test_a_watch_outlives_its_server(
    own_stack: Stack, runtime: Runtime, way: Literal["kill", "stop"]
) -> None:
    stack = await own_stack.start()
    gate = stack.root / "gate"
    job_id = await job(stack, f"@rate 300 100\n@gate {gate}\n@say Done.")

    async with program(runtime, stack, "follow", {"id": job_id}) as watcher:
        for texts in (50, 150):
            await watcher.until(lambda said, texts=texts: len(said) >= texts)
            await (stack.kill() if way == "kill" else stack.stop())
            await watcher.until(lambda said: said[-1] == "away")
            await stack.start()
        gate.touch()
        seen = await watcher.returned()

    assert [text.partition(":")[0] for text in seen["texts"]] == [*map(str, range(300)), "Done."]
    assert numbers(seen["seqs"])
    assert seen["states"][-1] == "completed"


async def test_a_chat_outlives_its_server(own_stack: Stack, runtime: Runtime) -> None:
    stack = await own_stack.start()
    gate = stack.root / "gate"
    messages = [f"@say One.\n@gate {gate}\n@say Two.", "@say Three."]

    async with program(
        runtime, stack, "chat", {"repo": repo(stack), "messages": messages}
    ) as watcher:
        await watcher.until(lambda said: "One." in said)
        await stack.kill()
        await watcher.until(lambda said: said[-1] == "away")
        await stack.start()
        gate.touch()
        seen = await watcher.returned()

    said = [words for words in seen["heard"] if words.startswith("agent")]
    assert said == ["agent: One.", "agent: Two.", "agent: Three."]
    assert numbers(seen["seqs"])


async def test_a_create_waits_for_a_server_that_starts(own_stack: Stack, runtime: Runtime) -> None:
    request = new_job(own_stack, "@say Hello.")

    async with program(runtime, own_stack, "createAndFollow", request) as creator:
        await creator.until(lambda said: said == ["asking"])
        await own_stack.start()
        seen = await creator.returned()

    assert (seen["texts"], seen["total"]) == (["Hello."], 1)


async def test_the_examples_do_what_the_readme_says(stack: Stack) -> None:
    words = [stack.origin.org, stack.origin.repo, "@say Hello."]
    followed = await typescript.example(stack, "follow-a-job.mjs", *words)
    assert "Hello." in followed
    assert "is completed" in followed

    chat = await typescript.example(stack, "chat.mjs", repo(stack), lines="@say A.\n@say B.\n")
    assert chat.split("\n") == ["A.", "B.", ""]


@pytest.fixture(scope="module")
def packed(built: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is published, packed from what git has."""
    return typescript.pack(tmp_path_factory.mktemp("packed"))


def in_archive(archive: Path) -> dict[str, str]:
    """Return the files of a package by their paths in it."""
    with tarfile.open(archive) as files:
        members = {member.name: files.extractfile(member) for member in files}
        return {
            name.removeprefix("package/"): file.read().decode()
            for name, file in members.items()
            if file is not None
        }


async def test_what_is_published_can_be_installed_and_imported(
    packed: Path, tmp_path: Path
) -> None:
    typescript.install(packed, tmp_path)

    program = (
        "import('@opsdeck/client').then(({ OpsdeckClient }) => console.log(OpsdeckClient.name))"
    )
    done = await asyncio.create_subprocess_exec(
        *(str(typescript.NODE), "-e", program), cwd=tmp_path, stdout=asyncio.subprocess.PIPE
    )
    assert await done.communicate() == (b"OpsdeckClient\n", None)


async def test_what_is_published_is_built_anew(packed: Path) -> None:
    files = in_archive(packed)
    sources = {path.stem for path in (PACKAGE / "src").glob("*.ts")}

    assert {Path(name).stem for name in files if re.fullmatch(r"dist/[^/]*[.]js", name)} == sources
    assert {name.partition("/")[0] for name in files} == {
        *("package.json", "README.md", "LICENSE", "dist", "examples")
    }


async def test_the_links_of_the_published_readme_lead_somewhere(packed: Path) -> None:
    files = in_archive(packed)
    links = re.findall(r"\]\(([^)]+)\)", files["README.md"])

    assert links
    assert [link for link in links if "://" not in link and link not in files] == []


async def test_the_readme_shows_the_examples() -> None:
    readme = (PACKAGE / "README.md").read_text()
    for name in ("follow-a-job.mjs", "chat.mjs"):
        assert (PACKAGE / "examples" / name).read_text() in readme


async def test_the_package_s_own_tests_pass() -> None:
    output = await asyncio.to_thread(typescript.npm, PACKAGE, "test")
    assert "fail 0" in output


async def test_the_package_s_own_tests_pass_on_the_oldest_node() -> None:
    assert "fail 0" in await typescript.own_tests("oldest-node")
