"""The questions page by page for browsers without scripts, and the way out: review, handing in."""

from flask import g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.admission import Step
from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.domain.sitting import SittingState
from app.extensions import database
from app.services.closing import close_sitting_if_overdue
from app.services.questions import read_paper_state, read_question
from app.services.result_codes import notice_for
from app.services.sitting import receipt_for, submit_sitting
from app.web.access import for_role, take_pass
from app.web.afterwards.views import result_address
from app.web.candidate.blueprint import bp
from app.web.candidate.forms import AnswerForm
from app.web.candidate.saving import keep_answers
from app.web.candidate.steps import at_step, my_pass, my_sitting
from app.web.errors import sentence_for, wants_json
from app.web.sentences import Sentence

# What a page may be told to say, by name, after it was loaded anew.
SAYS = {
    reason.value: sentence_for(Refusal(reason))
    for reason in (Reason.STALE_WRITER, Reason.UNREADABLE_ANSWER, Reason.NO_SUCH_OPTION)
}
_OPEN = (SittingState.ENTERED, SittingState.ADMITTED, SittingState.STARTED, SittingState.ABSENT)


@bp.get("/test/<int:position>")
@for_role(Role.CANDIDATE)
def test(position: int) -> str:
    """Show one question with the map of all."""
    with database().read() as db:
        own = at_step(db, Step.ANSWERING)
        state = read_paper_state(db, own)
        question = read_question(db, own, state, position)
    form = AnswerForm.showing(own, question)
    return render_template(
        "candidate/test.html", own=own, state=state, question=question, form=form, said=_said()
    )


@bp.post("/test/<int:position>")
@for_role(Role.CANDIDATE)
def answer(position: int) -> ResponseReturnValue:
    """Save what the page's form sent if it changed anything, then go where its button says."""
    form, held = AnswerForm(), my_pass()
    if not form.validate():
        raise Refusal(Reason.UNREADABLE_ANSWER)
    if form.sitting.data != held.sitting.hex:
        raise Refusal(Reason.LEASE_LOST)
    if form.changed:
        saved = keep_answers(held, [form.answer(position, held.lease)])
        if saved.refused is Reason.STALE_WRITER:
            return redirect(url_for(".test", position=position, said=saved.refused.value), 303)
        if saved.refused not in (None, Reason.PAUSED):
            raise Refusal(saved.refused)
    return redirect(target(form.go.data or "", position), 303)


def target(go: str, position: int) -> str:
    """Return where the button of a question's page leads from this position."""
    if go == "review":
        return url_for(".review")
    step = {"next": position + 1, "previous": position - 1}.get(go, position)
    return url_for(".test", position=int(go) if go.isdecimal() and len(go) < 5 else step)


def _said() -> Sentence | None:
    return SAYS.get(request.args.get("said", ""))


@bp.get("/review")
@for_role(Role.CANDIDATE)
def review() -> str:
    """Show what is answered, not answered and flagged, before anything is handed in."""
    with database().read() as db:
        own = at_step(db, Step.ANSWERING)
        state = read_paper_state(db, own)
    return render_template("candidate/review.html", own=own, state=state)


@bp.get("/submit")
@for_role(Role.CANDIDATE)
def confirm() -> str:
    """Ask once more before the test is handed in."""
    with database().read() as db:
        own = at_step(db, Step.ANSWERING)
        state = read_paper_state(db, own)
    return render_template("candidate/submit.html", own=own, state=state)


@bp.post("/submit")
@for_role(Role.CANDIDATE)
def submit() -> ResponseReturnValue:
    """Hand the test in."""
    held = my_pass()
    with database().begin() as db:
        submit_sitting(db, held.centre, held.sitting, held.lease, g.now)
    receipt = url_for(".receipt")
    return jsonify({"receipt": receipt}) if wants_json() else redirect(receipt, 303)


@bp.get("/receipt")
@for_role(Role.CANDIDATE)
def receipt() -> ResponseReturnValue:
    """Show what was handed in and when; a sitting whose time has run out is closed on the way."""
    held = my_pass()
    with database().begin() as db:
        close_sitting_if_overdue(db, held.centre, held.sitting, g.now)
        own = my_sitting(db)
        kept = receipt_for(db, held.centre, held.sitting)
        notice = notice_for(db, held.centre, held.sitting)
    if kept.state in _OPEN:
        return redirect(url_for(".resume"), 303)
    return render_template(
        "candidate/receipt.html", own=own, receipt=kept, notice=notice, at=result_address()
    )


@bp.post("/leave")
@for_role(Role.CANDIDATE)
def leave() -> ResponseReturnValue:
    """Forget the sitting in this browser, so that the next person finds the door."""
    take_pass()
    return redirect(url_for(".door"), 303)
