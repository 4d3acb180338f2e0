"""Where a locked-down browser shows the key to its settings, gets them, and is left again.

Page loads in its modern web view show no key, and neither does a script's request; but a script can
read the key of its page. So this page has an address of each device's own.
"""

from uuid import UUID

from flask import Response, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.domain.lockdown import REFUSED, Check, session_of_link
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SittingState
from app.extensions import database, testamur
from app.services.lockdown import configuration_behind
from app.services.own_sitting import Door
from app.web.access import SittingPass, give_pass, open_to_all, sitting_pass
from app.web.candidate.arrival import lease_for
from app.web.candidate.blueprint import bp
from app.web.errors import sentence_for, wants_json
from app.web.lockdown import arriving_pass, check, note, page_path
from app.web.lockdown_files import seb_file


@bp.get("/lockdown/<nonce>")
@open_to_all
def lockdown(nonce: str) -> ResponseReturnValue:
    """Let a script show the key of this page, or say how to open the test where it may be taken."""
    held = _whose(nonce)
    if held is None:
        return _other_page() or render_template("candidate/lockdown.html", sentence=None, held=None)
    return render_template("candidate/lockdown.html", sentence=None, held=held)


@bp.post("/lockdown/<nonce>")
@open_to_all
def show_lockdown(nonce: str) -> ResponseReturnValue:
    """Take the key a browser shows; let it in, or say which part failed."""
    held = _whose(nonce)
    if held is None:
        return _other_page() or _failed(None, Check.MISSING)
    outcome = check(held, request.form.get("shown", ""))
    note(held, outcome)
    if not outcome.holds:
        return _failed(held, outcome)
    _let_in(held, "" if outcome is Check.WAIVED else held.lockdown)
    return jsonify({"refused": None}) if wants_json() else redirect(url_for(".resume"), 303)


@bp.get("/lockdown/end")
@open_to_all
def end_lockdown() -> str:
    """Be the address at which the locked-down browser offers to close; say so in any other."""
    return render_template("candidate/lockdown_end.html")


@bp.get("/lockdown/open/<link>")
@open_to_all
def open_lockdown(link: str) -> Response:
    """Give the settings behind a link that staff were shown, for the browser that opens itself."""
    session_id = session_of_link(testamur().settings.secret_key, link, g.now)
    if not session_id:
        raise Refusal(Reason.LINK_USED)
    with database().read() as db:
        file = configuration_behind(db, UUID(session_id), testamur().settings.known_url)
    return seb_file(file)


def _whose(nonce: str) -> SittingPass | None:
    """Return the pass of this browser whose page this is, promised or held."""
    for held in (arriving_pass(), sitting_pass()):
        if held and held.lockdown and request.path == page_path(held.sitting, held.lease):
            return held
    return None


def _other_page() -> ResponseReturnValue | None:
    """Lead a browser to its own page, when it has one and this is another's."""
    held = arriving_pass() or sitting_pass()
    if held is None or not held.lockdown or wants_json():
        return None
    return redirect(page_path(held.sitting, held.lease), 303)


def _let_in(held: SittingPass, lockdown: str) -> None:
    """Give the browser the lease it was promised, and the pass; refuses if another was quicker."""
    lease = held.lease
    if held == arriving_pass():
        state = SittingState.ENTERED
        found = Door(centre=held.centre, sitting=held.sitting, state=state, finished=False)
        lease = lease_for(found, lease)
    elif lockdown:
        return
    session.pop("arriving", None)
    give_pass(held.centre, held.sitting, lease, lockdown)


def _failed(held: SittingPass | None, outcome: Check) -> ResponseReturnValue:
    refusal = Refusal(REFUSED[outcome])
    if wants_json():
        raise refusal
    sentence = sentence_for(refusal)
    return render_template("candidate/lockdown.html", sentence=sentence, held=held), sentence.status
