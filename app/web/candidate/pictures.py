"""The pictures of a candidate's own questions, while they are before them."""

from flask import Response

from app.domain.admission import Step
from app.domain.roles import Role
from app.extensions import database
from app.services.pictures import read_own_picture
from app.web.access import for_role
from app.web.candidate.blueprint import bp
from app.web.candidate.steps import my_sitting
from app.web.pictures import ADDRESS, is_hash, send_picture


@bp.get(f"/media/{ADDRESS}")
@for_role(Role.CANDIDATE)
def picture(picture: str) -> Response:
    """Send a picture of the candidate's own paper; before the start, in a pause and after it, none."""
    with database().read() as db:
        own = my_sitting(db)
        answering = own.step is Step.ANSWERING and is_hash(picture)
        held = read_own_picture(db, own, picture) if answering else None
    return send_picture(held)
