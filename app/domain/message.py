"""What the room tells a candidate in writing."""

from dataclasses import dataclass

LONGEST = 500  # characters


@dataclass(frozen=True, slots=True)
class Message:
    """One message as its candidate reads it.

    `number` counts from 1 within the sitting; `at` is the clock of the centre, such as 10:42.
    """

    number: int
    text: str
    at: str


def message_text(typed: str) -> str:
    """Return the words of a message: lines trimmed, no empty ones, nothing that cannot be shown."""
    lines = ("".join(c for c in line if c.isprintable()).strip() for line in typed.splitlines())
    return "\n".join(line for line in lines if line)
