"""Watching one room: what is shown of it, and what has changed since a page was told.

An address is asked again every few seconds. Whether anything has changed is decided from a few
counters before anybody's line is read; then only the lines that differ from those the page says it
shows are written. Nothing is remembered in between, so any process answers any page.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, g, get_template_attribute, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from app.domain.roles import Role
from app.domain.room import RoomLine, first_change
from app.domain.watching import CALLS, Choice, SortBy, chosen, counts, order_of, read_choice
from app.extensions import database
from app.store.queries.room_stamp import RoomStamp
from app.store.queries.sessions import centre_for, session_for
from app.store.sessions import ExamSessionRow
from app.web.access import for_role, found, my_centres
from app.web.invigilator.blueprint import bp
from app.web.invigilator.room import (
    CONNECTION_WORDS,
    MARK_WORDS,
    STATE_WORDS,
    RoomNow,
    room_now,
    stamp_now,
)

WORTH_SQUEEZING = 1_000  # bytes
VERSION = 4  # characters
_MOMENT = re.compile(r"[0-9]{1,15}").fullmatch
SORTED: Sequence[tuple[str, str, bool]] = (
    # what is sorted by, the head of its column, and whether it is a number
    (SortBy.SEAT, "Seat", False),
    (SortBy.NUMBER, "Number", False),
    (SortBy.NAME, "Name", False),
    (SortBy.STATE, "State", False),
    ("", "Connection", False),
    (SortBy.SAVED, "Last saved", True),
    (SortBy.ANSWERED, "Answered", True),
    (SortBy.LEFT, "Time left", True),
    ("", "Finish", True),
    ("", "Extra time", True),
)


@dataclass(frozen=True)
class Shown:
    """What a page shows of a room."""

    room: RoomNow
    choice: Choice

    @cached_property
    def lines(self) -> list[RoomLine]:
        """The lines to show, in order."""
        return chosen(self.room.lines, self.choice)

    @cached_property
    def order(self) -> str:
        """What stands for which lines are shown in which order."""
        return order_of(self.lines)

    @property
    def tag(self) -> str:
        """What stands for all this until something changes."""
        until = first_change(self.room.lines, self.room.now)
        return tag_of([self.room.session], self.room.stamp, self.choice, until)

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """How many stand how: what to show for it, in words, how many."""
        return [(name, COUNTED[name], count) for name, count in counts(self.room.lines)]

    @property
    def zone_name(self) -> str:
        """What the centre's time is called now."""
        return f"{self.room.now.astimezone(ZoneInfo(self.room.zone)):%Z}"

    @property
    def columns(self) -> Sequence[tuple[str, str, bool]]:
        """The heads of the columns."""
        return SORTED

    def address(self, **other: str) -> str:
        """Return the address of the room as it is shown, but for what is named."""
        return url_for(".room", session_id=self.room.session.id, **_asked(self.choice, other))

    @property
    def live_address(self) -> str:
        """Return where a page asks what has changed."""
        return url_for(".live", session_id=self.room.session.id, **_asked(self.choice, {}))

    def turned(self, by: str) -> str:
        """Return the address sorted by a column: the other way when it is sorted by it already."""
        again = self.choice.sort == by and not self.choice.down
        return self.address(sort=f"-{by}" if again else by)


COUNTED: dict[str, str] = {
    CALLS: "Needs you",
    **{seen: words for seen, words in STATE_WORDS.items()},
    **{mark: words for mark, words in MARK_WORDS.items()},
}


@bp.get("/<uuid:session_id>/live")
@for_role(Role.INVIGILATOR)
def live(session_id: UUID) -> Response:
    """Answer what of a room has changed since the page was told; nothing when nothing has."""
    choice, centres = _choice(), my_centres(Role.INVIGILATOR)
    with database().read() as db:
        session = found(session_for(db, session_id, centres))
        stamp = stamp_now(db, [session], g.now)
        if still_holds([session], stamp, choice):
            return nothing_new()
        if is_known() and "Shown" not in request.headers:
            return reply({"again": True})
        zone = found(centre_for(db, session.centre_id, centres)).time_zone
        shown = Shown(room_now(db, session, stamp, zone, g.now), choice)
    return reply(_changes(shown), shown.tag)


