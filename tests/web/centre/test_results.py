"""Results as the centre gets them: on screen and as a file."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from app.domain.sitting import SessionKind
from app.services import invigilation
from app.store.database import Database
from app.store.results import ResultReleaseRow, ResultRow
from tests.cast import CANARY, Cast, sample_specification
from tests.conftest import Clock
from tests.stories import StorySession, a_session, sit
from tests.web.centre.desk import centre_path, read, text_of
from tests.web.signing import sign_in


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign in Cora, who runs the exams at Northtown."""
    return sign_in(client, cast.cora)


@pytest.fixture
def closed(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada has four of five marks, Ben nought, C. Cole is void, D. Dunn was absent."""
    story = a_session(database, cast, clock, candidates=4)
    sit(story, 0, right=4)
    sit(story, 1, right=0)
    sit(story, 2, right=5)
    story.do(invigilation.void_sittings, story.sittings[2:3], "Talking")
    story.close()
    return story


def path(story: StorySession, page: str = "results") -> str:
    """Return the path of a session's results, or of their file."""
    return centre_path(story.cast, "sessions", story.session, page)


def withhold(story: StorySession, place: int) -> None:
    """Give out a newer version that withholds a result."""
    with story.database.begin() as db:
        key = {
            "awarding_body_id": story.cast.body,
            "centre_id": story.centre,
            "sitting_id": story.sittings[place],
            "version": 2,
        }
        now = story.clock.now
        db.add(ResultRow(**key, status="withheld", profile=[], item_marks=[], marked_at=now))
        db.flush()
        db.add(ResultReleaseRow(**key, released_at=now))


def test_each_line_shows_mark_percentage_grade_pass_mark_profile_and_times(
    closed: StorySession, cora: FlaskClient
) -> None:
    closed.release()

    shown = read(cora, path(closed))

    ada = "0012 Adeyemi, Ada 4 of 5 80.0 % Pass Pass mark 3 of 5 – Example pass mark"
    assert f"{ada} {profile(closed)} 09:00 GMT to 09:01 GMT 1 minute" in shown
    assert "Outcome 1 : First things, 3 items" in shown
    assert "Pass mark 3 of 5 – Example pass mark Results 2 marked (1 pass, 1 fail), 1" in shown


def profile(story: StorySession) -> str:
    """Write Ada's profile as the page does: her first four answers are right."""
    first = sum(item.outcome == "1" for item in story.papers[0].items[:4])
    return f"{first} of 3 {4 - first} of 2"


def test_nought_void_absent_and_withheld_are_told_apart(
    closed: StorySession, cora: FlaskClient
) -> None:
    closed.release()
    withhold(closed, 0)

    shown = read(cora, path(closed))

    assert "Adeyemi, Ada – Withheld – –" in shown
    assert "Beck, Ben 0 of 5 0.0 % Fail" in shown
    assert "Cole, C. 3 – Void Talking – –" in shown
    assert "Dunn, D. 4 – Absent – – –" in shown


def test_without_a_pass_mark_a_result_says_marked_not_graded(
    database: Database, cast: Cast, clock: Clock, cora: FlaskClient
) -> None:
    story = a_session(database, cast, clock, specification=sample_specification(None))
    sit(story, 0, right=4)
    story.close()
    story.release()

    assert "4 of 5 80.0 % Marked, not graded No pass mark" in read(cora, path(story))


def test_before_release_the_page_says_what_is_waited_for_and_shows_no_mark(
    closed: StorySession, cora: FlaskClient
) -> None:
    shown = read(cora, path(closed))

    assert "The results are not released yet." in shown
    assert "Sample Awarding Body releases the results" in shown
    assert "Adeyemi" not in shown
    assert "of 5 80" not in shown


def test_before_the_close_the_page_says_that_there_are_none(
    database: Database, cast: Cast, clock: Clock, cora: FlaskClient
) -> None:
    story = a_session(database, cast, clock)

    assert "There are no results yet: the session is not closed." in read(cora, path(story))


def test_a_practice_has_no_results(
    database: Database, cast: Cast, clock: Clock, cora: FlaskClient
) -> None:
    story = a_session(database, cast, clock, kind=SessionKind.PRACTICE)
    sit(story, 0, right=4)
    story.close()

    assert "This is a practice: it does not count" in read(cora, path(story))


def test_the_file_is_refused_before_release(closed: StorySession, cora: FlaskClient) -> None:
    answer = cora.get(path(closed, "results.csv"))

    assert answer.status_code == 409
    assert "These results are not released yet." in text_of(answer)


def test_the_file_says_what_the_screen_says(closed: StorySession, cora: FlaskClient) -> None:
    closed.release()

    answer = cora.get(path(closed, "results.csv"))
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))

    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    disposition = answer.headers["Content-Disposition"]
    assert disposition == "attachment; filename=results-00123-sample-2026-11-23.csv"
    assert [(row["candidate_number"], row["status"], row["mark"]) for row in rows] == [
        ("0012", "marked", "4"),
        ("0013", "marked", "0"),
        ("0014", "void", ""),
        ("0015", "absent", ""),
    ]
    assert rows[0]["pass_mark_note"] == "Example pass mark"


def test_no_key_or_rationale_is_shown_with_the_results(
    closed: StorySession, cora: FlaskClient
) -> None:
    closed.release()

    assert CANARY not in cora.get(path(closed)).text
    assert CANARY.encode() not in cora.get(path(closed, "results.csv")).data


@pytest.mark.parametrize(("name", "status"), [("dora", 404), ("ivy", 404), ("olga", 404)])
@pytest.mark.parametrize("page", ["results", "results.csv"])
def test_a_stranger_finds_neither_page_nor_file(
    closed: StorySession, client: FlaskClient, cast: Cast, name: str, status: int, page: str
) -> None:
    closed.release()
    sign_in(client, cast.people[name])

    assert client.get(path(closed, page)).status_code == status


def test_a_session_is_not_found_below_another_centre(
    closed: StorySession, client: FlaskClient, cast: Cast
) -> None:
    closed.release()
    sign_in(client, cast.dora)

    below = f"/centre/{cast.southport}/sessions/{closed.session}"

    assert client.get(f"{below}/results").status_code == 404
    assert client.get(f"{below}/results.csv").status_code == 404


def test_the_list_has_the_sessions_whose_results_are_out(
    closed: StorySession, cora: FlaskClient, cast: Cast
) -> None:
    assert "No results have been released to your centre yet." in read(cora, "/centre/results")

    closed.release()

    shown = read(cora, "/centre/results")
    assert "Room 4 00123 Northtown College 2 1 1 CSV" in shown
    assert path(closed, "results.csv") in cora.get("/centre/results").text
    dora = sign_in(cora, cast.dora)
    assert "No results have been released" in read(dora, "/centre/results")


def test_a_newer_version_that_is_held_shows_in_no_count_of_the_centre(
    closed: StorySession, cora: FlaskClient
) -> None:
    closed.release()
    with closed.database.begin() as db:
        db.add(
            ResultRow(
                awarding_body_id=closed.cast.body,
                centre_id=closed.centre,
                sitting_id=closed.sittings[0],
                version=2,
                status="void",
                profile=[],
                item_marks=[],
                marked_at=closed.clock.now,
            )
        )

    assert "Room 4 00123 Northtown College 2 1 1 CSV" in read(cora, "/centre/results")
    assert "Adeyemi, Ada 4 of 5" in read(cora, path(closed))
