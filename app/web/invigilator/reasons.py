"""Reasons that follow: why clocks were stopped, written down when the room is quiet again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g, request
from sqlalchemy.orm import Session
from werkzeug import Response

from app.domain.roles import Role
from app.extensions import database
from app.services import invigilation
from app.store.queries.reasons import Unexplained, unexplained_entries, unexplained_stops
from app.store.sessions import ExamSessionRow
from app.web.access import for_role, me
from app.web.invigilator.asking import first_error
from app.web.invigilator.blueprint import bp
from app.web.invigilator.forms import ReasonForm, StopReasonForm, entries_named
from app.web.invigilator.frame import back_to, my_frame

KEPT = "The reason is kept."
ALREADY = "Nothing was changed: the reason was written down already."


@dataclass(frozen=True, slots=True)
class Owed:
    """What was done in a room and not explained yet."""

    stops: list[datetime]
    presses: list[list[Unexplained]]

    def __bool__(self) -> bool:
        """Say whether there is anything to explain."""
        return bool(self.stops or self.presses)


def owed_by(db: Session, session: ExamSessionRow) -> Owed:
    """Return what of a session is not explained yet."""
    presses = invigilation.still_to_explain(unexplained_entries(db, session))
    return Owed(unexplained_stops(db, session), presses)


@bp.post("/<uuid:session_id>/reasons")
@for_role(Role.INVIGILATOR)
def give_reason(session_id: UUID) -> Response:
    """Keep why candidates were paused."""
    my_frame(session_id)
    form, entries = ReasonForm(), entries_named(request.form)
    if not form.validate_on_submit():
        return back_to(session_id, f"{first_error(form)}. Nothing was changed.")
    with database().begin() as db:
        count = invigilation.explain(
            db, session_id, entries, form.reason.data or "", me().person_id, g.now
        )
    return back_to(session_id, KEPT if count else ALREADY)


@bp.post("/<uuid:session_id>/stop-reason")
@for_role(Role.INVIGILATOR)
def explain_stop(session_id: UUID) -> Response:
    """Keep why all clocks were stopped at one time."""
    my_frame(session_id)
    form = StopReasonForm()
    if not form.validate_on_submit():
        return back_to(session_id, f"{first_error(form)}. Nothing was changed.")
    with database().begin() as db:
        count = invigilation.give_reason(
            db, session_id, form.moment, form.reason.data or "", me().person_id, g.now
        )
    return back_to(session_id, KEPT if count else ALREADY)
