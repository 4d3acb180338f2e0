"""What the room tells a candidate: shown until the candidate closes it, and readable after that.

Which messages were closed stays in the browser's cookie: at another computer they are shown again.
"""

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.services.own_sitting import OwnSitting
from app.web.access import for_role
from app.web.candidate.blueprint import bp
from app.web.candidate.forms import CloseMessageForm
from app.web.candidate.steps import my_pass

MOST = 100  # messages closed that the cookie remembers: the first ones are forgotten
BACK = frozenset({"instructions", "review", "confirm"})


@bp.post("/messages")
@for_role(Role.CANDIDATE)
def close_message() -> ResponseReturnValue:
    """Close one message in this browser, and go back to where it was read."""
    held, form = my_pass(), CloseMessageForm()
    if not form.validate():
        raise Refusal(Reason.UNREADABLE_ANSWER)
    if form.sitting.data != held.sitting.hex:  # another candidate's page, still open here
        raise Refusal(Reason.LEASE_LOST)
    closed = {*_closed(held.sitting.hex), form.number.data or 0}
    session["closed"] = [held.sitting.hex, sorted(closed)[-MOST:]]
    return ("", 204) if request.accept_mimetypes.best == "application/json" else _back(form)


def _back(form: CloseMessageForm) -> ResponseReturnValue:
    back = form.back.data or ""
    if back.isdecimal() and len(back) < 5:
        return redirect(url_for(".test", position=int(back)), 303)
    return redirect(url_for(f".{back}" if back in BACK else ".resume"), 303)


def _closed(sitting: str) -> list[int]:
    whose, closed = session.get("closed", ("", []))
    return list(closed) if whose == sitting else []


@bp.app_template_global("messages_closed")
def messages_closed(own: OwnSitting) -> list[int]:
    """Return the numbers of the messages that were closed in this browser."""
    return _closed(own.sitting.hex) if own.messages else []
