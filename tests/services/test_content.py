"""What the rest of the house reads of published banks."""

from app.store.database import Database
from app.store.queries import content, items
from tests.cast import CANARY, Cast, sample_bank
from tests.services.published import publish, with_first


def test_fragments_hold_no_letter_key_or_rationale(database: Database, cast: Cast) -> None:
    published = publish(database, cast, sample_bank())
    with database.read() as db:
        fragments = content.fragments_for(db, published.bank_id, [("s-001", 1), ("x", 1)])
    assert CANARY not in repr(fragments)
    assert fragments["s-001", 1].options["B"] == "Answer b of 1"
    assert list(fragments) == [("s-001", 1)]


def test_html_is_made_and_cleaned_at_publication(database: Database, cast: Cast) -> None:
    stem = "Which is **not** right?\n\n<script>alert(1)</script>"
    published = publish(database, cast, with_first(sample_bank(), stem=stem))
    with database.read() as db:
        row = items.item_coded(db, published.bank_id, "s-001")
        assert row is not None
        html = row.versions[0].stem_html
    assert "<strong>not</strong>" in html
    assert "<script" not in html


def test_keys_are_found_by_item_and_version(database: Database, cast: Cast) -> None:
    published = publish(database, cast, sample_bank())
    with database.read() as db:
        keys = content.keys_for(db, published.bank_id, [("s-002", 1), ("s-002", 7)])
    assert {place: key.letters for place, key in keys.items()} == {("s-002", 1): frozenset("B")}


def test_a_stranger_finds_no_bank(database: Database, cast: Cast) -> None:
    published = publish(database, cast, sample_bank())
    with database.read() as db:
        assert content.bank_for(db, published.bank_id, {cast.northtown}) is None
        assert content.bank_for(db, published.bank_id, set()) is None
