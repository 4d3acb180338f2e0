"""A paper as plain text, ready for a transcriber's braille software.

One paragraph a line and no line broken, plain quotation marks and dashes, tables told row by row,
pictures by the text that stands for them. Each candidate's paper begins after a form feed.
"""

from html.parser import HTMLParser

from app.domain.paper_print import PrintedPaper, PrintedQuestion, Printing

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2026": "...",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u00ad": "",
        "\u200b": "",
    }
)

NOTE = (
    "Transcriber's note: one paragraph a line, and a blank line before each question. Each option is"
    " on a line of its own after its capital letter. Tables are told row by row, each cell after the"
    " head of its column. Pictures are told in square brackets. Code keeps its lines."
)
ANSWERING = (
    "What was answered on screen before is kept; what is answered on paper counts in its place."
    " For each answer give the number of the question and the letter."
)


def write_braille_text(printing: Printing) -> str:
    """Return the papers as text, lines ending with a line feed."""
    return "\f".join("\n".join(_paper(printing, paper)) + "\n" for paper in printing.papers)


def _paper(printing: Printing, paper: PrintedPaper) -> list[str]:
    minutes, seconds = divmod(round(paper.allowed.total_seconds()), 60)
    lines = [
        NOTE,
        "",
        f"Test: {printing.test}",
        f"Centre: {printing.centre_number} {printing.centre_name}",
        f"Candidate number: {paper.candidate_number}",
        f"Candidate: {paper.name}",
        f"Date: {printing.day:%-d %B %Y}",
        f"Time for the whole test: {minutes} minutes{f' {seconds} seconds' if seconds else ''}",
        "",
        f"There are {len(paper.questions)} questions. {ANSWERING}",
    ]
    for question in paper.questions:
        lines += ["", *_question(question, len(paper.questions))]
    return [plain(line) for line in [*lines, "", "End of the test."]]


def _question(question: PrintedQuestion, of: int) -> list[str]:
    how = "Choose every answer that is right." if question.multiple else "Choose one answer."
    options = (
        f"{letter} {' '.join(paragraphs(option))}"
        for letter, option in zip(LETTERS, question.options, strict=False)
    )
    return [f"Question {question.position} of {of}", *paragraphs(question.stem), how, *options]


def plain(text: str) -> str:
    """Write typographic quotation marks, dashes and spaces plainly."""
    return text.translate(_PLAIN)


def paragraphs(html: str) -> list[str]:
    """Return safe HTML as lines of text, one a paragraph, list point, row of a table or line of code."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return reader.lines


class _Reader(HTMLParser):
    """Reads the few elements that items are made of (`app.files.markup`)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._text = ""
        self._point = ""  # what the next line begins with
        self._lists: list[int | None] = []  # the next number of each open list, None for a point
        self._heads: list[str] = []
        self._cells: list[str] | None = None
        self._rows = 0
        self._code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where one begins; say a picture's text."""
        given = dict(attrs)
        if tag in ("p", "blockquote", "pre", "ul", "ol", "li", "table", "tr", "td", "th", "br"):
            self.end_line()
        if tag in ("ul", "ol"):
            self._lists.append(int(given.get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self._point = self._next_point()
        elif tag == "pre":
            self._code = True
        elif tag == "table":
            self._heads, self._rows = [], 0
        elif tag == "tr":
            self._cells = []
        elif tag == "img" and (alt := (given.get("alt") or "").strip()):
            self._text += f"[Picture: {alt}]"

    def handle_endtag(self, tag: str) -> None:
        """End what has ended."""
        if tag in ("td", "th"):
            self._end_cell(tag)
        elif tag == "tr":
            self._end_row()
        elif tag in ("p", "blockquote", "pre", "li", "ul", "ol"):
            self.end_line()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._code = False

    def handle_data(self, data: str) -> None:
        """Keep the text; in code each line of it is a line."""
        if not self._code:
            self._text += data.replace("\n", " ")
            return
        first, *others = data.split("\n")
        self._text += first
        for line in others:
            self.end_line()
            self._text = line

    def end_line(self) -> None:
        """Finish the line begun, unless it is a cell's."""
        if self._cells is not None:
            return
        text = self._text.rstrip() if self._code else " ".join(self._text.split())
        if text:
            self.lines.append(self._point + text)
            self._point = ""
        self._text = ""

    def _next_point(self) -> str:
        if not self._lists or (number := self._lists[-1]) is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _end_cell(self, tag: str) -> None:
        text, self._text = " ".join(self._text.split()), ""
        if self._cells is not None:
            self._cells.append(text)
        if tag == "th":
            self._heads.append(text)

    def _end_row(self) -> None:
        cells, self._cells = self._cells or [], None
        if cells == self._heads and not self._rows:
            self.lines.append(f"Table with {len(cells)} columns: {'; '.join(cells)}.")
            return
        self._rows += 1
        told = (
            f"{head}: {cell or 'empty'}" if head else cell or "empty"
            for head, cell in zip([*self._heads, *[""] * len(cells)], cells, strict=False)
        )
        self.lines.append(f"Row {self._rows}: {'; '.join(told)}.")
