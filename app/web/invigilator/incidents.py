"""Incidents of a room: who or what, which kind, written down; and what must be told at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from app.domain.incident import Category, offered
from app.domain.refusals import Refusal
from app.domain.roles import Role
from app.extensions import database
from app.services.incidents import write_incident
from app.services.scheduling import at_local
from app.store.candidates import CandidateRow
from app.store.queries.incidents import Written, categories_of, incidents_of
from app.store.queries.room import seated
from app.store.sittings import SittingRow
from app.web.access import for_role, found, me, my_centres
from app.web.invigilator.blueprint import bp
from app.web.invigilator.frame import Frame, frame_for
from app.web.invigilator.incident_form import IncidentForm, asked_for


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a session's incidents shows."""

    room: Frame
    categories: tuple[Category, ...]
    incidents: Sequence[Written]
    seated: Sequence[tuple[SittingRow, CandidateRow]]

    def one(self, id: UUID | None) -> Written | None:
        """Return one of the incidents."""
        return next((each for each in self.incidents if each.incident.id == id), None)

    def advice(self, code: str) -> str:
        """Say what has to be told, or kept, of a kind of incident."""
        return next((each.advice for each in self.categories if each.code == code), "")


@bp.route("/<uuid:session_id>/incidents", methods=["GET", "POST"])
@for_role(Role.INVIGILATOR)
def incidents(session_id: UUID) -> str | Response:
    """List what happened in a room, and write down something more."""
    with database().read() as db:
        shown = _shown(db, session_id)
    form = _form(shown)
    if form.validate_on_submit():
        try:
            written = _write(shown, form)
            return redirect(url_for(".incidents", session_id=session_id, written=written))
        except Refusal as refusal:
            form.show(refusal)
    return render_template(
        "invigilator/incidents.html",
        shown=shown,
        room=shown.room,
        form=form,
        written=shown.one(asked_for("written")),
        corrected=shown.one(form.corrected),
    )


def _shown(db: Session, session_id: UUID) -> Shown:
    room = found(frame_for(db, session_id, my_centres(Role.INVIGILATOR)))
    return Shown(
        room=room,
        categories=categories_of(db, room.session.awarding_body_id),
        incidents=incidents_of(db, room.session),
        seated=seated(db, room.session),
    )


def _form(shown: Shown) -> IncidentForm:
    corrected = shown.one(asked_for("corrects"))
    first = corrected.incident if corrected else None
    return IncidentForm.for_room(
        shown.seated,
        offered(shown.categories),
        today=_is_its_day(shown.room, g.now),
        about=first.sitting_id if first else asked_for("sitting"),
        category=first.category if first else None,
        corrects=first.id if first else None,
    )


def _write(shown: Shown, form: IncidentForm) -> UUID:
    session, clock = shown.room.session, form.time.data
    day = session.opens_at.astimezone(ZoneInfo(shown.room.zone)).date()
    happened = at_local(day, clock, shown.room.zone) if clock else None
    with database().begin() as db:
        return write_incident(
            db,
            session.id,
            form.category.data,
            me().person_id,
            g.now,
            sitting=form.sitting,
            text=form.text.data or "",
            happened_at=happened,
            corrects=form.corrected,
        )


def _is_its_day(room: Frame, now: datetime) -> bool:
    zone = ZoneInfo(room.zone)
    return room.session.opens_at.astimezone(zone).date() == now.astimezone(zone).date()
