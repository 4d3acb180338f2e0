"""The candidate's pages: each module hangs its views on the one blueprint."""

from app.web.candidate import (
    answering,
    arrival,
    leftovers,
    lockdown,
    messages,
    pictures,
    player,
    preferences,
    saving,
    shell,
)
from app.web.candidate.blueprint import bp

__all__ = [
    "answering",
    "arrival",
    "bp",
    "leftovers",
    "lockdown",
    "messages",
    "pictures",
    "player",
    "preferences",
    "saving",
    "shell",
]
