"""Handing out Safe Exam Browser's settings: a file, with a password or without."""

import os
from uuid import UUID

from flask import Response, g
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import Length, Optional

from app.extensions import database, testamur
from app.files.seb import MIMETYPE, SALTS, encrypted_file
from app.services.lockdown import hand_out_configuration
from app.web.access import me


class SebFileForm(FlaskForm):
    """A password the file is locked with; none for a file that opens by itself."""

    password = PasswordField(
        "Password for the file",
        validators=[
            Optional(),
            Length(min=8, max=100, message="Use at least 8 characters, or none for no password"),
        ],
    )


def hand_out_file(session: UUID, form: SebFileForm) -> Response:
    """Answer the session's `.seb` file; that it was handed out is recorded."""
    password, base = form.password.data or "", testamur().settings.known_url
    with database().begin() as db:
        file = hand_out_configuration(
            db, session, base, me().person_id, g.now, encrypted=bool(password)
        )
    return seb_file(encrypted_file(file, password, os.urandom(SALTS)) if password else file)


def seb_file(content: bytes) -> Response:
    """Answer a `.seb` file."""
    response = Response(content, mimetype=MIMETYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="testamur.seb"'
    return response
