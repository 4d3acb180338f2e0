"""On the day, as Ivy does it on the page."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services.candidates import add_candidate
from app.services.invigilation import mark_absent
from app.services.invigilator_codes import issue_code_to_guest
from app.store.candidates import CandidateRow
from app.store.database import Database
from app.store.sessions import EntryRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.services.test_on_the_day import CLEO
from tests.stories import StorySession, a_session, lease_of, start
from tests.timetable import OPENS, THE_DAY_BEFORE, schedule
from tests.web.signing import sign_in

NEW = {"number": "0100", "family_name": "Dane", "given_names": "Dora"}


@pytest.fixture
def story(app: Flask, cast: Cast, clock: Clock) -> StorySession:
    database: Database = app.extensions["testamur"].database
    return a_session(database, cast, clock)


@pytest.fixture
def ivy(app: Flask, story: StorySession) -> Iterator[FlaskClient]:
    """Sign Ivy in; forms are sent without tokens, which the rules test elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield sign_in(app.test_client(), story.cast.ivy)


def at(story: StorySession, *rest: object) -> str:
    return "/".join([f"/rooms/{story.session}/day", *map(str, rest)])


def said(text: str) -> str:
    """Return what a person reads."""
    body = text.partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def cleo(story: StorySession) -> UUID:
    with story.database.begin() as db:
        return add_candidate(db, story.centre, CLEO, story.cast.cora, THE_DAY_BEFORE)


def test_somebody_on_the_list_is_found_entered_and_given_a_slip_in_two_steps(
    ivy: FlaskClient, story: StorySession
) -> None:
    candidate = cleo(story)

    found = ivy.get(at(story), query_string={"search": "cole"})
    assert "0099 Cole, Cleo 2 January 2008" in said(found.text)
    slip = ivy.post(at(story, "candidates", candidate))

    assert re.search(r"Keycode \w{4} \w{4} \w{4}", said(slip.text))
    assert "Cole, Cleo" in said(ivy.get(at(story)).text)
    again = ivy.post(at(story, "candidates", candidate))
    assert again.status_code == 409
    assert "Candidate 0099 is already entered" in again.text


def test_somebody_new_is_added_and_their_keycode_opens_the_door(
    ivy: FlaskClient, story: StorySession, app: Flask
) -> None:
    slip = ivy.post(at(story, "walk-in"), data=NEW)

    found = re.search(r"Keycode (\w{4} \w{4} \w{4})", said(slip.text))
    assert found
    entered = app.test_client().post("/", data={"keycode": found[1]})
    assert entered.status_code in (302, 303)


def test_a_possible_duplicate_is_shown_with_both_ways_on(
    ivy: FlaskClient, story: StorySession
) -> None:
    candidate = cleo(story)
    twin = {"number": "0101", "family_name": "cole", "given_names": "CLEO"}

    asked = ivy.post(at(story, "walk-in"), data=twin)

    assert asked.status_code == 422
    assert "Is it one of these?" in asked.text
    assert at(story, "candidates", candidate) in asked.text
    with story.database.read() as db:
        assert db.query(CandidateRow).filter_by(number="0101").count() == 0
    sure = ivy.post(at(story, "walk-in"), data=twin | {"sure": "y"})
    assert "Keycode" in sure.text


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"number": "0012"}, "belongs to another candidate"),
        ({"number": ""}, "Enter the candidate number"),
        ({"number": "12;DROP"}, "must be letters and figures"),
        ({"uln": "1234567890"}, "check digit"),
        ({"family_name": ""}, "Enter the family name"),
        (
            {"date_of_birth-day": "31", "date_of_birth-month": "2", "date_of_birth-year": "2008"},
            "must be a real date",
        ),
    ],
)
def test_bad_input_is_told_as_on_the_centres_form_and_writes_nothing(
    ivy: FlaskClient, story: StorySession, wrong: dict[str, str], complaint: str
) -> None:
    answer = ivy.post(at(story, "walk-in"), data=NEW | wrong)

    assert answer.status_code == 422
    assert complaint in answer.text
    with story.database.read() as db:
        assert db.query(EntryRow).count() == 2


