"""Deciding about late answers: blind, with a reason, all of one candidate at once."""

import html
import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.services.late_answers import add_statement
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.services.outcome import versions
from tests.stories import StorySession, a_session, save, start
from tests.web.awarding.late import sit_and_answer_late
from tests.web.awarding.pressing import press
from tests.web.centre.desk import centre_path, linked, read, send, text_of
from tests.web.signing import sign_in


@pytest.fixture
def late(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Two late answers of Ada wait, Ben was absent, and Ivy has said what happened."""
    story = a_session(database, cast, clock)
    sit_and_answer_late(story)
    story.do(add_statement, story.sittings[0], "The switch was off.\nI saw it myself.")
    story.close()
    return story


def page(story: StorySession, *rest: object) -> str:
    """Return the path of the session's page on late answers, or below it."""
    return "/".join([f"/awarding/sessions/{story.session}/late-answers", *map(str, rest)])


def choices(client: FlaskClient, story: StorySession) -> list[str]:
    """Return the names of the choices the page offers, in order."""
    found = re.findall(r'name="(late_[0-9a-f]{32})"', client.get(page(story)).text)
    return list(dict.fromkeys(found))


def decide(client: FlaskClient, story: StorySession, *said: str, reason: str = "") -> TestResponse:
    """Choose for each late answer in order and press the button."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page(story)).text)
    assert token
    sent = dict(zip(choices(client, story), said, strict=False)) | {"reason": reason}
    return client.post(page(story, story.sittings[0]), data={"csrf_token": token[1], **sent})


def test_the_officer_reads_when_why_and_what_the_invigilator_says(
    late: StorySession, olga: FlaskClient
) -> None:
    shown = read(olga, page(late))

    assert "Candidate 0012: 2 late answers" in shown
    assert "The deadline was 09:37:30 GMT. The test was handed in 09:01:00 GMT." in shown
    assert (
        "Question 5 Arrived 09:01:07 GMT, 36 minutes 23 seconds before the deadline."
        " The test was handed in already. In time, the question was left blank." in shown
    )
    assert "Question 4" in shown and "In time, an answer was saved." in shown
    assert "The switch was off. I saw it myself. Ivy, 23 November 2026, 09:01 GMT" in shown
    assert "the paper is marked again with it" in shown
    assert "Decisions are kept with your name and cannot be changed." in shown


def test_seconds_after_the_deadline_are_told_to_the_tenth(
    database: Database, cast: Cast, clock: Clock, olga: FlaskClient
) -> None:
    story = a_session(database, cast, clock)
    story.begin()

    start(story, 0)
    clock.tick(minutes=37, seconds=30, milliseconds=1400)
    save(story, 0, {1: "A"})
    story.close()

    shown = read(olga, page(story))
    assert "Arrived 09:37:31 GMT, 1.4 seconds after the deadline. The time was up." in shown
    assert "The test was closed at its deadline." in shown


def test_the_page_shows_no_name_letter_key_or_mark(late: StorySession, olga: FlaskClient) -> None:
    source = olga.get(page(late)).text

    assert "Adeyemi" not in source and ">Ada" not in source
    body = html.unescape(source.partition("<main")[2])
    words = [
        word for word in re.findall(r"\b[A-Z]\b", re.sub(r"<[^>]*>", " ", body)) if word != "I"
    ]
    assert words == []
    assert not re.search(r"\b[0-9]+ of [0-9]+\b|Pass|Fail|%", text_of(olga.get(page(late))))
    assert not re.search(r'(value|data-\w+)="[A-D]"', body)


def test_before_the_decision_the_mark_is_nowhere(late: StorySession, olga: FlaskClient) -> None:
    results = f"/awarding/sessions/{late.session}"

    shown = read(olga, results)
    assert "1 result waits for a decision about late answers" in shown
    assert "0012 Adeyemi, Ada – Provisional Late answers are being looked at" in shown
    assert "3 of 5" not in shown.replace("Pass mark 3 of 5", "")
    assert "0013 Beck, Ben – Absent" in shown


def test_counting_one_marks_again_and_the_release_gives_the_new_mark(
    late: StorySession, olga: FlaskClient
) -> None:
    answer = decide(olga, late, "yes", "no", reason="The switch was off for a minute")

    assert (answer.status_code, answer.location) == (302, page(late))
    told = read(olga, page(late))
    assert "No late answer waits for a decision." in told
    assert (
        "Candidate 0012, question 5: counted , by Olga, 23 November 2026, 09:01 GMT."
        " The switch was off for a minute" in told
    )
    assert "Candidate 0012, question 4: not counted" in told
    assert [row.mark for row in versions(late, 0)] == [3, 4]
    assert "4 of 5" in read(olga, f"/awarding/sessions/{late.session}")


def test_the_flash_says_what_came_of_it(late: StorySession, olga: FlaskClient) -> None:
    answer = decide(olga, late, "no", "no", reason="The clock on the wall was right")

    told = " ".join(olga.get(answer.location).text.split())
    assert "Decided: nothing more counts, and the result stands as it was." in told
    assert [row.mark for row in versions(late, 0)] == [3]


def test_a_decision_needs_a_reason_and_a_choice_for_each(
    late: StorySession, olga: FlaskClient
) -> None:
    first, second = choices(olga, late)

    answer = decide(olga, late, "yes")

    assert answer.status_code == 200
    assert linked(answer) == {second, f"reason-{late.sittings[0]}"}
    assert "Write the reason for your decision" in text_of(answer)
    assert "Choose whether the answer to question 4 counts" in text_of(answer)
    assert re.search(rf'name="{first}"[^>]*value="yes"[^>]*checked', answer.text)
    assert late.events("decide_late") == []


def test_one_that_arrives_meanwhile_has_to_be_decided_too(
    late: StorySession, olga: FlaskClient
) -> None:
    names = choices(olga, late)
    save(late, 0, {1: ""}, follows=90)
    sent = dict.fromkeys(names, "yes") | {"reason": "All of them"}

    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', olga.get(page(late)).text)
    assert token
    told = text_of(olga.post(page(late, late.sittings[0]), data={"csrf_token": token[1], **sent}))

    assert "Choose whether the answer to question 1 counts" in told
    assert late.events("decide_late") == []


def test_a_release_gives_out_the_others_and_says_how_many_are_held_back(
    late: StorySession, olga: FlaskClient
) -> None:
    release = f"/awarding/sessions/{late.session}/release"
    assert "1 result is held back: late answers wait for a decision." in read(olga, release)

    answer = send(olga, release)

    told = " ".join(olga.get(answer.location).text.split())
    assert "1 result is released." in told
    assert "1 more is held back until their late answers are decided." in told
    assert "1 result waits for a decision about late answers." in read(olga, release)


def test_when_all_are_held_back_the_release_is_refused(
    late: StorySession, olga: FlaskClient
) -> None:
    release = f"/awarding/sessions/{late.session}/release"
    send(olga, release)

    again = press(olga, release, page(late))

    assert again.status_code == 409
    assert "late answers wait for a decision. Decide about the late answers" in text_of(again)


def test_what_came_after_the_release_is_listed_without_a_choice(
    closed: StorySession, olga: FlaskClient, clock: Clock
) -> None:
    closed.release()
    clock.tick(minutes=3)
    save(closed, 0, {5: "".join(closed.key(0, 5))}, follows=50)

    shown = read(olga, page(closed))

    assert "Came after the release" in shown
    assert "Candidate 0012, question 5: arrived 23 November 2026, 09:05 GMT" in shown
    assert "The way to have a released result looked at again is an appeal." in shown
    assert choices(olga, closed) == []
    assert "Late answers of this session" in read(olga, f"/awarding/sessions/{closed.session}")


def test_the_desks_name_what_waits_until_it_is_decided(
    late: StorySession, olga: FlaskClient
) -> None:
    before, desk = read(olga, "/awarding"), read(olga, "/desk")
    decide(olga, late, "no", "no", reason="Nothing happened")

    assert "Sample test, 00123 Northtown College, 23 November 2026, 09:00 GMT : 2 late" in before
    assert "2 late answers to decide about" in desk
    assert "Late answers to decide" not in read(olga, "/awarding")
    assert "late answers" not in read(olga, "/desk")


@pytest.mark.parametrize("name", ["cora", "ivy", "edgar", "adam", "dora"])
def test_nobody_but_the_officer_decides(
    late: StorySession, client: FlaskClient, cast: Cast, name: str
) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    sign_in(client, cast.people[name])

    assert client.get(page(late)).status_code == 404
    assert client.post(page(late, late.sittings[0])).status_code == 404


def test_another_bodys_officer_finds_nothing(late: StorySession, otto: FlaskClient) -> None:
    otto.application.config["WTF_CSRF_ENABLED"] = False

    assert otto.get(page(late)).status_code == 404
    assert otto.post(page(late, late.sittings[0])).status_code == 404


@pytest.mark.parametrize("place", [1, None])
def test_a_sitting_nothing_came_late_for_is_not_found(
    late: StorySession, olga: FlaskClient, place: int | None
) -> None:
    olga.application.config["WTF_CSRF_ENABLED"] = False
    sitting = late.sittings[place] if place is not None else UUID(int=7)

    assert olga.post(page(late, sitting), data={"reason": "Why"}).status_code == 404


def test_the_centre_is_told_that_it_is_provisional_and_no_mark(
    late: StorySession, client: FlaskClient
) -> None:
    cora = sign_in(client, late.cast.cora)
    results = centre_path(late.cast, "sessions", late.session, "results")
    before = read(cora, results)
    late.release()
    after = read(cora, results)
    table = cora.get(f"{results}.csv").get_data(as_text=True)

    said = "1 result is provisional: late answers are being looked at."
    assert said in before and said in after
    assert "0012 Adeyemi, Ada – Provisional Late answers are being looked at" in after
    [ada] = [line for line in table.splitlines() if "Adeyemi" in line]
    assert "not_released,,,," in ada
