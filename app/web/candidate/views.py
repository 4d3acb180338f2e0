"""The candidate's pages: each module hangs its views on the one blueprint."""

from app.web.candidate import answering, arrival, saving
from app.web.candidate.blueprint import bp

__all__ = ["answering", "arrival", "bp", "saving"]
