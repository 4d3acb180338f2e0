"""The room display for a projector: a clock and the times of the test, for everybody in the room."""

from flask import Blueprint, g, jsonify, render_template
from flask.typing import ResponseReturnValue

from app.domain.digests import digest
from app.extensions import database
from app.services.display import Display, find_display
from app.web.access import found, open_to_all

bp = Blueprint("display", __name__, url_prefix="/display")


@bp.get("/<display>")
@open_to_all
def show(display: str) -> str:
    """Show the clock, the centre number, start and standard finish; never a candidate."""
    shown = _display(display)
    return render_template(
        "display/show.html", shown=shown, code=display, now=g.now, mark=_mark(shown)
    )


@bp.get("/<display>/moment")
@open_to_all
def moment(display: str) -> ResponseReturnValue:
    """Answer the server's time, and a mark that changes when the page has something else to say."""
    return jsonify(now=round(g.now.timestamp() * 1000), mark=_mark(_display(display)))


def _display(code: str) -> Display:
    with database().read() as db:
        return found(find_display(db, code, g.now))


def _mark(shown: Display) -> str:
    return digest(repr(shown).encode())[:16]
