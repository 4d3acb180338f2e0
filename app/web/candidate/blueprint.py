"""The candidate's part of the site; its modules hang their views on this blueprint."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from app.domain.refusals import Reason, Refusal
from app.web.errors import answer_refusal, sentence_for, wants_json

bp = Blueprint("candidate", __name__)

# Refusals that only say: the sitting is closed, so the receipt is what there is to see.
CLOSED = frozenset({Reason.TIME_IS_UP, Reason.ALREADY_SUBMITTED, Reason.SITTING_VOID})


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> Any:
    """Say no in the calm layout of a test; scripts are answered as everywhere."""
    if wants_json():
        return answer_refusal(refusal)
    if refusal.reason in CLOSED:
        return redirect(url_for(".receipt"), 303)
    sentence = sentence_for(refusal)
    page = render_template("candidate/refused.html", sentence=sentence, reason=refusal.reason)
    return page, sentence.status
