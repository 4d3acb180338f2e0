"""The signed record of a session, made when it is closed and again when something has changed."""

import json
from typing import Any

import pytest
from sqlalchemy import update

from app.domain.admission import Identity
from app.domain.digests import digest
from app.domain.record_check import faults_of
from app.domain.refusals import Reason
from app.domain.signed_record import read_record
from app.files.record_key import new_record_key, signature_fits
from app.services import incidents, invigilation
from app.services.paper_sittings import go_on_paper
from app.services.session_record import issue_record
from app.store.database import Database
from app.store.queries.session_record import records_of
from app.store.sittings import SittingRow
from tests.cast import CANARY, Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, refused, sit

KEY = new_record_key()


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    return a_session(database, cast, clock, candidates=3)


def close(story: StorySession, **explanations: str) -> None:
    story.do(invigilation.close_session, key=KEY, explanations=explanations)


def sat_and_closed(story: StorySession) -> None:
    """Let Ada hand in, Ben be made void, and the third stay away."""
    story.do(invigilation.admit, story.sittings[:2], Identity.KNOWN)
    story.do(invigilation.start_session)
    sit(story, 0, right=3)
    story.do(incidents.write_incident, "disturbance", text="A drill next door.")
    sit(story, 1, right=1)
    story.do(invigilation.void_sittings, story.sittings[1:2], "Used a phone")
    close(story)


def documents(story: StorySession) -> list[bytes]:
    with story.database.read() as db:
        return [row.document for row in records_of(db, story.row())]


def entries(document: bytes, kind: str) -> list[dict[str, Any]]:
    return [e["facts"] for e in json.loads(document)["entries"] if e["kind"] == kind]


def test_closing_signs_a_record_of_what_went_in_and_came_out(story: StorySession) -> None:
    sat_and_closed(story)
    [document] = documents(story)
    header = json.loads(document)["header"]

    assert faults_of(read_record(document), signature_fits, KEY.public) == []
    assert header["said"] == "3 entered, 2 admitted, 1 paper submitted, 1 absent, 1 void"
    assert (header["centre_number"], header["specification"]) == ("00123", "sample")
    assert (header["unit"], header["room"], header["issue"]) == ("900", "Room 4", 1)
    assert [each["state"] for each in entries(document, "register")] == [
        "submitted",
        "void",
        "absent",
    ]
    assert [each["checked"] for each in entries(document, "identity_check")] == ["known"] * 2


def test_it_holds_every_time_entry_act_incident_and_receipt(story: StorySession) -> None:
    sat_and_closed(story)
    [document] = documents(story)
    with story.database.read() as db:
        ledger = db.get_one(SittingRow, (story.centre, story.sittings[0])).ledger_entries

    times = [t for t in entries(document, "time") if t["candidate_number"] == "0012"]
    assert len(times) == ledger
    assert {"base", "percent", "start"} <= {each["does"] for each in times}
    acts = [each["act"] for each in entries(document, "act")]
    assert {"release_keycodes", "start_session", "close_session"} <= set(acts)
    [incident] = entries(document, "incident")
    assert incident["text"] == "A drill next door."
    receipts = {each["candidate_number"]: each for each in entries(document, "receipt")}
    assert receipts["0012"]["digest"] == story.sitting(0).last_digest
    assert receipts["0012"]["answers"] == 5


def test_the_event_log_keeps_the_digest_of_the_record(story: StorySession) -> None:
    sat_and_closed(story)

    [event] = story.events("sign_session_record")

    assert event.facts == {"issue": 1, "digest": digest(documents(story)[0])}


def test_it_tells_no_key_no_rationale_no_answer_and_no_mark(story: StorySession) -> None:
    sat_and_closed(story)
    text = documents(story)[0].decode()

    assert CANARY not in text
    assert "Sample question" not in text
    for word in ('"chosen"', '"key"', '"mark"', '"position"', '"item"', "s-001"):
        assert word not in text


