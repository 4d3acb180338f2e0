"""Pictures of a paper: there for its own candidate while the clock runs, and for nobody else."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from app.domain.admission import Identity
from app.domain.item import ItemStatus
from app.services import invigilation
from app.store.database import Database
from tests.cast import Cast, sample_bank
from tests.conftest import Clock
from tests.pictures import illustrated, picture_file, png
from tests.stories import StorySession, a_session
from tests.web.candidate.device import Device

PLAN = picture_file("media/right-answer-b.png")
OTHER = picture_file("media/other.png", png(grey=3))


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session in which every question shows a picture, and a retired item another."""
    bank = illustrated(sample_bank(), "![A plan](media/right-answer-b.png)")
    retired = replace(
        bank.items[0], id="s-999", stem="![Other](media/other.png)", status=ItemStatus.RETIRED
    )
    bank = replace(bank, items=(*bank.items, retired))
    return a_session(database, cast, clock, bank=bank, pictures=[PLAN, OTHER])


def address(file: object = PLAN) -> str:
    """Give the address of a picture."""
    return f"/media/{file.picture.hash}"  # type: ignore[attr-defined]


def test_every_question_has_its_picture_from_the_start(sitting: Device) -> None:
    sitting.open("/test")

    sources = re.findall(r'<img class="app-picture" src="([^"]+)"[^>]*>', sitting.page.text)

    assert sources == [address()] * 5
    assert sitting.page.text.count('loading="eager"') == 5


def test_a_page_without_scripts_has_the_picture_of_its_question(sitting: Device) -> None:
    sitting.open("/test/1")

    assert f'src="{address()}" alt="A plan" width="4" height="3"' in sitting.page.text


@pytest.mark.parametrize("path", ["/test", "/test/1", "/review"])
def test_no_page_tells_what_a_picture_is_called(sitting: Device, path: str) -> None:
    sitting.open(path)

    assert "right-answer" not in sitting.page.text
    assert "media:" not in sitting.page.text


def test_a_picture_is_sent_as_what_it_is_and_kept_nowhere(sitting: Device) -> None:
    answer = sitting.client.get(address())

    assert answer.status_code == 200
    assert answer.data == PLAN.content
    assert answer.mimetype == "image/png"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "ETag" not in answer.headers
    assert "right-answer" not in str(answer.headers)


@pytest.mark.parametrize("picture", ["0" * 64, "g" * 64, "é" * 64, OTHER.picture.hash])
def test_what_is_not_on_the_paper_is_not_there(sitting: Device, picture: str) -> None:
    assert sitting.client.get(f"/media/{picture}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/right-answer-b.png",
        f"/media/{PLAN.picture.hash}/..",
        f"/banks/media/{PLAN.picture.hash}",
    ],
)
def test_a_picture_has_no_other_address(sitting: Device, path: str) -> None:
    assert sitting.client.get(path).status_code in (302, 404)


def test_before_the_start_there_is_no_picture(ada: Device, story: StorySession) -> None:
    story.do(invigilation.admit, story.sittings, Identity.KNOWN)
    ada.enter(story.keycodes[0])

    assert ada.client.get(address()).status_code == 404


def test_in_a_pause_there_is_no_picture_and_after_it_there_is(
    sitting: Device, story: StorySession, clock: Clock
) -> None:
    clock.tick(minutes=1)
    story.do(invigilation.pause, story.sittings, reason="A fire alarm")
    paused = sitting.client.get(address())
    clock.tick(minutes=1)
    story.do(invigilation.resume, story.sittings, reason="All clear")

    assert paused.status_code == 404
    assert sitting.client.get(address()).status_code == 200


def test_when_time_is_up_there_is_no_picture(sitting: Device, clock: Clock) -> None:
    clock.tick(minutes=60)

    assert sitting.client.get(address()).status_code == 404


def test_after_handing_in_there_is_no_picture(sitting: Device) -> None:
    sitting.press("/submit")

    assert sitting.client.get(address()).status_code == 404


def test_without_a_pass_there_is_no_picture(app: Flask, story: StorySession) -> None:
    answer = app.test_client().get(address())

    assert (answer.status_code, answer.location) == (302, "/")


def test_a_device_that_lost_the_sitting_gets_no_picture(
    app: Flask, sitting: Device, story: StorySession
) -> None:
    with sitting.client.session_transaction() as session:
        centre, number, _ = session["sitting"][:3]
        session["sitting"] = [centre, number, "another lease"]

    answer = sitting.client.get(address())

    assert answer.status_code >= 400
    assert answer.mimetype == "text/html"


def test_the_picture_of_another_candidates_paper_is_not_there(
    database: Database, cast: Cast, clock: Clock, app: Flask
) -> None:
    bank = sample_bank()
    items = [
        replace(item, stem=f"{item.stem}\n\n![A plan](media/{item.id}.png)") for item in bank.items
    ]
    files = [
        picture_file(f"media/{item.id}.png", png(grey=n)) for n, item in enumerate(items, start=1)
    ]
    story = a_session(database, cast, clock, bank=replace(bank, items=tuple(items)), pictures=files)
    story.begin()
    ada = Device(app)
    ada.start(story.keycodes[0])
    hashes = {file.picture.name: file.picture.hash for file in files}
    own = {hashes[f"media/{item.id}.png"] for item in story.papers[0].items}

    seen = {h for h in hashes.values() if ada.client.get(f"/media/{h}").status_code == 200}

    assert seen == own
    assert len(own) == 5
