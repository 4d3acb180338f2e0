"""The awarding officer's first page; the modules named below hang theirs on the same blueprint."""

from flask import g, render_template

from app.domain.roles import Role
from app.extensions import database
from app.store.queries.content import specifications_in
from app.store.queries.incidents import RECENT, to_tell
from app.store.queries.late_answers import sessions_to_decide
from app.store.queries.organisations import bodies_among
from app.store.queries.result_lists import Stage, sessions_at
from app.web.access import for_role, my_bodies
from app.web.awarding import incidents, late_answers, room_rules, sessions, specifications, voids
from app.web.awarding.blueprint import bp

__all__ = ["bp", "incidents", "late_answers", "room_rules", "sessions", "specifications", "voids"]


@bp.get("")
@for_role(Role.AWARDING_OFFICER)
def desk() -> str:
    """Show what waits: late answers to decide, results to release, versions to approve, pass marks to set."""
    bodies = my_bodies(Role.AWARDING_OFFICER)
    with database().read() as db:
        late = sessions_to_decide(db, bodies)
        held = sessions_at(db, bodies, Stage.WAITING)
        newest = specifications_in(db, bodies)
        mine = bodies_among(db, bodies)
        told = to_tell(db, bodies, since=g.now - RECENT)
    return render_template(
        "awarding/desk.html",
        late=late,
        held=held,
        bodies=mine,
        told=told,
        proposed=[version for version in newest if not version.approved],
        without=[version for version in newest if version.specification.pass_mark is None],
    )
