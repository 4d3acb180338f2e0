"""A candidate's own acts: in by keycode, details, start, hand in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.admission import Identity
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SittingState
from app.services import invigilation
from app.services.sitting import (
    confirm_details,
    current_sheet,
    find_by_keycode,
    report_wrong_details,
    start_sitting,
    submit_sitting,
    take_lease,
)
from app.store.audit import EventRow
from app.store.database import Database
from app.store.sittings import SittingRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, answers, save, start

LEASE, OTHER = "device-0", "another"  # as `stories.lease_of` names Ada's device


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada and Ben are entered; their keycodes are out."""
    return a_session(database, cast, clock)


@contextmanager
def refused(reason: Reason) -> Iterator[None]:
    """Expect a refusal for this reason."""
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.reason is reason


def do(story: StorySession, act: Any, *args: Any, **also: Any) -> Any:
    """Let Ada do something now."""
    with story.database.begin() as db:
        return act(db, story.centre, story.sittings[0], *args, now=story.clock.now, **also)


def ready(story: StorySession) -> None:
    """Let Ada take the lease and say that the details are hers."""
    do(story, take_lease, token=LEASE)
    do(story, confirm_details, LEASE)


def ada(story: StorySession) -> SittingRow:
    """Read Ada's sitting."""
    with story.database.read() as db:
        return db.get_one(SittingRow, (story.centre, story.sittings[0]))


def acts(story: StorySession) -> list[str]:
    """Read what the event log says of Ada's sitting."""
    with story.database.read() as db:
        events = select(EventRow.act).where(EventRow.subject_id == story.sittings[0])
        return list(db.scalars(events.order_by(EventRow.sequence)))


def typed(story: StorySession, keycode: str) -> Any:
    """Look for the door that a keycode opens."""
    with story.database.read() as db:
        return find_by_keycode(db, keycode, story.clock.now)


@pytest.mark.parametrize("change", [str, str.lower, lambda k: f" {k[:4]}-{k[4:8]} {k[8:]}\n"])
def test_a_keycode_is_found_however_it_is_written(story: StorySession, change: Any) -> None:
    door = typed(story, change(story.keycodes[0]))

    assert (door.centre, door.sitting) == (story.centre, story.sittings[0])


def test_a_slip_of_one_character_is_told_from_a_keycode_that_leads_nowhere(
    story: StorySession,
) -> None:
    keycode = story.keycodes[0]
    wrong = ("3" if keycode[0] == "2" else "2") + keycode[1:]

    with refused(Reason.KEYCODE_MISTYPED):
        typed(story, wrong)
    with refused(Reason.KEYCODE_UNKNOWN):
        typed(story, "2" * 12 if keycode != "2" * 12 else "3" * 12)


def test_a_keycode_of_a_closed_session_opens_nothing(story: StorySession) -> None:
    story.close()

    with refused(Reason.SESSION_CLOSED):
        typed(story, story.keycodes[0])


def test_a_void_sitting_is_not_entered(story: StorySession) -> None:
    story.do(invigilation.void_sittings, [story.sittings[0]], "Phone in the room")

    with refused(Reason.SITTING_VOID):
        typed(story, story.keycodes[0])


def test_only_one_device_holds_a_sitting(story: StorySession) -> None:
    assert do(story, take_lease, token=LEASE) == LEASE
    assert do(story, take_lease, token=OTHER, held=LEASE) == LEASE

    with refused(Reason.ANOTHER_DEVICE):
        do(story, take_lease, token=OTHER)
    with refused(Reason.ANOTHER_DEVICE):
        do(story, take_lease, token=OTHER, held="stolen")


def test_of_many_devices_at_once_one_gets_in(story: StorySession) -> None:
    def enter(number: int) -> bool:
        try:
            return bool(do(story, take_lease, token=f"device {number}"))
        except Refusal as refusal:
            assert refusal.reason is Reason.ANOTHER_DEVICE
            return False

    with ThreadPoolExecutor(8) as room:
        let_in = list(room.map(enter, range(8)))

    assert let_in.count(True) == 1
    assert acts(story).count("take_lease") == 1


def test_many_presses_at_once_hand_in_once(story: StorySession) -> None:
    story.begin()
    start(story, 0)

    with ThreadPoolExecutor(8) as room:
        receipts = set(room.map(lambda _: do(story, submit_sitting, LEASE), range(8)))

    assert len(receipts) == 1
    assert acts(story).count("submit_sitting") == 1


def test_another_device_takes_over_on_the_invigilators_word_and_confirms_anew(
    story: StorySession,
) -> None:
    ready(story)
    story.do(invigilation.allow_reentry, [story.sittings[0]])

    assert do(story, take_lease, token=OTHER) == OTHER

    assert ada(story).confirmed_at is None
    with refused(Reason.LEASE_LOST):
        do(story, confirm_details, LEASE)