@bp.record_once
def _name_words(setup: BlueprintSetupState) -> None:
    """Give the line its words, which it is too often written to be handed each time."""
    setup.app.jinja_env.globals.update(
        state_words=STATE_WORDS, mark_words=MARK_WORDS, connection_words=CONNECTION_WORDS
    )


@bp.app_template_global()
def watched(room: RoomNow) -> Shown:
    """Return what a page shows of a room, as its address asks."""
    return Shown(room, _choice())


@bp.app_template_filter()
def milliseconds(moment: datetime) -> int:
    """Write a moment as scripts count time."""
    return int(moment.timestamp() * 1000)


@bp.app_template_global()
def room_rows(shown: Shown) -> Sequence[str]:
    """Write every line that is shown."""
    return _written(shown, shown.lines)


def tag_of(
    sessions: Sequence[ExamSessionRow], stamp: RoomStamp, choice: Choice, until: datetime | None
) -> str:
    """Return what stands for a moment of some rooms as they are shown, and until when it may."""
    return f"{_digest(sessions, stamp, choice)}-{milliseconds(until) if until else ''}"


def still_holds(sessions: Sequence[ExamSessionRow], stamp: RoomStamp, choice: Choice) -> bool:
    """Say whether what the page was told still stands: no counter moved, no clock ran out."""
    told = request.headers.get("If-None-Match", "").removeprefix("W/").strip('"')
    digest, _, until = told.partition("-")
    if until and not (_MOMENT(until) and milliseconds(g.now) < int(until)):
        return False
    return digest == _digest(sessions, stamp, choice)


def _digest(sessions: Sequence[ExamSessionRow], stamp: RoomStamp, choice: Choice) -> str:
    stand = [(session.id, session.state, session.clocks_stopped_at) for session in sessions]
    return hashlib.sha256(repr((stamp, choice, stand)).encode()).hexdigest()[:20]


def is_known() -> bool:
    """Whether the page has been told something before."""
    return "If-None-Match" in request.headers


def nothing_new() -> Response:
    """Answer that everything stands."""
    response = Response(status=304, mimetype="application/json")
    response.headers["Now"] = milliseconds(g.now)
    response.headers["ETag"] = request.headers["If-None-Match"]
    return response


def reply(body: dict[str, Any], tag: str = "") -> Response:
    """Answer a script with JSON, squeezed when that is worth it, and with the server's time."""
    text = json.dumps(body, separators=(",", ":")).encode()
    response = Response(text, mimetype="application/json")
    response.headers["Now"] = milliseconds(g.now)
    if tag:
        response.set_etag(tag)
    if len(text) > WORTH_SQUEEZING and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(text, 4, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _changes(shown: Shown) -> dict[str, Any]:
    """Write what differs from what the page says it shows: an order, then a version for each line."""
    order, _, versions = request.headers.get("Shown", "").partition(".")
    told = [versions[n : n + VERSION] for n in range(0, len(versions), VERSION)]
    whole = order != shown.order or len(told) != len(shown.lines)
    lines = shown.lines
    if not whole:
        pairs = zip(lines, told, strict=True)
        lines = [line for line, version in pairs if line.version != version]
    session = shown.room.session
    return {
        "session": f"{session.state} {session.clocks_stopped_at or ''}",
        "head": render_template("invigilator/_counts.html", shown=shown, room=shown.room),
        "order": shown.order,
        "whole": whole,
        "rows": _written(shown, lines),
    }


def _written(shown: Shown, lines: Sequence[RoomLine]) -> list[str]:
    write = get_template_attribute("invigilator/_line.html", "line")
    room, zone = shown.room, ZoneInfo(shown.room.zone)
    about = url_for(".incidents", session_id=room.session.id) + "?sitting="
    return [write(line, zone, room, about) for line in lines]


def _choice() -> Choice:
    asked = request.args
    return read_choice(asked.get("show", ""), asked.get("q", ""), asked.get("sort", ""))


def _asked(choice: Choice, other: dict[str, str]) -> dict[str, Any]:
    sort = f"{'-' if choice.down else ''}{choice.sort}"
    asked = {"show": choice.show, "q": choice.text, "sort": sort} | other
    return {name: value for name, value in asked.items() if value and value != SortBy.NUMBER}
