"""A signed document of numbered entries, in which any changed byte is found and named.

One line an entry, each in canonical JSON; the whole file is JSON, too. The list of contents has the
kind and the SHA-256 of each entry's line; the signature stands for the digests of the header's line
and of that list. An entry about a person may be taken out later: its digest stays and still fits.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.digests import canonical, digest

ALGORITHM = "Ed25519"
START = b'{"format":"testamur-session-record/1",'
ENTRIES, END_OF_ENTRIES = b'"entries":[', b"],"
HEADER, CONTENTS, SIGNATURE = b'"header":', b'"contents":', b'"signature":'
FORGETTABLE = frozenset({"candidate", "person"})  # entries that hold a name and nothing else


class NotARecord(Exception):
    """A file that is no session record at all."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What in a record does not fit: where, and what is amiss there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it stands in the file. `kind` and `facts` are empty where it cannot be read."""

    place: int
    raw: bytes
    number: int
    kind: str
    facts: Mapping[str, Any]
    forgotten: str = ""  # the digest that stays in place of a name taken out

    @property
    def name(self) -> str:
        """What a person calls it: entry 17, register of candidate 0012."""
        return entry_name(self.number, self.kind, self.facts)

    @property
    def digest(self) -> str:
        """The digest it has a right to, else that of its bytes."""
        plain = self.forgotten and self.raw == forgotten_line(
            self.number, self.kind, self.forgotten
        )
        return self.forgotten if plain and self.kind in FORGETTABLE else digest(self.raw)


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """A record as read; every value that cannot be read is empty, with a fault that says so."""

    header: Mapping[str, Any]
    lines: tuple[Line, ...]
    contents: tuple[tuple[str, str], ...]
    signature: Mapping[str, Any]
    digests: tuple[str, str]
    faults: tuple[Fault, ...] = ()

    @property
    def forgotten(self) -> int:
        """How many names have been taken out."""
        return sum(bool(line.forgotten) for line in self.lines)

    @property
    def public_key(self) -> str:
        """The key the record says it was signed with, in hex."""
        return str(self.signature.get("public_key", ""))


def entry_name(number: int, kind: str, facts: Mapping[str, Any]) -> str:
    """Name an entry for a person."""
    about = facts.get("candidate_number")
    named = f"{kind.replace('_', ' ')} of candidate {about}" if about else kind.replace("_", " ")
    return f"entry {number}, {named}" if kind else f"entry {number}"


def entry_line(number: int, kind: str, facts: Mapping[str, Any]) -> bytes:
    """Write an entry."""
    return canonical({"number": number, "kind": kind, "facts": facts})


def forgotten_line(number: int, kind: str, kept: str) -> bytes:
    """Write what stays of an entry whose name was taken out."""
    return canonical({"number": number, "kind": kind, "forgotten": kept})


def statement(header: str, contents: str) -> bytes:
    """Write what the signature stands for: the digests of header and contents."""
    return canonical({"format": START.decode(), "header": header, "contents": contents})


def write_record(
    header: Mapping[str, Any],
    entries: Iterable[tuple[str, Mapping[str, Any]]],
    public_key: str,
    sign: Callable[[bytes], str],
) -> bytes:
    """Write and sign a record; entries are kinds with facts, numbered from 1 as they come."""
    given = list(entries)
    lines = [entry_line(n, kind, facts) for n, (kind, facts) in enumerate(given, 1)]
    head = canonical(header)
    contents = canonical([[kind, digest(raw)] for (kind, _), raw in zip(given, lines, strict=True)])
    signed = {"header": digest(head), "contents": digest(contents)}
    signature = {
        "algorithm": ALGORITHM,
        "public_key": public_key,
        **signed,
        "value": sign(statement(**signed)),
    }
    return _document(head, lines, contents, canonical(signature))


def _document(head: bytes, lines: Sequence[bytes], contents: bytes, signature: bytes) -> bytes:
    body = b",\n".join(lines)
    parts = [START, HEADER + head + b",", ENTRIES, *([body] if lines else []), END_OF_ENTRIES]
    return b"\n".join([*parts, CONTENTS + contents + b",", SIGNATURE + signature + b"}", b""])


