"""How a sitting stands when it is no longer void."""

import pytest

from app.domain.refusals import Reason
from app.domain.sitting import SessionState, SittingState, after_reversal, move
from tests.stories import refused

OPEN = (SessionState.SCHEDULED, SessionState.RELEASED, SessionState.STARTED)
BEFORE = [state for state in SittingState if state is not SittingState.VOID]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("session", OPEN)
def test_in_an_open_session_it_stands_as_it_did(
    session: SessionState, before: SittingState
) -> None:
    assert after_reversal(before, session) is before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SittingState.ENTERED, SittingState.ABSENT),
        (SittingState.ADMITTED, SittingState.ABSENT),
        (SittingState.ABSENT, SittingState.ABSENT),
        (SittingState.STARTED, SittingState.SUBMITTED),
        (SittingState.SUBMITTED, SittingState.SUBMITTED),
        (SittingState.TIMED_OUT, SittingState.TIMED_OUT),
    ],
)
def test_after_the_close_it_has_ended(before: SittingState, after: SittingState) -> None:
    assert after_reversal(before, SessionState.CLOSED) is after


def test_what_is_on_paper_waits_to_be_keyed_in() -> None:
    before = SittingState.STARTED

    assert after_reversal(before, SessionState.CLOSED, on_paper=True) is SittingState.STARTED


@pytest.mark.parametrize("to", SittingState)
def test_no_other_act_leads_out_of_void(to: SittingState) -> None:
    with refused(Reason.MOVE_NOT_ALLOWED):
        move(SittingState.VOID, to)
