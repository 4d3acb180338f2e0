"""The documents of a pack as answers, for whoever prints them."""

from uuid import UUID

from flask import Response, flash, g, request, url_for

from app.domain.display import display_code, in_fours
from app.extensions import database, testamur
from app.files.pdf import MIMETYPE, Pdf, make_pdf
from app.services.invigilation import print_slips, reissue_keycode
from app.services.pack import Document, document_data, slips_data
from app.store.sessions import ExamSessionRow
from app.web.access import me
from app.web.invigilator.forms import ticked

DOCUMENTS = ",".join(f"'{each}'" for each in Document)


def show_document(session: ExamSessionRow, document: Document) -> Response:
    """Answer a document of a session that was fetched for whoever asks."""
    with database().read() as db:
        data = document_data(db, session, document, g.now)
    return _pdf(make_pdf(document.template, data, g.now), str(document))


def show_slips(session: ExamSessionRow) -> Response | None:
    """Answer the keycode slips of everybody, or of those ticked; None when nobody is.

    That they were printed is recorded.
    """
    some = None if request.form.get("which") == "all" else ticked(request.form)
    if some == []:
        flash("Tick at least one candidate first. Nothing was printed.")
        return None
    with database().begin() as db:
        slips = print_slips(db, session.id, me().person_id, g.now, some)
        data = slips_data(db, session, slips, door_address())
    if some and not slips:
        flash("Nobody of those is entered for this session. Nothing was printed.")
        return None
    return _pdf(make_pdf("slips", data, g.now), "keycode-slips")


def give_new_keycode(session_id: UUID) -> None:
    """Issue the keycode anew whose button was pressed, and say what came of it."""
    sitting, _, issue = request.form.get("again", "").partition(".")
    try:
        wanted, counted = UUID(sitting), int(issue)
    except ValueError:
        return
    with database().begin() as db:
        count = reissue_keycode(db, session_id, wanted, counted, me().person_id, g.now)
    flash(
        "The new keycode is ready and the old one no longer works. Print the new slip."
        if count
        else "Nothing was changed: a new keycode was issued already, or the test is over."
    )


def door_address() -> str:
    """Return where candidates enter their keycodes, as slips print it."""
    return _base() + url_for("candidate.door")


def display_path(session: ExamSessionRow) -> str:
    """Return where on this site a session's room display is, which needs no sign-in."""
    code = in_fours(display_code(session.secret, session.id))
    return url_for("display.show", display=code)


def whole_address(path: str) -> str:
    """Return a path of this site as it is typed on another computer."""
    return _base() + path


def _base() -> str:
    return testamur().settings.known_url or request.url_root.rstrip("/")


def _pdf(made: Pdf, name: str) -> Response:
    response = Response(made.content, mimetype=MIMETYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
