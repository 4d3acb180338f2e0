"""Incidents are written down once, in categories the awarding body keeps."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.domain.incident import STANDARD, Category
from app.domain.refusals import Reason
from app.services import incidents
from app.store.database import Database
from app.store.queries.incidents import Written, categories_of, count_to_tell, incidents_of, to_tell
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, refused


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    return a_session(database, cast, clock)


def written(story: StorySession) -> list[Written]:
    with story.database.read() as db:
        return incidents_of(db, story.row())


def categories(story: StorySession) -> tuple[Category, ...]:
    with story.database.read() as db:
        return categories_of(db, story.cast.body)


def write(story: StorySession, category: str = "disturbance", **other: Any) -> UUID:
    return UUID(str(story.do(incidents.write_incident, category, **other)))


def edit(story: StorySession, act: Any, *args: Any) -> Any:
    with story.database.begin() as db:
        return act(db, story.cast.body, *args, story.cast.olga, story.clock.now)


def test_an_incident_is_kept_with_who_when_and_what_about(story: StorySession) -> None:
    story.clock.tick(minutes=20)
    write(
        story,
        "illness",
        sitting=story.sittings[0],
        text="Felt faint.",
        happened_at=story.clock.now - timedelta(minutes=5),
    )

    [found] = written(story)

    assert (found.candidate_number, found.by) == ("0012", "Ivy")
    assert (found.incident.category, found.incident.category_name) == ("illness", "Illness")
    assert found.incident.text == "Felt faint."
    assert found.incident.at - found.incident.happened_at == timedelta(minutes=5)


def test_a_category_and_a_press_are_enough(story: StorySession) -> None:
    write(story)

    [found] = written(story)

    assert found.incident.happened_at == found.incident.at == story.clock.now
    assert (found.candidate_number, found.incident.text) == ("", "")


def test_the_event_log_has_the_category_and_never_the_text(story: StorySession) -> None:
    id = write(story, "candidate_malpractice", sitting=story.sittings[1], text="Ben whispered.")

    [event] = story.events("write_incident")

    assert event.subject_id == story.sittings[1]
    assert event.facts == {
        "incident": str(id),
        "category": "candidate_malpractice",
        "notify": True,
    }


def test_a_correction_is_another_row_and_says_something(story: StorySession) -> None:
    first = write(story, text="Ben came at ten.")
    with refused(Reason.REASON_MISSING):
        write(story, corrects=first)
    write(story, corrects=first, text="It was Ada.")

    assert [each.incident.corrects_id for each in written(story)] == [None, first]


def test_an_incident_cannot_be_changed_or_taken_back(story: StorySession) -> None:
    write(story)
    for statement in ("UPDATE incident SET text = 'x'", "DELETE FROM incident"):
        with pytest.raises(Exception, match=r"append|denied|permission"):  # noqa: SIM117
            with story.database.begin() as db:
                db.execute(text(statement))


def test_times_to_come_and_of_other_days_are_refused(story: StorySession) -> None:
    story.clock.tick(minutes=30)
    for wrong in (timedelta(seconds=1), timedelta(hours=-10), timedelta(days=-1)):
        with refused(Reason.INCIDENT_TIME):
            write(story, happened_at=story.clock.now + wrong)
    write(story, happened_at=story.clock.now - timedelta(hours=9))

    assert len(written(story)) == 1


def test_somebody_of_another_session_and_an_unknown_category_are_refused(
    story: StorySession,
) -> None:
    with refused(Reason.CANDIDATE_UNKNOWN):
        write(story, sitting=UUID(int=7))
    with refused(Reason.INCIDENT_CATEGORY):
        write(story, "invented")
    with refused(Reason.REASON_MISSING):
        write(story, corrects=UUID(int=7), text="Wrong")

    assert written(story) == []


def test_an_incident_can_be_written_down_after_the_close(story: StorySession) -> None:
    story.close()
    write(story, "other", text="Found a phone when we tidied up.")

    assert len(written(story)) == 1


def test_the_awarding_body_is_told_of_those_it_must_be_told_of(story: StorySession) -> None:
    write(story)
    story.clock.tick(minutes=1)
    write(story, "emergency", text="Fire bell.")
    with story.database.read() as db:
        [told] = to_tell(db, [story.cast.body])
        assert to_tell(db, [story.cast.body], session=story.session) == [told]
        assert to_tell(db, [UUID(int=7)]) == []
        assert count_to_tell(db, [story.cast.body], story.clock.now) == 1
        assert count_to_tell(db, [story.cast.body], story.clock.now + timedelta(days=1)) == 0

    assert told.written.incident.category == "emergency"
    assert (told.centre_number, told.title) == ("00123", "Sample test")


def test_a_body_that_changed_nothing_has_the_standard_list(story: StorySession) -> None:
    assert categories(story) == STANDARD
    assert len({each.code for each in STANDARD}) == len(STANDARD) == 18
    assert all(each.advice for each in STANDARD)


def test_a_category_can_be_added_renamed_and_taken_away(story: StorySession) -> None:
    code = edit(story, incidents.add_category, "Drone over the hall", True, "Ring us.")
    edit(story, incidents.change_category, "other", "Something else", True, "Write it all.")
    write(story, "other")
    edit(story, incidents.offer_category, "illness", False)

    by_code = {each.code: each for each in categories(story)}
    assert code == "drone_over_the_hall"
    assert by_code[str(code)].notify
    assert by_code["other"].name == "Something else"
    assert by_code["illness"].retired
    with refused(Reason.INCIDENT_CATEGORY):
        write(story, "illness")
    edit(story, incidents.offer_category, "illness", True)
    write(story, "illness")
    assert [each.incident.category_name for each in written(story)] == ["Something else", "Illness"]


def test_two_categories_cannot_have_one_name(story: StorySession) -> None:
    with refused(Reason.NAME_TAKEN):
        edit(story, incidents.add_category, "ILLNESS", False, "")
    with refused(Reason.NAME_TAKEN):
        edit(story, incidents.change_category, "other", "Illness", False, "")

    assert categories(story) == STANDARD


def test_the_last_category_stays(story: StorySession) -> None:
    for category in STANDARD[1:]:
        edit(story, incidents.offer_category, category.code, False)
    with refused(Reason.LAST_CATEGORY):
        edit(story, incidents.offer_category, STANDARD[0].code, False)