def test_a_corrected_name_stands_on_the_candidates_next_page(
    ivy: FlaskClient, story: StorySession, app: Flask
) -> None:
    story.begin()
    start(story, 1)
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["sitting"] = [story.centre.hex, story.sittings[1].hex, lease_of(1)]
    assert "Beck" in browser.get("/test/1", follow_redirects=True).text
    path = at(story, "sittings", story.sittings[1], "name")
    assert 'value="Beck"' in ivy.get(path).text

    names = {"family_name": "Becker", "given_names": "Benedict"}
    assert "Choose the reason" in ivy.post(path, data=names).text
    ivy.post(path, data=names | {"reason": "misspelt"})

    page = browser.get("/test/1", follow_redirects=True).text
    assert "Benedict" in page
    assert "Becker" in page
    assert "Becker, Benedict" in ivy.get(f"/rooms/{story.session}").text


def test_a_withdrawal_asks_why_and_a_started_sitting_is_not_withdrawn(
    ivy: FlaskClient, story: StorySession
) -> None:
    path = at(story, "sittings", story.sittings[1], "withdraw")
    assert "Choose the reason" in ivy.post(path).text
    done = ivy.post(path, data={"reason": "unwell"}, follow_redirects=True)
    assert "Candidate 0013 is withdrawn." in done.text
    assert ivy.post(path, data={"reason": "unwell"}).status_code == 404

    story.begin()
    start(story, 0)
    started = ivy.post(
        at(story, "sittings", story.sittings[0], "withdraw"), data={"reason": "unwell"}
    )
    assert started.status_code == 409
    assert "the sitting is started" in started.text


def later(story: StorySession) -> UUID:
    with story.database.begin() as db:
        return schedule(
            db,
            story.cast,
            story.specification_version,
            room="Room 9",
            opens_at=OPENS + timedelta(hours=4),
            latest_start_at=OPENS + timedelta(hours=5),
            latest_finish_at=OPENS + timedelta(hours=6),
        )


def test_a_transfer_offers_the_other_sessions_of_the_test(
    ivy: FlaskClient, story: StorySession
) -> None:
    path = at(story, "sittings", story.sittings[0], "transfer")
    assert "There is no other session of this test" in ivy.get(path).text
    there = later(story)

    assert "Room 9, 23 November 2026, 13:00 GMT" in ivy.get(path).text
    wrong = ivy.post(path, data={"to_session": str(uuid4()), "reason": "late"})
    assert wrong.status_code == 422
    assert ivy.post(path, data={"to_session": "x", "reason": "late"}).status_code == 422
    done = ivy.post(path, data={"to_session": str(there), "reason": "late"})

    assert "is entered for Room 9, 23 November 2026, 13:00 GMT" in said(done.text)
    assert "The keycode comes with everybody else" in done.text
    assert "Adeyemi" not in said(ivy.get(at(story)).text)


def test_an_absent_candidate_is_offered_another_session_and_no_withdrawal(
    app: Flask, ivy: FlaskClient, story: StorySession
) -> None:
    story.do(mark_absent, story.sittings)

    of_centre = f"/centre/{story.centre}/sessions/{story.session}"
    for page in (ivy.get(at(story)), sign_in(app.test_client(), story.cast.cora).get(of_centre)):
        assert "Transfer candidate 0012" in said(page.text)
        assert "Withdraw candidate 0012" not in said(page.text)


def test_the_exams_officer_transfers_from_the_centres_page(
    app: Flask, ivy: FlaskClient, story: StorySession
) -> None:
    cora, there = sign_in(app.test_client(), story.cast.cora), later(story)
    with story.database.read() as db:
        entry = db.query(EntryRow).order_by(EntryRow.id).first()
    assert entry is not None
    path = f"/centre/{story.centre}/sessions/{story.session}/entries/{entry.id}/transfer"

    assert "Room 9, 23 November 2026, 13:00 GMT" in cora.get(path).text
    done = cora.post(path, data={"to_session": str(there), "reason": "other"})

    assert done.location == f"/centre/{story.centre}/sessions/{there}"
    assert "Entries: 1" in cora.get(done.location).text


