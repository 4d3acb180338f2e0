"""What every page of a session shows around its own content: which session, and where."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import database
from app.store.queries.sessions import SessionLine, centre_for, session_for, session_line
from app.store.sessions import ExamSessionRow
from app.web.access import found, my_centres
from app.web.errors import answer_refusal, sentence_for, wants_json
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


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> Any:
    """Say no with the session's ways on around it: the stop stands on every screen of a room.

    What somebody else has done a moment before is shown in the room itself.
    """
    session = (request.view_args or {}).get("session_id")
    if session is None or wants_json():
        return answer_refusal(refusal)
    with database().read() as db:
        room = frame_for(db, session, my_centres(Role.INVIGILATOR))
    if room is None:
        return answer_refusal(refusal)
    sentence = sentence_for(refusal)
    if refusal.reason is Reason.ALREADY_DONE and request.method == "POST":
        return back_to(room.session.id, f"{sentence.what} {sentence.now}")
    return render_template(
        "invigilator/refused.html", room=room, sentence=sentence
    ), sentence.status


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
