"""The awarding body's part of the site; its modules hang their views on this blueprint."""

from flask import Blueprint

bp = Blueprint("awarding", __name__, url_prefix="/awarding")
