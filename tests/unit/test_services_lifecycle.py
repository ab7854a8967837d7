"""What the server says of that which is not over when it ends."""

from opsdeck_server.services.lifecycle import Left


def test_nothing_left_is_nothing_to_tell() -> None:
    assert Left().told() == []


def test_many_are_told_as_many() -> None:
    left = Left(("job-a", "job-b"), ("job-c", "job-d"), ("quick-1", "quick-2"))

    jobs, steps, sessions = left.told()
    assert jobs == (
        "2 jobs go on without the server: job-a, job-b; the next start takes them over, and "
        "`opsdeck job cancel` ends them then"
    )
    assert steps == "2 jobs wait for the next start, between two steps: job-c, job-d"
    assert sessions == (
        "2 sessions go on at work without the server: quick-1, quick-2; the next start "
        "takes them over, and `opsdeck session interrupt` stops the answer then"
    )


def test_of_very_many_the_first_are_named_and_the_rest_counted() -> None:
    [line] = Left(steps=[f"job-{number}" for number in range(10, 23)]).told()

    assert line.startswith("13 jobs wait")
    assert line.endswith("job-18, job-19 and 3 more")
