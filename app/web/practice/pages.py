"""The practice test page by page: beginning, questions, review, handing in, receipt, explanations."""

from uuid import uuid4

from flask import g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.admission import Step
from app.domain.refusals import Reason, Refusal
from app.services.practice import (
    practice_receipt,
    read_practice_question,
    read_practice_questions,
    read_practice_state,
    save_practice_answers,
    start_practice,
    submit_practice,
)
from app.services.practice_feedback import explain_practice
from app.services.practice_sample import practice_sample
from app.web.access import open_to_all, sitting_pass
from app.web.candidate.answering import SAYS, target
from app.web.candidate.forms import AnswerForm
from app.web.candidate.player import screen_for
from app.web.errors import wants_json
from app.web.practice.blueprint import bp
from app.web.practice.forms import StartForm
from app.web.practice.keeping import forget_practice, keep_practice, kept_practice
from app.web.practice.steps import at_step, my_practice, own_practice


@bp.get("")
@open_to_all
def door() -> str:
    """Say what the practice test is, and offer to begin or to go on."""
    practice = kept_practice()
    under_way = practice is not None and practice.finished_at(g.now) is None
    return render_template(
        "practice/door.html",
        specification=practice_sample().specification,
        under_way=under_way,
        may_listen=practice is not None and practice.may_listen,
        has_own=sitting_pass() is not None,
        home=_home(),
    )


@bp.post("/start")
@open_to_all
def start() -> ResponseReturnValue:
    """Begin anew: another paper, another clock."""
    practice = start_practice(uuid4(), g.now, may_listen=bool(StartForm().listen.data))
    return keep_practice(redirect(url_for(".resume"), 303), practice)


@bp.get("/test")
@open_to_all
def resume() -> str:
    """Show the test with every question in it, at the one answered last."""
    practice, own = at_step(Step.ANSWERING)
    return render_template(
        "candidate/player.html",
        own=own,
        state=read_practice_state(practice),
        questions=read_practice_questions(practice),
        screen=screen_for(practice.id, practice.lease, own.preferences),
    )


@bp.get("/test/<int:position>")
@open_to_all
def test(position: int) -> str:
    """Show one question with the map of all."""
    practice, own = at_step(Step.ANSWERING)
    question = read_practice_question(practice, position)
    return render_template(
        "candidate/test.html",
        own=own,
        state=read_practice_state(practice),
        question=question,
        form=AnswerForm.showing(own, question),
        said=SAYS.get(request.args.get("said", "")),
    )


@bp.post("/test/<int:position>")
@open_to_all
def answer(position: int) -> ResponseReturnValue:
    """Keep what the page's form sent if it changed anything, then go where its button says."""
    form, practice = AnswerForm(), my_practice()
    if not form.validate():
        raise Refusal(Reason.UNREADABLE_ANSWER)
    if form.sitting.data != practice.id.hex:
        raise Refusal(Reason.LEASE_LOST)
    if not form.changed:
        return redirect(target(form.go.data or "", position), 303)
    sent = [form.answer(position, practice.lease)]
    practice, saved = save_practice_answers(practice, sent, g.now)
    if saved.refused is Reason.STALE_WRITER:
        return redirect(url_for(".test", position=position, said=saved.refused.value), 303)
    if saved.refused is not None:
        raise Refusal(saved.refused)
    return keep_practice(redirect(target(form.go.data or "", position), 303), practice)


@bp.get("/review")
@open_to_all
def review() -> str:
    """Show what is answered, not answered and flagged, before anything is handed in."""
    practice, own = at_step(Step.ANSWERING)
    return render_template("candidate/review.html", own=own, state=read_practice_state(practice))


@bp.get("/submit")
@open_to_all
def confirm() -> str:
    """Ask once more before the test is handed in."""
    practice, own = at_step(Step.ANSWERING)
    return render_template("candidate/submit.html", own=own, state=read_practice_state(practice))


@bp.post("/submit")
@open_to_all
def submit() -> ResponseReturnValue:
    """Hand the try in."""
    practice, receipt = submit_practice(my_practice(), g.now), url_for(".receipt")
    answer = jsonify({"receipt": receipt}) if wants_json() else redirect(receipt, 303)
    return keep_practice(answer, practice)


@bp.get("/receipt")
@open_to_all
def receipt() -> str:
    """Show what was handed in and when, and that none of it is counted."""
    practice, own = at_step(Step.FINISHED)
    return render_template(
        "practice/receipt.html", own=own, receipt=practice_receipt(practice, g.now)
    )


@bp.get("/feedback")
@open_to_all
def feedback() -> str:
    """Explain every answer, once the try is handed in."""
    practice = my_practice()
    reviewed = explain_practice(practice, g.now)
    return render_template("practice/feedback.html", own=own_practice(practice), reviewed=reviewed)


@bp.post("/leave")
@open_to_all
def leave() -> ResponseReturnValue:
    """Forget the try in this browser, and go where the visitor came from."""
    return forget_practice(redirect(_home(), 303))


def _home() -> str:
    """Return where the visitor came from: the sitting whose pass this browser holds, or the door."""
    return url_for("candidate.resume" if sitting_pass() else "candidate.door")
