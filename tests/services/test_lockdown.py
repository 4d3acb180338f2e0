"""Asking for Safe Exam Browser, handing its settings out, and going on without it."""

from typing import Any

import pytest

from app.domain.lockdown import Check
from app.domain.refusals import Reason
from app.files.seb import config_key, read_plain_file
from app.services import lockdown, scheduling
from app.services.lockdown import configuration, go_on_without_lockdown, note_check
from app.store.database import Database
from app.store.sessions import ExamSessionRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.services.room import entered, open_room
from tests.stories import StorySession, a_session, refused, sit
from tests.timetable import LATEST_FINISH, LATEST_START, OPENS, THE_DAY_BEFORE

BASE = "https://exam.example.org"


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session that asks for Safe Exam Browser."""
    return a_session(database, cast, clock, lockdown="seb")


def change(database: Database, cast: Cast, session: Any, **wanted: Any) -> ExamSessionRow:
    """Change the Monday's session and read how it stands."""
    with database.begin() as db:
        scheduling.change_session(
            db,
            session,
            "Room 4",
            OPENS,
            LATEST_START,
            LATEST_FINISH,
            [cast.ivy],
            cast.cora,
            THE_DAY_BEFORE,
            **wanted,
        )
    with database.read() as db:
        return db.get_one(ExamSessionRow, session)


# Asking for it


def test_it_can_be_asked_for_and_not_until_the_keycodes_are_out(
    database: Database, cast: Cast, clock: Clock
) -> None:
    session = entered(database, cast)

    asked = change(database, cast, session, lockdown="seb")
    assert asked.lockdown == "seb"
    assert asked.quit_password
    assert change(database, cast, session).lockdown == "seb"
    assert change(database, cast, session, lockdown="").quit_password == ""
    again = change(database, cast, session, lockdown="seb")
    assert again.quit_password == asked.quit_password  # a file handed out before still fits

    open_room(database, cast, session, clock.now)
    assert change(database, cast, session, lockdown="seb").lockdown == "seb"
    with refused(Reason.LOCKDOWN_FIXED):
        change(database, cast, session, lockdown="")


# Its settings


def test_the_settings_of_a_session_are_always_the_same_and_of_no_other(
    story: StorySession,
) -> None:
    password = story.row().quit_password

    assert configuration(BASE, password) == configuration(BASE, password)
    assert lockdown.key_for(BASE, password) != lockdown.key_for(BASE, "another")
    assert lockdown.key_for(BASE, password) != lockdown.key_for("https://other.example", password)


def test_the_settings_lead_to_the_door_and_keep_to_this_installation() -> None:
    settings = configuration(f"{BASE}:8443/exams", "quit")

    assert settings["startURL"] == f"{BASE}:8443/exams/"
    assert settings["quitURL"].startswith(f"{BASE}:8443/exams/")
    assert settings["sendBrowserExamKey"] is True
    assert settings["browserWindowWebView"] == 3
    assert settings["URLFilterRules"][0]["expression"] == "exam.example.org:8443/exams/*"
    assert "quit" not in settings.values()


def test_handing_the_settings_out_is_recorded(story: StorySession) -> None:
    file = story.do(lockdown.hand_out_configuration, BASE, encrypted=True)

    key = lockdown.key_for(BASE, story.row().quit_password)
    assert config_key(read_plain_file(file)) == key
    (event,) = story.events("download_lockdown")
    assert event.by_id == story.cast.ivy
    assert event.facts == {"encrypted": True}


def test_a_session_that_asks_for_none_has_no_settings(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock)

    with refused(Reason.LOCKDOWN_NOT_USED):
        story.do(lockdown.hand_out_configuration, BASE)
    with refused(Reason.LOCKDOWN_NOT_USED):
        story.do(go_on_without_lockdown, story.sittings, "No computer has it")


def test_a_link_opens_nothing_once_the_session_is_closed(story: StorySession) -> None:
    sit(story, 0)
    with story.database.read() as db:
        assert lockdown.configuration_behind(db, story.session, BASE)
    story.close()

    with story.database.read() as db, refused(Reason.SESSION_CLOSED):
        lockdown.configuration_behind(db, story.session, BASE)


# Going on without it


def test_going_on_without_it_needs_a_reason_and_is_recorded_for_each(story: StorySession) -> None:
    with refused(Reason.REASON_MISSING):
        story.do(go_on_without_lockdown, story.sittings, "  ")

    assert story.do(go_on_without_lockdown, story.sittings, "It crashes") == 2
    assert story.do(go_on_without_lockdown, story.sittings, "It crashes") == 0

    assert story.sitting(0).lockdown_waived_at == story.clock.now
    assert story.sitting(0).lockdown_waived_reason == "It crashes"
    assert [event.by_id for event in story.events("waive_lockdown")] == [story.cast.ivy] * 2
    assert "It crashes" not in str([event.facts for event in story.events("waive_lockdown")])


def test_nothing_is_asked_of_a_sitting_that_is_waived_or_over(story: StorySession) -> None:
    sit(story, 0)
    with story.database.read() as db:
        assert lockdown.lockdown_needed(db, story.centre, story.sittings[0]) is None
        assert lockdown.lockdown_needed(db, story.centre, story.sittings[1]) is not None
    story.do(go_on_without_lockdown, story.sittings[1:], "It crashes")

    with story.database.read() as db:
        assert lockdown.lockdown_needed(db, story.centre, story.sittings[1]) is None


def test_what_checks_come_to_is_recorded_once_for_each_kind_and_device(
    story: StorySession,
) -> None:
    outcomes = [Check.MISSING, Check.MISSING, Check.WRONG_KEY, Check.MISSING, Check.BY_PAGE]

    for lease in ("one", "two"):
        for outcome in outcomes:
            with story.database.begin() as db:
                sitting, now = story.sittings[0], story.clock.now
                note_check(db, story.centre, sitting, lease, outcome, now)

    told = [event.facts["outcome"] for event in story.events("check_lockdown")]
    assert told == ["missing", "wrong_key", "by_page"] * 2
    assert "one" not in str([event.facts for event in story.events("check_lockdown")])
