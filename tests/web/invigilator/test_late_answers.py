"""Late answers in the room: how many, when and why, never what was chosen; and what the room says."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import invigilation
from app.services.late_answers import decide_late
from app.store.database import Database
from app.store.queries.late_answers import late_session
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, save, sit, start
from tests.web.awarding.late import sit_and_answer_late
from tests.web.centre.desk import linked, read, text_of
from tests.web.signing import sign_in


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Two answers of Ada's arrive after she has handed in."""
    story = a_session(database, cast, clock)
    sit_and_answer_late(story)
    return story


@pytest.fixture
def ivy(app: Flask, story: StorySession) -> Iterator[FlaskClient]:
    """Sign Ivy in; forms are sent without tokens, which the rules test elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield sign_in(app.test_client(), story.cast.ivy)


def page(story: StorySession, *rest: object) -> str:
    """Return the path of the room's page on late answers, or below it."""
    return "/".join([f"/rooms/{story.session}/late-answers", *map(str, rest)])


def test_the_room_says_that_answers_came_late_and_from_how_many(
    ivy: FlaskClient, story: StorySession
) -> None:
    said = "2 late answers from 1 candidate, kept as evidence."

    assert said in read(ivy, f"/rooms/{story.session}")
    live = ivy.get(f"/rooms/{story.session}/live").text
    assert said in " ".join(re.sub(r"<[^>]*>", "", live).split())


def test_a_room_without_late_answers_does_not_speak_of_them(
    ivy: FlaskClient, database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock)
    sit(story, 0, right=2)

    assert "late answer" not in read(ivy, f"/rooms/{story.session}")
    assert "No answer came too late in this session." in read(ivy, page(story))


def test_each_is_listed_by_question_with_when_and_why_and_what_becomes_of_it(
    ivy: FlaskClient, story: StorySession
) -> None:
    shown = read(ivy, page(story))

    assert "0012 Ada Adeyemi: 2 late answers" in shown
    assert (
        "Question 5 09:01:07 GMT The test was handed in already The awarding body decides" in shown
    )
    assert "Question 4 09:01:07 GMT" in shown
    assert "Beck" not in shown


def test_what_was_chosen_is_not_on_the_page(ivy: FlaskClient, story: StorySession) -> None:
    body = ivy.get(page(story)).text.partition("<main")[2]

    text = re.sub(r"<[^>]*>", " ", body)
    assert re.findall(r"\b[B-D]\b|\bA\b", text) == []
    assert not re.search(r'="[A-D]"', body)


@pytest.mark.parametrize(
    ("counted", "said"), [(True, "Counted"), (False, "Not counted")], ids=["yes", "no"]
)
def test_the_room_reads_what_became_of_them(
    ivy: FlaskClient, story: StorySession, counted: bool, said: str
) -> None:
    story.close()
    with story.database.read() as db:
        late = late_session(db, story.session, bodies={story.cast.body})
    assert late is not None
    choices = {change.late.id: counted for change in late.sittings[0].open}
    story.do(decide_late, story.sittings[0], choices, "Because", by=story.cast.olga)

    assert f"The test was handed in already {said}" in read(ivy, page(story))


def test_a_pause_and_a_void_test_are_told_apart(
    ivy: FlaskClient, database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock)
    story.begin()
    for place in (0, 1):
        start(story, place)
    story.do(invigilation.pause, story.sittings[:1], "Alarm")
    save(story, 0, {1: "A"})
    story.do(invigilation.void_sittings, story.sittings[1:], "Talking")
    save(story, 1, {2: "A"})

    shown = read(ivy, page(story))

    assert "Question 1 09:01:07 GMT The test was paused The awarding body decides" in shown
    assert "Question 2 09:01:07 GMT The test was void Nothing: the test is void" in shown


def test_a_statement_is_kept_with_name_and_time_before_and_after_the_close(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    path = page(story, story.sittings[0])

    told = ivy.post(path, data={"text": "The switch was off."}, follow_redirects=True).text
    assert "Your statement is kept." in told
    story.close()
    clock.tick(minutes=1)
    ivy.post(path, data={"text": "<b>On</b> at ten"})

    shown = read(ivy, page(story))
    assert "The switch was off. Ivy, 23 November 2026, 09:01 GMT" in shown
    assert "&lt;b&gt;On" in ivy.get(page(story)).text
    assert len(story.events("state_late_answers")) == 2


def test_an_empty_statement_is_asked_for_again(ivy: FlaskClient, story: StorySession) -> None:
    answer = ivy.post(page(story, story.sittings[0]), data={"text": " "})

    assert answer.status_code == 200
    assert linked(answer) == {f"text-{story.sittings[0]}"}
    assert "Write what happened" in text_of(answer)
    assert story.events("state_late_answers") == []


def test_once_the_result_is_out_nothing_can_be_added(ivy: FlaskClient, story: StorySession) -> None:
    story.do(invigilation.void_sittings, story.sittings[:1], "Talking")
    story.close()
    story.release()

    assert "Nothing can be added here any more." in read(ivy, page(story))
    refused = ivy.post(page(story, story.sittings[0]), data={"text": "Late"})
    assert refused.status_code == 409
    assert "These results are already released." in text_of(refused)


@pytest.mark.parametrize("name", ["ian", "cora", "olga", "edgar", "adam"])
def test_nobody_but_the_centres_invigilator_finds_them(
    app: Flask, story: StorySession, name: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    stranger = sign_in(app.test_client(), story.cast.people[name])

    assert stranger.get(page(story)).status_code == 404
    sent = stranger.post(page(story, story.sittings[0]), data={"text": "I was not there"})
    assert sent.status_code == 404
    assert story.events("state_late_answers") == []


@pytest.mark.parametrize("place", [1, None])
def test_a_sitting_nothing_came_late_for_is_not_found(
    ivy: FlaskClient, story: StorySession, place: int | None
) -> None:
    sitting = story.sittings[place] if place is not None else UUID(int=7)

    assert ivy.post(page(story, sitting), data={"text": "What"}).status_code == 404
