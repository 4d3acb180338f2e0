"""The centre's part of the site; its modules hang their views on this blueprint."""

from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session

from app.domain.roles import Role
from app.store.organisations import CentreRow
from app.store.queries.sessions import centre_for, session_for
from app.store.sessions import ExamSessionRow
from app.web.access import found, my_centres

bp = Blueprint("centre", __name__, url_prefix="/centre")


def my_centre(db: Session, centre_id: UUID) -> CentreRow:
    """Return the centre if the signed-in person is its exams officer, else answer 404."""
    return found(centre_for(db, centre_id, my_centres(Role.EXAMS_OFFICER)))


def my_session(db: Session, centre_id: UUID, session_id: UUID) -> tuple[CentreRow, ExamSessionRow]:
    """Return my centre and its session, else answer 404."""
    centre = my_centre(db, centre_id)
    return centre, found(session_for(db, session_id, {centre.id}))
