"""A paper as text for braille: one paragraph a line, plain characters, everything in words."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.paper_print import PrintedPaper, PrintedQuestion, PrintForm, Printing
from app.files.braille_text import paragraphs, plain, write_braille_text

TABLE = (
    "<table><thead><tr><th>Port</th><th>Use</th></tr></thead>"
    "<tbody><tr><td>80</td><td>HTTP</td></tr><tr><td>22</td><td></td></tr></tbody></table>"
)


def printing(*questions: PrintedQuestion, copies: int = 1) -> Printing:
    """Give papers with these questions."""
    papers = (
        PrintedPaper(
            sitting=UUID(int=n),
            candidate_number=f"{n:04}",
            name="Ada Adeyemi",
            allowed=timedelta(minutes=37, seconds=30),
            questions=questions,
        )
        for n in range(1, copies + 1)
    )
    return Printing(
        form=PrintForm.BRAILLE,
        test="Sample test",
        centre_number="00123",
        centre_name="Northtown College",
        room="Room 4",
        zone="Europe/London",
        opens_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        papers=tuple(papers),
    )


def question(stem: str, *options: str, multiple: bool = False) -> PrintedQuestion:
    """Give a question."""
    return PrintedQuestion(position=1, multiple=multiple, stem=stem, options=options)


def test_a_question_stands_paragraph_by_paragraph_under_its_number() -> None:
    asked = question("<p>A server\nis slow.</p><p>Why?</p>", "Heat", "<em>Dust</em>")

    lines = write_braille_text(printing(asked)).split("\n")

    at = lines.index("Question 1 of 1")
    assert lines[at - 1] == ""
    assert lines[at + 1 : at + 6] == [
        "A server is slow.",
        "Why?",
        "Choose one answer.",
        "A Heat",
        "B Dust",
    ]


def test_the_head_says_whose_paper_it_is_and_begins_with_the_transcribers_note() -> None:
    lines = write_braille_text(printing(question("<p>Why?</p>", "A"))).split("\n")

    assert lines[0].startswith("Transcriber's note:")
    assert "Candidate number: 0001" in lines
    assert "Date: 23 November 2026" in lines
    assert "Time for the whole test: 37 minutes 30 seconds" in lines


def test_each_candidate_begins_after_a_form_feed() -> None:
    text = write_braille_text(printing(question("<p>Why?</p>", "A"), copies=3))

    assert [part[:11] for part in text.split("\f")] == ["Transcriber"] * 3


def test_typographic_characters_become_plain() -> None:
    assert plain("\u2018a\u2019 \u201cb\u201d 1\u20132 \u2014 c\u2026 5\u00a0V") == (
        "'a' \"b\" 1-2 - c... 5 V"
    )


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (
            TABLE,
            [
                "Table with 2 columns: Port; Use.",
                "Row 1: Port: 80; Use: HTTP.",
                "Row 2: Port: 22; Use: empty.",
            ],
        ),
        ('<p>See <img src="/x" alt="A plug"></p>', ["See [Picture: A plug]"]),
        ('<p>See<img src="/x" alt=""></p>', ["See"]),
        ("<ul>\n<li>one</li>\n<li><p>two</p></li>\n</ul>", ["- one", "- two"]),
        ('<ol start="3"><li>c</li><li>d</li></ol>', ["3. c", "4. d"]),
        ("<pre><code>if x:\n    y\n</code></pre><p>So?</p>", ["if x:", "    y", "So?"]),
        ("<p>a &amp; b &lt; c</p>", ["a & b < c"]),
    ],
)
def test_tables_pictures_lists_and_code_are_told_in_lines(html: str, told: list[str]) -> None:
    assert paragraphs(html) == told
