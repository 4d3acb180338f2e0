"""Exam sessions: the list, scheduling one, its page, moving it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from app.config import Transport
from app.domain.refusals import Refusal
from app.domain.roles import Role
from app.domain.sitting import SessionState
from app.extensions import database, testamur
from app.services import scheduling
from app.services.readiness import Readiness, readiness_of
from app.store.queries.content import offered_to
from app.store.queries.incidents import incidents_of
from app.store.queries.sessions import (
    entries_of,
    invigilators_at,
    invigilators_of,
    session_line,
    sessions_of,
)
from app.store.sessions import ExamSessionRow
from app.web.access import for_role, me
from app.web.centre.blueprint import bp, my_centre, my_session
from app.web.centre.forms import ChangeForm, ScheduleForm, as_scheduled

PAGE = 50  # sessions on one page of the list


@bp.get("/<uuid:centre_id>/sessions")
@for_role(Role.EXAMS_OFFICER)
def sessions(centre_id: UUID) -> str:
    """List the centre's sessions, the latest first."""
    page = max(request.args.get("page", 1, type=int), 1)
    with database().read() as db:
        centre = my_centre(db, centre_id)
        lines = sessions_of(db, centre_id, limit=PAGE + 1, offset=PAGE * (page - 1))
    return render_template(
        "centre/sessions.html",
        centre=centre,
        lines=lines[:PAGE],
        page=page,
        more=len(lines) > PAGE,
    )


@bp.route("/<uuid:centre_id>/sessions/schedule", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def schedule(centre_id: UUID) -> str | Response:
    """Schedule a session."""
    with database().read() as db:
        centre = my_centre(db, centre_id)
        people, offered = invigilators_at(db, centre_id), offered_to(db, centre_id)
    form = ScheduleForm(zone=centre.time_zone, people=people, offered=offered)
    if form.validate_on_submit():
        try:
            session_id = _schedule(centre_id, form)
            flash("The session is scheduled. Now enter the candidates.")
            return redirect(url_for(".session", centre_id=centre_id, session_id=session_id))
        except Refusal as refusal:
            form.show(refusal)
    return render_template("centre/schedule.html", centre=centre, form=form, offered=offered)


def _schedule(centre_id: UUID, form: ScheduleForm) -> UUID:
    with database().begin() as db:
        return scheduling.schedule_session(
            db,
            centre_id,
            form.specification.data,
            form.room.data or "",
            *form.times(),
            form.invigilators.data or [],
            me().person_id,
            g.now,
            lockdown=form.browser,
        )


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>")
@for_role(Role.EXAMS_OFFICER)
def session(centre_id: UUID, session_id: UUID) -> str:
    """Show a session: where and when, what may go wrong, who is entered."""
    with database().read() as db:
        centre, row = my_session(db, centre_id, session_id)
        facts = _facts(db, row)
    return render_template("centre/session.html", centre=centre, **facts)


def _facts(db: Session, row: ExamSessionRow) -> dict[str, Any]:
    """Return what the page of a session tells."""
    line, entries = session_line(db, row), entries_of(db, row)
    longest = scheduling.longest_allowance(line.minutes, (each.extra_time for each in entries))
    return {
        "line": line,
        "entries": entries,
        "invigilators": invigilators_of(db, row),
        "incidents": incidents_of(db, row),
        "base": timedelta(minutes=line.minutes),
        "longest": longest,
        "last_finish": row.latest_start_at + longest,
        "ready": _readiness(db, row),
    }


def _readiness(db: Session, row: ExamSessionRow) -> Readiness:
    settings = testamur().settings
    private = settings.transport is not Transport.PLAIN
    return readiness_of(db, row, known_address=bool(settings.known_url), private=private)


@bp.route("/<uuid:centre_id>/sessions/<uuid:session_id>/change", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def change_session(centre_id: UUID, session_id: UUID) -> str | Response:
    """Move a session to another room, time or invigilator."""
    with database().read() as db:
        centre, row = my_session(db, centre_id, session_id)
        line, named = session_line(db, row), invigilators_of(db, row)
        people = {person.id: person for person in (*invigilators_at(db, centre_id), *named)}
    known = as_scheduled(row, centre.time_zone, named)
    form = ChangeForm(zone=centre.time_zone, people=people.values(), data=known)
    if form.validate_on_submit():
        try:
            _change(row, form)
            flash("The session is changed.")
            return redirect(url_for(".session", centre_id=centre_id, session_id=session_id))
        except Refusal as refusal:
            form.show(refusal)
    return render_template("centre/change_session.html", centre=centre, form=form, line=line)


def _change(session: ExamSessionRow, form: ChangeForm) -> None:
    with database().begin() as db:
        scheduling.change_session(
            db,
            session.id,
            form.room.data or "",
            *form.times(),
            form.invigilators.data or [],
            me().person_id,
            g.now,
            lockdown=form.browser if session.state == SessionState.SCHEDULED else None,
            shown=form.shown.data or [],
        )
