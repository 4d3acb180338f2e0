"""The live monitor of a room of a thousand: what it sends, when it sends nothing, and to whom."""

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, insert
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.store.database import Database
from app.store.room import IncidentRow
from app.store.sessions import ExamSessionRow
from app.store.sittings import TimeEntryRow
from app.store.types import new_id
from tests.cast import Cast
from tests.conftest import Clock
from tests.crowd import Crowd, a_crowd
from tests.timetable import publish_sample, schedule
from tests.web.signing import sign_in

THOUSAND = 1_000


@dataclass
class Page:
    """A page that shows a room, as js/room.js keeps it."""

    client: FlaskClient
    address: str
    tag: str
    order: str
    versions: dict[str, str]

    def ask(self, *, says_what_it_shows: bool = True) -> TestResponse:
        """Ask what has changed."""
        headers = {"If-None-Match": f'"{self.tag}"'}
        if says_what_it_shows:
            headers["Shown"] = f"{self.order}.{''.join(self.versions.values())}"
        return self.client.get(self.address, headers=headers)

    def take(self) -> dict[str, str]:
        """Ask, and take what is told into the page; return the lines that came, by sitting."""
        answer = self.ask()
        if answer.status_code == 304:
            return {}
        told = answer.json
        assert told
        came = {_of(r'id="line-([^"]+)"', row): row for row in told["rows"]}
        if told["whole"]:
            self.versions = {}
        self.versions |= {sitting: _of('data-v="([^"]+)"', row) for sitting, row in came.items()}
        self.tag, self.order = answer.headers["ETag"].strip('"'), told["order"]
        return came


