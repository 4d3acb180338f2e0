"""What the page's script talks to: answers in, receipts out, and a heartbeat.

The busiest path of the house: no template, no ORM, no more JSON than there is.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask import Response, current_app, g, request
from flask.blueprints import BlueprintSetupState

from app.domain.answering import Answer
from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import csrf, database, testamur
from app.services.answering import Saved, save_answers
from app.services.closing import close_sitting_if_overdue
from app.services.heartbeat import Heartbeat, read_heartbeat
from app.store.presence import NOTHING, Heard
from app.web.access import SittingPass, for_role
from app.web.candidate.blueprint import bp
from app.web.candidate.forgery import check_token
from app.web.candidate.pulse import Pulse
from app.web.candidate.steps import my_pass
from app.web.errors import sentence_for

MOST_BYTES = 32 * 1024
MOST_ANSWERS = 50
MOST_POSITIONS = 1_000
MOST_OPTIONS = 26
MOST_WRITES = 1_000_000
PULSE = "candidate_pulse"

_client_id = re.compile(r"[A-Za-z0-9_-]{1,64}").fullmatch


@bp.record_once
def _keep_pulse(setup: BlueprintSetupState) -> None:
    settings = setup.app.extensions["testamur"].settings
    setup.app.extensions[PULSE] = Pulse(1 if settings.is_sqlite else settings.workers)


@bp.post("/answers")
@csrf.exempt  # checked below, at less cost
@for_role(Role.CANDIDATE)
def save() -> Response:
    """Save answers; answer only when they are durably kept, or say why they are not."""
    check_token()
    held, body = my_pass(), read_body()
    saved = keep_answers(held, read_answers(body, held))
    return reply_to_save(saved, standing_of(held, saved, heard_in(body)))


def reply_to_save(saved: Saved, standing: dict[str, Any]) -> Response:
    """Answer a save: what is kept, how the sitting stands, and what is kept apart."""
    receipts = [
        {"client_id": r.client_id, "sequence": r.sequence, "digest": r.digest}
        for r in saved.receipts
    ]
    body: dict[str, Any] = {"receipts": receipts} | standing
    if saved.kept_apart:
        body["kept_apart"] = saved.kept_apart
    return reply_with(body, saved.refused)


def keep_answers(held: SittingPass, answers: Sequence[Answer]) -> Saved:
    """Save answers to the log, and close the sitting when they show that its time has run out."""
    parts = testamur()
    saved = save_answers(
        parts.database.writer, parts.answers, held.centre, held.sitting, answers, g.now
    )
    if saved.overdue:
        with database().begin() as db:
            close_sitting_if_overdue(db, held.centre, held.sitting, g.now)
    return saved


@bp.get("/time")
@for_role(Role.CANDIDATE)
def time() -> Response:
    """Say how the sitting stands and how much time is left, and what the room has said since."""
    held, parts = my_pass(), testamur()
    heard = heard_in({name: request.args.get(name, type=int) for name in ("entries", "messages")})
    beat = read_heartbeat(
        parts.database, parts.answers, held.centre, held.sitting, held.lease, g.now, heard.messages
    )
    return reply_with(standing_of(held, beat, heard))


def standing_of(
    held: SittingPass, now: Saved | Heartbeat, heard: Heard = NOTHING
) -> dict[str, Any]:
    """Return what every reply says of the sitting, and note that its device was heard from.

    `heard` is what the device says it has shown; more than there is, nobody can have shown.
    """
    if now.refused is not Reason.LEASE_LOST:
        shown = Heard(min(heard.entries, now.entries), min(heard.messages, now.messages))
        testamur().presence.beat(held.centre, held.sitting, g.now, shown)
    return standing_in_words(now, current_app.extensions[PULSE].hear(held.sitting, g.now))


def heard_in(given: dict[str, Any]) -> Heard:
    """Read what a device says it has shown of its time ledger and of messages; nothing if unfit."""
    counts = (given.get("entries"), given.get("messages"))
    return Heard(*(n if type(n) is int and 0 <= n <= MOST_WRITES else 0 for n in counts))


def standing_in_words(now: Saved | Heartbeat, next_s: int) -> dict[str, Any]:
    """Write how a sitting stands; the next heartbeat is wanted in so many seconds."""
    return {
        "refused": now.refused,
        "what": sentence_for(Refusal(now.refused)).what if now.refused else None,
        "last_sequence": now.last_sequence,
        "state": now.state,
        "time_left_ms": now.time_left // timedelta(milliseconds=1),
        "next_s": next_s,
        "pause": now.pause,
        "entries": now.entries,
        "messages": now.messages,
        "told": [asdict(message) for message in now.told],
    }


def reply_with(body: dict[str, Any], refused: Reason | None = None) -> Response:
    """Answer a script with JSON as plain as it can be."""
    status = sentence_for(Refusal(refused)).status if refused else 200
    return Response(json.dumps(body), status, mimetype="application/json")


def read_body() -> Any:
    """Read the JSON of a request; refuse what is too long or no JSON."""
    if (request.content_length or 0) > MOST_BYTES:
        raise Refusal(Reason.UNREADABLE_ANSWER)
    try:
        return json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError) as error:
        raise Refusal(Reason.UNREADABLE_ANSWER) from error


def read_answers(body: Any, held: SittingPass) -> list[Answer]:
    """Read the answers of a request; refuse anything that is not exactly what a page sends.

    A page may name its sitting: one that belongs to another than the browser's is LEASE_LOST.
    """
    if not isinstance(body, dict) or not isinstance(given := body.get("answers"), list):
        raise Refusal(Reason.UNREADABLE_ANSWER)
    if body.get("sitting", held.sitting.hex) != held.sitting.hex:
        raise Refusal(Reason.LEASE_LOST)
    if not 1 <= len(given) <= MOST_ANSWERS:
        raise Refusal(Reason.UNREADABLE_ANSWER)
    return [read_answer(one, held.lease) for one in given]


def read_answer(given: Any, lease: str) -> Answer:
    """Read one answer; refuse anything that is not exactly what a page sends."""
    if not isinstance(given, dict):
        raise Refusal(Reason.UNREADABLE_ANSWER)
    shown, client_id, flagged = given.get("shown"), given.get("client_id"), given.get("flagged")
    if (
        not isinstance(shown, list)
        or len(shown) > MOST_OPTIONS
        or not isinstance(client_id, str)
        or not _client_id(client_id)
        or not isinstance(flagged, bool)
    ):
        raise Refusal(Reason.UNREADABLE_ANSWER)
    return Answer(
        position=_number(given.get("position"), MOST_POSITIONS),
        shown=frozenset(_number(place, MOST_OPTIONS) for place in shown),
        flagged=flagged,
        client_id=client_id,
        lease=lease,
        follows=_number(given.get("follows"), MOST_WRITES),
    )


def _number(given: Any, most: int) -> int:
    if type(given) is not int or not 0 <= given <= most:
        raise Refusal(Reason.UNREADABLE_ANSWER)
    return given
