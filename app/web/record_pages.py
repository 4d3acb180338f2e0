"""What every page about a session's record shares: why counts do not agree, and the download."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import g, send_file
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.domain.refusals import Reason, Refusal
from app.domain.session_record import Discrepancy
from app.extensions import database, testamur
from app.files.record_key import RecordKey, record_key
from app.files.session_record_pdf import PDF, record_file_name, write_record_pdf
from app.services.session_record import issue_record
from app.store.room import SessionRecordRow
from app.web.access import me

LONGEST = 1000  # characters of an explanation
JSON_TYPE = "application/json"


class ExplanationForm(FlaskForm):
    """Why counts do not agree; `explanation_form` adds a field for each that does not."""

    @property
    def explanations(self) -> Mapping[str, str]:
        """What was written, by the name of the check."""
        prefix = "explain_"
        return {
            field.name.removeprefix(prefix): field.data or ""
            for field in self
            if field.name.startswith(prefix)
        }


def explanation_form(found: Iterable[Discrepancy], **sent: Any) -> ExplanationForm:
    """Make the form for what does not add up; it holds nothing but a button when all does."""
    fields = {
        f"explain_{each.check}": TextAreaField(
            "Explanation",
            description=each.said,
            filters=[lambda typed: (typed or "").strip()],
            validators=[
                DataRequired("Write why this does not add up"),
                Length(max=LONGEST, message=f"Use at most {LONGEST:,} characters to explain it"),
            ],
        )
        for each in found
    }
    made: ExplanationForm = type("ExplanationForm", (ExplanationForm,), fields)(**sent)
    return made


def signing_key() -> RecordKey:
    """Return the installation's key, made the first time it is asked for."""
    return record_key(testamur().settings.instance)


def sign_again(session: UUID, explanations: Mapping[str, str]) -> str:
    """Sign a record anew where something has changed; return what to tell."""
    key, by = signing_key(), me().person_id
    try:
        with database().begin() as db:
            issue = issue_record(db, session, key, by, g.now, explanations)
    except Refusal as refusal:
        if refusal.reason is not Reason.ALREADY_DONE:
            raise
        return "Nothing has changed since the last issue: it stands as it is."
    return f"Issue {issue} of the record is signed. Earlier issues stay beside it."


def record_answer(row: SessionRecordRow, kind: str) -> Response:
    """Give a signed record to take away, as JSON or PDF."""
    name = record_file_name(row.document, kind)
    if kind == "pdf":
        content, mimetype = write_record_pdf(row.document, signing_key()), PDF
    else:
        content, mimetype = row.document, JSON_TYPE
    return send_file(BytesIO(content), mimetype, as_attachment=True, download_name=name)