def _of(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, (pattern, text)
    return found[1]


def opened(client: FlaskClient, crowd: Crowd, asked: str = "") -> Page:
    """Open the room's page."""
    answer = client.get(f"/rooms/{crowd.session}{asked}")
    assert answer.status_code == 200
    lines = re.findall(r'id="line-([^"]+)" data-v="([^"]+)"', answer.text)
    return Page(
        client,
        _of('data-live="([^"]+)"', answer.text).replace("&amp;", "&"),
        _of('data-tag="([^"]+)"', answer.text),
        _of('data-order="([^"]+)"', answer.text),
        dict(lines),
    )


@pytest.fixture
def session(cast: Cast, database: Database) -> UUID:
    """Schedule a session of half an hour."""
    with database.begin() as db:
        return schedule(db, cast, publish_sample(db, cast))


@pytest.fixture
def room(database: Database, session: UUID, clock: Clock) -> Crowd:
    """Give a thousand who have been answering for a minute."""
    return a_crowd(database, session, THOUSAND, clock.now)


@pytest.fixture
def few(database: Database, session: UUID, clock: Clock) -> Crowd:
    """Give twelve."""
    return a_crowd(database, session, 12, clock.now)


@pytest.fixture
def ivy(app: Flask, cast: Cast) -> FlaskClient:
    """Sign Ivy in."""
    return sign_in(app.test_client(), cast.ivy)


# What is sent


def test_an_unchanged_room_of_a_thousand_costs_less_than_300_bytes(
    ivy: FlaskClient, room: Crowd, clock: Clock
) -> None:
    page = opened(ivy, room)
    clock.tick(seconds=4)

    answer = page.ask(says_what_it_shows=False)

    assert answer.status_code == 304
    head = f"HTTP/1.1 {answer.status}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in answer.headers)
    assert len(head) + len(answer.data) < 300


def test_one_new_answer_sends_one_line(ivy: FlaskClient, room: Crowd, clock: Clock) -> None:
    page = opened(ivy, room)
    clock.tick(seconds=4)
    room.answer([617], 3, clock.now)

    came = page.take()

    assert list(came) == [str(room.sittings[617])]
    assert "3 of 5" in came[str(room.sittings[617])]
    assert "09:00:04" in came[str(room.sittings[617])]
    assert page.take() == {}


def test_a_busy_room_sends_those_who_answered_and_squeezes_them(
    ivy: FlaskClient, room: Crowd, clock: Clock
) -> None:
    page = opened(ivy, room)
    places = range(0, 990, 6)
    room.answer(places, 4, clock.tick(seconds=4))

    headers = {"Shown": f"{page.order}.{''.join(page.versions.values())}"}
    answer = ivy.get(page.address, headers=headers | {"Accept-Encoding": "gzip"})

    told = json.loads(gzip.decompress(answer.data))
    assert len(told["rows"]) == len(places) == 165
    assert len(answer.data) < 20_000
    assert set(page.take()) == {str(room.sittings[place]) for place in places}


def test_a_page_that_does_not_say_what_it_shows_is_asked_to(
    ivy: FlaskClient, few: Crowd, clock: Clock
) -> None:
    page = opened(ivy, few)
    few.answer([0], 2, clock.tick(seconds=4))

    assert page.ask(says_what_it_shows=False).json == {"again": True}


@pytest.mark.parametrize("shown", ["", "nonsense", ".", "AAAA.AAAAAAAA", "\xff.\xff"])
def test_a_page_that_missed_something_gets_everybody(
    ivy: FlaskClient, few: Crowd, shown: str
) -> None:
    told = ivy.get(f"/rooms/{few.session}/live", headers={"Shown": shown}).json

    assert told
    assert told["whole"]
    assert len(told["rows"]) == 12


@pytest.mark.parametrize("tag", ["", "x", "x-", "-1", f"{'0' * 20}-9999999999999", "x-" + "9" * 40])
def test_a_forged_tag_holds_nothing(ivy: FlaskClient, few: Crowd, tag: str) -> None:
    answer = ivy.get(
        f"/rooms/{few.session}/live", headers={"If-None-Match": f'"{tag}"', "Shown": ""}
    )

    assert answer.status_code == 200


# What time alone changes


def test_time_that_goes_by_changes_nothing_and_running_out_does(
    ivy: FlaskClient, few: Crowd, clock: Clock
) -> None:
    page = opened(ivy, few)
    clock.tick(minutes=28, seconds=59)
    few.hear(clock.now)
    page.take()
    assert page.ask().status_code == 304

    clock.tick(seconds=1)
    came = page.take()

    assert len(came) == 12
    assert all("Time is up" in row for row in came.values())
    assert page.ask().status_code == 304


def test_silence_shows_without_anything_being_written(
    ivy: FlaskClient, room: Crowd, clock: Clock
) -> None:
    room.hear(clock.now - timedelta(seconds=15), [3])
    page = opened(ivy, room)
    clock.tick(seconds=5)
    assert page.take() == {}

    clock.tick(seconds=1)
    came = page.take()

    assert list(came) == [str(room.sittings[3])]
    assert "Offline" in came[str(room.sittings[3])]
    assert "No word since 08:59:45" in came[str(room.sittings[3])]


def test_one_who_goes_silent_while_another_comes_back_shows_both(
    ivy: FlaskClient, few: Crowd, clock: Clock
) -> None:
    few.hear(clock.now - timedelta(seconds=30), [1])
    few.hear(clock.now - timedelta(seconds=18), [2])
    page = opened(ivy, few)
    clock.tick(seconds=4)
    few.hear(clock.now, [1])

    came = page.take()

    assert set(came) == {str(few.sittings[1]), str(few.sittings[2])}
    assert "Offline" not in came[str(few.sittings[1])]
    assert "Offline" in came[str(few.sittings[2])]


def test_a_paused_clock_stands_and_says_who_has_not_shown_it(
    ivy: FlaskClient, few: Crowd, clock: Clock
) -> None:
    page = opened(ivy, few)
    _add_entry(few, 5, "pause", clock.now)
    came = page.take()
    [row] = came.values()
    assert "Paused" in row
    assert "Has not shown the pause yet" in row
    assert "29:00" in row
    assert "data-until" not in row

    clock.tick(minutes=2)
    few.hear(clock.now)
    page.take()
    assert page.ask().status_code == 304


def _add_entry(crowd: Crowd, place: int, kind: str, at: datetime) -> None:
    with crowd.database.begin() as db:
        db.add(
            TimeEntryRow(
                awarding_body_id=crowd.body,
                centre_id=crowd.centre,
                sitting_id=crowd.sittings[place],
                sequence=3,
                kind=kind,
                at=at,
            )
        )
    crowd.set(place, ledger_entries=3)


def test_marks_stand_beside_the_state(
    ivy: FlaskClient, few: Crowd, clock: Clock, cast: Cast
) -> None:
    few.set(0, left_at=clock.now, left_alone=True)
    few.set(1, left_at=clock.now)
    few.set(2, late_reason="Bus")
    with few.database.begin() as db:
        db.execute(insert(IncidentRow), [_incident(few, cast, clock.now) for _ in range(2)])

    rows = _rows(ivy.get(f"/rooms/{few.session}").text)

    for place, words in enumerate(
        ["Out of the room, alone", "Out of the room", "Came late", "Incidents: 2"]
    ):
        assert words in rows[place]
    assert "app-mark" not in rows[4]


def _incident(crowd: Crowd, cast: Cast, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "awarding_body_id": crowd.body,
        "centre_id": crowd.centre,
        "session_id": crowd.session,
        "sitting_id": crowd.sittings[3],
        "category": "other",
        "category_name": "Other",
        "notify": False,
        "text": "A phone rang",
        "happened_at": at,
        "by_id": cast.ivy,
        "at": at,
    }


def _rows(text: str) -> list[str]:
    return text.split('<tbody id="lines">')[1].split("</tbody>")[0].split("</tr>")[:-1]


# What is shown, in which order


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("?show=paused", [5]),
        ("?show=offline", [7]),
        ("?show=calls", [5, 7]),
        ("?show=unheard", [5]),
        ("?show=nonsense", list(range(12))),
        ("?q=0003", [3]),
        ("?q=given+11", [11]),
        ("?q=Family+1%2C", [1]),
        ("?q=c1", [2]),
        ("?q=%25", []),
        ("?show=answering&q=family+1", [1, 10, 11]),
        ("?sort=-number", list(range(11, -1, -1))),
        ("?sort=name", [0, 1, 10, 11, *range(2, 10)]),
        ("?sort=state&q=family", [*(n for n in range(12) if n not in (5, 7)), 7, 5]),
        ("?sort=-answered&q=000", [4, 0, 1, 2, 3, 5, 6, 7, 8, 9]),
        ("?sort=saved&q=000", [0, 1, 2, 3, 5, 6, 7, 8, 9, 4]),
        ("?sort=left&q=000", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("?sort=nonsense", list(range(12))),
    ],
)
def test_lines_are_chosen_and_ordered_by_the_address(
    ivy: FlaskClient, few: Crowd, clock: Clock, asked: str, places: list[int]
) -> None:
    _add_entry(few, 5, "pause", clock.now)
    few.hear(clock.now - timedelta(minutes=1), [7])
    few.answer([4], 4, clock.now)

    page = opened(ivy, few, asked)

    expected = [str(few.sittings[place]) for place in places]
    if "-answered" in asked:  # downwards, equals too
        expected = [expected[0], *reversed(expected[1:])]
    assert list(page.versions) == expected
    assert page.ask().status_code == 304


