"""The page of one item, its approval and its withdrawal."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.services import authoring
from app.store.database import Database
from tests.cast import LONG_AGO, Cast, sample_bank, sample_item
from tests.services.published import publish, with_first
from tests.web.examiner.pages import item_row, read, send

EDITED = replace(
    sample_item(1, "1.1"), version=2, stem="Sample question 1: which answer is best?", facility=0.5
)


@pytest.fixture
def waiting(database: Database, cast: Cast, bank: UUID) -> tuple[str, str]:
    """Let Edgar edit an item; give the item's path and the path that approves the edit."""
    with database.begin() as db:
        version = authoring.edit_item(db, bank, EDITED, cast.edgar, LONG_AGO)
    path = f"/banks/items/{item_row(database, bank).id}"
    return path, f"/banks/versions/{version}/approve"


def test_it_shows_question_key_and_rationales(
    database: Database, bank: UUID, edgar: FlaskClient
) -> None:
    page = read(edgar, f"/banks/items/{item_row(database, bank).id}")

    assert "Sample question 1: which answer is right? Answer a of 1 Answer b of 1" in page.text
    assert "A Answer a of 1 Key CANARY-1-A B Answer b of 1 CANARY-1-B" in page.text
    assert "Approved This version is drawn for papers." in page.text


def test_the_history_says_what_differs(waiting: tuple[str, str], esme: FlaskClient) -> None:
    page = read(esme, waiting[0])

    assert "answer is removed: right? added: best?" in page.text
    assert "Facility removed: 0.6 added: 0.5" in page.text
    assert "Papers are still drawn with version 1." in page.text


def test_someone_else_approves_it(
    database: Database, bank: UUID, waiting: tuple[str, str], esme: FlaskClient
) -> None:
    path, approval = waiting

    answer = send(esme, path, approval)

    assert answer.location == path
    assert "Item s-001 version 2 is approved." in read(esme, path).text
    assert item_row(database, bank).versions[-1].status == "approved"


def test_the_author_is_told_why_not(waiting: tuple[str, str], edgar: FlaskClient) -> None:
    path, approval = waiting

    page = read(edgar, path)
    answer = send(edgar, "/banks", approval)

    assert "You put this version forward." in page.text
    assert "Approve version" not in page.text
    assert answer.status_code == 409
    assert "The person who made a change cannot approve it." in answer.get_data(as_text=True)


def test_it_warns_when_the_law_should_have_been_checked(
    database: Database, cast: Cast, edgar: FlaskClient
) -> None:
    dates = {"law_as_at": date(2025, 11, 1), "review_by": date(2026, 11, 22)}
    bank = publish(database, cast, with_first(sample_bank(), **dates)).bank_id

    page = read(edgar, f"/banks/items/{item_row(database, bank).id}")

    assert "should have been checked again by 22 November 2026" in page.text


def test_withdrawing_says_what_it_does_and_is_done_once(
    database: Database, bank: UUID, edgar: FlaskClient
) -> None:
    path = f"/banks/items/{item_row(database, bank).id}"
    asked = read(edgar, f"{path}/withdraw")

    first = send(edgar, f"{path}/withdraw")
    again = send(edgar, f"{path}/withdraw")

    assert "From now on no paper is drawn with this item." in asked.text
    assert (first.status_code, again.status_code) == (302, 409)
    page = read(edgar, path)
    assert "No paper is drawn with it." in page.text
    assert "Edit" not in page.text
