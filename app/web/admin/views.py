"""Administration: awarding bodies, centres, and people."""

from app.web.admin import people, places
from app.web.admin.blueprint import bp

__all__ = ["bp", "people", "places"]
