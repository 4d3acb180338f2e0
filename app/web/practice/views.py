"""The practice test's pages: each module hangs its views on the one blueprint."""

from app.web.practice import look, pages, saving
from app.web.practice.blueprint import bp

__all__ = ["bp", "look", "pages", "saving"]
