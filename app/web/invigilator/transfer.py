"""A candidate who goes to another session of the same test."""

from uuid import UUID

from flask import g, render_template
from werkzeug import Response

from app.domain.on_the_day import TransferReason
from app.domain.roles import Role
from app.extensions import database
from app.services import on_the_day
from app.services.on_the_day import WalkIn
from app.store.queries.sessions import (
    EntryLine,
    SessionLine,
    entry_of_sitting,
    sessions_to_transfer_to,
)
from app.store.sessions import ExamSessionRow
from app.web.access import for_role, found, me
from app.web.invigilator.blueprint import bp
from app.web.invigilator.day_forms import TransferForm
from app.web.invigilator.frame import my_frame
from app.web.look import day_and_time

Answer = str | Response | tuple[str, int]


@bp.route("/<uuid:session_id>/day/sittings/<uuid:sitting_id>/transfer", methods=["GET", "POST"])
@for_role(Role.INVIGILATOR)
def transfer(session_id: UUID, sitting_id: UUID) -> Answer:
    """Move a candidate to another session, and show the keycode there once.

    It reaches into a second session, so nobody does it who signed in for one.
    """
    found(None if me().one_room else True)
    room = my_frame(session_id)
    line, offered = transferable(room.session, sitting_id)
    form = transfer_form(offered, room.zone)
    if not form.validate_on_submit():
        page = render_template(
            "invigilator/transfer.html", room=room, form=form, line=line, offered=offered
        )
        return page, 422 if form.errors else 200
    went = carry_over(session_id, sitting_id, form)
    there = next(each for each in offered if each.session.id == form.to_session.data)
    return render_template("invigilator/slip.html", room=room, came=went, there=there)


def transferable(
    session: ExamSessionRow, sitting_id: UUID
) -> tuple[EntryLine, tuple[SessionLine, ...]]:
    """Return the entry and the sessions it can go to; 404 where it does not stand."""
    with database().read() as db:
        line = found(entry_of_sitting(db, session, sitting_id))
        return line, tuple(sessions_to_transfer_to(db, session, g.now))


def transfer_form(offered: tuple[SessionLine, ...], zone: str) -> TransferForm:
    """Ask for the session by room and time, and for the reason."""
    return TransferForm(
        {
            each.session.id: f"{each.session.room}, {day_and_time(each.session.opens_at, zone)}"
            for each in offered
        }
    )


def carry_over(session_id: UUID, sitting_id: UUID, form: TransferForm) -> WalkIn:
    """Move the candidate as the form says."""
    with database().begin() as db:
        return on_the_day.transfer_entry(
            db,
            session_id,
            sitting_id,
            form.to_session.data,
            TransferReason(form.reason.data),
            me().person_id,
            g.now,
            form.words.data or "",
        )
