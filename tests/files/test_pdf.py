"""PDFs made of data: tagged, whole, and honest about letters that no font has."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from app.files.pdf import make_pdf

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LONG = "Wolfeschlegelsteinhausenbergerdorff-Taumatawhakatangihangakoauauotamatea, Bartholomew"


def register(*names: str) -> dict[str, Any]:
    """Return what a register of these names says."""
    rows = [{"number": f"{n:04}", "name": name, "seat": ""} for n, name in enumerate(names)]
    return {
        "title": "Attendance register",
        "foot": "",
        "facts": [["Centre", "00123 Northtown College"], ["Room", "Room 4"]],
        "rows": rows,
        "spare": 0,
        "invigilators": [],
    }


def read(content: bytes) -> PdfReader:
    """Read a document."""
    return PdfReader(io.BytesIO(content))


def letters(pdf: PdfReader) -> str:
    """Return the letters of a document, without what only shapes its lines."""
    text = "".join(page.extract_text() for page in pdf.pages)
    return "".join(char for char in text if not char.isspace() and char != "\u200b")


@pytest.mark.parametrize(
    "name", ["Żółkiewska-Wiśniewska, Łucja", "Παπαδοπούλου, Ελένη", "Петрова, Нина", "Nguyễn, Ánh"]
)
def test_names_of_many_scripts_stand_there_as_written(name: str) -> None:
    made = make_pdf("register", register(name), AT)

    assert made.missing == ""
    assert name.replace(" ", "") in letters(read(made.content))


def test_arabic_is_shown_too() -> None:
    assert make_pdf("register", register("الأحمد, محمد"), AT).missing == ""


def test_a_long_name_is_never_cut() -> None:
    found = letters(read(make_pdf("register", register(LONG), AT).content))

    assert LONG.replace(" ", "") in found


def test_letters_without_a_font_are_named_and_do_not_stop_the_document() -> None:
    made = make_pdf("register", register("Adeyemi, Ada", "\U00012000\U00012001, Enheduanna"), AT)

    assert made.missing == "Cuneiform"
    page = read(made.content)
    assert "Some letters cannot be printed here (Cuneiform)" in page.pages[0].extract_text()
    root: Any = page.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"].value)
    assert "Enheduanna" in letters(page)


@pytest.mark.parametrize("text", ["#panic()", "*bold* $x$ \\", '"#sys.inputs"', "<label> @ref [x]"])
def test_what_somebody_typed_is_text_and_never_source(text: str) -> None:
    found = letters(read(make_pdf("register", register(text), AT).content))

    assert text.replace(" ", "") in found


def test_a_thousand_names_stand_on_the_register() -> None:
    names = [f"Family{n}, Given" for n in range(1000)]

    pdf = read(make_pdf("register", register(*names), AT).content)

    found = letters(pdf)
    assert all(f"{n:04}Family{n},Given" in found for n in range(1000))
    assert len(pdf.pages) > 20


def test_another_fault_of_a_template_is_no_matter_of_fonts() -> None:
    with pytest.raises(typst.TypstError):
        make_pdf("register", {"title": "without the rest"}, AT)


def test_one_moment_and_one_register_give_one_document() -> None:
    first, second = (make_pdf("register", register("Adeyemi, Ada"), AT).content for _ in range(2))

    assert first == second


def test_a_moment_within_a_second_is_a_moment_to_print_at() -> None:
    made = make_pdf("register", register("Example, Avery"), AT.replace(microsecond=123_456))
    assert "Example,Avery" in letters(read(made.content))
