"""The pack: what is on paper in the room, for whom, and what never is."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from app.domain.arrangement import NAMES
from app.domain.keycode import grouped, keycode_for
from app.files.qr import qr_svg
from app.services import invigilation
from app.store.candidates import AccessArrangementRow
from app.store.database import Database
from app.store.queries.sessions import entries_of
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.timetable import SECRET, THE_DAY_BEFORE
from tests.web.signing import sign_in

PLAIN = ("register", "seating-plan", "blank-plan", "display-sheet")
WORDS = (
    "extra time",
    "25 %",
    "reader",
    "arrangement",
    "rest break",
    *map(str.lower, NAMES.values()),
)


@pytest.fixture
def story(app: Flask, cast: Cast, clock: Clock) -> StorySession:
    """Give a session whose keycodes are out, in the application's own database."""
    database: Database = app.extensions["testamur"].database
    return a_session(database, cast, clock, candidates=3)


@pytest.fixture
def ivy(app: Flask, story: StorySession) -> Iterator[FlaskClient]:
    """Sign Ivy in; forms are sent without tokens, which the rules test elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield sign_in(app.test_client(), story.cast.ivy)


def pdf_of(answer: TestResponse) -> PdfReader:
    """Read a PDF that was answered; it is tagged, has a language, and says it keeps PDF/UA-1."""
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.data))
    root: Any = pdf.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"].value)
    assert root["/Lang"].startswith("en")
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    return pdf


def text_of(pdf: PdfReader) -> str:
    """Return what a reader finds in a PDF, spaces evened out."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def document(client: FlaskClient, story: StorySession, name: str) -> str:
    """Read a document of the pack."""
    return text_of(pdf_of(client.get(f"/rooms/{story.session}/pack/{name}")))


def slips(client: FlaskClient, story: StorySession, *places: int) -> TestResponse:
    """Ask for the slips of some, or of everybody."""
    which = {"which": "some", "sitting": [str(story.sittings[p]) for p in places]}
    path = f"/rooms/{story.session}/pack/slips"
    return client.post(path, data=which if places else {"which": "all"})


def arrange(story: StorySession, *wanted: tuple[str, int], place: int = 1) -> None:
    """Give Ben rest breaks and a reader, beside Ada's quarter more time; or another what is named."""
    with story.database.begin() as db:
        row = entries_of(db, story.row())[place].candidate
        for kind, minutes in wanted or (("rest_breaks", 20), ("human_reader", 0)):
            db.add(
                AccessArrangementRow(
                    awarding_body_id=row.awarding_body_id,
                    centre_id=row.centre_id,
                    candidate_id=row.id,
                    kind=kind,
                    minutes=minutes,
                    recorded_at=THE_DAY_BEFORE,
                )
            )


def test_the_register_names_everybody_and_has_room_for_who_came(
    ivy: FlaskClient, story: StorySession
) -> None:
    page = document(ivy, story, "register")

    for told in ("00123 Northtown College", "Room 4", "Sample test", "23 November 2026"):
        assert told in page
    for column in ("Number", "Name", "Seat", "Present", "Absent", "Late", "Signature"):
        assert column in page
    for person in story.candidates:
        assert f"{person.number} {person.family_name}, {person.given_names}" in page
    assert "Ivy" in page


@pytest.mark.parametrize("name", PLAIN)
def test_no_arrangement_stands_on_what_candidates_may_see(
    name: str, ivy: FlaskClient, story: StorySession
) -> None:
    arrange(story)

    page = document(ivy, story, name).lower()

    assert [word for word in WORDS if word in page] == []


def test_no_arrangement_stands_on_a_slip(ivy: FlaskClient, story: StorySession) -> None:
    arrange(story)

    page = text_of(pdf_of(slips(ivy, story))).lower()

    assert [word for word in WORDS if word in page] == []


def test_the_invigilators_sheet_has_arrangements_and_own_finish_times(
    ivy: FlaskClient, story: StorySession
) -> None:
    arrange(story)

    page = document(ivy, story, "invigilators-sheet")

    assert "25 % extra time" in page
    assert "37 minutes 30 seconds" in page  # thirty minutes and a quarter more
    assert "09:37:30 GMT" in page
    assert "Supervised rest breaks, 20 minutes in all" in page
    assert "Stop all clocks" in page
    assert "Safe Exam Browser" not in page


