"""How the test looks and is used, chosen by the candidate at any step until it is handed in."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.admission import Step
from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import database
from app.services.preferences import set_own_preferences
from app.web.access import for_role
from app.web.candidate.blueprint import bp
from app.web.candidate.steps import at_step, my_pass
from app.web.preferences import sent_preferences, showing

# Pages that may be come back to by name; a number is a question's, and all else is the test.
BACK = frozenset({"details", "instructions", "review", "confirm"})
_FIRST = {Step.DETAILS: "details", Step.WAITING: "instructions"}


@bp.route("/preferences", methods=["GET", "POST"])
@for_role(Role.CANDIDATE)
def preferences() -> ResponseReturnValue:
    """Show how the test looks and change it; a script saves the same in the background."""
    if request.method == "POST":
        return _change()
    with database().read() as db:
        own = at_step(db, Step.DETAILS, Step.WAITING, Step.ANSWERING)
    back = request.args.get("back") or _FIRST.get(own.step, "")
    form = showing(own.preferences, sitting=own.sitting.hex, back=back)
    return render_template("candidate/preferences.html", own=own, form=form, back=_address(back))


def _change() -> ResponseReturnValue:
    held = my_pass()
    wanted, sitting = sent_preferences()
    if sitting != held.sitting.hex:  # another candidate's page, still open in this browser
        raise Refusal(Reason.LEASE_LOST)
    with database().begin() as db:
        set_own_preferences(db, held.centre, held.sitting, held.lease, wanted, g.now)
    if request.is_json:
        return "", 204
    return redirect(_address(request.form.get("back", "")), 303)


def _address(back: str) -> str:
    if back.isdecimal() and len(back) < 5:
        return url_for(".test", position=int(back))
    return url_for(f".{back}" if back in BACK else ".resume")
