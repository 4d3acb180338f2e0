"""Writing an item and editing one."""

from dataclasses import replace
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.domain.bank_check import check_bank
from app.services import authoring
from app.store.database import Database
from app.store.mapping import item_of
from tests.cast import LONG_AGO, Cast, sample_bank, sample_item
from tests.web.examiner.pages import Page, item_row, read, send

WRITTEN = {
    "stem": "What is it?\r\nReally?  ",
    "options__0__text": "One",
    "options__0__rationale": "Not so.",
    "options__1__text": "Two",
    "options__1__key": "y",
    "options__1__rationale": "Right.",
    "options__2__text": "Three",
    "options__2__rationale": "Not so.",
    "options__3__text": "Four",
    "options__3__rationale": "Not so.",
    "facility": "0.7",
}


@pytest.fixture
def edit_path(database: Database, bank: UUID) -> str:
    """Give the path where the first item is edited."""
    return f"/banks/items/{item_row(database, bank).id}/edit"


def test_saving_without_a_change_changes_nothing_but_the_version(
    database: Database, bank: UUID, edit_path: str, edgar: FlaskClient
) -> None:
    answer = send(edgar, edit_path)

    assert answer.status_code == 302
    row = item_row(database, bank)
    first, second = (item_of(row, version) for version in row.versions)
    assert second == replace(first, version=2, status="review")  # type: ignore[arg-type]


def test_a_preview_shows_the_draft_and_saves_nothing(
    database: Database, bank: UUID, edit_path: str, edgar: FlaskClient
) -> None:
    answer = send(edgar, edit_path, button="preview", stem="Is **this** it?")

    html = answer.get_data(as_text=True)
    assert "<p>Is <strong>this</strong> it?</p>" in html
    assert Page(html).sent["stem"] == "Is **this** it?"
    assert "Nothing stands against saving it." in html
    assert len(item_row(database, bank).versions) == 1


def test_the_form_finds_what_the_file_check_finds(edit_path: str, edgar: FlaskClient) -> None:
    wrong = replace(sample_item(1, "1.1"), stem="", key=frozenset(), facility=7.0)
    expected = check_bank(replace(sample_bank(), items=(wrong, *sample_bank().items[1:])))

    answer = send(edgar, edit_path, stem="", options__0__key="", facility="7")

    text = Page(answer.get_data(as_text=True)).text
    assert {problem.what for problem in expected} == {
        "The stem is empty.",
        "The key is empty.",
        "Facility 7.0 is not between 0 and 1.",
    }
    assert all(problem.what in text for problem in expected)


def test_what_cannot_be_read_is_told_together_with_the_rest(
    edit_path: str, edgar: FlaskClient
) -> None:
    answer = send(edgar, edit_path, stem="", facility="most", review_by="soon")

    page = Page(answer.get_data(as_text=True))
    assert "Give the facility as a number from 0 to 1" in page.text
    assert "Give the day of the next check" in page.text
    assert "The stem is empty." in page.text
    assert page.sent["facility"] == "most"


def test_a_new_item_is_offered_the_next_id_and_kept_as_one_item(
    database: Database, bank: UUID, edgar: FlaskClient
) -> None:
    path = f"/banks/{bank}/items/new?criterion=1.2"
    offered = read(edgar, path).sent

    answer = send(edgar, path, **WRITTEN)

    assert (offered["code"], offered["criterion"]) == ("s-013", "1.2")
    row = item_row(database, bank, "s-013")
    assert answer.location == f"/banks/items/{row.id}"
    item = item_of(row, row.versions[0])
    assert (item.stem, item.key, item.criterion) == ("What is it?\nReally?", frozenset("B"), "1.2")


def test_an_id_is_given_once(bank: UUID, edgar: FlaskClient) -> None:
    answer = send(edgar, f"/banks/{bank}/items/new", **WRITTEN, code="s-001")

    assert "The id s-001 is taken." in Page(answer.get_data(as_text=True)).text


def test_two_who_edit_at_once_lose_nothing(
    database: Database, cast: Cast, bank: UUID, edit_path: str, edgar: FlaskClient
) -> None:
    sent = read(edgar, edit_path).sent | {"stem": "My own words?", "save": "y"}
    other = replace(sample_item(1, "1.1"), version=2, stem="Someone else's?")
    with database.begin() as db:
        authoring.edit_item(db, bank, other, cast.esme, LONG_AGO)

    page = Page(edgar.post(edit_path, data=sent).get_data(as_text=True))
    saved = edgar.post(edit_path, data=page.sent | {"save": "y"})

    assert "Someone saved version 2 while you were writing." in page.text
    assert page.sent["stem"] == "My own words?"
    assert saved.status_code == 302
    assert [v.stem for v in item_row(database, bank).versions[1:]] == [other.stem, "My own words?"]


def test_without_the_forms_own_token_nothing_is_saved(
    database: Database, bank: UUID, edit_path: str, edgar: FlaskClient
) -> None:
    sent = read(edgar, edit_path).sent | {"csrf_token": "forged", "save": "y"}

    assert edgar.post(edit_path, data=sent).status_code == 403
    assert len(item_row(database, bank).versions) == 1
