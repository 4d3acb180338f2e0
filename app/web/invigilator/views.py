"""The room: open the session, hand out keycodes, let people in, start, watch, close."""

import hashlib
from uuid import UUID

from flask import Response, flash, g, redirect, render_template, request, url_for
from werkzeug import Response as Answer

from app.domain.roles import Role
from app.extensions import database, testamur
from app.services import invigilation
from app.web.access import for_role, found, me, my_centres
from app.web.invigilator import late_answers, lockdown
from app.web.invigilator.acts import perform
from app.web.invigilator.blueprint import bp
from app.web.invigilator.forms import (
    NEEDS_REASON,
    WORDS,
    Act,
    ExtraTimeForm,
    ReasonForm,
    candidates,
    ticked,
)
from app.web.invigilator.room import Room, open_rooms, room_for

__all__ = ["bp", "late_answers", "lockdown"]


@bp.get("")
@for_role(Role.INVIGILATOR)
def rooms() -> str:
    """List the sessions of my centres, those of today first."""
    with database().read() as db:
        shown = open_rooms(db, my_centres(Role.INVIGILATOR), g.now)
    return render_template("invigilator/rooms.html", rooms=shown)


@bp.get("/<uuid:session_id>")
@for_role(Role.INVIGILATOR)
def room(session_id: UUID) -> str:
    """Show one room: what to do next, and how everybody stands."""
    return render_template("invigilator/room.html", room=_room(session_id), words=WORDS, Act=Act)


@bp.get("/<uuid:session_id>/live")
@for_role(Role.INVIGILATOR)
def live(session_id: UUID) -> Response:
    """Answer the part of the room's page that changes; nothing when it has not changed."""
    page = render_template("invigilator/_live.html", room=_room(session_id))
    response = Response(page)
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.sha256(page.encode()).hexdigest()[:32])
    response.make_conditional(request)
    return response


@bp.post("/<uuid:session_id>/open")
@for_role(Role.INVIGILATOR)
def open_session(session_id: UUID) -> Answer:
    """Open the session: lock the papers and give the keycodes out."""
    _room(session_id)
    with database().begin() as db:
        count = invigilation.release_keycodes(db, session_id, me().person_id, g.now)
    flash(f"The session is open. {candidates(count)} can enter with their keycodes.")
    return redirect(url_for(".room", session_id=session_id))


@bp.post("/<uuid:session_id>/slips")
@for_role(Role.INVIGILATOR)
def slips(session_id: UUID) -> str:
    """Show the keycode slips for printing; that they were printed is recorded."""
    shown = _room(session_id)
    with database().begin() as db:
        printed = invigilation.print_slips(db, session_id, me().person_id, g.now)
    return render_template("invigilator/slips.html", room=shown, slips=printed)


@bp.post("/<uuid:session_id>/start")
@for_role(Role.INVIGILATOR)
def start(session_id: UUID) -> Answer:
    """Say "start"."""
    _room(session_id)
    with database().begin() as db:
        invigilation.start_session(db, session_id, me().person_id, g.now)
    flash("The test has started. Each candidate's clock begins when they press Start.")
    return redirect(url_for(".room", session_id=session_id))


@bp.post("/<uuid:session_id>/candidates")
@for_role(Role.INVIGILATOR)
def act(session_id: UUID) -> Answer | str:
    """Do something to the candidates that are ticked, or ask for a reason first."""
    shown = _room(session_id)
    chosen, sittings = _act(), ticked(request.form)
    if not sittings:
        flash("Tick at least one candidate first. Nothing was changed.")
        return redirect(url_for(".room", session_id=session_id))
    if chosen in NEEDS_REASON:
        return _ask(shown, chosen, sittings)
    return _do(session_id, chosen, sittings, "", 0)


@bp.post(
    "/<uuid:session_id>/candidates/<any('extra-time','paper','without-lockdown','finish','void'):chosen>"
)
@for_role(Role.INVIGILATOR)
def act_with_reason(session_id: UUID, chosen: str) -> Answer | str:
    """Do what was asked about, now that the reason is known."""
    shown, sittings = _room(session_id), ticked(request.form)
    form = _form(Act(chosen))
    if not form.validate_on_submit():
        return _ask(shown, Act(chosen), sittings, form)
    minutes = form.minutes.data if isinstance(form, ExtraTimeForm) else 0
    return _do(session_id, Act(chosen), sittings, form.reason.data or "", minutes or 0)


@bp.post("/<uuid:session_id>/close")
@for_role(Role.INVIGILATOR)
def close(session_id: UUID) -> Answer | str:
    """Ask whether to close the session, then close it."""
    shown = _room(session_id)
    if "sure" not in request.form:
        return render_template("invigilator/close.html", room=shown)
    with database().begin() as db:
        invigilation.close_session(db, session_id, me().person_id, g.now)
    flash("The session is closed and marked.")
    return redirect(url_for(".room", session_id=session_id))


def _room(session_id: UUID) -> Room:
    with database().read() as db:
        return found(room_for(db, session_id, my_centres(Role.INVIGILATOR), g.now))


def _act() -> Act:
    try:
        return Act(request.form.get("act", ""))
    except ValueError:
        return found(None)


def _form(chosen: Act) -> ReasonForm:
    return ExtraTimeForm() if chosen is Act.EXTRA_TIME else ReasonForm()


def _ask(shown: Room, chosen: Act, sittings: list[UUID], form: ReasonForm | None = None) -> str:
    lines = [line for line in shown.lines if line.facts.sitting in sittings]
    return render_template(
        "invigilator/reason.html",
        room=shown,
        act=chosen,
        words=WORDS[chosen],
        lines=lines,
        counted=candidates(len(lines)),
        form=form or (_form(chosen)),
        asked=form is not None,
        limit=testamur().settings.extra_time_limit_minutes,
    )


def _do(session_id: UUID, chosen: Act, sittings: list[UUID], reason: str, minutes: int) -> Answer:
    with database().begin() as db:
        count = perform(db, chosen, session_id, sittings, reason, minutes, me().person_id, g.now)
    told = WORDS[chosen].done.format(n=candidates(count), minutes=minutes)
    flash(told if count else "Nothing was changed: that does not fit how they stand now.")
    return redirect(url_for(".room", session_id=session_id))