def test_a_tag_holds_for_one_choice_only(ivy: FlaskClient, few: Crowd) -> None:
    tags = {opened(ivy, few, a).tag for a in ("", "?show=paused", "?q=a", "?sort=seat")}

    assert len(tags) == 4


def test_counts_lead_to_those_counted(ivy: FlaskClient, few: Crowd, clock: Clock) -> None:
    _add_entry(few, 5, "pause", clock.now)

    text = ivy.get(f"/rooms/{few.session}?sort=seat").text

    counted = dict(re.findall(r'href="[^"]*show=(\w+)[^"]*"[^>]*><strong>(\d+)</strong>', text))
    assert counted == {"calls": "1", "answering": "11", "paused": "1", "unheard": "1"}
    assert "show=paused&amp;sort=seat" in text


# To whom, and from where


def test_a_stranger_finds_neither_room_nor_lines(app: Flask, few: Crowd, cast: Cast) -> None:
    ian = sign_in(app.test_client(), cast.ian)

    assert ian.get(f"/rooms/{few.session}/live").status_code == 404
    assert "Family" not in ian.get("/rooms/watch").text
    assert "Family" not in ian.get(f"/rooms/watch?session={few.session}").text
    assert "Family" not in ian.get(f"/rooms/watch/live?session={few.session}").text


