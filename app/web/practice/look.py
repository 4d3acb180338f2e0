"""How the practice test looks and is used, chosen by the visitor and kept by the browser."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.refusals import Reason, Refusal
from app.web.access import open_to_all
from app.web.practice.blueprint import bp
from app.web.practice.keeping import keep_preferences
from app.web.practice.steps import my_practice, own_practice
from app.web.preferences import sent_preferences, showing

BACK = frozenset({"review", "confirm"})  # pages to come back to by name


@bp.route("/preferences", methods=["GET", "POST"])
@open_to_all
def preferences() -> ResponseReturnValue:
    """Show how the test looks and change it; a script saves the same in the background."""
    own = own_practice(my_practice())
    if request.method == "POST":
        wanted, sitting = sent_preferences()
        if sitting != own.sitting.hex:  # a page of another try, still open in this browser
            raise Refusal(Reason.LEASE_LOST)
        back = _address(request.form.get("back", ""))
        return keep_preferences(("", 204) if request.is_json else redirect(back, 303), wanted)
    back = request.args.get("back", "")
    form = showing(own.preferences, sitting=own.sitting.hex, back=back)
    return render_template("candidate/preferences.html", own=own, form=form, back=_address(back))


def _address(back: str) -> str:
    if back.isdecimal() and len(back) < 5:
        return url_for(".test", position=int(back))
    return url_for(f".{back}" if back in BACK else ".resume")