def test_a_kind_of_arrangement_that_there_no_longer_is_does_not_cost_the_room_its_sheet(
    ivy: FlaskClient, story: StorySession
) -> None:
    arrange(story, ("rest_breaks", 20), ("amanuensis", 0))
    arrange(story, ("amanuensis", 0), place=2)

    page = document(ivy, story, "invigilators-sheet")

    assert "Supervised rest breaks, 20 minutes in all" in page
    assert "The other 1:" in page  # of the third nothing is known that the room could do


def test_the_sheet_has_the_password_only_where_a_locked_down_browser_is_asked_for(
    app: Flask, cast: Cast, clock: Clock
) -> None:
    story = a_session(app.extensions["testamur"].database, cast, clock, lockdown="seb")
    ivy = sign_in(app.test_client(), cast.ivy)

    assert story.row().quit_password in document(ivy, story, "invigilators-sheet")
    assert story.row().quit_password not in document(ivy, story, "register")


def test_slips_have_the_keycode_and_a_code_that_leads_to_the_door_with_it(
    ivy: FlaskClient, story: StorySession
) -> None:
    page = text_of(pdf_of(slips(ivy, story)))

    for person, keycode in zip(story.candidates, story.keycodes, strict=True):
        assert f"{person.given_names} {person.family_name}" in page
        assert grouped(keycode) in page
    assert "http://127.0.0.1:8000/" in page


def test_the_keycode_in_the_code_stands_behind_the_mark_that_browsers_keep() -> None:
    address = "https://exams.example:8443/#ABCD2345EFGH"
    wanted = segno.make_qr(address, error="m", boost_error=False)

    picture = qr_svg(address)

    assert dark(picture) == {
        (x + 4, y + 4)
        for y, row in enumerate(wanted.matrix)
        for x, module in enumerate(row)
        if module
    }


def dark(picture: str) -> set[tuple[int, int]]:
    """Return which modules of a code are dark, from the level strokes it is drawn with."""
    path = re.search(r'<path[^>]* d="([^"]+)"', picture)
    assert path
    found, x, y = set(), 0, 0.0
    for step, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path[1]):
        if step == "h":
            found |= {(x + along, int(y)) for along in range(int(first))}
            x += int(first)
        elif step == "m":
            x, y = x + int(first), y + float(second)
        else:
            x, y = int(first), float(second)
    return found


def test_one_slip_can_be_printed_alone(ivy: FlaskClient, story: StorySession) -> None:
    page = text_of(pdf_of(slips(ivy, story, 1)))

    assert grouped(story.keycodes[1]) in page
    assert grouped(story.keycodes[0]) not in page
    assert [event.facts["slips"] for event in story.events("print_keycodes")] == [1]
    assert story.events("print_keycodes")[0].facts["sittings"] == [str(story.sittings[1])]


def test_slips_for_nobody_are_not_printed(ivy: FlaskClient, story: StorySession) -> None:
    answer = ivy.post(f"/rooms/{story.session}/pack/slips", data={"which": "some"})

    assert answer.status_code == 302
    assert story.events("print_keycodes") == []


def test_keycodes_are_hidden_until_the_session_is_opened_and_printing_them_is_recorded(
    app: Flask, cast: Cast, clock: Clock
) -> None:
    from tests.services.room import entered

    app.config["WTF_CSRF_ENABLED"] = False
    database = app.extensions["testamur"].database
    session = entered(database, cast)
    ivy = sign_in(app.test_client(), cast.ivy)

    early = ivy.post(f"/rooms/{session}/pack/slips", data={"which": "all"})
    page = ivy.get(f"/rooms/{session}/pack").text

    assert early.status_code == 409
    assert early.mimetype == "text/html"
    assert "Keycodes are hidden until the session is opened" in page
    ivy.post(f"/rooms/{session}/open")
    printed = ivy.post(f"/rooms/{session}/pack/slips", data={"which": "all"})
    pdf_of(printed)


