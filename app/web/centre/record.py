"""The exams officer's look at a session's incidents and at its signed record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.domain.session_record import Discrepancy
from app.extensions import database
from app.services.session_record import left_to_explain
from app.store.organisations import CentreRow
from app.store.queries.incidents import Written, incidents_of
from app.store.queries.session_record import record_for, records_of
from app.store.queries.sessions import SessionLine, session_line
from app.store.room import SessionRecordRow
from app.web.access import for_role, found
from app.web.centre.blueprint import bp, my_session
from app.web.record_pages import explanation_form, record_answer, sign_again


@dataclass(frozen=True, slots=True)
class Shown:
    """A session of mine with what was written down in it."""

    centre: CentreRow
    line: SessionLine
    incidents: Sequence[Written]
    issues: Sequence[SessionRecordRow]
    missing: Sequence[Discrepancy]


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>/record")
@for_role(Role.EXAMS_OFFICER)
def record(centre_id: UUID, session_id: UUID) -> str:
    """Show a session's incidents, and its record to take away."""
    shown = _shown(centre_id, session_id)
    return _page(shown, explanation_form(shown.missing, formdata=None))


@bp.post("/<uuid:centre_id>/sessions/<uuid:session_id>/record")
@for_role(Role.EXAMS_OFFICER)
def sign_record(centre_id: UUID, session_id: UUID) -> Response | str:
    """Sign the record anew, because something has changed since."""
    shown = _shown(centre_id, session_id)
    form = explanation_form(shown.missing)
    if not form.validate_on_submit():
        return _page(shown, form)
    flash(sign_again(session_id, form.explanations))
    return redirect(url_for(".record", centre_id=centre_id, session_id=session_id))


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>/record/<int:issue>/<any('json','pdf'):kind>")
@for_role(Role.EXAMS_OFFICER)
def record_file(centre_id: UUID, session_id: UUID, issue: int, kind: str) -> Response:
    """Give one issue of the record to take away."""
    with database().read() as db:
        my_session(db, centre_id, session_id)
        row = found(record_for(db, session_id, issue, centres={centre_id}))
    return record_answer(row, kind)


def _shown(centre_id: UUID, session_id: UUID) -> Shown:
    with database().read() as db:
        centre, session = my_session(db, centre_id, session_id)
        return Shown(
            centre=centre,
            line=session_line(db, session),
            incidents=incidents_of(db, session),
            issues=records_of(db, session),
            missing=left_to_explain(db, session),
        )


def _page(shown: Shown, form: Any) -> str:
    return render_template("centre/record.html", shown=shown, form=form)
