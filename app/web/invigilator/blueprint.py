"""The room's part of the site; its modules hang their views on this blueprint."""

from flask import Blueprint, current_app

bp = Blueprint("invigilator", __name__, url_prefix="/rooms")


@bp.app_template_test("an_endpoint")
def an_endpoint(name: str) -> bool:
    """Say whether there is a page of this name, for templates that offer a way to it."""
    return name in current_app.view_functions