def test_a_new_keycode_ends_the_old_one_at_once_and_is_recorded(
    app: Flask, ivy: FlaskClient, story: StorySession
) -> None:
    old, new = story.keycodes[0], keycode_for(SECRET, str(story.sittings[0]), 2)

    told = ivy.post(
        f"/rooms/{story.session}/pack/keycode",
        data={"again": f"{story.sittings[0]}.1"},
        follow_redirects=True,
    ).text

    assert "the old one no longer works" in told
    assert app.test_client().post("/", data={"keycode": old}).status_code == 404
    assert app.test_client().post("/", data={"keycode": new}).status_code == 303
    (event,) = story.events("reissue_keycode")
    assert event.facts == {"issue": 2}
    assert grouped(new) in text_of(pdf_of(slips(ivy, story, 0)))


def test_a_second_press_issues_no_third_keycode(ivy: FlaskClient, story: StorySession) -> None:
    for _ in range(2):
        ivy.post(f"/rooms/{story.session}/pack/keycode", data={"again": f"{story.sittings[0]}.1"})

    assert story.sitting(0).keycode_issue == 2
    assert len(story.events("reissue_keycode")) == 1


def test_whoever_is_in_stays_in_when_the_keycode_is_issued_anew(
    app: Flask, ivy: FlaskClient, story: StorySession
) -> None:
    ada = app.test_client()
    ada.post("/", data={"keycode": story.keycodes[0]})
    lease = story.sitting(0).lease

    ivy.post(f"/rooms/{story.session}/pack/keycode", data={"again": f"{story.sittings[0]}.1"})

    assert story.sitting(0).lease == lease
    assert ada.get("/details").status_code == 200


@pytest.mark.parametrize("sent", ["", "x", "x.1", "00000000-0000-0000-0000-000000000007.1"])
def test_what_names_no_candidate_issues_nothing(
    sent: str, ivy: FlaskClient, story: StorySession
) -> None:
    ivy.post(f"/rooms/{story.session}/pack/keycode", data={"again": sent})

    assert story.events("reissue_keycode") == []


def test_the_display_sheet_has_room_for_times_until_the_test_has_started(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    before = document(ivy, story, "display-sheet")
    clock.tick(seconds=62)
    story.do(invigilation.start_session)
    after = document(ivy, story, "display-sheet")

    assert "00123" in before
    assert "Your own finish time is on your screen." in before
    assert "09:0" not in before
    assert "09:01 GMT" in after
    assert "09:31 GMT" in after
    assert story.row().started_at == clock.now


def test_paper_has_the_standard_finish_that_the_projector_shows(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    story.begin()
    clock.tick(minutes=5)
    story.do(invigilation.stop_all_clocks)
    clock.tick(minutes=10)
    stopped = document(ivy, story, "display-sheet")
    assert "09:00 GMT" in stopped
    assert "09:30" not in stopped  # it is left to be written, as before the start
    others = document(ivy, story, "invigilators-sheet")
    assert "until 09:30 GMT, and later by the stop since 09:05 GMT." in others

    story.do(invigilation.restart_clocks, "")

    assert "09:40 GMT" in document(ivy, story, "display-sheet")
    assert "for a start at 09:00 GMT that is until 09:40 GMT." in document(
        ivy, story, "invigilators-sheet"
    )


def test_a_stop_after_the_standard_finish_leaves_the_paper_as_it_is(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    story.begin()
    clock.tick(minutes=35)
    story.do(invigilation.stop_all_clocks)

    assert "09:30 GMT" in document(ivy, story, "display-sheet")
    assert "later by the stop" not in document(ivy, story, "invigilators-sheet")


def test_a_stranger_finds_no_pack(app: Flask, story: StorySession) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    ian = sign_in(app.test_client(), story.cast.ian)

    assert ian.get(f"/rooms/{story.session}/pack").status_code == 404
    assert ian.get(f"/rooms/{story.session}/pack/register").status_code == 404
    assert slips(ian, story).status_code == 404


def test_the_exams_officer_prints_the_same_pack(app: Flask, story: StorySession) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    cora = sign_in(app.test_client(), story.cast.cora)
    path = f"/centre/{story.centre}/sessions/{story.session}/pack"

    assert "Attendance register" in cora.get(path).text
    pdf_of(cora.get(f"{path}/invigilators-sheet"))
    assert story.candidates[0].family_name in text_of(
        pdf_of(cora.post(f"{path}/slips", data={"which": "all"}))
    )
    assert story.events("print_keycodes")[0].by_id == story.cast.cora
