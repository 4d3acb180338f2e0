"""Choosing a password: with a one-time link, or with the one held now."""

from typing import Any

from flask import flash, g, redirect, render_template, request
from werkzeug import Response

from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import database, testamur
from app.services import accounts
from app.services.passwords import PasswordHash, hash_password
from app.web.access import for_role, me, open_to_all
from app.web.auth.blueprint import bp
from app.web.auth.forms import NewPasswordForm, OwnPasswordForm
from app.web.auth.session import begin_session, end_session, first_page, to_sign_in
from app.web.sentences import SENTENCES, Sentence


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


@bp.get("/password")
@for_role(*(frozenset(Role) - {Role.CANDIDATE}))
def password() -> str:
    """Ask for one's own password and for the next one."""
    return render_template("auth/password.html", form=OwnPasswordForm())


@bp.post("/password")
@for_role(*(frozenset(Role) - {Role.CANDIDATE}))
def change_password() -> Response | tuple[str, int]:
    """Change one's own password, which signs out every other device."""
    form, settings = OwnPasswordForm(), testamur().settings
    chosen = _chosen(form)  # slow, so in no transaction
    if chosen is None:
        return render_template("auth/password.html", form=form), 422
    with database().read() as db:
        claim = accounts.claim_account(db, me().email, request.remote_addr or "", settings, g.now)
    proved = accounts.proves(claim, str(form.old.data))  # slow, too
    with database().begin() as db:
        changed = accounts.change_password(db, claim, proved, chosen, g.now)
    if not changed:
        _say(form.old, SENTENCES[Reason.OLD_PASSWORD_WRONG])
        return render_template("auth/password.html", form=form), 401
    begin_session(me().person_id)
    flash("Your password is changed. You are signed out on every other device.")
    return redirect(first_page())


def _chosen(form: NewPasswordForm) -> PasswordHash | None:
    """Return the hash of the password chosen, None when the form says what is wrong with it."""
    if not form.validate():
        return None
    try:
        return hash_password(str(form.password.data))
    except Refusal as refusal:
        _say(form.password, SENTENCES[refusal.reason])
        return None


def _say(field: Any, sentence: Sentence) -> None:
    """Show a refusal's sentence beside a field."""
    field.errors = [f"{sentence.what} {sentence.now}"]
