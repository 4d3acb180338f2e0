"""Signing in and out, and the first page of staff."""

from flask import flash, g, redirect, render_template, request
from flask_login import current_user
from werkzeug import Response

from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import database, testamur
from app.services import accounts, invigilator_codes
from app.web.access import for_role, me, open_to_all
from app.web.auth import passwords
from app.web.auth.blueprint import bp
from app.web.auth.cards import cards_for
from app.web.auth.forms import CodeForm, SignInForm
from app.web.auth.session import (
    begin_room_session,
    begin_session,
    end_session,
    first_page,
    to_sign_in,
    way_on,
)
from app.web.errors import sentence_for
from app.web.sentences import SENTENCES

__all__ = ["bp", "passwords"]

STAFF = frozenset(Role) - {Role.CANDIDATE}


@bp.get("/sign-in")
@open_to_all
def sign_in() -> str | Response:
    """Ask for address and password, or for a code."""
    if current_user.is_authenticated:
        return redirect(way_on(request.args.get("next")))
    return _sign_in_page()


@bp.post("/sign-in")
@open_to_all
def sign_in_with_password() -> Response | tuple[str, int]:
    """Sign in, or say that address and password do not belong together."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form=form), 422
    email, password = str(form.email.data), str(form.password.data)
    with database().read() as db:
        claim = accounts.claim_account(
            db, email, request.remote_addr or "", testamur().settings, g.now
        )
    proved = accounts.proves(claim, password)  # slow, so in no transaction
    with database().begin() as db:
        person_id = accounts.settle_sign_in(db, claim, proved, g.now)
    if person_id is None:
        wrong = SENTENCES[Reason.SIGN_IN_FAILED]
        return _sign_in_page(form=form, wrong=wrong), wrong.status
    begin_session(person_id)
    return redirect(way_on(request.args.get("next")))


@bp.post("/sign-in/code")
@open_to_all
def sign_in_with_code() -> Response | tuple[str, int]:
    """Sign an invigilator in for one session, or say why the code does not."""
    form, settings, address = CodeForm(), testamur().settings, request.remote_addr or ""
    if not form.validate():
        return _sign_in_page(code_form=form), 422
    try:
        with database().begin() as db:
            used = invigilator_codes.use_code(db, str(form.code.data), address, settings, g.now)
    except Refusal as refusal:
        _count_wrong_code(refusal, address)
        sentence = sentence_for(refusal)
        form.code.errors = [f"{sentence.what} {sentence.now}"]
        return _sign_in_page(code_form=form), sentence.status
    begin_room_session(used)
    return redirect(first_page())


def _count_wrong_code(refusal: Refusal, address: str) -> None:
    if refusal.reason is Reason.CODE_UNKNOWN:
        with database().begin() as db:
            invigilator_codes.note_wrong_code(db, address, testamur().settings, g.now)


@bp.post("/sign-out")
@open_to_all
def sign_out() -> Response:
    """Sign out: on every device after a password, of the one session after a code."""
    if current_user.is_authenticated:
        room = me().one_room
        with database().begin() as db:
            if room is None:
                accounts.sign_out(db, me().person_id, g.now)
            else:
                invigilator_codes.end_sign_in(db, room.code, g.now)
    end_session()
    flash("You are signed out.")
    return to_sign_in()


@bp.get("/desk")
@for_role(*STAFF)
def desk() -> str:
    """Answer what must be done now, for each role held."""
    with database().read() as db:
        cards = cards_for(db, me(), g.now)
    return render_template("auth/desk.html", cards=cards)


def _sign_in_page(
    form: SignInForm | None = None, code_form: CodeForm | None = None, wrong: object = None
) -> str:
    """Show both forms; the one that was not sent stands empty."""
    return render_template(
        "auth/sign_in.html",
        form=form or SignInForm(formdata=None),
        code_form=code_form or CodeForm(formdata=None),
        wrong=wrong,
    )