def test_wrong_details_use_nothing_up_and_are_recorded(story: StorySession) -> None:
    do(story, take_lease, token=LEASE)

    do(story, report_wrong_details, LEASE)

    assert acts(story)[-1] == "report_wrong_details"
    assert do(story, take_lease, token=OTHER) == OTHER
    assert ada(story).state == SittingState.ENTERED


def test_a_sitting_starts_only_admitted_and_on_the_invigilators_word(story: StorySession) -> None:
    ready(story)
    with refused(Reason.NOT_ADMITTED):
        do(story, start_sitting, LEASE)
    story.do(invigilation.admit, story.sittings, Identity.KNOWN)
    with refused(Reason.NOT_STARTED):
        do(story, start_sitting, LEASE)
    story.do(invigilation.start_session)

    do(story, start_sitting, LEASE)

    assert ada(story).state == SittingState.STARTED
    assert ada(story).started_at == story.clock.now


def test_the_clock_starts_at_the_candidates_press_and_once(story: StorySession) -> None:
    story.begin()
    ready(story)
    pressed = story.clock.tick(minutes=12)
    do(story, start_sitting, LEASE)
    story.clock.tick(minutes=1)

    do(story, start_sitting, LEASE)

    assert ada(story).started_at == pressed
    assert acts(story).count("start_sitting") == 1


def test_the_details_are_confirmed_before_the_start(story: StorySession) -> None:
    story.begin()
    do(story, take_lease, token=LEASE)

    with refused(Reason.DETAILS_NOT_CONFIRMED):
        do(story, start_sitting, LEASE)


def test_nobody_starts_past_the_latest_start(story: StorySession) -> None:
    story.begin()
    ready(story)
    story.clock.tick(minutes=90, seconds=1)

    with refused(Reason.TOO_LATE_TO_START):
        do(story, start_sitting, LEASE)


def test_handing_in_twice_gives_one_receipt(story: StorySession) -> None:
    story.begin()
    start(story, 0)
    save(story, 0, answers(story, 0, right=2))
    handed_in = story.clock.tick(minutes=5)

    first = do(story, submit_sitting, LEASE)
    story.clock.tick(minutes=1)
    second = do(story, submit_sitting, LEASE)

    assert first == second
    assert (first.finished_at, first.answered, first.items) == (handed_in, 5, 5)
    assert first.digest == ada(story).last_digest
    assert acts(story).count("submit_sitting") == 1


def test_handing_in_after_the_deadline_ends_at_the_deadline(story: StorySession) -> None:
    story.begin()
    start(story, 0)
    began = story.clock.now
    story.clock.tick(minutes=45)

    receipt = do(story, submit_sitting, LEASE)

    assert receipt.state is SittingState.TIMED_OUT
    assert receipt.finished_at == began + timedelta(minutes=37, seconds=30)  # a quarter more


def test_only_the_device_with_the_lease_hands_in(story: StorySession) -> None:
    story.begin()
    start(story, 0)

    with refused(Reason.LEASE_LOST):
        do(story, submit_sitting, OTHER)
    assert ada(story).state == SittingState.STARTED


def test_a_paused_sitting_is_not_handed_in(story: StorySession) -> None:
    story.begin()
    start(story, 0)
    story.do(invigilation.pause, story.sittings, "Fire alarm")

    with refused(Reason.PAUSED):
        do(story, submit_sitting, LEASE)


def test_the_sheet_has_every_position_and_the_letters_as_written(story: StorySession) -> None:
    story.begin()
    start(story, 0)
    save(story, 0, {1: "B", 3: "D"})
    save(story, 0, {1: ""}, follows=2)

    with story.database.read() as db:
        sheet = current_sheet(db, story.centre, story.sittings[0])

    assert {place: "".join(entry.chosen) for place, entry in sheet.items()} == {
        1: "", 2: "", 3: "D", 4: "", 5: ""
    }  # fmt: skip


def test_events_name_nobody_and_no_answer(story: StorySession) -> None:
    story.begin()
    start(story, 0)
    save(story, 0, answers(story, 0, right=5))
    do(story, submit_sitting, LEASE)

    with story.database.read() as db:
        events = db.scalars(select(EventRow).where(EventRow.subject_id == story.sittings[0])).all()

    own = {event.act: event for event in events if event.by_id is None}
    assert set(own) == {"take_lease", "confirm_details", "start_sitting", "submit_sitting"}
    assert set(own["submit_sitting"].facts) == {"responses", "answered", "digest"}
    assert not any("Ada" in str(e.facts) or "Adeyemi" in str(e.facts) for e in events)
