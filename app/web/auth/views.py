"""Signing in and out, one-time links, and the first page of staff."""

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_login import current_user
from werkzeug import Response

from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import database, testamur
from app.services import accounts
from app.services.passwords import PasswordHash, hash_password
from app.web.access import for_role, me, open_to_all
from app.web.auth.cards import cards_for
from app.web.auth.forms import NewPasswordForm, SignInForm
from app.web.auth.navigation import exists, staff_navigation
from app.web.auth.session import begin_session, end_session, to_sign_in, way_on
from app.web.sentences import SENTENCES

bp = Blueprint("auth", __name__)
bp.add_app_template_global(staff_navigation)
bp.add_app_template_filter(exists, "is_a_page")
STAFF = frozenset(Role) - {Role.CANDIDATE}


@bp.get("/sign-in")
@open_to_all
def sign_in() -> str | Response:
    """Ask for address and password."""
    if current_user.is_authenticated:
        return redirect(way_on(request.args.get("next")))
    return render_template("auth/sign_in.html", form=SignInForm())


@bp.post("/sign-in")
@open_to_all
def sign_in_with_password() -> Response | tuple[str, int]:
    """Sign in, or say that address and password do not belong together."""
    form = SignInForm()
    if not form.validate():
        return render_template("auth/sign_in.html", form=form), 422
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
        return render_template("auth/sign_in.html", form=form, wrong=wrong), wrong.status
    begin_session(person_id)
    return redirect(way_on(request.args.get("next")))


@bp.post("/sign-out")
@open_to_all
def sign_out() -> Response:
    """Sign out, on every device."""
    if current_user.is_authenticated:
        with database().begin() as db:
            accounts.sign_out(db, me().person_id, g.now)
    end_session()
    flash("You are signed out.")
    return to_sign_in()


@bp.get("/link/<token>")
@open_to_all
def link(token: str) -> str:
    """Let the holder of a link choose a password."""
    with database().read() as db:
        person = accounts.link_owner(db, token, g.now)
    return render_template("auth/link.html", form=NewPasswordForm(), person=person)


@bp.post("/link/<token>")
@open_to_all
def accept_link(token: str) -> Response | tuple[str, int]:
    """Keep the password chosen."""
    form = NewPasswordForm()
    with database().read() as db:
        person = accounts.link_owner(db, token, g.now)
    password = _chosen(form)  # slow, so in no transaction
    if password is None:
        return render_template("auth/link.html", form=form, person=person), 422
    with database().begin() as db:
        accounts.accept_link(db, token, password, g.now)
    end_session()
    flash("Your password is set. Sign in with it now.")
    return to_sign_in()


@bp.get("/desk")
@for_role(*STAFF)
def desk() -> str:
    """Answer what must be done now, for each role held."""
    with database().read() as db:
        cards = cards_for(db, me(), g.now)
    return render_template("auth/desk.html", cards=cards)


def _chosen(form: NewPasswordForm) -> PasswordHash | None:
    """Return the hash of the password chosen, None when the form says what is wrong with it."""
    if not form.validate():
        return None
    try:
        return hash_password(str(form.password.data))
    except Refusal as refusal:
        sentence = SENTENCES[refusal.reason]
        form.password.errors = [f"{sentence.what} {sentence.now}"]
        return None
