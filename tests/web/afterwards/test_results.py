"""The page on which candidates see their own results."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from sqlalchemy import inspect
from werkzeug.test import TestResponse

from app.config import Settings
from app.domain.keycode import grouped, result_code_for
from app.domain.specification import ReviewPolicy
from app.services import invigilation
from app.store.database import Database
from app.store.results import ResultReleaseRow, ResultRow
from tests.cast import CANARY, Cast, sample_specification
from tests.conftest import Clock
from tests.stories import StorySession, a_session, sit
from tests.timetable import SECRET
from tests.web.browsing import faults, served
from tests.web.centre.desk import linked, send, text_of

BORN = {"born-day": "3", "born-month": "5", "born-year": "2008"}
WRONG = "There is no result for that code and that date of birth."
# What is made anew for each answer, and what was typed.
OF_THIS_ANSWER = re.compile(r'nonce="[^"]*"|name="csrf_token"[^>]*|value="[^"]*"')


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada has four of five marks, Ben was absent; the session is closed."""
    return closed(database, cast, clock)


def closed(database: Database, cast: Cast, clock: Clock, **like: Any) -> StorySession:
    """Hold a session in which Ada has four of five marks."""
    story = a_session(database, cast, clock, **like)
    sit(story, 0, right=4)
    story.close()
    return story


def code(story: StorySession, place: int = 0) -> str:
    """Return a candidate's result code as the receipt shows it."""
    return grouped(result_code_for(SECRET, str(story.sittings[place])))


def ask(client: FlaskClient, typed: str, **born: str) -> TestResponse:
    """Open the page and send what is typed; Ada's date of birth unless told otherwise."""
    return send(client, "/results", code=typed, **(BORN | born))


def add_version(story: StorySession, *, release: bool, **other: object) -> None:
    """Add a newer version of Ada's result."""
    with story.database.begin() as db:
        first = db.get_one(ResultRow, (story.centre, story.sittings[0], 1))
        again = {column.key: getattr(first, column.key) for column in inspect(ResultRow).columns}
        db.add(ResultRow(**(again | {"version": 2, "reason": "Key corrected"} | other)))
        db.flush()
        out = db.get_one(ResultReleaseRow, (story.centre, story.sittings[0], 1))
        kept = {c.key: getattr(out, c.key) for c in inspect(ResultReleaseRow).columns}
        if release:
            db.add(ResultReleaseRow(**(kept | {"version": 2})))


# Who is let in


def test_code_and_date_of_birth_show_mark_profile_and_what_to_study(
    client: FlaskClient, story: StorySession
) -> None:
    story.release()

    answer = ask(client, code(story).lower())
    page = text_of(answer)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "4 of 5 marks 80.0 % You have passed. Pass mark: 3 of 5 – Example pass mark" in page
    assert "Ada Adeyemi, number 0012" in page
    figures = r"1 First things \d of 3 marks on 3 questions 2 Second things \d of 2 marks on 2"
    assert re.search(figures, page)
    wrong = story.papers[0].items[4].criterion
    assert f"{wrong} " in page.partition("What to study")[2]
    assert "print it or save it as a PDF" in page


def test_nothing_of_it_is_remembered_between_two_requests(
    client: FlaskClient, story: StorySession
) -> None:
    story.release()
    ask(client, code(story))

    again = client.get("/results")

    assert "Adeyemi" not in again.text
    assert code(story) not in again.text
    with client.session_transaction() as session:
        assert set(session) <= {"csrf_token", "_fresh"}  # the second is Flask-Login's