def test_another_invigilator_is_named_from_the_room(ivy: FlaskClient, story: StorySession) -> None:
    from app.domain.roles import Grant, Role
    from app.services.people import make_person

    with story.database.begin() as db:
        place = Grant(Role.INVIGILATOR, story.cast.body, story.centre)
        iris = make_person(db, "Iris", "iris@example.org", [place], None, THE_DAY_BEFORE)
    path = at(story, "invigilators")

    assert "Iris" in ivy.get(at(story)).text
    nobody = ivy.post(path, data={"person": ""}, follow_redirects=True)
    assert "Choose an invigilator first" in nobody.text
    assert ivy.post(path, data={"person": str(story.cast.ian)}).status_code == 422
    assert "nonsense" not in ivy.post(path, data={"person": "nonsense"}, follow_redirects=True).text
    named = ivy.post(path, data={"person": str(iris)}, follow_redirects=True)
    assert "The invigilator is named." in named.text
    assert "Iris, Ivy" in said(named.text)


def test_nothing_of_it_is_there_for_strangers_or_in_a_closed_session(
    app: Flask, ivy: FlaskClient, story: StorySession
) -> None:
    ian = sign_in(app.test_client(), story.cast.ian)
    ada = story.sittings[0]
    paths = [at(story), at(story, "walk-in"), at(story, "sittings", ada, "name")]
    assert [ian.get(path).status_code for path in paths] == [404, 404, 404]
    assert ian.post(at(story, "walk-in"), data=NEW).status_code == 404
    foreign = at(story, "sittings", uuid4(), "withdraw")
    assert ivy.get(foreign).status_code == 404

    story.close()

    assert "This session is closed" in ivy.get(at(story)).text
    refused = ivy.post(at(story, "walk-in"), data=NEW)
    assert refused.status_code == 409
    assert "This session is closed" in refused.text
    assert (
        ivy.post(at(story, "sittings", ada, "withdraw"), data={"reason": "other"}).status_code
        == 409
    )


# Signed in for one session


@pytest.fixture
def gail(ivy: FlaskClient, app: Flask, story: StorySession) -> FlaskClient:
    """Sign a guest in with a code."""
    with story.database.begin() as db:
        made = issue_code_to_guest(db, story.session, "Gail", story.cast.cora, THE_DAY_BEFORE)
    client = app.test_client()
    assert client.post("/sign-in/code", data={"code": made.code}).status_code in (302, 303)
    return client


@pytest.mark.parametrize("words", ["cole", "Cleo", "009", "99", "0", "927630868", "%", "0099 Cole"])
def test_whoever_signed_in_for_one_session_cannot_search_the_centres_candidates(
    gail: FlaskClient, ivy: FlaskClient, story: StorySession, words: str
) -> None:
    cleo(story)

    assert "Nobody found" in said(gail.get(at(story), query_string={"search": words}).text)


@pytest.mark.parametrize("words", ["0099", " 0099 ", "9276308686", "927 630 8686"])
def test_whoever_signed_in_for_one_session_finds_by_a_whole_number_and_sees_no_date_of_birth(
    gail: FlaskClient, story: StorySession, words: str
) -> None:
    candidate = cleo(story)

    page = gail.get(at(story), query_string={"search": words}).text
    assert "0099 Cole, Cleo Enter" in said(page)
    assert "2008" not in said(page)
    assert "9276308686" not in page.replace(f'value="{words}"', "").replace(words, "")
    assert "Keycode" in gail.post(at(story, "candidates", candidate)).text
    again = said(gail.get(at(story), query_string={"search": words}).text)
    assert "Nobody found" in again


def test_capitals_of_a_number_do_not_count_for_whoever_signed_in_for_one_session(
    gail: FlaskClient, story: StorySession
) -> None:
    with story.database.begin() as db:
        cleo = replace(CLEO, number="NT/0099")
        add_candidate(db, story.centre, cleo, story.cast.cora, THE_DAY_BEFORE)

    page = gail.get(at(story), query_string={"search": "nt/0099"}).text

    assert "NT/0099 Cole, Cleo Enter" in said(page)


def test_a_possible_duplicate_tells_who_signed_in_for_one_session_no_date_of_birth(
    gail: FlaskClient, ivy: FlaskClient, story: StorySession
) -> None:
    cleo(story)
    twin = {"number": "0101", "family_name": "cole", "given_names": "CLEO"}

    told = gail.post(at(story, "walk-in"), data=twin).text

    assert "0099 Cleo Cole" in said(told)
    assert "2 January 2008" not in told
    assert "9276308686" not in told
    assert "born 2 January 2008, ULN 9276308686" in said(
        ivy.post(at(story, "walk-in"), data=twin).text
    )
