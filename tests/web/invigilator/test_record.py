"""The room's incidents and its record, as pages: three clicks, counts explained, files to take away."""

import io
import json
from uuid import UUID

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.admission import Identity
from app.services import invigilation
from app.services.record_verification import verify_record
from app.store.queries.incidents import Written, incidents_of
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, sit
from tests.web.signing import sign_in


@pytest.fixture
def story(app: Flask, cast: Cast, clock: Clock) -> StorySession:
    """Two candidates are entered and the keycodes are out; forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return a_session(app.extensions["testamur"].database, cast, clock)


@pytest.fixture
def ivy(app: Flask, story: StorySession) -> FlaskClient:
    return sign_in(app.test_client(), story.cast.ivy)


def written(story: StorySession) -> list[Written]:
    with story.database.read() as db:
        return incidents_of(db, story.row())


def let_one_sit(story: StorySession) -> None:
    """Let Ada hand in, and Ben be let in without ever starting."""
    story.do(invigilation.admit, story.sittings, Identity.KNOWN)
    story.do(invigilation.start_session)
    sit(story, 0, right=2)


# Incidents


def test_an_incident_takes_candidate_category_and_write_down(
    story: StorySession, ivy: FlaskClient
) -> None:
    path = f"/rooms/{story.session}/incidents"
    page = ivy.get(f"{path}?sitting={story.sittings[1]}").text
    assert f'<option value="{story.sittings[1]}" selected' in page

    sent = {"about": str(story.sittings[1]), "category": "candidate_malpractice"}
    told = ivy.post(path, data=sent, follow_redirects=True).text

    [found] = written(story)
    assert (found.candidate_number, found.incident.text) == ("0013", "")
    assert "The awarding body must be told at once." in told
    assert "signed statements" in told


def test_the_time_may_be_set_earlier_and_words_may_be_added(
    story: StorySession, ivy: FlaskClient, clock: Clock
) -> None:
    clock.tick(minutes=40)
    sent = {"about": "", "category": "disturbance", "time": "09:12", "text": "A drill next door."}

    ivy.post(f"/rooms/{story.session}/incidents", data=sent)

    [found] = written(story)
    assert f"{found.incident.happened_at:%H:%M}" == "09:12"
    assert found.incident.text == "A drill next door."


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"about": ""}, "Choose what kind of incident it is"),
        ({"category": "other", "time": "23:00"}, "An incident happens on the day of its session"),
        ({"category": "other", "time": "x"}, "Not a valid time value"),
        ({"category": "other", "about": str(UUID(int=7))}, "Not a valid choice"),
        ({"category": "other", "text": "x" * 2001}, "Use at most 2,000 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written_down(
    sent: dict[str, str], told: str, story: StorySession, ivy: FlaskClient
) -> None:
    page = ivy.post(f"/rooms/{story.session}/incidents", data=sent).text

    assert told in page
    assert "There is a problem" in page
    assert written(story) == []


def test_a_correction_stands_beside_what_it_corrects(story: StorySession, ivy: FlaskClient) -> None:
    path = f"/rooms/{story.session}/incidents"
    ivy.post(path, data={"category": "illness", "about": str(story.sittings[0])})
    [first] = written(story)
    page = ivy.get(f"{path}?corrects={first.incident.id}").text
    assert "Correct “Illness” of 09:00 GMT" in page
    sent = {"category": "illness", "corrects": str(first.incident.id)}
    assert "Write what is right" in ivy.post(path, data=sent).text

    ivy.post(path, data={**sent, "text": "It was Ben."})

    assert [each.incident.corrects_id for each in written(story)] == [None, first.incident.id]
    assert "Corrects “Illness” of 09:00 GMT" in ivy.get(path).text


def test_on_another_day_the_time_has_to_be_said(
    story: StorySession, ivy: FlaskClient, clock: Clock
) -> None:
    clock.tick(days=1)
    path = f"/rooms/{story.session}/incidents"
    assert (
        "Enter the time on the day of the session"
        in ivy.post(path, data={"category": "other"}).text
    )

    ivy.post(path, data={"category": "other", "time": "10:15"})

    assert f"{written(story)[0].incident.happened_at:%d %H:%M}" == "23 10:15"


def test_the_exams_officer_and_the_awarding_body_see_what_concerns_them(
    story: StorySession, ivy: FlaskClient, app: Flask
) -> None:
    path = f"/rooms/{story.session}/incidents"
    ivy.post(path, data={"category": "emergency", "text": "=Fire bell"})
    ivy.post(path, data={"category": "disturbance", "text": "Lawn mower"})
    cora = sign_in(app.test_client(), story.cast.cora)
    olga = sign_in(app.test_client(), story.cast.olga)

    session = cora.get(f"/centre/{story.centre}/sessions/{story.session}").text
    desk, told = olga.get("/awarding").text, olga.get("/awarding/incidents").text
    sheet = olga.get("/awarding/incidents.csv").text

    assert "Fire bell" in session
    assert "Lawn mower" in session
    for page in (desk, told, sheet, olga.get(f"/awarding/sessions/{story.session}").text):
        assert "Fire bell" in page
        assert "Lawn mower" not in page
    assert "'=Fire bell" in sheet
    assert "incident you must know of" in olga.get("/desk").text


def test_the_awarding_body_makes_the_list_its_own(
    story: StorySession, ivy: FlaskClient, app: Flask
) -> None:
    olga, body = sign_in(app.test_client(), story.cast.olga), story.cast.body
    at = f"/awarding/bodies/{body}/incident-categories"
    assert "This is the standard list" in olga.get(at).text
    assert (
        "Write what the awarding body must be told"
        in olga.post(f"{at}/new", data={"name": "Drone", "notify": "y"}).text
    )
    assert "Another category has this name" in olga.post(f"{at}/new", data={"name": "illness"}).text

    olga.post(f"{at}/new", data={"name": "Drone", "notify": "y", "advice": "Ring 0123."})
    olga.post(f"{at}/other/change", data={"name": "Anything else", "advice": "Write it all."})
    olga.post(f"{at}/illness/retire")

    page = ivy.get(f"/rooms/{story.session}/incidents").text
    assert "Drone" in page
    assert "Anything else" in page
    assert 'value="illness"' not in page
    olga.post(f"{at}/illness/offer")
    assert 'value="illness"' in ivy.get(f"/rooms/{story.session}/incidents").text
    assert olga.get(f"{at}/nothing/change").status_code == 404


# Closing, and the record


def test_the_close_asks_for_what_does_not_add_up(story: StorySession, ivy: FlaskClient) -> None:
    let_one_sit(story)
    path = f"/rooms/{story.session}/close"

    asked = ivy.post(path).text
    assert "2 candidates were let in, and 1 tests came back" in asked
    refused = ivy.post(path, data={"sure": "yes"}).text
    assert "Write why this does not add up" in refused
    assert story.row().state == "started"
    sent = {"sure": "yes", "explain_tests": "Ben was taken ill before he began."}
    closed = ivy.post(path, data=sent, follow_redirects=True).text

    assert "its record is signed" in closed
    document = ivy.get(f"/rooms/{story.session}/record/1/json").get_data()
    assert verify_record(document).fits
    assert b"Ben was taken ill before he began." in document


def test_a_test_whose_time_ran_out_unnoticed_needs_no_explanation(
    story: StorySession, ivy: FlaskClient, clock: Clock
) -> None:
    story.begin()
    sit(story, 0)
    sit(story, 1, submit=False)
    clock.tick(hours=1)

    page = ivy.post(f"/rooms/{story.session}/close").text

    assert "add up" not in page


def test_the_record_is_taken_away_as_json_and_pdf(story: StorySession, ivy: FlaskClient) -> None:
    story.begin()
    sit(story, 0)
    sit(story, 1)
    ivy.post(f"/rooms/{story.session}/close", data={"sure": "yes"})
    page = ivy.get(f"/rooms/{story.session}/record").text
    assert f"/rooms/{story.session}/record/1/pdf" in page

    answer = ivy.get(f"/rooms/{story.session}/record/1/json")
    pdf = ivy.get(f"/rooms/{story.session}/record/1/pdf")

    name = "record-00123-sample-2026-11-23-issue-1"
    assert f"{name}.json" in answer.headers["Content-Disposition"]
    assert f"{name}.pdf" in pdf.headers["Content-Disposition"]
    assert json.loads(answer.data)["header"]["issue"] == 1
    checked = verify_record(pdf.data)
    assert (checked.kind, checked.faults) == ("pdf", ())
    reader = pypdf.PdfReader(io.BytesIO(pdf.data))
    text = " ".join(" ".join(each.extract_text() for each in reader.pages).split())
    assert "2 entered, 2 admitted, 2 papers submitted, 0 absent" in text
    assert "Adeyemi, Ada" in text
    assert reader.attachments["session-record.json"] == [answer.data]


def test_it_is_signed_again_when_something_has_changed(
    story: StorySession, ivy: FlaskClient, app: Flask
) -> None:
    ivy.post(f"/rooms/{story.session}/close", data={"sure": "yes"})
    cora = sign_in(app.test_client(), story.cast.cora)
    at = f"/centre/{story.centre}/sessions/{story.session}/record"
    told = cora.post(at, follow_redirects=True).text
    assert "Nothing has changed since the last issue" in told
    ivy.post(f"/rooms/{story.session}/incidents", data={"category": "other"})

    told = cora.post(at, follow_redirects=True).text

    assert "Issue 2 of the record is signed" in told
    for issue in (1, 2):
        assert verify_record(cora.get(f"{at}/{issue}/json").data).fits
    assert cora.get(f"{at}/3/json").status_code == 404
    olga = sign_in(app.test_client(), story.cast.olga)
    assert (
        f"/awarding/sessions/{story.session}/record/2/pdf"
        in olga.get(f"/awarding/sessions/{story.session}").text
    )
    assert olga.get(f"/awarding/sessions/{story.session}/record/2/pdf").status_code == 200


def test_before_the_close_there_is_no_record_to_sign(story: StorySession, ivy: FlaskClient) -> None:
    assert (
        "The record is signed when the session is closed"
        in ivy.get(f"/rooms/{story.session}/record").text
    )

    answer = ivy.post(f"/rooms/{story.session}/record")

    assert answer.status_code == 409
    assert "This session is not closed" in answer.text


def test_a_strangers_room_has_no_incidents_and_no_record(
    story: StorySession, app: Flask, cast: Cast
) -> None:
    story.close()
    ian, dora = (sign_in(app.test_client(), each) for each in (cast.ian, cast.dora))

    for path in ("incidents", "record", "record/1/json", "record/1/pdf"):
        assert ian.get(f"/rooms/{story.session}/{path}").status_code == 404, path
    for centre in (cast.northtown, cast.southport):
        at = f"/centre/{centre}/sessions/{story.session}/record"
        assert dora.get(at).status_code == 404
        assert dora.get(f"{at}/1/json").status_code == 404
    assert (
        ian.post(f"/rooms/{story.session}/incidents", data={"category": "other"}).status_code == 404
    )
    assert written(story) == []
