"""PDF by typst: a named template and data go in, a tagged document (PDF/UA-1) comes out.

Data are handed over as JSON beside the template and never written into its source.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).with_name("pack")
MIMETYPE = "application/pdf"
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


@dataclass(frozen=True, slots=True)
class Pdf:
    """A document, and the scripts it has letters of that no font here can show; "" when it has none."""

    content: bytes
    missing: str = ""


def make_pdf(template: str, data: Mapping[str, Any], at: datetime) -> Pdf:
    """Return a document made at a moment.

    Letters that no font has show as boxes, and the document says so at its head: it is then tagged
    as ever, but cannot claim the standard, which wants every letter shown.
    """
    try:
        return Pdf(_compile(template, {**data, "missing": ""}, at, "ua-1"))
    except typst.TypstError as error:
        missing = _scripts(str(error))
        if not missing:
            raise
        return Pdf(_compile(template, {**data, "missing": missing}, at, "1.7"), missing)


def _compile(template: str, data: Mapping[str, Any], at: datetime, standard: Any) -> bytes:
    made = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=standard,
        timestamp=at.replace(microsecond=0),  # as the standard writes moments
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{template}: a PDF is one stretch of bytes")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Find the fonts once: those that come with typst, then the computer's own for other scripts."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


def _scripts(said: str) -> str:
    """Name the scripts of the letters that typst says it cannot show."""
    shown = (
        _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) for text in _LACKING.findall(said)
    )
    names = {unicodedata.name(char, "unknown").split()[0] for text in shown for char in text}
    return ", ".join(sorted("Chinese (CJK)" if name == "CJK" else name.title() for name in names))
