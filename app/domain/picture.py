"""A picture: what is known of a file that a stem or an option shows, and where it is shown."""

import re
from dataclasses import dataclass

FOLDER = "media/"  # where pictures lie in a bank's folder, and how Markdown names them
NAME = re.compile(r"media/[A-Za-z0-9][A-Za-z0-9._-]*")
DECORATIVE = "decorative"  # the title that marks a picture nobody needs to be told of


@dataclass(frozen=True, slots=True)
class Picture:
    """A file as it was measured: its name, SHA-256 in hex, media type, and size in pixels."""

    name: str
    hash: str
    type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture where an item shows it: the field, and name, alternative text and title as written.

    `path` leads from the item to the field: `("options", "C")`.
    """

    path: tuple[str, ...]
    name: str
    alternative: str
    title: str = ""

    @property
    def decorative(self) -> bool:
        """Whether it is marked as one that nobody needs to be told of."""
        return self.title == DECORATIVE
