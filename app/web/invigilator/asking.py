"""The page that asks about an act before it is done, and when there is one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import g, render_template
from flask_wtf import FlaskForm

from app.domain.admission import Arrival
from app.domain.sitting import FINISHED, SittingState
from app.extensions import database
from app.services import invigilation
from app.services.paper_sittings import MOVES_TO_PAPER
from app.store.candidates import CandidateRow
from app.store.queries.room import seated
from app.store.sittings import SittingRow
from app.web.invigilator.forms import ExtraTimeForm, MessageForm, ReasonForm
from app.web.invigilator.frame import Frame
from app.web.invigilator.words import ASKED, WORDS, Act, candidates

TO_COME = frozenset({SittingState.ENTERED, SittingState.ABSENT})
ENDED = FINISHED | {SittingState.VOID}

# Whom an act that is asked about can be for; the page names nobody else and counts nobody else.
FITS: Mapping[Act, Callable[[SittingRow], bool]] = {
    Act.BACK: lambda sitting: sitting.left_at is not None,
    Act.EXTRA_TIME: lambda sitting: sitting.state not in ENDED,
    Act.PAPER: lambda sitting: sitting.state in MOVES_TO_PAPER and not sitting.on_paper_at,
    Act.WITHOUT_LOCKDOWN: lambda sitting: sitting.state not in ENDED,
    Act.FINISH: lambda sitting: sitting.state == SittingState.STARTED and not sitting.on_paper_at,
    Act.VOID: lambda sitting: sitting.state != SittingState.VOID,
}


@dataclass(frozen=True, slots=True)
class Tick:
    """A candidate who is ticked."""

    sitting: SittingRow
    candidate: CandidateRow


def ticks_in(room: Frame, sittings: Collection[UUID]) -> list[Tick]:
    """Return those of the sittings that are of the room, by candidate number."""
    with database().read() as db:
        lines = seated(db, room.session)
    return [Tick(sitting, candidate) for sitting, candidate in lines if sitting.id in sittings]


def form_of(chosen: Act) -> FlaskForm:
    """Return the form an act is asked about with."""
    special = {Act.EXTRA_TIME: ExtraTimeForm, Act.MESSAGE: MessageForm}
    return special.get(chosen, ReasonForm)()


def first_error(form: FlaskForm) -> str:
    """Return the first thing that is wrong with a form."""
    return str(next(error for field in form for error in field.errors))


def arrival(room: Frame) -> Arrival:
    """Say whether who comes into the room now is in time, late or very late."""
    with database().read() as db:
        return invigilation.arrival_at(db, room.session, g.now)


def is_asked(room: Frame, chosen: Act, ticks: Collection[Tick]) -> bool:
    """Say whether an act is asked about first: always, or as those stand whom it is for."""
    if chosen is Act.BACK:
        return any(each.sitting.left_alone for each in ticks)
    if chosen is Act.ADMIT and arrival(room) is not Arrival.IN_TIME:
        return any(_lets_in_late(room, each.sitting) for each in ticks)
    return chosen in ASKED


def fitting(room: Frame, chosen: Act, ticks: Collection[Tick]) -> list[Tick]:
    """Return those of the candidates ticked whom an act that is asked about can be for."""
    if chosen is Act.ADMIT:
        return [each for each in ticks if _lets_in_late(room, each.sitting)]
    fits = FITS.get(chosen, lambda _: True)
    return [each for each in ticks if fits(each.sitting)]


def _lets_in_late(room: Frame, sitting: SittingRow) -> bool:
    """Say whether the sitting is let in late now, or let start past the latest start."""
    past = g.now > room.session.latest_start_at and not sitting.late_reason
    return sitting.state in TO_COME or (sitting.state == SittingState.ADMITTED and past)


def ask(room: Frame, chosen: Act, ticks: list[Tick], form: FlaskForm | None = None) -> str:
    """Show the page that asks, with what was sent where something is wrong with it."""
    with database().read() as db:
        limit = invigilation.extra_time_limit(db, room.session)
    return render_template(
        "invigilator/reason.html",
        room=room,
        act=chosen,
        words=WORDS[chosen],
        ticks=ticks,
        counted=candidates(len(ticks)),
        form=form or form_of(chosen),
        asked=form is not None,
        limit=limit,
        very_late=chosen is Act.ADMIT and arrival(room) is Arrival.VERY_LATE,
    )
