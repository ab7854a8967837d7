"""What is kept in the state folder, after a power cut and in the wrong hands."""

# The name of the host is made where all is wired.

from pathlib import Path

import pytest

from opsdeck_server.settings import SettingsError, kept_secret
from opsdeck_server.startup import host_id


def test_a_host_whose_name_was_cut_off_by_a_crash_gets_one(tmp_path: Path) -> None:
    (tmp_path / "host-id").touch()

    name = host_id(tmp_path)

    assert name
    assert host_id(tmp_path) == name


def test_a_token_that_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "token").mkdir()

    with pytest.raises(SettingsError, match="token cannot be used: Is a directory"):
        kept_secret(tmp_path / "token")
