"""The practice test's part of the site: the candidate's screen on questions that are nobody's."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from app.domain.refusals import Reason, Refusal
from app.web.candidate.blueprint import CLOSED
from app.web.errors import answer_refusal, sentence_for, wants_json
from app.web.sentences import Sentence

bp = Blueprint("practice", __name__, url_prefix="/practice")

# In a sitting the lease went to another device; here it is always this browser's own doing.
BEGUN_AGAIN = Sentence(
    409,
    "You have begun another practice test in this browser.",
    "What you did on the page before belongs to the one that you left.",
)


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> Any:
    """Say no in the calm layout of a test; scripts are answered as everywhere."""
    if wants_json():
        return answer_refusal(refusal)
    if refusal.reason in CLOSED:
        return redirect(url_for(".receipt"), 303)
    lost = refusal.reason is Reason.LEASE_LOST
    sentence = BEGUN_AGAIN if lost else sentence_for(refusal)
    return render_template("practice/refused.html", sentence=sentence), sentence.status
