"""What can be done in a room, as its page offers it: each act once, and what it says afterwards."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.sitting import SittingState
from app.services import invigilation
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.services.room import entered
from tests.stories import StorySession, a_session, sit, start
from tests.web.signing import sign_in

NOTHING = "Nothing was changed"


@pytest.fixture
def story(app: Flask, cast: Cast, clock: Clock) -> StorySession:
    """Give a session of three whose keycodes are out, in the application's own database."""
    database: Database = app.extensions["testamur"].database
    return a_session(database, cast, clock, candidates=3)


@pytest.fixture
def ivy(app: Flask, story: StorySession) -> Iterator[FlaskClient]:
    """Sign Ivy in; forms are sent without tokens, which the rules test elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield sign_in(app.test_client(), story.cast.ivy)


def room(client: FlaskClient, story: StorySession) -> str:
    """Read the room's page."""
    return client.get(f"/rooms/{story.session}").text


def press(client: FlaskClient, story: StorySession, act: str, *places: int, **more: str) -> str:
    """Tick candidates, press a button, and return the page that follows."""
    sent = {"act": act, "sitting": [str(story.sittings[place]) for place in places], **more}
    path = f"/rooms/{story.session}/candidates"
    return client.post(path, data=sent, follow_redirects=True).text


def answer(client: FlaskClient, story: StorySession, act: str, *places: int, **more: str) -> str:
    """Send the page that asked about an act, and return the page that follows."""
    sent = {"sitting": [str(story.sittings[place]) for place in places], **more}
    path = f"/rooms/{story.session}/candidates/{act}"
    return client.post(path, data=sent, follow_redirects=True).text


# Arriving


def test_how_identity_was_checked_is_chosen_once_for_everybody(
    ivy: FlaskClient, story: StorySession
) -> None:
    assert "checked>" not in room(ivy, story)
    assert "1 candidate let in." in press(ivy, story, "admit", 0, identity="centre_card")

    assert re.search(r'value="centre_card" checked', room(ivy, story))
    assert story.sitting(0).identity_check == "centre_card"


def test_nobody_is_let_in_before_it_is_said_who_they_are(
    ivy: FlaskClient, story: StorySession
) -> None:
    page = press(ivy, story, "admit", 0)

    assert "Choose how you checked who they are, then press Let in. Nobody was let in." in page
    assert story.sitting(0).state == SittingState.ENTERED


def test_something_else_without_a_note_is_refused_with_what_to_do(
    ivy: FlaskClient, story: StorySession
) -> None:
    page = press(ivy, story, "admit", 0, identity="other")
    assert "Write it beside Something else" in page
    assert story.sitting(0).state == SittingState.ENTERED

    assert "let in" in press(ivy, story, "admit", 0, identity="other", note="Bus pass")


