import shutil
from pathlib import Path

import pytest

from opsdeck_server.ports.git import Repo
from tests.fakes.git_origin import Origin, make_origin
from tests.integration.git.workbench import Workbench, logging_git, server_git


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Origin:
    return make_origin(tmp_path_factory.mktemp("template"))


@pytest.fixture
def bench(tmp_path: Path, template: Origin) -> Workbench:
    root = tmp_path.resolve()
    shutil.copytree(template.root, root / "origins")
    origin = Origin(root / "origins", template.org, template.repo)
    program, calls = logging_git(root)
    return Workbench(
        root=root,
        origin=origin,
        git=server_git(root, program=str(program)),
        repo=Repo(root / "repos" / "acme" / "app.git", origin.url),
        calls=calls,
    )
