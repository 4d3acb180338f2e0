"""What the practice page's script talks to: as in a sitting, but nothing leaves the browser's cookie."""

from flask import Response, g

from app.extensions import csrf
from app.services.practice import (
    NOWHERE,
    read_practice_standing,
    read_practice_state,
    save_practice_answers,
)
from app.web.access import SittingPass, open_to_all
from app.web.candidate.forgery import check_token
from app.web.candidate.player import entry_of
from app.web.candidate.saving import (
    read_answers,
    read_body,
    reply_to_save,
    reply_with,
    standing_in_words,
)
from app.web.practice.blueprint import bp
from app.web.practice.keeping import keep_practice
from app.web.practice.steps import my_practice

HEARTBEAT_SECONDS = 15  # nobody pauses a practice test or gives more time: there is little to hear


@bp.post("/answers")
@csrf.exempt  # checked below, as the test itself does
@open_to_all
def save() -> Response:
    """Take answers; the reply carries the cookie that keeps them."""
    check_token()
    practice = my_practice()
    held = SittingPass(NOWHERE, practice.id, practice.lease)
    answers = read_answers(read_body(), held)
    kept, saved = save_practice_answers(practice, answers, g.now)
    reply = reply_to_save(saved, standing_in_words(saved, HEARTBEAT_SECONDS))
    return reply if kept == practice else keep_practice(reply, kept)


@bp.get("/time")
@open_to_all
def time() -> Response:
    """Say how the try stands and how much time is left."""
    return reply_with(
        standing_in_words(read_practice_standing(my_practice(), g.now), HEARTBEAT_SECONDS)
    )


@bp.get("/sheet")
@open_to_all
def sheet() -> Response:
    """Say what stands at every position, or only how the try stands when it cannot be answered."""
    practice = my_practice()
    standing = read_practice_standing(practice, g.now)
    told = standing_in_words(standing, HEARTBEAT_SECONDS)
    if standing.refused:
        return reply_with(told)
    state = read_practice_state(practice)
    entries = [entry_of(state, position, practice.shown_at(position)) for position in state.sheet]
    return reply_with(told | {"entries": entries})
