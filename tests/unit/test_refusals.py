"""Refusals name what they are about, whatever it is called."""

import pytest

from opsdeck_server.domain.errors import RequestInvalid


@pytest.mark.parametrize("name", ["message", "self", "title"])
def test_a_field_of_any_name_can_be_refused(name: str) -> None:
    error = RequestInvalid.field(name, "is too long")
    assert (str(error), error.metadata) == (f"{name}: is too long", {name: "is too long"})
