"""The room's part of the site; its modules hang their views on this blueprint."""

from flask import Blueprint

bp = Blueprint("invigilator", __name__, url_prefix="/rooms")
