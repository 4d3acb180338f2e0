"""How often devices report."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.web.candidate.pulse import Pulse, seconds_between

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("active", "seconds"), [(1, 5), (1_000, 5), (1_001, 15), (3_000, 15), (3_001, 30)]
)
def test_the_more_devices_the_seldomer_each_reports(active: int, seconds: int) -> None:
    assert seconds_between(active) == seconds


def test_a_device_counts_once_and_is_forgotten_when_it_is_gone() -> None:
    pulse = Pulse(processes=1)
    for number in range(1_001):
        seconds = pulse.hear(UUID(int=number), NINE)
    assert seconds == 15

    assert pulse.hear(UUID(int=0), NINE + timedelta(seconds=61)) == 15
    assert pulse.hear(UUID(int=0), NINE + timedelta(seconds=122)) == 5


def test_each_process_reckons_with_the_others() -> None:
    pulse = Pulse(processes=4)
    for number in range(251):
        seconds = pulse.hear(UUID(int=number), NINE)

    assert seconds == 15
