"""A signed record: any changed byte is found and named, and names can be taken out."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from app.domain.digests import digest
from app.domain.record_check import faults_of
from app.domain.signed_record import (
    NotARecord,
    SignedRecord,
    entry_line,
    forget_names,
    read_record,
    write_record,
)
from app.files.record_key import new_record_key, read_public_key, signature_fits

KEY, ANOTHER = new_record_key(), new_record_key()
HEADER = {"centre": "Northtown – Zoë's", "counts": {"entered": 2}, "issue": 1}
ADA = {"candidate_number": "0012", "family_name": "Adeyemi", "given_names": "Ada", "salt": "5a17"}
ENTRIES: list[tuple[str, dict[str, Any]]] = [
    ("candidate", ADA),
    (
        "register",
        {"candidate_number": "0012", "candidate": digest(entry_line(1, "candidate", ADA))},
    ),
    ("time", {"candidate_number": "0012", "does": "base", "milliseconds": 1_800_000}),
    ("act", {"act": "close_session", "sequence": 7}),
    ("incident", {"category": "other", "text": "A cat, “Tom”, walked in\nand out.", "by": "x"}),
    ("seat", {"candidate_number": "0013", "seat": "A2"}),
]
DOCUMENT = write_record(HEADER, ENTRIES, KEY.public, KEY.sign)


def faults(document: bytes, trusted: str = KEY.public) -> list[str]:
    return [str(fault) for fault in faults_of(read_record(document), signature_fits, trusted)]


def lines() -> list[bytes]:
    return DOCUMENT.split(b"\n")


def rejoined(entries: list[bytes]) -> bytes:
    """Put entries into the document in place of its own."""
    every = lines()
    middle = b",\n".join(each.removesuffix(b",") for each in entries)
    return b"\n".join([*every[:3], middle, *every[9:]])


def test_a_record_is_json_and_verifies() -> None:
    read = json.loads(DOCUMENT)

    assert faults(DOCUMENT) == []
    assert [entry["kind"] for entry in read["entries"]] == [kind for kind, _ in ENTRIES]
    assert read["header"] == HEADER


@pytest.mark.parametrize("flip", [lambda b: b ^ 1, lambda b: b ^ 32, lambda b: 10, lambda b: 32])
def test_any_byte_that_is_changed_is_found_and_its_place_named(flip: Callable[[int], int]) -> None:
    named = ("entry ", "header", "signature", "list of ", "format", "end of the file")
    for position in range(len(DOCUMENT)):
        changed = bytearray(DOCUMENT)
        changed[position] = flip(changed[position])
        if bytes(changed) == DOCUMENT:
            continue
        found = faults(bytes(changed), "")
        assert found, position
        assert all(fault.startswith(named) for fault in found), (position, found)


def test_any_byte_that_is_left_out_or_added_is_found() -> None:
    chance = random.Random(7)
    for _ in range(400):
        position = chance.randrange(len(DOCUMENT))
        without = DOCUMENT[:position] + DOCUMENT[position + 1 :]
        more = DOCUMENT[:position] + bytes([chance.randrange(256)]) + DOCUMENT[position:]
        for changed in (without, more):
            try:
                assert faults(changed), position
            except NotARecord:
                continue


def test_a_changed_entry_is_named_with_its_candidate() -> None:
    changed = DOCUMENT.replace(b'"kind":"register"', b'"kind":"register "')

    assert faults(changed) == ["entry 2, register  of candidate 0012: its digest does not fit"]
    assert faults(DOCUMENT.replace(b"1800000", b"1900000")) == [
        "entry 3, time of candidate 0012: its digest does not fit"
    ]


def test_a_removed_entry_is_named() -> None:
    entries = lines()[3:9]

    assert faults(rejoined(entries[:3] + entries[4:])) == ["entry 4, act: it is missing"]


def test_an_added_entry_is_named() -> None:
    entries = lines()[3:9]
    more = entry_line(7, "incident", {"text": "never happened"})

    assert faults(rejoined([*entries, more])) == [
        "entry 7, incident: it was added: the list of contents does not have it"
    ]
    assert faults(rejoined([*entries, entries[2]])) == [
        "entry 3, time of candidate 0012: it was added: the list of contents does not have it"
    ]


def test_swapped_entries_are_named() -> None:
    entries = lines()[3:9]
    entries[1], entries[3] = entries[3], entries[1]

    found = faults(rejoined(entries))

    assert found[0] == "entry 4, act: it stands out of its order, before entry 3"
    assert len(found) == 2


def test_a_change_with_its_digest_put_right_still_breaks_the_signature() -> None:
    changed = lines()
    changed[5] = changed[5].replace(b"1800000", b"1900000")
    put_right = b"\n".join(changed).replace(
        digest(lines()[5].removesuffix(b",")).encode(),
        digest(changed[5].removesuffix(b",")).encode(),
    )

    assert faults(put_right) == [
        "list of contents: its digest does not fit the one that was signed"
    ]


def test_a_record_signed_anew_with_another_key_is_found() -> None:
    forged = write_record(HEADER, ENTRIES[1:], ANOTHER.public, ANOTHER.sign)

    assert faults(forged, "") == []
    assert faults(forged)[0] == ("signature: it names another key than the one it is checked with")


def test_a_changed_header_is_named_and_nothing_else() -> None:
    assert faults(DOCUMENT.replace(b'"entered":2', b'"entered":3')) == [
        "header: its digest does not fit the one that was signed"
    ]


def test_names_can_be_taken_out_and_the_record_still_verifies() -> None:
    forgotten = forget_names(DOCUMENT)

    assert b"Adeyemi" not in forgotten
    assert b"5a17" not in forgotten
    assert faults(forgotten) == []
    assert read_record(forgotten).forgotten == 1
    assert forget_names(forgotten) == forgotten


def test_nothing_but_a_name_can_be_taken_out() -> None:
    raw = lines()[7].removesuffix(b",")
    hidden = json.dumps(
        {"forgotten": digest(raw), "kind": "incident", "number": 5}, separators=(",", ":")
    ).encode()

    assert faults(DOCUMENT.replace(raw, hidden)) == ["entry 5, incident: its digest does not fit"]
    disguised = hidden.replace(b'"incident"', b'"candidate"')
    assert faults(DOCUMENT.replace(raw, disguised)) == [
        "entry 5, candidate: the list of contents has another kind of entry here"
    ]


def test_names_are_not_taken_out_of_a_record_that_does_not_fit() -> None:
    with pytest.raises(NotARecord):
        forget_names(DOCUMENT.replace(b'"entries":[', b'"entries": ['))


@pytest.mark.parametrize("file", [b"", b"{}", b"%PDF-1.7 something", bytes(range(256))])
def test_what_is_no_record_is_said_to_be_none(file: bytes) -> None:
    with pytest.raises(NotARecord):
        read_record(file)


def test_a_public_key_is_read_from_a_file_or_from_its_figures() -> None:
    assert read_public_key(KEY.public_pem.encode()) == KEY.public
    assert read_public_key(KEY.public.encode()) == KEY.public


def test_a_record_of_nothing_can_be_written_and_read() -> None:
    empty = write_record({}, [], KEY.public, KEY.sign)
    read: SignedRecord = read_record(empty)

    assert faults(empty) == []
    assert read.lines == ()
