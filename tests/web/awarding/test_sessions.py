"""Sessions as the awarding body sees them: the list, provisional results, release."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.domain.sitting import SessionKind
from app.store.database import Database
from tests.cast import Cast, sample_specification
from tests.conftest import Clock
from tests.stories import StorySession, a_session, sit
from tests.web.awarding.pressing import press
from tests.web.centre.desk import read, send, text_of


def page(session: UUID, *rest: str) -> str:
    """Return the path of a session's page."""
    return "/".join([f"/awarding/sessions/{session}", *rest])


def test_the_list_goes_by_how_far_a_session_is(
    database: Database, cast: Cast, clock: Clock, olga: FlaskClient
) -> None:
    a_session(database, cast, clock, room="Running room")
    a_session(database, cast, clock, room="Waiting room").close()
    released = a_session(database, cast, clock, room="Released room")
    released.close()
    released.release()

    for stage in ("Waiting", "Released", "Running"):
        shown = read(olga, f"/awarding/sessions?show={stage.lower()}")
        assert [r for r in ("Running", "Waiting", "Released") if f"{r} room" in shown] == [stage]
    assert "Waiting for release (1) Released (1) Not closed yet (1)" in shown


@pytest.mark.parametrize("asked", ["?show=nonsense", "?page=0", "?page=99", "?page=x"])
def test_a_list_asked_for_oddly_is_answered(olga: FlaskClient, asked: str) -> None:
    assert olga.get(f"/awarding/sessions{asked}").status_code == 200


def test_provisional_results_show_mark_percentage_grade_and_profile(
    closed: StorySession, olga: FlaskClient
) -> None:
    shown = read(olga, page(closed.session))

    assert "3 results are provisional and held: 2 marked (1 pass, 1 fail), 1 absent." in shown
    assert "0012 Adeyemi, Ada 4 of 5 80.0 % Pass Pass mark 3 of 5 – Example pass mark" in shown
    assert "0013 Beck, Ben 0 of 5 0.0 % Fail" in shown
    assert "0014 Cole, C. 3 – Absent – – –" in shown
    assert "Outcome 1 3 items Outcome 2 2 items" in shown
    assert "Provisional results, not released" in shown


def test_a_session_that_is_not_closed_has_nothing_to_release(
    database: Database, cast: Cast, clock: Clock, olga: FlaskClient
) -> None:
    story = a_session(database, cast, clock)

    assert "The session is not closed yet." in read(olga, page(story.session))
    assert "There is nothing to release." in read(olga, page(story.session, "release"))


def test_a_practice_says_that_it_does_not_count(
    database: Database, cast: Cast, clock: Clock, olga: FlaskClient
) -> None:
    story = a_session(database, cast, clock, kind=SessionKind.PRACTICE)
    story.close()

    assert "This is a practice: it does not count" in read(olga, page(story.session))
    assert "There is nothing to release." in read(olga, page(story.session, "release"))


def test_release_says_first_what_will_happen_and_to_how_many(
    closed: StorySession, olga: FlaskClient
) -> None:
    shown = read(olga, page(closed.session, "release"))

    assert (
        "00123 Northtown College will see and can download 3 results:"
        " 2 marked (1 pass, 1 fail), 1 absent." in shown
    )
    assert "A release cannot be taken back." in shown
    assert closed.events("release_results") == []


def test_a_release_is_done_once_told_and_recorded(closed: StorySession, olga: FlaskClient) -> None:
    path = page(closed.session, "release")
    answer = send(olga, path)

    assert (answer.status_code, answer.location) == (302, page(closed.session))
    told = olga.get(answer.location).text
    assert "3 results are released. Northtown College can see and download them now." in told
    assert "Release results" not in told
    [event] = closed.events("release_results")
    assert (event.by_id, event.facts) == (closed.cast.olga, {"results": 3})


def test_releasing_again_is_refused_and_changes_nothing(
    closed: StorySession, olga: FlaskClient
) -> None:
    press(olga, page(closed.session, "release"))

    again = press(olga, page(closed.session, "release"))

    assert again.status_code == 409
    assert "These results are already released." in text_of(again)
    assert len(closed.events("release_results")) == 1


def test_a_release_without_the_forms_token_is_refused(
    closed: StorySession, olga: FlaskClient
) -> None:
    assert olga.post(page(closed.session, "release")).status_code == 403
    assert closed.events("release_results") == []


def test_another_bodys_officer_cannot_release(closed: StorySession, otto: FlaskClient) -> None:
    answer = press(otto, page(closed.session, "release"))

    assert answer.status_code == 404
    assert closed.events("release_results") == []


def test_results_without_a_pass_mark_go_out_marked_not_graded(
    database: Database, cast: Cast, clock: Clock, olga: FlaskClient
) -> None:
    story = a_session(database, cast, clock, specification=sample_specification(None))
    sit(story, 0, right=4)
    story.close()

    shown = read(olga, page(story.session, "release"))
    held = read(olga, page(story.session))

    assert "1 marked (1 not graded), 1 absent" in shown
    assert "so the results go out marked, not graded." in shown
    assert "Marked, not graded No pass mark" in held
