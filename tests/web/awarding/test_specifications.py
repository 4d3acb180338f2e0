"""Specifications and their pass marks: one person puts a mark forward, another approves it."""

import pytest
from flask.testing import FlaskClient

from app.domain.roles import Role
from app.store.people import RoleGrantRow
from app.store.queries.content import SpecificationVersion, versions_of_specification
from tests.cast import LONG_AGO
from tests.stories import StorySession, a_session
from tests.web.awarding.pressing import press
from tests.web.awarding.test_access import specification_of
from tests.web.centre.desk import linked, read, send, text_of
from tests.web.signing import sign_in

NOTE = "Set by the awarding committee on 3 November 2026"


@pytest.fixture
def page(closed: StorySession) -> str:
    """Give the path of the sample specification's page."""
    return f"/awarding/specifications/{specification_of(closed)}"


def newest_version(story: StorySession) -> SpecificationVersion:
    """Read the newest version."""
    with story.database.read() as db:
        return versions_of_specification(db, specification_of(story), {story.cast.body})[0]


def newest(story: StorySession) -> tuple[int, int | None, str, bool]:
    """Read number, pass mark, note and approval of the newest version."""
    found = newest_version(story)
    spec = found.specification
    return found.version, spec.pass_mark, spec.pass_mark_note, found.approved


def test_the_page_shows_counts_minutes_pass_mark_and_who_stands_behind_each_version(
    olga: FlaskClient, page: str
) -> None:
    shown = read(olga, page)

    assert "Pass mark 3 of 5 – Example pass mark" in shown
    assert "1 First things 3 60 %" in shown
    assert "2 Second things 2 40 %" in shown
    assert "Time 30 minutes" in shown
    assert "Put forward by Edgar" in shown
    assert "Approved by Olga" in shown


def test_the_list_names_every_specification_with_its_version(olga: FlaskClient, page: str) -> None:
    assert "Sample test sample 5 30 3 1 Approved" in read(olga, "/awarding/specifications")


def test_a_pass_mark_put_forward_waits_for_someone_else(
    closed: StorySession, olga: FlaskClient, page: str
) -> None:
    answer = send(olga, f"{page}/pass-mark", pass_mark=" 4 ", note=NOTE)

    assert (answer.status_code, answer.location) == (302, page)
    assert newest(closed) == (2, 4, NOTE, False)
    shown = read(olga, page)
    assert "Version 2 waits for approval You put it forward." in shown
    assert "Approve version 2" not in shown


def test_who_put_it_forward_cannot_approve_it(
    closed: StorySession, olga: FlaskClient, page: str
) -> None:
    send(olga, f"{page}/pass-mark", pass_mark="4", note=NOTE)
    version = newest_version(closed)

    answer = press(olga, f"/awarding/specifications/versions/{version.id}/approve")

    assert answer.status_code == 409
    assert "The person who made a change cannot approve it." in text_of(answer)
    assert newest(closed) == (2, 4, NOTE, False)


def test_another_officer_of_the_body_approves_it(
    closed: StorySession, olga: FlaskClient, page: str
) -> None:
    send(olga, f"{page}/pass-mark", pass_mark="4", note=NOTE)
    cast = closed.cast
    with closed.database.begin() as db:
        grant = {"role": Role.AWARDING_OFFICER, "awarding_body_id": cast.body}
        db.add(RoleGrantRow(person_id=cast.adam, granted_at=LONG_AGO, **grant))
    adam = sign_in(olga, cast.adam)
    assert "Sample test, version 2 : for you to approve" in read(adam, "/awarding")

    version = newest_version(closed)
    shown = read(adam, page)
    assert f"Pass mark 4 of 5 – {NOTE}. Once approved, the version never changes" in shown
    answer = press(adam, f"/awarding/specifications/versions/{version.id}/approve", page)

    assert answer.location == page
    assert newest(closed) == (2, 4, NOTE, True)
    assert "Version 2 is approved." in adam.get(page).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("6", "A pass mark is a number of marks from 1 to 5"),
        ("0", "A pass mark is a number of marks from 1 to 5"),
        ("60%", "Pass mark must be a whole number of marks, such as 27"),
        ("3.5", "Pass mark must be a whole number of marks, such as 27"),
    ],
)
def test_a_pass_mark_no_paper_can_reach_is_shown_beside_the_field(
    closed: StorySession, olga: FlaskClient, page: str, typed: str, said: str
) -> None:
    answer = send(olga, f"{page}/pass-mark", pass_mark=typed, note=NOTE)

    assert said in text_of(answer)
    assert linked(answer) == {"pass_mark"}
    assert f'value="{typed}"' in answer.text
    assert newest(closed)[0] == 1


def test_a_pass_mark_needs_a_note(closed: StorySession, olga: FlaskClient, page: str) -> None:
    answer = send(olga, f"{page}/pass-mark", pass_mark="4", note="  ")

    assert linked(answer) == {"note"}
    assert newest(closed)[0] == 1


def test_an_empty_pass_mark_means_marked_not_graded(
    closed: StorySession, olga: FlaskClient, page: str
) -> None:
    send(olga, f"{page}/pass-mark", pass_mark="", note="Not set yet")

    assert newest(closed) == (2, None, "Not set yet", False)
    assert "None – Not set yet" in read(olga, page)


def test_the_same_pass_mark_again_makes_no_version(
    closed: StorySession, olga: FlaskClient, page: str
) -> None:
    answer = send(olga, f"{page}/pass-mark", pass_mark="3", note="Example pass mark")

    assert "Nothing was changed" in olga.get(answer.location).text
    assert newest(closed)[0] == 1


def test_the_form_says_how_many_sessions_keep_the_pass_mark_they_have(
    closed: StorySession, olga: FlaskClient, page: str
) -> None:
    assert "already scheduled" not in read(olga, f"{page}/pass-mark")

    a_session(closed.database, closed.cast, closed.clock)

    assert "the session already scheduled keeps the pass mark it has." in read(
        olga, f"{page}/pass-mark"
    )
