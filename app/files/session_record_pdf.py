"""A session's record to print: what it says in tables, with the signed document inside the file.

After its end the file carries a signature of its own, in a comment, so that a changed page is found
as well as a changed record.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.digests import digest
from app.domain.signed_record import START, Line, SignedRecord, read_record
from app.files.pdf import MIMETYPE as PDF
from app.files.pdf import make_pdf
from app.files.record_key import RecordKey

__all__ = ["PDF", "is_pdf", "pdf_signature", "record_file_name", "record_in", "write_record_pdf"]

_SIGNED = re.compile(rb"%testamur-record ([0-9a-f]{64}) ([0-9a-f]{128})\n\Z")
_STREAM = re.compile(rb"stream\r?\n")

# Beyond so many entries the pages leave times and acts to the document inside: a page a second.
SHOWN = 5000

Row = list[str]


def record_file_name(document: bytes, kind: str) -> str:
    """Name the download by centre, specification, day at the centre and issue."""
    header = read_record(document).header
    centre = re.sub(r"[^A-Za-z0-9]+", "-", str(header["centre_number"])).strip("-")
    day = _local(str(header["opens_at"]), str(header["zone"]))[:10]
    return f"record-{centre}-{header['specification']}-{day}-issue-{header['issue']}.{kind}"


def write_record_pdf(document: bytes, key: RecordKey) -> bytes:
    """Write a record as PDF with the document in it, signed as a whole."""
    record = read_record(document)
    at = datetime.fromisoformat(str(record.header["made_at"]))
    content = make_pdf("session_record", _data(record, document), at).content
    if not content.endswith(b"\n"):
        content += b"\n"
    return content + f"%testamur-record {key.public} {key.sign(content)}\n".encode()


def is_pdf(file: bytes) -> bool:
    """Say whether a file is a PDF."""
    return file.startswith(b"%PDF-")


def record_in(pdf: bytes) -> bytes | None:
    """Return the signed document inside a PDF, None when there is none that can be read."""
    for found in _STREAM.finditer(pdf):
        start = found.end()
        stream = pdf[start : pdf.find(b"endstream", start)]
        content = stream if stream.startswith(START) else _inflated(stream)
        if content.startswith(START):
            return content[: content.rfind(b"}") + 1] + b"\n"
    return None


def pdf_signature(pdf: bytes) -> tuple[str, str, bytes] | None:
    """Return the key, the signature and what of the file was signed; None when it is not signed."""
    found = _SIGNED.search(pdf)
    return (found[1].decode(), found[2].decode(), pdf[: found.start()]) if found else None


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def _data(record: SignedRecord, document: bytes) -> dict[str, Any]:
    header, zone = record.header, str(record.header["zone"])
    of, whole = _Told(record, zone), len(record.lines) <= SHOWN
    return {
        "title": "Session record",
        "foot": f"Session record, centre {header['centre_number']}, issue {header['issue']}",
        "facts": _facts(header, zone),
        "said": header["said"],
        "invigilators": of.rows("invigilator", lambda f: [of.person(f["person"])]),
        "register": of.rows("register", of.register),
        "seats": of.rows("seat", lambda f: [f["candidate_number"], f["seat"]]),
        "whole": whole,
        "times": of.rows("time", of.time) if whole else [],
        "acts": of.rows("act", of.act) if whole else [],
        "reasons": of.rows("reason", of.reason),
        "incidents": of.rows("incident", of.incident),
        "receipts": of.rows("receipt", of.receipt),
        "late": of.rows("late_answers", of.late),
        "explanations": of.rows("explanation", lambda f: [f["said"], f["text"]]),
        "entries": str(len(record.contents)),
        "digest": digest(document),
        "key": record.public_key,
        "signature": str(record.signature["value"]),
        "document": document.decode(),
    }


def _facts(header: Mapping[str, Any], zone: str) -> list[Row]:
    moments = (
        ("Opens", "opens_at"),
        ("Latest start", "latest_start_at"),
        ("Latest finish", "latest_finish_at"),
        ("Keycodes out", "keycodes_released_at"),
        ("Started", "started_at"),
        ("Closed", "closed_at"),
        ("Signed", "made_at"),
    )
    return [
        ["Awarding body", header["awarding_body"]],
        ["Centre", f"{header['centre_number']} {header['centre']}"],
        ["Test", f"{header['title']} ({header['specification']})"],
        ["Unit, version", f"{header['unit']}, version {header['specification_version']}"],
        ["Room", header["room"]],
        ["Time zone", zone],
        *([name, _local(header[field], zone) or "–"] for name, field in moments),
        ["Issue", str(header["issue"])],
    ]


class _Told:
    """A record's entries in words: people by name where it stands, times at the centre."""

    def __init__(self, record: SignedRecord, zone: str) -> None:
        self._lines, self._zone = record.lines, zone
        self._people = {f["person"]: f["name"] for f in self._facts_of("person")}
        self._names = {
            f["candidate_number"]: f"{f['family_name']}, {f['given_names']}"
            for f in self._facts_of("candidate")
        }

    def rows(self, kind: str, write: Callable[[Mapping[str, Any]], Sequence[str]]) -> list[Row]:
        """Write every entry of a kind, led by its number."""
        lines: Iterator[Line] = (line for line in self._lines if line.kind == kind)
        return [[str(line.number), *map(str, write(line.facts))] for line in lines]

    def person(self, identifier: str) -> str:
        """Name a member of staff; the identifier where the name was taken out, a dash for nobody."""
        return self._people.get(identifier, identifier) or "–"

    def register(self, facts: Mapping[str, Any]) -> Row:
        """Write who was entered and what became of it."""
        number = facts["candidate_number"]
        notes = [facts[n] for n in ("late_reason", "finish_reason", "void_reason", "paper_reason")]
        on_the_day = ["entered on the day"] if facts["entered_on_the_day"] else []
        return [
            number,
            self._names.get(number, ""),
            facts["state"].replace("_", " "),
            *(self._clock(facts[n]) for n in ("admitted_at", "started_at", "finished_at")),
            ". ".join([*on_the_day, *filter(None, notes)]),
        ]

    def time(self, facts: Mapping[str, Any]) -> Row:
        """Write a line of a time ledger."""
        seconds = facts["milliseconds"] / 1000
        amount = f"{seconds:g} s" if seconds else f"{facts['percent']} %" * bool(facts["percent"])
        does = " ".join(filter(None, (facts["does"], facts["cause"]))).replace("_", " ")
        return [
            facts["candidate_number"],
            does,
            amount,
            self._clock(facts["at"]),
            self.person(facts["by"]),
            facts["reason"],
        ]

    def act(self, facts: Mapping[str, Any]) -> Row:
        """Write an act of the event log."""
        act = facts["act"].replace("_", " ")
        about = facts.get("candidate_number", "")
        return [self._clock(facts["at"]), act, about, self.person(facts["by"])]

    def reason(self, facts: Mapping[str, Any]) -> Row:
        """Write why an act was done."""
        act = facts["act"].replace("_", " ")
        number, at = facts["candidate_number"], self._clock(facts["at"])
        return [number, act, facts["text"], self.person(facts["by"]), at]

    def incident(self, facts: Mapping[str, Any]) -> Row:
        """Write what happened."""
        told = "told at once" if facts["told_at_once"] else ""
        corrects = "corrects an earlier one" if facts["corrects"] else ""
        return [
            self._clock(facts["happened_at"]),
            facts.get("candidate_number", "the room"),
            "; ".join(filter(None, (facts["category_name"], told, corrects))),
            facts["text"],
            self.person(facts["by"]),
        ]

    def receipt(self, facts: Mapping[str, Any]) -> Row:
        """Write what a candidate's receipt says."""
        number, finished = facts["candidate_number"], self._clock(facts["finished_at"])
        return [number, str(facts["answers"]), finished, facts["digest"]]

    def late(self, facts: Mapping[str, Any]) -> Row:
        """Write how many answers came too late, and how many of them count."""
        return [facts["candidate_number"], *(facts[n] for n in ("kept", "decided", "counted"))]

    def _facts_of(self, kind: str) -> list[Mapping[str, Any]]:
        return [line.facts for line in self._lines if line.kind == kind and line.facts]

    def _clock(self, at: str) -> str:
        return _local(at, self._zone)[11:]


def _local(at: str, zone: str) -> str:
    """Write an instant as day and time at the centre; nothing when there is none."""
    if not at:
        return ""
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S %Z")
