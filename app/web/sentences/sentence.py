"""What a person is told when the exam says no: one sentence for what happened, one for what to do.

Facts of the refusal fill the braces. `app.web.errors` turns them into pages.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a person is told: an HTTP status, what happened, and what to do now."""

    status: int
    what: str
    now: str


NOTHING_LOST = "Every answer shown as saved is kept."
LOCKDOWN_NOW = (
    f"{NOTHING_LOST} An answer that is not yet saved stays on this computer and is sent when you"
    " can go on. Raise your hand: your invigilator can let you go on here."
)
