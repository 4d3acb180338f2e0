"""The door: a keycode lets one device in."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.services import invigilation
from app.store.people import ThrottleRow
from app.store.sittings import SittingRow
from tests.stories import StorySession
from tests.web.candidate.device import Device


@pytest.mark.parametrize("change", [str, lambda k: f"  {k[:4]}-{k[4:8]}  {k[8:].lower()} "])
def test_a_keycode_typed_or_pasted_leads_to_the_details(
    ada: Device, story: StorySession, change: object
) -> None:
    ada.enter(change(story.keycodes[0]))  # type: ignore[operator]

    assert ada.path == "/details"


def test_the_field_takes_what_is_pasted_and_suggests_nothing(ada: Device) -> None:
    page = ada.open("/").text

    assert 'autocomplete="off"' in page
    assert 'autocapitalize="characters"' in page
    assert "onpaste" not in page


def test_nothing_typed_is_asked_for_again(ada: Device) -> None:
    page = ada.enter("   ")

    assert page.status_code == 422
    assert "Enter your keycode" in page.text


def test_a_mistyped_keycode_is_told_apart_and_kept_in_the_field(ada: Device) -> None:
    page = ada.enter("ABCD EFGH JKM2")

    assert page.status_code == 422
    assert "typing mistake" in page.text
    assert "ABCD EFGH JKM2" in page.text


def test_an_unknown_keycode_is_told_apart(ada: Device) -> None:
    page = ada.enter("2222 2222 2222")

    assert page.status_code == 404
    assert "There is no test for that keycode" in page.text


def test_typing_mistakes_are_not_counted_and_wrong_keycodes_are(
    ada: Device, story: StorySession
) -> None:
    for _ in range(3):
        ada.enter("ABCD EFGH JKM2")
    ada.enter("2222 2222 2222")

    with story.database.read() as db:
        assert [row.failures for row in db.scalars(select(ThrottleRow))] == [1]


def test_a_room_that_made_many_mistakes_still_gets_in(ada: Device, story: StorySession) -> None:
    for _ in range(20):
        assert ada.enter("2222 2222 2222").status_code == 404

    assert ada.enter("2222 2222 2222").status_code == 429
    ada.enter(story.keycodes[0])
    assert ada.path == "/details"


def test_a_browser_that_never_heard_the_reply_to_its_keycode_gets_in_by_asking_again(
    ada: Device, story: StorySession
) -> None:
    ada.open("/")
    before = ada.client.get_cookie("testamur")
    ada.enter(story.keycodes[0])
    assert before is not None
    ada.client.set_cookie("testamur", before.value)  # the reply with the pass was lost

    ada.enter(story.keycodes[0])

    assert ada.path == "/details"


def test_a_second_device_is_told_and_can_try_again(
    app: Flask, ada: Device, story: StorySession
) -> None:
    ada.enter(story.keycodes[0])
    elsewhere = Device(app)

    page = elsewhere.enter(story.keycodes[0].lower())

    assert page.status_code == 409
    assert "open on another computer" in elsewhere.heading
    assert f'value="{story.keycodes[0].lower()}"' in page.text
    assert "Try again" in page.text


def test_the_invigilators_word_moves_the_test_and_the_old_device_loses_nothing(
    app: Flask, sitting: Device, story: StorySession
) -> None:
    sitting.answer(2)
    elsewhere = Device(app)
    story.do(invigilation.allow_reentry, [story.sittings[0]])

    elsewhere.enter(story.keycodes[0])
    elsewhere.press("/details", mine="yes")

    assert elsewhere.path == "/test"
    elsewhere.open("/test/1")
    assert elsewhere.form().fields["shown"] == ["2"]
    assert sitting.open("/test/1").status_code == 409
    assert "moved to another computer" in sitting.heading


def test_the_same_browser_comes_back_without_the_invigilator(
    sitting: Device, story: StorySession
) -> None:
    sitting.answer(1)

    sitting.enter(story.keycodes[0])

    assert sitting.path == "/test"
    with story.database.read() as db:
        row = db.get_one(SittingRow, (story.centre, story.sittings[0]))
        assert (row.state, row.last_sequence) == ("started", 1)


def test_another_keycode_in_the_same_browser_forgets_the_first_sitting(
    sitting: Device, story: StorySession
) -> None:
    sitting.enter(story.keycodes[1])

    assert sitting.path == "/details"
    assert "Ben Beck" in sitting.page.text
    assert "Ada" not in sitting.page.text


def test_a_finished_sitting_leads_to_its_receipt(
    app: Flask, sitting: Device, story: StorySession
) -> None:
    story.clock.tick(minutes=40)  # nobody looked when the time ran out

    elsewhere = Device(app)
    elsewhere.enter(story.keycodes[0])

    assert elsewhere.path == "/receipt"
    assert elsewhere.heading == "Your time is up and your test is handed in"


def test_a_closed_session_and_a_void_sitting_are_refused_with_their_own_sentence(
    ada: Device, story: StorySession
) -> None:
    story.do(invigilation.void_sittings, [story.sittings[0]], "Wrong person")
    assert "stopped by your invigilator" in ada.enter(story.keycodes[0]).text

    story.close()
    assert "session is closed" in ada.enter(story.keycodes[1]).text
