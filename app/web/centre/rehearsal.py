"""A session's rehearsal: begun, watched, read and deleted."""

from uuid import UUID

from flask import current_app, flash, g, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from app.domain.rehearsal import RehearsalState
from app.domain.roles import Role
from app.extensions import database, testamur
from app.rehearsal.server import folder_of, launch, remove_folder
from app.services.rehearsals import begin_rehearsal, delete_rehearsal, rehearsal_state
from app.store.organisations import CentreRow
from app.store.queries.rehearsals import rehearsal_for, rehearsals_of
from app.store.queries.sessions import SessionLine, session_line
from app.store.room import RehearsalRow
from app.web.access import for_role, found, me
from app.web.centre.blueprint import bp, my_session

MOST = 500
LAUNCH = "launch_rehearsal"  # what runs one in the background


class RehearseForm(FlaskForm):
    """How many pretend candidates sit."""

    candidates = IntegerField(
        "How many candidates",
        validators=[
            InputRequired("Enter how many candidates"),
            NumberRange(1, MOST, f"Enter a number from 1 to {MOST}"),
        ],
    )


class DeleteForm(FlaskForm):
    """Nothing but the press of the button."""


@bp.record_once
def _keep_launch(setup: BlueprintSetupState) -> None:
    setup.app.extensions[LAUNCH] = launch


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>/rehearsals")
@for_role(Role.EXAMS_OFFICER)
def rehearsals(centre_id: UUID, session_id: UUID) -> str:
    """Offer a rehearsal, and list those there were."""
    return _page(centre_id, session_id, RehearseForm(formdata=None))


@bp.post("/<uuid:centre_id>/sessions/<uuid:session_id>/rehearsals")
@for_role(Role.EXAMS_OFFICER)
def rehearse(centre_id: UUID, session_id: UUID) -> ResponseReturnValue:
    """Begin a rehearsal in the background."""
    with database().read() as db:
        my_session(db, centre_id, session_id)
    form = RehearseForm()
    if not form.validate_on_submit():
        return _page(centre_id, session_id, form), 422
    wanted = form.candidates.data or 1
    with database().begin() as db:
        id = begin_rehearsal(db, session_id, wanted, me().person_id, g.now)
    current_app.extensions[LAUNCH](testamur().settings, id)
    return redirect(
        url_for(".rehearsal", centre_id=centre_id, session_id=session_id, rehearsal_id=id)
    )


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>/rehearsals/<uuid:rehearsal_id>")
@for_role(Role.EXAMS_OFFICER)
def rehearsal(centre_id: UUID, session_id: UUID, rehearsal_id: UUID) -> str:
    """Show how far a rehearsal is, or what it showed."""
    with database().read() as db:
        centre, line, row = _mine(db, centre_id, session_id, rehearsal_id)
    state = rehearsal_state(row, g.now)
    return render_template(
        "centre/rehearsal.html",
        centre=centre,
        line=line,
        row=row,
        state=state,
        running=state is RehearsalState.RUNNING,
        form=DeleteForm(),
    )


@bp.post("/<uuid:centre_id>/sessions/<uuid:session_id>/rehearsals/<uuid:rehearsal_id>/delete")
@for_role(Role.EXAMS_OFFICER)
def remove_rehearsal(centre_id: UUID, session_id: UUID, rehearsal_id: UUID) -> ResponseReturnValue:
    """Delete a rehearsal with its copy; one that runs is stopped."""
    with database().read() as db:
        _mine(db, centre_id, session_id, rehearsal_id)
    removed = remove_folder(folder_of(testamur().settings, rehearsal_id))
    with database().begin() as db:
        delete_rehearsal(db, rehearsal_id, me().person_id, g.now, removed)
    flash("The rehearsal is deleted.")
    return redirect(url_for(".rehearsals", centre_id=centre_id, session_id=session_id), 303)


def _mine(
    db: Session, centre_id: UUID, session_id: UUID, rehearsal_id: UUID
) -> tuple[CentreRow, SessionLine, RehearsalRow]:
    """Return my centre, its session and the session's rehearsal, else answer 404."""
    centre, session = my_session(db, centre_id, session_id)
    row = found(rehearsal_for(db, rehearsal_id, session.id, {centre.id}))
    return centre, session_line(db, session), row


def _page(centre_id: UUID, session_id: UUID, form: RehearseForm) -> str:
    with database().read() as db:
        centre, session = my_session(db, centre_id, session_id)
        line, held = session_line(db, session), rehearsals_of(db, session)
    if form.candidates.raw_data is None:
        form.candidates.data = min(max(line.entered, 1), MOST)
    states = [(row, rehearsal_state(row, g.now)) for row in held]
    return render_template(
        "centre/rehearsals.html", centre=centre, line=line, held=states, form=form, most=MOST
    )
