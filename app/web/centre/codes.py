"""One-time codes with which an invigilator signs in for one session."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length, ValidationError

from app.domain.invigilator_code import EARLY
from app.domain.keycode import grouped
from app.domain.roles import Role
from app.extensions import database
from app.services import invigilator_codes
from app.services.invigilator_codes import NewCode
from app.store.people import PersonRow
from app.store.queries.invigilator_codes import code_of_session, codes_of
from app.store.queries.sessions import invigilators_at, invigilators_of, session_line
from app.web.access import for_role, found, me
from app.web.centre.blueprint import bp, my_session

SOMEBODY_ELSE = "somebody-else"


class IssueForm(FlaskForm):
    """Whom a code is for: an invigilator of the centre, or a guest by name."""

    person = RadioField("Who is it for?", validators=[InputRequired("Choose who the code is for")])
    name = StringField(
        "Full name of somebody else",
        filters=[lambda typed: " ".join((typed or "").split())],
        validators=[Length(max=200, message="A name may have up to 200 characters")],
    )

    def __init__(self, people: list[PersonRow], **given: Any) -> None:
        super().__init__(**given)
        self.person.choices = [
            *(SelectChoice(str(each.id), each.name) for each in people),
            SelectChoice(SOMEBODY_ELSE, "Somebody else, for this session only"),
        ]

    @property
    def is_guest(self) -> bool:
        """Whether it is for somebody who has no role here."""
        return bool(self.person.data == SOMEBODY_ELSE)

    def validate_name(self, field: StringField) -> None:
        """Want the name of a guest."""
        if self.is_guest and not field.data:
            raise ValidationError("Enter the full name of somebody else")


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>/codes")
@for_role(Role.EXAMS_OFFICER)
def codes(centre_id: UUID, session_id: UUID) -> str:
    """List the codes of a session, and offer another."""
    return _page(centre_id, session_id, _form(centre_id, session_id))


@bp.post("/<uuid:centre_id>/sessions/<uuid:session_id>/codes")
@for_role(Role.EXAMS_OFFICER)
def issue_code(centre_id: UUID, session_id: UUID) -> str | tuple[str, int]:
    """Make a code and show it once."""
    form = _form(centre_id, session_id)
    if not form.validate():
        return _page(centre_id, session_id, form), 422
    made = _issue(session_id, form)
    with database().read() as db:
        centre, row = my_session(db, centre_id, session_id)
        line = session_line(db, row)
    return render_template(
        "centre/code.html",
        centre=centre,
        line=line,
        made=made,
        code=grouped(made.code),
        start=row.opens_at - EARLY,
    )


@bp.post("/<uuid:centre_id>/sessions/<uuid:session_id>/codes/<uuid:code_id>/revoke")
@for_role(Role.EXAMS_OFFICER)
def revoke_code(centre_id: UUID, session_id: UUID, code_id: UUID) -> Response:
    """Withdraw a code, and sign out whoever used it."""
    with database().begin() as db:
        _, row = my_session(db, centre_id, session_id)
        found(code_of_session(db, row, code_id))
        invigilator_codes.revoke_code(db, session_id, code_id, me().person_id, g.now)
    flash("The code is withdrawn. Whoever signed in with it is signed out.")
    return redirect(url_for(".codes", centre_id=centre_id, session_id=session_id))


def _form(centre_id: UUID, session_id: UUID) -> IssueForm:
    """Offer the invigilators of the centre, and who else is named for the session."""
    with database().read() as db:
        _, row = my_session(db, centre_id, session_id)
        people = {p.id: p for p in (*invigilators_of(db, row), *invigilators_at(db, centre_id))}
    return IssueForm(list(people.values()))


def _issue(session_id: UUID, form: IssueForm) -> NewCode:
    by, now = me().person_id, g.now
    with database().begin() as db:
        if form.is_guest:
            name = form.name.data or ""
            return invigilator_codes.issue_code_to_guest(db, session_id, name, by, now)
        return invigilator_codes.issue_code(db, session_id, UUID(form.person.data), by, now)


def _page(centre_id: UUID, session_id: UUID, form: IssueForm) -> str:
    with database().read() as db:
        centre, row = my_session(db, centre_id, session_id)
        line, issued = session_line(db, row), codes_of(db, row)
    return render_template(
        "centre/codes.html",
        centre=centre,
        line=line,
        issued=issued,
        form=form,
        start=row.opens_at - EARLY,
    )
