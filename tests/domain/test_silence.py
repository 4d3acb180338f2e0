"""How long a device may be silent follows from how often it is asked to report."""

from datetime import timedelta

import pytest

from app.domain.silence import seconds_between, silent_after


@pytest.mark.parametrize(
    ("active", "seconds"), [(1, 20), (1_000, 20), (1_001, 50), (3_000, 50), (3_001, 95)]
)
def test_no_device_counts_as_offline_before_it_missed_three_reports(
    active: int, seconds: int
) -> None:
    every = seconds_between(active)

    assert silent_after(every) == timedelta(seconds=seconds)
    assert silent_after(every) > timedelta(seconds=3 * every)
