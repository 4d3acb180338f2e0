"""The result, shown in the answer to code and date of birth and nowhere else.

Nothing is remembered between two requests: who comes to the computer next finds an empty form.
"""

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.refusals import Reason, Refusal
from app.extensions import database, testamur
from app.services.afterwards import OwnResult, check_guesses, find_result, note_wrong_guess
from app.web.access import open_to_all
from app.web.afterwards.forms import ResultForm
from app.web.errors import sentence_for

bp = Blueprint("afterwards", __name__)


def result_address() -> str:
    """Write where results are seen, for a receipt or a slip."""
    public = testamur().settings.public_url
    return public.rstrip("/") + url_for("afterwards.ask", _external=not public)


@bp.get("/results")
@open_to_all
def ask() -> str:
    """Ask for a result code and a date of birth."""
    return render_template("afterwards/ask.html", form=ResultForm(formdata=None))


@bp.post("/results")
@open_to_all
def show() -> ResponseReturnValue:
    """Show the result that the code and the date of birth lead to."""
    form = ResultForm()
    if not form.validate():
        return render_template("afterwards/ask.html", form=form), 422
    try:
        own = _found(form)
    except Refusal as refusal:
        sentence = sentence_for(refusal)
        page = render_template("afterwards/ask.html", form=form, sentence=sentence)
        return page, sentence.status
    return render_template("afterwards/result.html", own=own)


def _found(form: ResultForm) -> OwnResult:
    """Find the result; a wrong guess is counted, one with a typing mistake is none."""
    typed, settings = form.code.data or "", testamur().settings
    address = request.remote_addr or ""
    try:
        with database().read() as db:
            check_guesses(db, typed, address, settings, g.now)
            return find_result(db, typed, form.born.data)
    except Refusal as refusal:
        if refusal.reason is Reason.RESULT_UNKNOWN:
            with database().begin() as db:
                note_wrong_guess(db, typed, address, settings, g.now)
        raise