@pytest.mark.parametrize("released", [False, True])
def test_a_wrong_code_and_a_wrong_date_of_birth_get_the_same_page(
    client: FlaskClient, story: StorySession, released: bool
) -> None:
    if released:
        story.release()
    answers = [
        ask(client, grouped(result_code_for(SECRET, "nobody"))),
        ask(client, code(story), **{"born-day": "4"}),
        ask(client, code(story, 1)),  # Ben has no date of birth on record
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({OF_THIS_ANSWER.sub("", answer.text) for answer in answers}) == 1
    assert WRONG in text_of(answers[0])
    assert "If your centre has not recorded your date of birth" in text_of(answers[0])


def test_before_release_it_says_so_only_when_both_are_right(
    client: FlaskClient, story: StorySession
) -> None:
    page = text_of(ask(client, code(story)))

    assert "Your result is not released yet" in page
    assert "Sample Awarding Body releases it." in page
    assert "You have" not in page
    assert "not released yet" not in text_of(ask(client, code(story), **{"born-year": "2007"}))


def test_what_is_typed_wrong_is_told_beside_its_field_and_is_no_guess(
    client: FlaskClient, story: StorySession, settings: Settings
) -> None:
    for _ in range(settings.tries_allowed + 1):
        empty = send(client, "/results", code="", **dict.fromkeys(BORN, ""))
        typo = ask(client, code(story)[:-1] + ("2" if code(story)[-1] != "2" else "3"))
        keycode = ask(client, story.keycodes[0])

    assert empty.status_code == typo.status_code == keycode.status_code == 422
    assert linked(empty) == {"code", "born-day"}
    assert "Enter your result code." in text_of(empty)
    assert "Enter your date of birth." in text_of(empty)
    assert "That result code has a typing mistake in it." in text_of(typo)
    assert "It is not the keycode on your slip." in text_of(keycode)
    assert ask(client, code(story), **{"born-day": "31", "born-month": "2"}).status_code == 422
    assert ask(client, code(story)).status_code == 200


def test_whoever_guesses_has_to_wait_even_with_a_right_guess(
    client: FlaskClient, story: StorySession, clock: Clock
) -> None:
    story.release()
    for day in range(11, 21):
        assert ask(client, code(story), **{"born-day": str(day)}).status_code == 404

    right = ask(client, code(story))

    assert right.status_code == 429
    assert "Wait 24 hours, then try again, or ask your centre" in text_of(right)
    clock.tick(hours=24)
    assert ask(client, code(story)).status_code == 200


def test_an_address_that_guesses_codes_has_to_wait_too(
    client: FlaskClient, story: StorySession, settings: Settings
) -> None:
    for n in range(settings.tries_allowed):
        ask(client, result_code_for(SECRET, f"nobody {n}"))

    assert ask(client, code(story)).status_code == 429
    elsewhere = client.application.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert ask(elsewhere, code(story)).status_code == 200


def test_the_door_leads_there(client: FlaskClient) -> None:
    assert 'href="/results">See the result of a test you have taken' in client.get("/").text


# What is shown


def test_a_result_marked_again_is_shown_from_its_own_release_on(
    client: FlaskClient, story: StorySession
) -> None:
    story.release()
    add_version(story, release=False, mark=1, grade="fail")

    assert "4 of 5 marks" in text_of(ask(client, code(story)))


def test_the_newest_released_version_is_the_one_shown(
    client: FlaskClient, story: StorySession
) -> None:
    story.release()
    add_version(story, release=True, mark=1, grade="fail")

    assert "1 of 5 marks 20.0 % You have not passed." in text_of(ask(client, code(story)))


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("absent", "You are recorded as absent."),
        ("void", "Your test is void: it does not count."),
        ("withheld", "Your result is withheld."),
    ],
)
def test_who_has_no_mark_is_told_why_in_plain_words(
    client: FlaskClient, story: StorySession, status: str, told: str
) -> None:
    story.release()
    nothing = dict.fromkeys(("mark", "maximum", "grade", "pass_mark"))
    add_version(story, release=True, status=status, profile=[], item_marks=[], **nothing)

    page = text_of(ask(client, code(story)))

    assert told in page
    assert "of 5" not in page


def test_why_a_test_was_made_void_is_for_the_centre_to_say(
    client: FlaskClient, database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock)
    sit(story, 0, right=4)
    story.do(invigilation.void_sittings, story.sittings[:1], "Phone in the room")
    story.close()
    story.release()

    page = text_of(ask(client, code(story)))

    assert "Your test is void" in page
    assert "Phone" not in page


def test_without_a_pass_mark_it_says_that_nobody_passes_or_fails(
    client: FlaskClient, database: Database, cast: Cast, clock: Clock
) -> None:
    story = closed(database, cast, clock, specification=sample_specification(None))
    story.release()

    page = text_of(ask(client, code(story)))

    assert "Your test is marked and not graded. No pass mark was set for this test" in page


def test_no_item_is_shown_unless_the_specification_says_so(
    client: FlaskClient, story: StorySession
) -> None:
    story.release()

    page = ask(client, code(story)).text

    assert CANARY not in page
    assert "Sample question" not in page


def test_with_that_policy_items_key_and_rationales_are_shown_after_release_only(
    client: FlaskClient, database: Database, cast: Cast, clock: Clock
) -> None:
    spec = replace(sample_specification(), review=ReviewPolicy.ITEMS)
    story = closed(database, cast, clock, specification=spec)
    assert CANARY not in ask(client, code(story)).text
    story.release()
    assert CANARY not in ask(client, code(story), **{"born-day": "4"}).text

    page = text_of(ask(client, code(story)))

    assert len(re.findall(r"Question \d: 1 of 1 mark", page)) == 4
    assert len(re.findall("Right, and your answer", page)) == 4
    assert len(re.findall("Your answer, not right", page)) == 1
    assert len(re.findall("Right answer", page)) == 1
    assert len(re.findall(CANARY, page)) == 20


# How it looks


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_sound_on_a_narrow_and_a_wide_screen(
    app: Any, browser: Browser, database: Database, cast: Cast, clock: Clock, width: int
) -> None:
    spec = replace(sample_specification(), review=ReviewPolicy.ITEMS)
    story = closed(database, cast, clock, specification=spec)
    story.release()
    with served(app) as address:
        context = browser.new_context(base_url=address, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto("/results")
        found = faults(page)
        page.get_by_role("button", name="See my result").click()
        found += faults(page)
        page.get_by_label("Result code").fill(code(story))
        for name, figures in (("Day", "3"), ("Month", "5"), ("Year", "2008")):
            page.get_by_label(name, exact=True).fill(figures)
        page.get_by_role("button", name="See my result").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Your result"
        found += faults(page)
        context.close()

    assert found == []
