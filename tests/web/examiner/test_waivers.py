"""Rules set aside on the examiner's pages."""

from dataclasses import replace
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.domain.item import ItemStatus, Option
from app.domain.waiver import Waiver
from app.store.database import Database
from app.store.mapping import item_of
from tests.cast import Cast, sample_bank, sample_item
from tests.services.published import publish, with_first
from tests.web.examiner.pages import Page, item_row, read, send

ALL = {"options__3__text": "Each of these"}
OPTIONS = (*sample_item(1, "1.1").options[:3], Option("D", "Each of these", "Why D."))
LAW = Waiver("L07", "The regulation lists exactly these.")


@pytest.fixture
def edit_path(database: Database, bank: UUID) -> str:
    """Give the path where the first item is edited."""
    return f"/banks/items/{item_row(database, bank).id}/edit"


def waivers(database: Database, bank: UUID) -> tuple[Waiver, ...]:
    """Return what the newest version of the first item sets aside."""
    row = item_row(database, bank)
    return item_of(row, row.versions[-1]).waivers


def test_an_error_is_told_with_its_number_and_how_to_set_it_aside(
    database: Database, bank: UUID, edit_path: str, edgar: FlaskClient
) -> None:
    page = Page(send(edgar, edit_path, **ALL).get_data(as_text=True))

    assert "Not saved: please look at this" in page.text
    assert "L07: " in page.text
    assert "write the number and your reason under Rules set aside" in page.text
    assert len(item_row(database, bank).versions) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("L07: The regulation lists these.", [("L07", "The regulation lists these.")]),
        ("  l07 -  The   law: all.  ", [("L07", "The law: all.")]),
        ("\r\nL07: “These” only.\r\n\r\n", [("L07", "“These” only.")]),
        ("L12: Second.\r\nL07: First.", [("L07", "First."), ("L12", "Second.")]),
    ],
)
def test_a_rule_set_aside_on_the_form_is_kept_with_its_reason(
    database: Database,
    bank: UUID,
    edit_path: str,
    edgar: FlaskClient,
    typed: str,
    kept: list[tuple[str, str]],
) -> None:
    answer = send(edgar, edit_path, waivers=typed, **ALL)

    assert answer.status_code == 302
    assert waivers(database, bank) == tuple(Waiver(rule, reason) for rule, reason in kept)
    again = read(edgar, edit_path).sent["waivers"]
    assert again.splitlines() == [f"{rule}: {reason}" for rule, reason in kept]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("L99: Because.", "“L99” is not a rule that can be set aside."),
        ("Because of the law", "is not a rule that can be set aside."),
        ("L07:", "L07 is set aside without a reason."),
        ("L07", "L07 is set aside without a reason."),
    ],
)
def test_what_cannot_be_set_aside_is_told_at_its_field_and_what_was_typed_stays(
    database: Database, bank: UUID, edit_path: str, edgar: FlaskClient, typed: str, said: str
) -> None:
    html = send(edgar, edit_path, waivers=typed, **ALL).get_data(as_text=True)

    page = Page(html)
    assert said.replace("“", '"').replace("”", '"') in page.text
    assert 'href="#waivers"' in html
    assert page.sent["waivers"] == typed
    assert len(item_row(database, bank).versions) == 1


def test_a_waiver_that_finds_nothing_is_shown_in_the_preview(
    edit_path: str, edgar: FlaskClient
) -> None:
    answer = send(edgar, edit_path, button="preview", waivers="L07: Because.")

    text = Page(answer.get_data(as_text=True)).text
    assert "L07 is set aside, and finds nothing here. Take it out." in text
    assert "Nothing stands against saving it." in text


def test_the_page_of_an_item_shows_what_is_set_aside_and_why(
    database: Database, cast: Cast, edgar: FlaskClient
) -> None:
    bank = publish(database, cast, with_first(sample_bank(), options=OPTIONS, waivers=(LAW,)))

    page = read(edgar, f"/banks/items/{item_row(database, bank.bank_id).id}")

    assert "Rules set aside L07" in page.text
    assert "Why: The regulation lists exactly these." in page.text


def test_a_changed_reason_is_shown_among_what_differs(
    database: Database, cast: Cast, edgar: FlaskClient
) -> None:
    bank = publish(database, cast, with_first(sample_bank(), options=OPTIONS, waivers=(LAW,)))
    path = f"/banks/items/{item_row(database, bank.bank_id).id}"

    send(edgar, f"{path}/edit", waivers="L07: Regulation 4 lists exactly these.")

    assert (
        "Rules set aside L07: removed: The regulation added: Regulation 4" in read(edgar, path).text
    )


def test_whoever_is_to_approve_sees_what_may_give_the_key_away_only_with_the_key(
    database: Database,
    cast: Cast,
    bank: UUID,
    edit_path: str,
    edgar: FlaskClient,
    esme: FlaskClient,
) -> None:
    send(edgar, edit_path, stem="Which one?", waivers="L07: A reason that names option D.", **ALL)

    html = esme.get(edit_path.removesuffix("/edit")).get_data(as_text=True)

    before, folded = html.split("Show the key and the rationales")
    assert "L21: " not in before
    assert "names option D" not in before
    assert "L21: " in folded.split("</details>")[0]
    assert "names option D" in folded.split("</details>")[0]


def test_the_page_of_a_bank_counts_warnings_and_what_is_set_aside(
    database: Database, cast: Cast, edgar: FlaskClient
) -> None:
    bank = with_first(sample_bank(), options=OPTIONS, waivers=(LAW,))
    short = replace(bank.items[1], stem="Which one?")
    gone = replace(bank.items[2], stem="Which one?", status=ItemStatus.RETIRED)
    published = publish(database, cast, replace(bank, items=(bank.items[0], short, gone)))

    page = read(edgar, f"/banks/{published.bank_id}")

    assert "1 warning 1 set aside" in page.text
    assert "Item s-002 . L21: " in page.text
    assert "Item s-001 . L07: The regulation lists exactly these." in page.text
    assert f"/banks/items/{item_row(database, published.bank_id, 's-002').id}" in edgar.get(
        f"/banks/{published.bank_id}"
    ).get_data(as_text=True)


def test_what_stands_against_approval_is_told_before_it_is_tried(
    bank: UUID, edit_path: str, edgar: FlaskClient, esme: FlaskClient
) -> None:
    send(edgar, edit_path, guidance="")

    page = read(esme, edit_path.removesuffix("/edit"))

    assert "It cannot be approved as it is. Edit it first." in page.text
    assert "L30: It does not say on which paragraph of the guidance it rests." in page.text


def test_a_finding_is_mended_in_the_words_of_the_form(edit_path: str, edgar: FlaskClient) -> None:
    years = {f"options__{n}__text": str(2001 + n) for n in range(4)}

    answer = send(edgar, edit_path, button="preview", **years)

    assert "L19: " in (text := Page(answer.get_data(as_text=True)).text)
    assert "untick “The options may change places”" in text
    assert "shuffle = false" not in text
