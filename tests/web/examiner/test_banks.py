"""The list of banks."""

from dataclasses import replace
from uuid import UUID

from flask.testing import FlaskClient

from app.services import authoring
from app.store.database import Database
from tests.cast import LONG_AGO, Cast, sample_item
from tests.services.published import publish_sample
from tests.web.examiner.pages import read

EDITED = replace(sample_item(1, "1.1"), version=2, stem="Better?")


def test_it_lists_banks_with_what_papers_are_drawn_from(
    database: Database, cast: Cast, edgar: FlaskClient
) -> None:
    publish_sample(database, cast)

    page = read(edgar, "/banks")

    assert "900 Sample unit 12 0 0 0 0" in page.text
    assert "5 items in 30 minutes, pass mark 3" in page.text


def test_it_shows_what_waits_for_someone_elses_approval(
    database: Database, cast: Cast, bank: UUID, edgar: FlaskClient, esme: FlaskClient
) -> None:
    with database.begin() as db:
        authoring.edit_item(db, bank, EDITED, cast.edgar, LONG_AGO)

    assert "Nothing waits for you." in read(edgar, "/banks").text
    assert "Item s-001 , version 2, criterion 1.1 of sample" in read(esme, "/banks").text


def test_without_a_bank_it_says_how_to_get_one(cast: Cast, edgar: FlaskClient) -> None:
    assert "testamur bank publish" in read(edgar, "/banks").text
