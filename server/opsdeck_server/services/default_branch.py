"""The branch that work on a repository starts from, where nobody named one."""

from dataclasses import replace

from opsdeck_server.domain.clients import DEFAULT_BRANCH, Client
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.git import Git
from opsdeck_server.ports.store import Store
from opsdeck_server.services.repos import Repos


async def its_branch(git: Git, repos: Repos, client: Client) -> str:
    """Return the branch that work on a client starts from, now that its repository is here.

    One that was made without a branch starts from `main`; where origin has no such branch,
    from origin's own default. Raises GitError.
    """
    repo, branch = repos.of(client), client.default_branch
    if branch != DEFAULT_BRANCH or await git.has_remote_branch(repo, branch):
        return branch
    return await git.default_branch(repo) or branch


async def with_its_branch(
    store: Store, git: Git, repos: Repos, clock: Clock, client: Client
) -> Client:
    """Return a client with that branch, and remember it. Raises GitError."""
    branch = await its_branch(git, repos, client)
    if branch != client.default_branch:
        client = replace(client, default_branch=branch, updated_at=clock.now())
        await store.save_client(client)
    return client
