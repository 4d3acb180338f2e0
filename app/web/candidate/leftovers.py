"""Answers that a computer still held when its candidate had gone: whoever sits there next brings them.

They are sealed, so they can be neither read nor made by anybody but the page of their own sitting;
what they are worth is decided as for any other answer.
"""

import json
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, g, request

from app.domain.answering import Answer
from app.domain.refusals import Reason, Refusal
from app.extensions import testamur
from app.services.answering import deliver_leftovers
from app.services.device_keys import unseal
from app.services.practice import NOWHERE
from app.web.access import open_to_all
from app.web.candidate.blueprint import bp
from app.web.candidate.saving import MOST_ANSWERS, MOST_BYTES, read_answer

_hex = re.compile(r"[0-9a-f]{32}").fullmatch


@bp.post("/leftovers")
@open_to_all
def leftovers() -> Response:
    """Take sealed answers of one sitting; name those that need not be kept there any longer."""
    centre, sitting, sealed = _read()
    opened = [found for one in sealed if (found := _unsealed(sitting, one)) is not None]
    done = _deliver(centre, sitting, _in_line(opened)) if opened else ()
    return Response(json.dumps({"done": done}), mimetype="application/json")


def _in_line(opened: list[tuple[Answer, int]]) -> list[Answer]:
    """Let the answers follow what their page knew, so that none goes over what it had not seen."""
    known = min(base for _, base in opened)
    return [replace(answer, follows=known + n) for n, (answer, _) in enumerate(opened)]


def _deliver(centre: UUID, sitting: UUID, answers: list[Answer]) -> tuple[str, ...]:
    if centre == NOWHERE:  # of a practice test, for which nobody waits
        return tuple(answer.client_id for answer in answers)
    parts = testamur()
    return deliver_leftovers(parts.database, parts.answers, centre, sitting, answers, g.now)


def _read() -> tuple[UUID, UUID, list[Any]]:
    if (request.content_length or 0) > MOST_BYTES:
        raise Refusal(Reason.UNREADABLE_ANSWER)
    body = request.get_json(silent=True)
    given = body if isinstance(body, dict) else {}
    ids = [given.get("centre"), given.get("sitting")]
    sealed = given.get("sealed")
    readable = all(isinstance(text, str) and _hex(text) for text in ids)
    if not readable or not isinstance(sealed, list) or len(sealed) > MOST_ANSWERS:
        raise Refusal(Reason.UNREADABLE_ANSWER)
    return UUID(hex=ids[0]), UUID(hex=ids[1]), sealed


def _unsealed(sitting: UUID, given: Any) -> tuple[Answer, int] | None:
    """Open one sealed answer, and the last response its page knew; None for what nobody of us sealed."""
    fields = ("id", "iv", "data")
    if not isinstance(given, dict) or not all(isinstance(given.get(f), str) for f in fields):
        return None
    secret = testamur().settings.secret_key
    opened = unseal(secret, sitting, given["id"], given["iv"], given["data"])
    if not isinstance(opened, dict) or not isinstance(mark := opened.get("device"), str):
        return None
    answer, base = read_answer(opened, mark), opened.get("base")
    return answer, base if type(base) is int and base >= 0 else answer.follows
