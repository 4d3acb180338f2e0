"""Watching many rooms at once: whoever needs somebody comes first, then how each room stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import Response, g, render_template, request, url_for
from sqlalchemy.orm import Session

from app.domain.roles import Role
from app.domain.room import RoomLine, first_change
from app.domain.watching import Choice, counts
from app.extensions import database
from app.store.queries.room import OpenSession, open_sessions
from app.store.queries.room_stamp import RoomStamp
from app.store.sessions import ExamSessionRow
from app.web.access import for_role, my_centres
from app.web.invigilator.blueprint import bp
from app.web.invigilator.room import lines_now, stamp_now
from app.web.invigilator.watch import COUNTED, nothing_new, reply, still_holds, tag_of

MOST_CALLS = 50  # shown; the others are counted


@dataclass(frozen=True)
class Rooms:
    """Several rooms at one moment."""

    open: Sequence[OpenSession]
    lines: Mapping[UUID, Sequence[RoomLine]]
    stamp: RoomStamp
    asked: Sequence[UUID]
    now: datetime

    @property
    def tag(self) -> str:
        """What stands for all this until something changes."""
        every = (line for lines in self.lines.values() for line in lines)
        return tag_of(_rows(self.open), self.stamp, Choice(), first_change(every, self.now))

    @property
    def live_address(self) -> str:
        """Return where a page asks what has changed."""
        return url_for(".watch_live", session=[str(id) for id in self.asked])

    @cached_property
    def calling(self) -> list[tuple[OpenSession, RoomLine]]:
        """Whoever somebody has to look after now, room by room; incidents come along."""
        return [
            (room, line)
            for room in self.open
            for line in self.lines[room.session.id]
            if line.calls or line.facts.incidents
        ]

    @property
    def shown(self) -> list[tuple[OpenSession, RoomLine]]:
        """As many of them as a page bears."""
        return self.calling[:MOST_CALLS]

    def counts(self, room: OpenSession) -> list[tuple[str, str, int]]:
        """How many stand how in a room: what to show for it, in words, how many."""
        found = counts(self.lines[room.session.id])
        return [(name, COUNTED[name], count) for name, count in found]

    def last_finish(self, room: OpenSession) -> datetime | None:
        """When the last clock that runs in a room runs out as things stand."""
        ends = (line.until for line in self.lines[room.session.id] if line.until)
        return max(ends, default=None)


@bp.get("/watch")
@for_role(Role.INVIGILATOR)
def watch() -> str:
    """Show every open session of my centres, or those that were ticked."""
    with database().read() as db:
        found = _open(db)
        rooms = _rooms(db, found, stamp_now(db, _rows(found), g.now))
    return render_template("invigilator/watch.html", rooms=rooms)


@bp.get("/watch/live")
@for_role(Role.INVIGILATOR)
def watch_live() -> Response:
    """Answer how the rooms stand; nothing when nothing has changed."""
    with database().read() as db:
        found = _open(db)
        stamp = stamp_now(db, _rows(found), g.now)
        if still_holds(_rows(found), stamp, Choice()):
            return nothing_new()
        rooms = _rooms(db, found, stamp)
    body: dict[str, Any] = {"rooms": render_template("invigilator/_watch.html", rooms=rooms)}
    return reply(body, rooms.tag)


def _open(db: Session) -> list[OpenSession]:
    asked = set(_asked())
    found = open_sessions(db, my_centres(Role.INVIGILATOR), g.now)
    return [room for room in found if not asked or room.session.id in asked]


def _rooms(db: Session, found: Sequence[OpenSession], stamp: RoomStamp) -> Rooms:
    lines = lines_now(db, _rows(found), g.now)
    return Rooms(found, lines, stamp, _asked(), g.now)


def _rows(found: Collection[OpenSession]) -> list[ExamSessionRow]:
    return [room.session for room in found]


def _asked() -> list[UUID]:
    """Return the sessions that are ticked, leaving out what is no identifier."""
    ids = []
    for text in request.args.getlist("session"):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids
