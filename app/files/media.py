"""The pictures in a bank's folder: read, proved to be what they seem, measured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image

from app.domain.item import Item
from app.domain.picture import FOLDER, NAME, Picture
from app.domain.picture_check import Held, check_pictures
from app.domain.problems import Problem, Severity, Where
from app.files.markup import shown_in

MOST_BYTES = 1_000_000
MOST_PIXELS = 4_000  # a side
TYPES = {"GIF": "image/gif", "JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}

_ORIENTATION = 0x0112  # where EXIF says how the camera was held
_ON_ITS_SIDE = range(5, 9)
_NOTES = ("comment", "exif", "xmp", "XML:com.adobe.xmp")


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture with its content."""

    picture: Picture
    content: bytes


@dataclass(frozen=True, slots=True)
class Media:
    """What lies in a bank's media folder: pictures, and why other files are none; each by its name."""

    files: Mapping[str, PictureFile] = field(default_factory=dict)
    faults: Mapping[str, Problem] = field(default_factory=dict)

    @property
    def held(self) -> Held:
        """What lies under each name."""
        return {**self.faults, **{name: file.picture for name, file in self.files.items()}}


def read_media(folder: Path) -> Media:
    """Read the media folder of a bank; hidden files are none of ours."""
    files: dict[str, PictureFile] = {}
    faults: dict[str, Problem] = {}
    for path in sorted((folder / FOLDER).glob("*")):
        if path.name.startswith("."):
            continue
        found = _read_file(path)
        if isinstance(found, Problem):
            faults[FOLDER + path.name] = found
        else:
            files[FOLDER + path.name] = found
    return Media(files, faults)


def _read_file(path: Path) -> PictureFile | Problem:
    if not path.is_file():
        return _fault("place", f"{FOLDER}{path.name} is not a file.", f"Put files into {FOLDER}.")
    if path.stat().st_size > MOST_BYTES:  # before it is read at all
        return _too_heavy(FOLDER + path.name, path.stat().st_size)
    return measure(FOLDER + path.name, path.read_bytes())


def measure(name: str, content: bytes) -> PictureFile | Problem:
    """Return the picture that a file is, by its content; else why it cannot be shown."""
    if not NAME.fullmatch(name):
        remedy = "Name it with letters, figures, stops, hyphens and underscores."
        return _fault("name", f'"{name}" cannot be the name of a picture.', remedy)
    if len(content) > MOST_BYTES:
        return _too_heavy(name, len(content))
    if b"<svg" in content[:4_096].lower():
        what = f"{name} is SVG, which can run scripts and looks otherwise from browser to browser."
        return _fault("type", what, "Save it as PNG, twice as large as it is shown.")
    try:
        return _measured(name, content)
    except Exception:  # noqa: BLE001 - whatever a decoder stumbles over: it is no picture
        what = f"{name} is not a PNG, JPEG, WebP or GIF picture, or is damaged."
        return _fault("type", what, "Save it anew as PNG or JPEG.")


def _measured(name: str, content: bytes) -> PictureFile | Problem:
    """Decode a picture all through; any exception means that it is none."""
    try:
        with Image.open(BytesIO(content), formats=tuple(TYPES)) as image:
            width, height = image.size
            if max(width, height) > MOST_PIXELS:
                return _too_large(name, width, height)
            if getattr(image, "is_animated", False):
                what = f"{name} moves, which draws the eye away from the question."
                return _fault("animated", what, "Save one of its frames as a picture of its own.")
            image.load()
            if image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE:
                width, height = height, width
            type = TYPES[image.format or ""]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _too_large(name)
    return PictureFile(Picture(name, sha256(content).hexdigest(), type, width, height), content)


def check_shown(item: Item, held: Held) -> list[Problem]:
    """Return what is wrong with the pictures that an item shows."""
    return check_pictures(item, shown_in(item), held)


def look_over(folder: Path, media: Media, items: Iterable[Item]) -> list[Problem]:
    """Warn of files that no item shows, and of pictures with notes that whoever sees them could read."""
    shown = {each.name for item in items for each in shown_in(item)}
    unused = [name for name in media.held if name not in shown]
    noted = [n for n, file in media.files.items() if n in shown and _has_notes(file.content)]
    return [
        *_warnings(folder, unused, "unused", "No item shows it.", "Show it, or remove the file."),
        *_warnings(
            folder,
            noted,
            "notes",
            "The picture carries notes (EXIF, XMP or a comment), which candidates could read.",
            "Save it without them.",
        ),
    ]


def _warnings(
    folder: Path, names: Sequence[str], rule: str, what: str, remedy: str
) -> list[Problem]:
    return [
        Problem(
            Where((folder / name).as_posix()), f"picture.{rule}", what, remedy, Severity.WARNING
        )
        for name in names
    ]


def _has_notes(content: bytes) -> bool:
    with Image.open(BytesIO(content), formats=tuple(TYPES)) as image:
        image.load()
        return any(image.info.get(note) for note in _NOTES) or bool(getattr(image, "text", None))


def _too_heavy(name: str, size: int) -> Problem:
    what = f"{name} has {size / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.0f} MB can be shown."
    return _fault("size", what, "Save it smaller, or photographs as JPEG.")


def _too_large(name: str, width: int = 0, height: int = 0) -> Problem:
    measured = f"{width} by {height}" if width else "far too many"
    what = f"{name} has {measured} pixels; at most {MOST_PIXELS} a side can be shown."
    return _fault("size", what, "Save it smaller: a page is seldom wider than 1,600 pixels.")


def _fault(rule: str, what: str, remedy: str) -> Problem:
    return Problem(Where(), f"picture.{rule}", what, remedy)
