"""The exams officer's pages; the modules named below hang theirs on the same blueprint."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, redirect, render_template, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.extensions import database
from app.store.queries.candidates import count_candidates
from app.store.queries.sessions import centres_among, sessions_between
from app.web.access import for_role, my_centres
from app.web.centre import (
    arrangements,
    candidates,
    codes,
    entries,
    lists,
    lockdown,
    pack,
    plans,
    record,
    rehearsal,
    results,
    screen,
    sessions,
    transfers,
    voids,
)
from app.web.centre.blueprint import bp, my_centre

__all__ = [
    "arrangements",
    "bp",
    "candidates",
    "codes",
    "entries",
    "lists",
    "lockdown",
    "pack",
    "plans",
    "record",
    "rehearsal",
    "results",
    "screen",
    "sessions",
    "transfers",
    "voids",
]

AHEAD = timedelta(days=28)
BEHIND = timedelta(days=60)


@bp.get("")
@for_role(Role.EXAMS_OFFICER)
def choose() -> str | Response:
    """Lead to my centre, or let me choose among several."""
    with database().read() as db:
        centres = centres_among(db, my_centres(Role.EXAMS_OFFICER))
    if len(centres) == 1:
        return redirect(url_for(".home", centre_id=centres[0].id))
    return render_template("centre/choose.html", centres=centres)


@bp.get("/<uuid:centre_id>")
@for_role(Role.EXAMS_OFFICER)
def home(centre_id: UUID) -> str:
    """Show what is next at a centre: sessions of today and soon, results to download."""
    with database().read() as db:
        centre = my_centre(db, centre_id)
        midnight = _midnight(g.now, centre.time_zone)
        lines = sessions_between(db, centre_id, midnight - BEHIND, midnight + AHEAD)
        people = count_candidates(db, centre_id)
    tomorrow = _midnight(midnight + timedelta(hours=36), centre.time_zone)
    return render_template(
        "centre/home.html",
        centre=centre,
        today=[line for line in lines[::-1] if midnight <= line.session.opens_at < tomorrow],
        soon=[line for line in lines[::-1] if line.session.opens_at >= tomorrow],
        results=[line for line in lines if line.released],
        people=people,
        several=len(my_centres(Role.EXAMS_OFFICER)) > 1,
    )


def _midnight(moment: datetime, zone: str) -> datetime:
    """Return the instant at which the day of a moment began in a zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
