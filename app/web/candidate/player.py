"""The test as one page with every question in it, and the sheet its script agrees with."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, g, render_template

from app.domain.admission import Step
from app.domain.preferences import Preferences
from app.domain.roles import Role
from app.extensions import database, testamur
from app.services.device_keys import device_mark, sealing_key_text
from app.services.heartbeat import read_heartbeat
from app.services.questions import PaperState, places_shown, read_paper_state, read_questions
from app.web.access import SittingPass, for_role
from app.web.candidate.blueprint import bp
from app.web.candidate.saving import reply_with, standing_of
from app.web.candidate.steps import at_step, my_pass, my_sitting


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page's script is told beside questions and answers.

    `key` seals what the computer keeps, `device` tells its lease from others; `warnings` are
    minutes before the end.
    """

    key: str
    device: str
    warnings: tuple[int, ...]


def screen_for(sitting: UUID, lease: str, preferences: Preferences) -> Screen:
    """Return what the script of a sitting's page is told."""
    settings = testamur().settings
    return Screen(
        key=sealing_key_text(settings.secret_key, sitting),
        device=device_mark(lease),
        warnings=preferences.warnings_at(settings.warning_minutes),
    )


@bp.get("/test")
@for_role(Role.CANDIDATE)
def resume() -> str:
    """Show the test, at the question the candidate answered last."""
    held = my_pass()
    with database().read() as db:
        own = at_step(db, Step.ANSWERING)
        state = read_paper_state(db, own)
        questions = read_questions(db, own, state)
    screen = screen_for(own.sitting, held.lease, own.preferences)
    return render_template(
        "candidate/player.html", own=own, state=state, questions=questions, screen=screen
    )


@bp.get("/sheet")
@for_role(Role.CANDIDATE)
def sheet() -> Response:
    """Say what stands at every position, or only how the sitting stands when it cannot be answered."""
    held = my_pass()
    beat = _standing(held)
    if beat["refused"]:
        return reply_with(beat)
    with database().read() as db:
        own = my_sitting(db)
        state = read_paper_state(db, own)
        places = places_shown(db, own, state)
    entries = [entry_of(state, position, shown) for position, shown in enumerate(places, start=1)]
    return reply_with(beat | {"last_sequence": state.last_sequence, "entries": entries})


def entry_of(state: PaperState, position: int, shown: tuple[int, ...]) -> list[Any]:
    """Write one position as the script reads it: places, flag, sequence number, name of the write."""
    newest = state.newest.get(position)
    sequence, name = (newest.sequence, newest.client_id) if newest else (0, "")
    return [list(shown), state.sheet[position].flagged, sequence, name]


def _standing(held: SittingPass) -> dict[str, Any]:
    parts = testamur()
    beat = read_heartbeat(
        parts.database, parts.answers, held.centre, held.sitting, held.lease, g.now
    )
    return standing_of(held, beat)
