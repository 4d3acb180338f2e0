"""Keeping a visitor on the page that belongs to the step they are at."""

from flask import abort, g, redirect, request, url_for

from app.domain.admission import Step
from app.domain.practice import PracticeSitting
from app.domain.refusals import Reason, Refusal
from app.services.own_sitting import OwnSitting
from app.services.practice import read_own_practice
from app.web.practice.keeping import kept_practice, kept_preferences


def my_practice() -> PracticeSitting:
    """Return the try that this browser keeps; one that keeps none is sent to the beginning."""
    practice = kept_practice()
    if practice is None:
        abort(redirect(url_for(".door"), 303))
    if request.args.get("sitting", practice.id.hex) != practice.id.hex:
        raise Refusal(Reason.LEASE_LOST)  # the page of an earlier try, still open
    return practice


def own_practice(practice: PracticeSitting) -> OwnSitting:
    """Return how the try stands now, as the candidate's pages are told of a sitting."""
    return read_own_practice(practice, kept_preferences(), g.now)


def at_step(step: Step) -> tuple[PracticeSitting, OwnSitting]:
    """Return the try if it is at the step; else answer with the page that is next."""
    practice = my_practice()
    own = own_practice(practice)
    if own.step is not step:
        abort(redirect(url_for(".receipt" if own.step is Step.FINISHED else ".resume"), 303))
    return practice, own