def forget_names(document: bytes) -> bytes:
    """Take out every name; the record verifies as before. Refuses a file with faults (NotARecord)."""
    record = read_record(document)
    if record.faults:
        raise NotARecord(str(record.faults[0]))
    lines = [
        forgotten_line(line.number, line.kind, line.digest)
        if line.kind in FORGETTABLE
        else line.raw
        for line in record.lines
    ]
    head, contents = canonical(record.header), canonical([list(each) for each in record.contents])
    return _document(head, lines, contents, canonical(record.signature))


def read_record(document: bytes) -> SignedRecord:
    """Read a record line by line, so that what is broken can be named. Raises NotARecord."""
    lines = document.split(b"\n")
    if b"testamur-session-record" not in lines[0] and HEADER not in document:
        raise NotARecord("This file is no session record.")
    faults: list[Fault] = []
    if lines[0] != START:
        faults.append(Fault("format", "the first line is not that of a session record"))
    middle, tail = _divided(lines, faults)
    header, head = _value(lines[1] if len(lines) > 1 else b"", HEADER, b",", "header", faults)
    contents, listed = _value(tail[0], CONTENTS, b",", "list of contents", faults)
    signature, _ = _value(tail[1], SIGNATURE, b"}", "signature", faults)
    return SignedRecord(
        header=header if isinstance(header, dict) else {},
        lines=tuple(_line(place, raw) for place, raw in enumerate(middle, 1)),
        contents=_pairs(contents),
        signature=signature if isinstance(signature, dict) else {},
        digests=(digest(head), digest(listed)),
        faults=tuple(faults),
    )


def _divided(lines: list[bytes], faults: list[Fault]) -> tuple[list[bytes], tuple[bytes, bytes]]:
    """Part the entries from the two lines that end the file, and find fault with the frame."""
    last = next((n for n in range(len(lines) - 1, 2, -1) if lines[n] == END_OF_ENTRIES), None)
    if last is None:
        faults.append(Fault("list of entries", "its end cannot be found"))
        last = max(len(lines) - 4, 3)
    if len(lines) < 3 or lines[2] != ENTRIES:
        faults.append(Fault("list of entries", "its beginning cannot be found"))
    if lines[last + 3 :] != [b""]:
        faults.append(
            Fault("end of the file", "something stands after the signature, or is missing")
        )
    middle = lines[3:last]
    for place, raw in enumerate(middle[:-1], 1):
        if not raw.endswith(b","):
            faults.append(Fault(f"entry {place}", "the comma after it is missing"))
    ends = [raw.removesuffix(b",") for raw in middle[:-1]] + middle[-1:]
    tail = [*lines[last + 1 : last + 3], b"", b""]
    return ends, (tail[0], tail[1])


def _value(
    line: bytes, before: bytes, after: bytes, where: str, faults: list[Fault]
) -> tuple[Any, bytes]:
    """Read the value on a line, with its bytes."""
    raw = line.removeprefix(before).removesuffix(after)
    value = _parsed(raw)
    if line != before + raw + after or value is None or canonical(value) != raw:
        faults.append(Fault(where, "it cannot be read as it was written"))
    return value, raw


def _parsed(raw: bytes) -> Any:
    try:
        value = json.loads(raw)
        canonical(value)
    except (ValueError, RecursionError):
        return None
    return value


def _line(place: int, raw: bytes) -> Line:
    value = _parsed(raw)
    read = value if isinstance(value, dict) else {}
    number, kind, facts = read.get("number"), read.get("kind"), read.get("facts")
    forgotten = read.get("forgotten")
    return Line(
        place=place,
        raw=raw,
        number=number if isinstance(number, int) and not isinstance(number, bool) else place,
        kind=kind if isinstance(kind, str) else "",
        facts=facts if isinstance(facts, dict) else {},
        forgotten=forgotten if isinstance(forgotten, str) else "",
    )


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        return ()
    return tuple(
        (str(each[0]), str(each[1])) if isinstance(each, list) and len(each) == 2 else ("", "")
        for each in value
    )
