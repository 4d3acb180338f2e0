"""Keycode, details, instructions, start."""

import os
from datetime import timedelta

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.domain.admission import Step
from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import database, testamur
from app.services.device_keys import lease_of_browser
from app.services.own_sitting import Door
from app.services.sitting import (
    confirm_details,
    find_by_keycode,
    note_refused_device,
    report_wrong_details,
    start_sitting,
    take_lease,
)
from app.services.throttle import check_tries, note_failure
from app.web.access import for_role, give_pass, open_to_all, sitting_pass, take_pass
from app.web.browsers import name_of
from app.web.candidate.blueprint import bp
from app.web.candidate.forms import DetailsForm, KeycodeForm
from app.web.candidate.steps import at_step, my_pass
from app.web.errors import sentence_for
from app.web.lockdown import lockdown_for, page_to_show_key


@bp.get("/")
@open_to_all
def door() -> str:
    """Ask for a keycode."""
    return render_template("candidate/door.html", form=KeycodeForm())


@bp.post("/")
@open_to_all
def enter() -> ResponseReturnValue:
    """Let a candidate in by keycode, on one device at a time."""
    form = KeycodeForm()
    if not form.validate():
        return render_template("candidate/door.html", form=form, problem="Enter your keycode."), 422
    try:
        with database().read() as db:
            found = find_by_keycode(db, form.keycode.data or "", g.now)
        if show_key := page_to_show_key(found):
            return redirect(show_key, 303)
        give_pass(found.centre, found.sitting, lease_for(found), lockdown_for(found))
    except Refusal as refusal:
        return _not_let_in(form, refusal)
    return redirect(url_for(".receipt" if found.finished else ".details"), 303)


def lease_for(found: Door, token: str = "") -> str:
    """Take the lease for this browser, or keep the one it holds; a finished sitting needs none.

    `token` is what it is to be, where a browser was promised one.
    """
    held = sitting_pass()
    mine = held.lease if held is not None and held.sitting == found.sitting else ""
    if found.finished:
        return mine
    token = token or _lease_of_this_browser(found)
    device, mine = name_of(request.user_agent.string), mine or token
    try:
        with database().begin() as db:
            return take_lease(
                db, found.centre, found.sitting, g.now, token=token, held=mine, device=device
            )
    except Refusal:
        with database().begin() as db:
            note_refused_device(db, found.centre, found.sitting, device, g.now)
        raise


def _lease_of_this_browser(found: Door) -> str:
    """Name the lease after the token against forged requests, which the door's page put in the cookie."""
    browser = session.get("csrf_token") or os.urandom(18).hex()
    return lease_of_browser(testamur().settings.secret_key, found.sitting, browser)


def _not_let_in(form: KeycodeForm, refusal: Refusal) -> ResponseReturnValue:
    if refusal.reason is Reason.KEYCODE_UNKNOWN:
        refusal = _count_wrong_keycode(refusal)
    sentence = sentence_for(refusal)
    name = "elsewhere" if refusal.reason is Reason.ANOTHER_DEVICE else "door"
    page = render_template(f"candidate/{name}.html", form=form, sentence=sentence)
    return page, sentence.status


def _count_wrong_keycode(refusal: Refusal) -> Refusal:
    """Count a wrong keycode against its address; only wrong ones wait, so no room is shut out."""
    key, settings = f"keycode|{request.remote_addr}", testamur().settings
    try:
        with database().read() as db:
            check_tries(db, key, settings, g.now)
    except Refusal as too_many:
        return too_many
    with database().begin() as db:
        note_failure(db, key, g.now, timedelta(seconds=settings.tries_window_seconds))
    return refusal


@bp.get("/details")
@for_role(Role.CANDIDATE)
def details() -> str:
    """Show whose test this is, so that the candidate can say "this is me"."""
    with database().read() as db:
        own = at_step(db, Step.DETAILS)
    return render_template("candidate/details.html", own=own, form=DetailsForm())


@bp.post("/details")
@for_role(Role.CANDIDATE)
def check_details() -> ResponseReturnValue:
    """Take the candidate's word on the details."""
    held, mine = my_pass(), DetailsForm().mine.data == "yes"
    act = confirm_details if mine else report_wrong_details
    with database().begin() as db:
        act(db, held.centre, held.sitting, held.lease, g.now)
    if mine:
        return redirect(url_for(".instructions"), 303)
    take_pass()
    return redirect(url_for(".wrong_details"), 303)


@bp.get("/wrong-details")
@open_to_all
def wrong_details() -> str:
    """Tell a candidate who saw somebody else's details what happens now."""
    return render_template("candidate/wrong-details.html")


@bp.get("/instructions")
@for_role(Role.CANDIDATE)
def instructions() -> str:
    """Say how the test works, at no cost of time, until it can be started."""
    with database().read() as db:
        own = at_step(db, Step.WAITING)
    return render_template("candidate/instructions.html", own=own, reasons=WAITS)


# What the page of instructions may say it waits for; a script swaps them as the room moves on.
WAITS = tuple(
    (reason, sentence_for(Refusal(reason)))
    for reason in (
        Reason.NOT_ADMITTED,
        Reason.NOT_STARTED,
        Reason.CLOCKS_STOPPED,
        Reason.TOO_LATE_TO_START,
        Reason.SESSION_CLOSED,
    )
)


@bp.post("/start")
@for_role(Role.CANDIDATE)
def start() -> ResponseReturnValue:
    """Start the candidate's clock and show the first question."""
    held = my_pass()
    with database().begin() as db:
        start_sitting(db, held.centre, held.sitting, held.lease, g.now)
    return redirect(url_for(".resume"), 303)
