"""Deciding about answers that came too late: without a name, a letter, a key or a mark in sight."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug import Response

from app.domain.late_sitting import LateSession
from app.domain.roles import Role
from app.extensions import database
from app.services.late_answers import decide_late
from app.store.queries.late_answers import late_session
from app.web.access import for_role, found, me, my_bodies
from app.web.awarding.blueprint import bp
from app.web.awarding.forms import DecisionForm, choice_name, decision_form


@bp.get("/sessions/<uuid:session_id>/late-answers")
@for_role(Role.AWARDING_OFFICER)
def late_answers(session_id: UUID) -> str:
    """Show what is to be decided in a session, what was decided, and what came after the release."""
    return _page(_late(session_id), {})


@bp.post("/sessions/<uuid:session_id>/late-answers/<uuid:sitting_id>")
@for_role(Role.AWARDING_OFFICER)
def decide_late_answers(session_id: UUID, sitting_id: UUID) -> Response | str:
    """Decide about every late answer of one sitting that waits."""
    late = _late(session_id)
    form = decision_form(found(late.of(sitting_id)).open)
    if not form.validate_on_submit():
        return _page(late, {sitting_id: form})
    reason, by = form.reason.data or "", me().person_id
    with database().begin() as db:
        counted = decide_late(db, session_id, sitting_id, form.choices, reason, by, g.now)
    flash(_told(counted))
    return redirect(url_for(".late_answers", session_id=session_id))


def _late(session_id: UUID) -> LateSession:
    bodies = my_bodies(Role.AWARDING_OFFICER)
    with database().read() as db:
        return found(late_session(db, session_id, bodies=bodies))


def _page(late: LateSession, sent: Mapping[UUID, DecisionForm]) -> str:
    forms = {
        each.sitting: sent.get(each.sitting) or decision_form(each.open, formdata=None)
        for each in late.sittings
    }
    return render_template(
        "awarding/late_answers.html",
        late=late,
        forms=forms,
        choice_name=choice_name,
    )


def _told(counted: int) -> str:
    if not counted:
        return (
            "Decided: nothing more counts, and the result stands as it was. It can be released now."
        )
    answers = "1 late answer counts" if counted == 1 else f"{counted} late answers count"
    return f"Decided: {answers}. The paper was marked again, and the result can be released now."