def test_another_process_says_the_same_of_the_same_moment(
    ivy: FlaskClient, few: Crowd, settings: Settings, cast: Cast, clock: Clock
) -> None:
    page = opened(ivy, few)
    other = create_app(settings, clock)
    try:
        page.client = sign_in(other.test_client(), cast.ivy)
        assert page.ask().status_code == 304
        few.answer([2], 3, clock.tick(seconds=4))
        here, there = ivy.get(page.address), page.client.get(page.address)
        assert here.data == there.data
        assert here.headers["ETag"] == there.headers["ETag"]
        assert list(page.take()) == [str(few.sittings[2])]
    finally:
        other.extensions["testamur"].database.close()


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Note every statement."""
    seen: list[str] = []

    def note(*told: Any) -> None:
        seen.append(told[2])

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_a_thousand_take_no_more_statements_than_twelve(
    app: Flask, ivy: FlaskClient, database: Database, cast: Cast, session: UUID, clock: Clock
) -> None:
    with database.begin() as db:
        version = db.get_one(ExamSessionRow, session).specification_version_id
        other = schedule(db, cast, version, room="Hall")
    rooms = [a_crowd(database, one, n, clock.now) for one, n in ((session, 12), (other, THOUSAND))]
    taken = []
    for room in rooms:
        page = opened(ivy, room)
        room.answer([1], 3, clock.tick(seconds=4))
        with counted(app.extensions["testamur"].database.engine) as seen:
            assert len(page.take()) == 1
        taken.append(len(seen))

    assert taken[0] == taken[1] <= 16


# Many rooms


def test_all_open_rooms_stand_on_one_page_whoever_calls_first(
    ivy: FlaskClient, few: Crowd, clock: Clock
) -> None:
    few.hear(clock.now - timedelta(minutes=1), [7])

    page = ivy.get("/rooms/watch")

    assert page.status_code == 200
    assert page.text.index("Family 7, Given 7") < page.text.index("12 entered")
    assert "Family 6" not in page.text
    assert re.search(r"show=offline[^>]*><strong>1</strong> offline", page.text)
    assert "09:29" in page.text  # when the last clock ends
    assert 'href="/rooms/watch"' in ivy.get("/rooms").text


def test_open_rooms_that_stand_cost_a_few_bytes(ivy: FlaskClient, few: Crowd, clock: Clock) -> None:
    page = ivy.get(f"/rooms/watch?session={few.session}").text
    address = _of('data-live="([^"]+)"', page)
    tag = _of('data-tag="([^"]+)"', page)
    headers = {"If-None-Match": f'"{tag}"'}
    assert str(few.session) in address
    clock.tick(seconds=4)
    assert ivy.get(address, headers=headers).status_code == 304

    few.set(3, state="submitted", finished_at=clock.now)
    few.answer([3], 5, clock.now)

    told = ivy.get(address, headers=headers).json
    assert told
    assert "<strong>1</strong> handed in" in told["rooms"]


def test_only_the_rooms_ticked_are_watched(
    ivy: FlaskClient, few: Crowd, database: Database, cast: Cast, clock: Clock
) -> None:
    with database.begin() as db:
        version = db.get_one(ExamSessionRow, few.session).specification_version_id
        other = schedule(db, cast, version, room="Great Hall")
    a_crowd(database, other, 2, clock.now)

    assert "Great Hall" in ivy.get("/rooms/watch").text
    assert "Great Hall" not in ivy.get(f"/rooms/watch?session={few.session}&session=x").text
    assert f'value="{other}"' in ivy.get("/rooms").text