def test_letting_in_late_asks_why_and_says_so_on_the_record(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    press(ivy, story, "admit", 0, identity="known")
    ivy.post(f"/rooms/{story.session}/start")
    clock.tick(minutes=10)

    asked = press(ivy, story, "admit", 1, identity="photo_document")
    assert "Let 1 candidate in late" in asked
    assert "This is very late" not in asked
    assert story.sitting(1).state == SittingState.ENTERED

    page = answer(ivy, story, "admit", 1, identity="photo_document", reason="Train")
    assert "1 candidate let in." in page
    assert (story.sitting(1).late_reason, story.sitting(1).identity_check) == (
        "Train",
        "photo_document",
    )


def test_very_late_is_said_to_be_reported(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    press(ivy, story, "absent", 2)
    ivy.post(f"/rooms/{story.session}/start")
    clock.tick(minutes=31)

    assert "This is very late" in press(ivy, story, "admit", 2, identity="known")
    page = answer(ivy, story, "admit", 2, identity="known", reason="Overslept")
    assert "report it to the awarding body" in page


def test_the_same_people_ticked_again_are_not_asked_about(
    ivy: FlaskClient, story: StorySession
) -> None:
    sit(story, 0, submit=False)

    assert NOTHING in press(ivy, story, "admit", 0, identity="known")


# Time


def test_a_pause_takes_effect_at_once_and_its_reason_follows(
    ivy: FlaskClient, story: StorySession
) -> None:
    sit(story, 0, submit=False)

    page = press(ivy, story, "pause", 0)
    assert "1 candidate paused" in page
    assert "Reasons still to write" in page
    [entry] = re.findall(r'name="entry" value="([^"]+)"', page)

    path = f"/rooms/{story.session}/reasons"
    assert "Write the reason. Nothing was changed." in post(ivy, path, entry=entry, reason=" ")
    page = post(ivy, path, entry=entry, reason="Felt faint")
    assert "The reason is kept." in page
    assert "Reasons still to write" not in page
    assert "written down already" in post(ivy, path, entry=entry, reason="Again")


@pytest.mark.parametrize(
    "entry", ["", "x", "x:1", "1:x", ":", "{sitting}:", "{sitting}:" + "9" * 5000]
)
def test_a_reason_for_what_is_no_entry_changes_nothing(
    ivy: FlaskClient, story: StorySession, entry: str
) -> None:
    sit(story, 0, submit=False)
    press(ivy, story, "pause", 0)
    named = entry.replace("{sitting}", str(story.sittings[0]))

    assert NOTHING in post(ivy, f"/rooms/{story.session}/reasons", entry=named, reason="Why")


def test_all_clocks_are_stopped_without_a_question_and_started_again(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    sit(story, 0, submit=False)
    stop, again = (f"/rooms/{story.session}/{act}" for act in ("stop-clocks", "restart-clocks"))

    page = post(ivy, stop)
    assert "All clocks are stopped, for 1 candidate now" in page
    assert "All clocks stopped</strong> since" in page
    assert "Why were all clocks stopped" in page
    post(ivy, stop)
    clock.tick(minutes=10)
    assert "The clocks run again, for 1 candidate" in post(ivy, again)
    post(ivy, again)

    assert "36:30" in room(ivy, story)
    page = give_reason(ivy, story, "Fire bell")
    assert "The reason is kept." in page
    assert "Reasons still to write" not in page


def owed(page: str) -> list[str]:
    """Return the stops that a room's page asks the reasons of, as its forms send them."""
    return re.findall(r'name="stopped_at" value="([^"]+)"', page)


def give_reason(client: FlaskClient, story: StorySession, reason: str, place: int = 0) -> str:
    """Write down why all clocks were stopped, as the room's page asks for it."""
    stopped = owed(room(client, story))[place]
    return post(client, f"/rooms/{story.session}/stop-reason", stopped_at=stopped, reason=reason)


def test_each_stop_is_listed_until_its_own_reason_is_written(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    story.begin()
    for _ in range(2):
        story.do(invigilation.stop_all_clocks)
        clock.tick(minutes=5)
        story.do(invigilation.restart_clocks, "")
    page = room(ivy, story)
    first, second = owed(page)
    for since in ("09:00", "09:05"):
        assert f"Why were all clocks stopped at {since} GMT?" in page

    assert owed(give_reason(ivy, story, "The bell again", place=1)) == [first]
    path = f"/rooms/{story.session}/stop-reason"
    assert NOTHING in post(ivy, path, stopped_at=second, reason="A drill")
    assert "Reasons still to write" not in give_reason(ivy, story, "Fire bell")


@pytest.mark.parametrize("moment", ["", "x", "2026-11-23T09:00:00", "2026-11-23T09:01:00+00:00"])
def test_a_reason_for_what_was_no_stop_is_not_kept(
    ivy: FlaskClient, story: StorySession, moment: str
) -> None:
    story.begin()
    story.do(invigilation.stop_all_clocks)

    path = f"/rooms/{story.session}/stop-reason"
    assert NOTHING in post(ivy, path, stopped_at=moment, reason="Fire bell")
    assert len(owed(room(ivy, story))) == 1


def test_extra_time_past_the_latest_finish_says_until_when_the_room_is_needed(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    story.begin()
    clock.tick(minutes=80)
    start(story, 0)

    page = answer(ivy, story, "extra-time", 0, minutes="50", reason="Fire bell")

    assert "1 candidate given 50 more minutes" in page
    assert "Keep the room until 11:47 GMT" in page


def test_a_rest_break_that_is_not_arranged_is_refused_with_what_to_do(
    ivy: FlaskClient, story: StorySession
) -> None:
    sit(story, 0, submit=False)

    page = press(ivy, story, "rest-break", 0)

    assert "Pause instead and write the reason" in page
    assert "Paused" not in room(ivy, story).split('id="lines"')[1].split("</tbody>")[0]


def test_the_room_is_shown_afterwards_as_it_was_before(
    ivy: FlaskClient, story: StorySession
) -> None:
    path = f"/rooms/{story.session}/candidates?show=waiting&sort=name&q=Ada&next=//evil.example"
    sent = {"act": "absent", "sitting": [str(story.sittings[0])]}

    led = ivy.post(path, data=sent).headers["Location"]

    assert led == f"/rooms/{story.session}?show=waiting&sort=name&q=Ada"


# Telling


def test_a_message_goes_to_those_ticked_or_to_everybody(
    ivy: FlaskClient, story: StorySession
) -> None:
    assert "Send a message to 1 candidate" in press(ivy, story, "message", 0)
    assert "Write the message" in answer(ivy, story, "message", 0, text=" ")
    assert "Message sent to 1 candidate" in answer(ivy, story, "message", 0, text="Five minutes")

    path = f"/rooms/{story.session}/message"
    assert "Use at most 500 characters" in post(ivy, path, text="x" * 501)
    assert "Message sent to 3 candidates" in post(ivy, path, text="The door is open")
    assert [story.sitting(place).messages for place in range(3)] == [2, 1, 1]


# Moving


def test_out_of_the_room_and_back(ivy: FlaskClient, story: StorySession) -> None:
    sit(story, 0, submit=False)
    sit(story, 1, submit=False)

    assert "1 candidate out of the room, escorted" in press(ivy, story, "left-escorted", 0)
    assert NOTHING in press(ivy, story, "left-escorted", 0)
    assert "1 candidate back in the room" in press(ivy, story, "back", 0)

    press(ivy, story, "left-alone", 1)
    assert "Somebody was out of the room alone" in press(ivy, story, "back", 1)
    assert "Write the reason" in answer(ivy, story, "back", 1, reason="")
    assert story.sitting(1).left_alone
    assert "back in the room" in answer(ivy, story, "back", 1, reason="First aid")


def seats(client: FlaskClient, story: StorySession, *moves: tuple[int, str], **more: str) -> str:
    """Send the page of seats."""
    sent = {f"seats-{n}": seat for n, (_, seat) in enumerate(moves)} | more
    sittings = [str(story.sittings[place]) for place, _ in moves]
    path = f"/rooms/{story.session}/seats"
    return client.post(path, data={**sent, "sitting": sittings}, follow_redirects=True).text


def test_another_seat_in_one_act_and_a_swap_where_it_is_taken(
    ivy: FlaskClient, story: StorySession
) -> None:
    sit(story, 0, submit=False)
    asked = press(ivy, story, "seat", 0, 1)
    assert "New seat of 0012 Ada Adeyemi" in asked
    assert "1 candidate moved." in seats(ivy, story, (0, "B1"))
    assert "1 candidate moved." in seats(ivy, story, (1, "B2"))
    assert story.sitting(0).lease == ""

    taken = seats(ivy, story, (0, "b2"))
    assert "Two candidates would have seat b2" in taken
    assert "Swap the two seats" in taken
    assert story.sitting(0).seat == "B1"

    assert "2 candidates moved." in seats(ivy, story, (0, "B2"), swap="yes")
    assert [story.sitting(place).seat for place in (0, 1)] == ["B2", "B1"]
    assert "Nobody was moved" in seats(ivy, story, (0, "B2"))


@pytest.mark.parametrize(
    ("seat", "said"), [(" ", "Write the seat"), ("x" * 13, "at most 12 characters")]
)
def test_a_seat_has_a_name_of_some_length(
    ivy: FlaskClient, story: StorySession, seat: str, said: str
) -> None:
    assert said in seats(ivy, story, (0, seat))


def test_going_on_on_paper_is_asked_only_of_those_who_can(
    ivy: FlaskClient, story: StorySession
) -> None:
    story.do(invigilation.mark_absent, story.sittings[:1])

    asked = press(ivy, story, "paper", 0, 1)

    assert "for 1 candidate" in asked
    assert "Beck" in asked
    assert "Adeyemi" not in asked
    assert NOTHING in press(ivy, story, "paper", 0)


@pytest.mark.parametrize("number", ["²", "9" * 5000, "x", "-1", ""])
def test_a_seat_with_a_strange_number_is_left_out(
    ivy: FlaskClient, story: StorySession, number: str
) -> None:
    sent = {f"seats-{number}": "B1", "sitting": str(story.sittings[0])}

    page = ivy.post(f"/rooms/{story.session}/seats", data=sent)

    assert page.status_code == 200
    assert "New seat of" in page.text
    assert story.sitting(0).seat == ""


# Bad input: a sentence, and nothing changed


def test_a_sitting_of_another_room_is_not_reached_by_any_act(
    ivy: FlaskClient, story: StorySession, app: Flask, cast: Cast, clock: Clock
) -> None:
    other = a_session(app.extensions["testamur"].database, cast, clock)
    theirs = [str(other.sittings[0])]
    before = other.sitting(0)

    for act in ("admit", "absent", "void", "seat", "left-alone"):
        sent = {"act": act, "sitting": theirs, "identity": "known"}
        path = f"/rooms/{story.session}/candidates"
        page = ivy.post(path, data=sent, follow_redirects=True).text
        assert "Nobody of those ticked is in this room. Nothing was changed." in page
    sent = {"sitting": theirs, "reason": "Mine now"}
    path = f"/rooms/{story.session}/candidates/void"
    assert NOTHING in ivy.post(path, data=sent, follow_redirects=True).text
    ivy.post(f"/rooms/{story.session}/seats", data={"sitting": theirs, "seats-0": "Z9"})

    after = other.sitting(0)
    assert (after.state, after.seat) == (before.state, before.seat)


@pytest.mark.parametrize(
    "act",
    [
        "candidates",
        "candidates/void",
        "candidates/admit",
        "seats",
        "reasons",
        "stop-reason",
        "message",
        "stop-clocks",
        "restart-clocks",
    ],
)
def test_an_invigilator_of_another_centre_finds_no_such_room(
    app: Flask, story: StorySession, act: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    ian = sign_in(app.test_client(), story.cast.ian)
    sent = {"act": "void", "sitting": str(story.sittings[0]), "reason": "Mine", "text": "Hello"}

    assert ian.post(f"/rooms/{story.session}/{act}", data=sent).status_code == 404
    assert story.sitting(0).state == SittingState.ENTERED


def test_a_session_outside_its_window_is_not_opened_and_it_is_said_when(
    app: Flask, ivy: FlaskClient, story: StorySession, cast: Cast, clock: Clock
) -> None:
    clock.tick(days=1)
    session = entered(app.extensions["testamur"].database, cast)

    page = ivy.post(f"/rooms/{session}/open")

    assert page.status_code == 409
    assert "This session can only be started between" in page.text
    assert "Ask the exams officer to change the times" in page.text


def test_a_released_result_is_not_made_void_and_it_is_said_what_to_do(
    ivy: FlaskClient, story: StorySession
) -> None:
    for place in range(3):
        sit(story, place)
    story.close()
    story.release()

    page = answer(ivy, story, "void", 0, reason="Notes found")

    assert "These results are already released." in page
    assert "tell the awarding body in writing" in page
    assert story.sitting(0).state == SittingState.SUBMITTED


def test_a_page_that_asks_counts_only_those_whom_the_act_is_for(
    ivy: FlaskClient, story: StorySession
) -> None:
    sit(story, 0)
    sit(story, 1, submit=False)

    asked = press(ivy, story, "finish", 0, 1, 2)
    assert "The test of 1 candidate will be handed in as it is now" in asked
    assert "Ben Beck" in asked
    assert "Ada Adeyemi" not in asked
    assert NOTHING in press(ivy, story, "finish", 0, 2)


def test_a_void_that_repeats_changes_nothing(ivy: FlaskClient, story: StorySession) -> None:
    sit(story, 0, submit=False)

    assert "made void" in answer(ivy, story, "void", 0, reason="Telephone")
    assert NOTHING in answer(ivy, story, "void", 0, reason="Telephone")
    assert len(story.events("void_sitting")) == 1


def post(client: FlaskClient, path: str, **data: str) -> str:
    """Send a form and return the page that follows."""
    return client.post(path, data=data, follow_redirects=True).text


# Being refused


def test_a_page_that_says_no_keeps_the_stop_for_all_clocks(
    ivy: FlaskClient, story: StorySession
) -> None:
    story.begin()
    start(story, 0)

    refused = ivy.post(f"/rooms/{story.session}/close", data={"sure": "yes"})

    assert refused.status_code == 409
    assert "Stop all clocks now" in refused.text and "Back to the room" in refused.text


def test_who_presses_what_somebody_has_just_done_is_led_back_to_the_room(
    ivy: FlaskClient, story: StorySession
) -> None:
    story.begin()

    page = ivy.post(f"/rooms/{story.session}/start", follow_redirects=True)

    assert page.status_code == 200
    assert "That has already been done. Nothing was changed a second time." in page.text
