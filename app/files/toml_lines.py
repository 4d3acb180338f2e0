"""Where tables and fields stand in a TOML text: tomllib tells what was written, not where."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'''
      (?P<long>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5})
    | (?P<quoted>"(?:\\.|[^"\\])*"|'[^']*')
    | (?P<comment>\#[^\n]*)
    | (?P<newline>\n)
    | (?P<open>[\[{])
    | (?P<close>[\]}])
    | (?P<sign>[=.,])
    | (?P<space>[^\S\n]+)
    | (?P<bare>[^\s"'\#\[\]{}=.,]+)
    ''',
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of every table and field by its path, and the lines that carry a comment.

    Tables of an array are counted from 0: the option B of the third item is
    `("item", 2, "options", "B")`.
    """

    by_path: Mapping[Path, int]
    comments: tuple[int, ...] = ()

    def of(self, path: Path) -> int:
        """Return the line of the field or, where it is missing, of the nearest table around it."""
        while path and path not in self.by_path:
            path = path[:-1]
        return self.by_path.get(path, 1)


def find_lines(text: str) -> Lines:
    """Find every table and field of a text that tomllib has accepted."""
    places = _Places()
    comments: list[int] = []
    for statement in _statements(text, comments):
        if statement[0].kind == "open":
            places.enter_table(statement)
        else:
            places.note_field(statement)
    return Lines(places.by_path, tuple(comments))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    """Cut the text into tokens; a long string is one."""
    line = 1
    for match in _TOKEN.finditer(text):
        yield _Token(match.lastgroup or "", match[0], line)
        line += match[0].count("\n")


def _statements(text: str, comments: list[int]) -> Iterator[list[_Token]]:
    """Group the tokens into headers and fields; note the lines of comments on the way."""
    statement: list[_Token] = []
    depth = 0
    for token in _tokens(text):
        depth += (token.kind == "open") - (token.kind == "close")
        if token.kind == "comment":
            comments.append(token.line)
        elif token.kind == "newline" and depth == 0 and statement:
            yield statement
            statement = []
        elif token.kind not in ("newline", "space"):
            statement.append(token)
    if statement:
        yield statement


class _Places:
    """The tables and fields met so far and the table that is open."""

    def __init__(self) -> None:
        self.by_path: dict[Path, int] = {}
        self._table: Path = ()
        self._last: dict[Path, int] = {}

    def enter_table(self, header: list[_Token]) -> None:
        """Open the table that `[name]` or `[[name]]` announces."""
        path = self._within(_names(header))
        self.by_path.setdefault(path, header[0].line)
        if header[1].kind == "open":
            self._last[path] = self._last.get(path, -1) + 1
            path = (*path, self._last[path])
        self._table = path
        self.by_path.setdefault(path, header[0].line)

    def note_field(self, statement: list[_Token]) -> None:
        """Note the field, and the tables that a dotted name opens on the way."""
        signs = [
            n for n, token in enumerate(statement) if token.text == "=" and token.kind == "sign"
        ]
        names = _names(statement[: signs[0]]) if signs else []
        for end in range(1, len(names) + 1):
            self.by_path.setdefault((*self._table, *names[:end]), statement[0].line)

    def _within(self, names: list[str]) -> Path:
        """Return the path of a header: names of arrays before the last mean their latest table."""
        path: Path = ()
        for n, name in enumerate(names):
            path = (*path, name)
            if n < len(names) - 1 and path in self._last:
                path = (*path, self._last[path])
        return path


def _names(tokens: list[_Token]) -> list[str]:
    """Return the parts of a header's or a field's name."""
    bare = [token.text for token in tokens if token.kind in ("bare", "quoted")]
    return [name[1:-1] if name[:1] in "\"'" else name for name in bare]
