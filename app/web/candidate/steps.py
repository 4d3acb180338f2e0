"""Keeping a candidate on the page that belongs to the step they are at."""

from flask import abort, g, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from app.domain.admission import Step
from app.domain.refusals import Reason, Refusal
from app.extensions import testamur
from app.services.own_sitting import OwnSitting, read_own_sitting
from app.store.presence import Heard
from app.web.access import SittingPass, sitting_pass

PAGES = {
    Step.DETAILS: "candidate.details",
    Step.WAITING: "candidate.instructions",
    Step.ANSWERING: "candidate.resume",
    Step.FINISHED: "candidate.receipt",
}


def my_pass() -> SittingPass:
    """Return the pass of this browser; refuses one that holds none (LEASE_LOST).

    A page may name its sitting: another one than the browser's was left open from before.
    """
    held = sitting_pass()
    if held is None or request.args.get("sitting", held.sitting.hex) != held.sitting.hex:
        raise Refusal(Reason.LEASE_LOST)
    return held


def my_sitting(db: Session) -> OwnSitting:
    """Return how this browser's sitting stands; refuses a browser that lost its lease."""
    held = my_pass()
    return read_own_sitting(db, held.centre, held.sitting, held.lease, g.now)


def at_step(db: Session, *steps: Step) -> OwnSitting:
    """Return the sitting if it is at one of the steps; else answer with the page that is next.

    While the sitting is paused every page of the test is the paused page, and shows no question.
    """
    own = my_sitting(db)
    if own.step is not Step.FINISHED:
        shown = Heard(own.entries, len(own.messages))
        testamur().presence.beat(own.centre, own.sitting, g.now, shown)
    if own.step in steps:
        return own
    if own.step is Step.PAUSED:
        abort(make_response(render_template("candidate/paused.html", own=own)))
    abort(redirect(url_for(PAGES[own.step]), 303))
