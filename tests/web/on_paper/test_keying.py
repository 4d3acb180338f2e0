"""From the screen to paper, and keying in: two people, line by line."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.sitting import SittingState
from tests.cast import CANARY
from tests.stories import StorySession, sit
from tests.web.centre.desk import linked, text_of
from tests.web.signing import sign_in

ADA, BEN = 0, 1
SHEET = {1: "A", 2: "b", 3: "", 4: "C", 5: "ad"}


def path(story: StorySession, place: int = ADA) -> str:
    """Return where a sheet is keyed in."""
    return f"/papers/{story.session}/keying/{story.sittings[place]}"


def key(
    client: FlaskClient,
    story: StorySession,
    sheet: dict[int, str],
    blank: str | None = "1",
    at: str | None = "09:20",
) -> TestResponse:
    """Key a sheet in and follow where it leads."""
    sent = {f"question-{position}": letters for position, letters in sheet.items()}
    sent |= {"blank": blank} if blank is not None else {}
    sent |= {"handed_in": at} if at is not None else {}
    return client.post(path(story), data=sent, follow_redirects=True)


def test_a_candidate_goes_on_on_paper_with_a_reason(ivy: FlaskClient, story: StorySession) -> None:
    sit(story, ADA, chosen={1: "A"}, submit=False)
    ticked = {"sitting": str(story.sittings[ADA]), "act": "paper"}

    asked = ivy.post(f"/rooms/{story.session}/candidates", data=ticked)
    assert "leaves the screen for good" in asked.text
    again = ivy.post(f"/rooms/{story.session}/candidates/paper", data=ticked | {"reason": ""})
    assert "Write the reason" in again.text
    done = ivy.post(
        f"/rooms/{story.session}/candidates/paper",
        data=ticked | {"reason": "The screen went dark"},
        follow_redirects=True,
    )

    assert "1 candidate on paper now." in done.text
    assert "On paper" in ivy.get(f"/rooms/{story.session}/live").text


def test_a_session_with_papers_out_can_be_closed(ivy: FlaskClient, on_paper: StorySession) -> None:
    page = ivy.post(f"/rooms/{on_paper.session}/close")

    assert "1 candidate who did not start will be marked absent" in text_of(page)
    ivy.post(f"/rooms/{on_paper.session}/close", data={"sure": "yes"})
    assert on_paper.sitting(ADA).state == SittingState.STARTED


def test_two_people_key_a_sheet_in_and_the_test_is_handed_in(
    ivy: FlaskClient, cora: FlaskClient, on_paper: StorySession
) -> None:
    assert "Key in" in ivy.get(f"/papers/{on_paper.session}").text

    first = key(ivy, on_paper, SHEET).text
    assert "is keyed in once" in first
    assert "Somebody else keys it now" in first
    second = key(cora, on_paper, SHEET).text

    assert "the test is handed in" in second
    assert "Handed in 09:20 GMT" in second
    assert on_paper.sitting(ADA).progress == "xx.xx"


def test_the_second_person_sees_nothing_of_the_first(
    ivy: FlaskClient, cora: FlaskClient, on_paper: StorySession
) -> None:
    before = cora.get(path(on_paper)).text
    key(ivy, on_paper, SHEET)

    after = cora.get(path(on_paper)).text

    assert _without_tokens(after) == _without_tokens(before)


def test_whoever_keyed_it_does_not_key_it_again(ivy: FlaskClient, on_paper: StorySession) -> None:
    key(ivy, on_paper, SHEET)

    assert "Now somebody else keys it" in ivy.get(path(on_paper)).text
    again = key(ivy, on_paper, SHEET)
    assert again.status_code == 409
    assert len(on_paper.events("key_sheet")) == 1


def test_where_two_differ_each_sees_only_which_questions(
    ivy: FlaskClient, cora: FlaskClient, on_paper: StorySession
) -> None:
    key(ivy, on_paper, SHEET)
    assert "differs" in key(cora, on_paper, SHEET | {4: "D"}).text

    for client in (ivy, cora):
        page = client.get(path(on_paper)).text
        assert page.count("app-keying__line") == 1
        assert 'id="question-4" name="question-4" value=""' in page
        assert "handed_in" not in page
    done = key(cora, on_paper, {4: "C"}, blank="0", at=None)

    assert "the test is handed in" in done.text


def test_every_wrong_line_is_told_beside_it(ivy: FlaskClient, on_paper: StorySession) -> None:
    answer = key(ivy, on_paper, SHEET | {2: "E", 5: "yes"}, at="25:00")

    assert answer.status_code == 422
    assert linked(answer) == {"question-2", "question-5", "handed_in"}
    assert 'value="yes"' in answer.text  # what was typed is not lost
    assert on_paper.events("key_sheet") == []


def test_a_line_left_empty_by_a_slip_is_noticed(ivy: FlaskClient, on_paper: StorySession) -> None:
    answer = key(ivy, on_paper, SHEET, blank="0")

    assert "You counted 0 without a tick, but 1 lines are empty: questions 3" in text_of(answer)
    assert linked(key(ivy, on_paper, SHEET, blank="")) == {"blank"}


def test_a_time_that_cannot_be_is_told_beside_its_field(
    ivy: FlaskClient, on_paper: StorySession
) -> None:
    for at in ("08:59", "09:31"):
        answer = key(ivy, on_paper, SHEET, at=at)
        assert (answer.status_code, linked(answer)) == (422, {"handed_in"})


def test_only_what_is_on_paper_has_a_page_to_key_it_in(
    app: Flask, ivy: FlaskClient, cora: FlaskClient, on_paper: StorySession
) -> None:
    ian = sign_in(app.test_client(), on_paper.cast.ian)

    assert ivy.get(path(on_paper, BEN)).status_code == 409
    assert ian.get(path(on_paper)).status_code == 404
    assert key(ian, on_paper, SHEET).status_code == 404
    key(ivy, on_paper, SHEET)
    key(cora, on_paper, SHEET)
    assert ivy.get(path(on_paper)).status_code == 409


def test_the_candidates_screen_says_so(app: Flask, story: StorySession, ivy: FlaskClient) -> None:
    sit(story, ADA, chosen={1: "A"}, submit=False)
    ticked = {"sitting": str(story.sittings[ADA]), "reason": "The screen went dark"}
    candidate = app.test_client()
    with candidate.session_transaction() as session:
        session["sitting"] = [story.centre.hex, story.sittings[ADA].hex, "device-0"]

    ivy.post(f"/rooms/{story.session}/candidates/paper", data=ticked)

    page = candidate.get("/test/1")
    assert "Your test goes on on paper." in page.text
    assert "Sample question" not in page.text
    beat = candidate.get("/time").get_json()
    assert (beat["refused"], beat["state"]) == ("on_paper", "finished")


def test_no_page_of_keying_tells_anything_of_the_test(
    ivy: FlaskClient, on_paper: StorySession
) -> None:
    for page in (ivy.get(f"/papers/{on_paper.session}").text, ivy.get(path(on_paper)).text):
        assert CANARY not in page
        assert "Sample question" not in page


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "nonce" not in line and "csrf" not in line]