def test_names_stand_in_entries_of_their_own(story: StorySession) -> None:
    sat_and_closed(story)
    text = "\n".join(
        line
        for line in documents(story)[0].decode().split("\n")
        if '"kind":"candidate"' not in line and '"kind":"person"' not in line
    )

    for name in ("Adeyemi", "Beck", "Ivy", "Cora"):
        assert name not in text


def test_somebody_let_in_who_never_started_stops_the_close_until_it_is_explained(
    story: StorySession,
) -> None:
    story.do(invigilation.admit, story.sittings[:2], Identity.KNOWN)
    story.do(invigilation.start_session)
    sit(story, 0)
    with refused(Reason.COUNTS_OPEN):
        close(story)
    with refused(Reason.COUNTS_OPEN):
        close(story, tests="  ")
    assert story.row().state == "started"
    assert documents(story) == []

    close(story, tests="Ben was taken ill at the door and went home.")

    [document] = documents(story)
    [explained] = entries(document, "explanation")
    assert explained["text"] == "Ben was taken ill at the door and went home."
    assert explained["said"].startswith("2 candidates were let in, and 1 tests came back")
    with story.database.read() as db:
        [row] = records_of(db, story.row())
        assert row.explanation == "tests: Ben was taken ill at the door and went home."


def test_marking_them_absent_puts_it_right(story: StorySession) -> None:
    story.do(invigilation.admit, story.sittings[:2], Identity.KNOWN)
    story.do(invigilation.start_session)
    sit(story, 0)
    story.do(invigilation.mark_absent, story.sittings[1:2])

    close(story)

    header = json.loads(documents(story)[0])["header"]
    assert header["said"] == "3 entered, 1 admitted, 1 paper submitted, 2 absent"


def test_an_answer_missing_from_the_log_stops_the_close(story: StorySession) -> None:
    story.begin()
    sit(story, 0)
    story.do(invigilation.mark_absent, story.sittings[1:])
    with story.database.begin() as db:
        held = SittingRow.id == story.sittings[0]
        db.execute(update(SittingRow).where(held).values(last_sequence=6))

    with refused(Reason.COUNTS_OPEN):
        close(story)


def test_what_changes_afterwards_makes_a_second_issue_beside_the_first(
    story: StorySession,
) -> None:
    sat_and_closed(story)
    with refused(Reason.ALREADY_DONE):
        story.do(issue_record, KEY)
    story.do(incidents.write_incident, "other", text="A phone was found afterwards.")

    assert story.do(issue_record, KEY) == 2

    second, first = documents(story)
    assert json.loads(first)["header"]["issue"] == 1
    assert len(entries(second, "incident")) == len(entries(first, "incident")) + 1
    assert faults_of(read_record(second), signature_fits, KEY.public) == []
    with refused(Reason.ALREADY_DONE):
        story.do(issue_record, KEY)


def test_what_was_explained_once_stays_explained(story: StorySession) -> None:
    story.do(invigilation.admit, story.sittings[:1], Identity.KNOWN)
    close(story, tests="Went home.")
    story.do(incidents.write_incident, "other")

    story.do(issue_record, KEY)

    assert [each["text"] for each in entries(documents(story)[0], "explanation")] == ["Went home."]


def test_a_session_that_is_open_has_no_record(story: StorySession) -> None:
    with refused(Reason.NO_RECORD_YET):
        story.do(issue_record, KEY)


def test_a_session_closed_without_a_key_can_be_signed_later(story: StorySession) -> None:
    story.close()
    before = len(documents(story))

    if not before:
        assert story.do(issue_record, KEY) == 1


def test_whoever_went_on_on_paper_unseen_is_let_in_by_somebody_and_not_said_to_be_checked(
    story: StorySession,
) -> None:
    story.do(invigilation.admit, story.sittings[:1], Identity.KNOWN)
    story.do(go_on_paper, story.sittings[:2], "The power failed")
    close(story, tests="The papers are keyed in tomorrow.")
    [document] = documents(story)

    assert story.sitting(1).admitted_by == story.cast.ivy
    checks = entries(document, "identity_check")
    assert [each["candidate_number"] for each in checks] == ["0012"]
    register = entries(document, "register")
    assert [bool(each["admitted_at"]) for each in register] == [True, True, False]
