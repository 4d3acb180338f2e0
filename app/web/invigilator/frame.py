"""What every page of a session shows around its own content: which session, and where."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from app.domain.roles import Role
from app.extensions import database
from app.store.queries.sessions import SessionLine, centre_for, session_for, session_line
from app.store.sessions import ExamSessionRow
from app.web.access import found, my_centres
from app.web.invigilator.blueprint import bp

SHOWN_BY = ("show", "sort", "q")  # what of a room's address says whom it shows, and in which order


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One session, as `invigilator/_layout.html` needs it."""

    session: ExamSessionRow
    heading: SessionLine
    centre_number: str
    centre_name: str
    zone: str


def frame_for(db: Session, session_id: UUID, centres: Collection[UUID]) -> Frame | None:
    """Return the frame of a session of one of the centres; None for a stranger's."""
    session = session_for(db, session_id, centres)
    centre = centre_for(db, session.centre_id, centres) if session else None
    if session is None or centre is None:
        return None
    return Frame(
        session=session,
        heading=session_line(db, session),
        centre_number=centre.number,
        centre_name=centre.name,
        zone=centre.time_zone,
    )


@bp.app_template_global()
def shown_by() -> dict[str, Any]:
    """Return what of the address says whom the room's page shows, to carry it along."""
    return {name: request.args[name] for name in SHOWN_BY if name in request.args}


def back_to(session_id: UUID, told: str) -> Response:
    """Say what came of an act and lead back to the room, shown as it was: filtered and sorted."""
    flash(told)
    return redirect(url_for(".room", session_id=session_id, **shown_by()))


def my_frame(session_id: UUID) -> Frame:
    """Return the frame of a session of mine; 404 for a stranger's."""
    with database().read() as db:
        return found(frame_for(db, session_id, my_centres(Role.INVIGILATOR)))
