"""Papers in print: who prints whose, when, in which form, and what never stands on them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.store.database import Database
from tests.cast import CANARY, Cast
from tests.stories import StorySession
from tests.timetable import publish_sample, schedule
from tests.web.centre.desk import text_of
from tests.web.signing import sign_in

ADA, BEN = 0, 1
FORMS = ("standard", "large-18", "large-24", "braille")


def send(client: FlaskClient, story: StorySession, *places: int, form: str) -> TestResponse:
    """Tick candidates and a form."""
    ticked = [str(story.sittings[place]) for place in places]
    data = {"sitting": ticked, "print_form": form}
    return client.post(f"/papers/{story.session}/print", data=data)


@pytest.mark.parametrize("form", FORMS)
def test_a_print_shows_no_key_rationale_facility_or_authored_order(
    ivy: FlaskClient, story: StorySession, form: str
) -> None:
    answer = send(ivy, story, ADA, BEN, form=form)

    assert answer.status_code == 200
    assert CANARY not in answer.text
    assert "s-0" not in answer.text  # an item's id
    assert "0.6" not in answer.text  # the facility


def test_questions_and_options_stand_in_the_papers_order(
    ivy: FlaskClient, story: StorySession
) -> None:
    page = text_of(send(ivy, story, ADA, form="standard"))

    for position, item in story.papers[ADA].positions.items():
        number = int(item.id.removeprefix("s-"))
        shown = " ".join(
            f"{printed} Answer {authored.lower()} of {number}"
            for printed, authored in zip("ABCD", item.options, strict=True)
        )
        asked = f"Question {position} of 5 Sample question {number}: which answer is right?"
        assert f"{asked} Tick one answer. {shown}" in page


def test_the_head_says_whose_paper_it_is(ivy: FlaskClient, story: StorySession) -> None:
    page = text_of(send(ivy, story, ADA, form="standard"))

    for told in (
        "Candidate number 0012",
        "Candidate Ada Adeyemi",
        "Centre 00123 Northtown College, Room 4",
        "Date 23 November 2026",
        "Time for the whole test 37 minutes 30 seconds",
        "Time handed in",
        "Candidate’s signature",
    ):
        assert told in page


def test_braille_ready_text_is_a_file_of_plain_characters(
    ivy: FlaskClient, story: StorySession
) -> None:
    answer = send(ivy, story, ADA, form="braille")

    assert answer.mimetype == "text/plain"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "paper-00123-2026-11-23-0012.txt" in answer.headers["Content-Disposition"]
    assert re.search(r"^Question 1 of 5\n", answer.text, re.MULTILINE)
    assert answer.text.isascii()


def test_the_invigilator_and_the_exams_officer_print_and_each_printing_is_recorded(
    ivy: FlaskClient, cora: FlaskClient, story: StorySession
) -> None:
    send(ivy, story, ADA, BEN, form="standard")
    send(cora, story, BEN, form="braille")

    first, second = story.events("print_papers")
    assert (first.by_id, second.by_id) == (story.cast.ivy, story.cast.cora)
    assert first.facts == {"form": "standard", "sittings": [str(s) for s in story.sittings]}
    assert second.facts == {"form": "braille", "sittings": [str(story.sittings[BEN])]}


def test_a_strangers_papers_are_not_there(
    app: Flask, cora: FlaskClient, story: StorySession
) -> None:
    for stranger in (story.cast.ian, story.cast.dora, story.cast.edgar, story.cast.olga):
        client = sign_in(app.test_client(), stranger)
        assert client.get(f"/papers/{story.session}").status_code == 404
        assert send(client, story, ADA, form="standard").status_code == 404
    assert story.events("print_papers") == []


def test_nothing_is_printed_before_the_keycodes_are_out(
    ivy: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session = schedule(db, cast, publish_sample(db, cast))

    data = {"sitting": str(session), "print_form": "standard"}
    answer = ivy.post(f"/papers/{session}/print", data=data)

    assert answer.status_code == 409
    assert "keycodes have not been released" in answer.text
    assert "once the session is open" in ivy.get(f"/papers/{session}").text


def test_nothing_is_printed_once_the_session_is_closed(
    ivy: FlaskClient, story: StorySession
) -> None:
    story.close()

    assert send(ivy, story, ADA, form="standard").status_code == 410
    assert "no longer printed" in ivy.get(f"/papers/{story.session}").text


def test_somebody_and_a_form_have_to_be_chosen(ivy: FlaskClient, story: StorySession) -> None:
    nobody, nothing = send(ivy, story, form="standard"), send(ivy, story, ADA, form="poster")

    assert (nobody.status_code, nothing.status_code) == (422, 422)
    assert "Tick at least one candidate" in nobody.text


def test_the_room_and_the_session_lead_to_the_papers(
    ivy: FlaskClient, cora: FlaskClient, story: StorySession
) -> None:
    room = ivy.get(f"/rooms/{story.session}").text
    session = cora.get(f"/centre/{story.centre}/sessions/{story.session}").text

    assert f'href="/papers/{story.session}"' in room
    assert f'href="/papers/{story.session}"' in session
