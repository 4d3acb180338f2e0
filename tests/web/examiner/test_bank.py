"""The page of one bank."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from flask.testing import FlaskClient

from app.domain.bank import Correction
from app.store.database import Database
from tests.cast import Cast, sample_bank, sample_specification
from tests.services.published import publish, publish_sample, with_first
from tests.web.examiner.pages import read


def test_it_shows_what_is_approved_and_needed(
    database: Database, cast: Cast, edgar: FlaskClient
) -> None:
    bank, _ = publish_sample(database, cast)

    page = read(edgar, f"/banks/{bank}")

    assert "Can be filled 5 items a paper. At most 2 papers without a common item." in page.text
    assert "Outcome 1: First things 6 0 3" in page.text
    assert "1.2 Two 3 0 1" in page.text


def test_it_says_what_is_short(database: Database, cast: Cast, edgar: FlaskClient) -> None:
    spec = replace(sample_specification(), items=9, outcomes=())
    shares = sample_specification().outcomes
    spec = replace(spec, outcomes=(replace(shares[0], items=7), shares[1]))
    bank, _ = publish_sample(database, cast, spec)

    page = read(edgar, f"/banks/{bank}")

    assert "Cannot be filled" in page.text
    assert "Outcome 1 needs 7 items; 6 are approved: 1 short" in page.text
    assert "Outcome 1: First things Short 6 0 7" in page.text


def test_it_lists_the_corrections_of_the_source(
    database: Database, cast: Cast, edgar: FlaskClient
) -> None:
    correction = Correction("1.1", "Two and two is five.", "It is four.", "Counted.")
    bank = publish(database, cast, replace(sample_bank(), corrections=(correction,))).bank_id

    page = read(edgar, f"/banks/{bank}")

    assert "1.1 Printed Two and two is five. What holds It is four. Why Counted." in page.text


def test_it_warns_of_law_that_should_have_been_checked(
    database: Database, cast: Cast, edgar: FlaskClient
) -> None:
    dates = {"law_as_at": date(2025, 11, 1), "review_by": date(2026, 11, 22)}
    bank = publish(database, cast, with_first(sample_bank(), **dates)).bank_id

    page = read(edgar, f"/banks/{bank}")

    assert "1 item states law that should have been looked at again before today." in page.text
    assert "Item s-001 , due by 22 November 2026" in page.text


def test_a_criterion_lists_its_items(bank: UUID, edgar: FlaskClient) -> None:
    page = read(edgar, f"/banks/{bank}/criteria/1.1")

    assert "s-001" in page.text
    assert "s-002" not in page.text
    assert "Version 1 Understand Facility 0.60" in page.text


def test_a_criterion_that_is_not_the_banks_is_not_there(bank: UUID, edgar: FlaskClient) -> None:
    assert edgar.get(f"/banks/{bank}/criteria/7.7").status_code == 404
