"""The centre's list of candidates."""

from dataclasses import replace

from flask.testing import FlaskClient

from app.store.database import Database
from tests.cast import Cast
from tests.timetable import ADA, BEN, add
from tests.web.centre.desk import centre_path, read
from tests.web.signing import sign_in


def test_the_list_shows_number_name_birth_learner_number_and_extra_time(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        add(db, cast)

    page = read(sign_in(client, cast.cora), centre_path(cast, "candidates"))

    assert "0012 Adeyemi, Ada 3 May 2008 9276308686 25 %" in page


def test_a_stranger_with_the_same_number_is_not_on_the_list(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        add(db, cast, ADA)
        add(db, cast, replace(BEN, number=ADA.number), centre=cast.southport)

    page = read(sign_in(client, cast.cora), centre_path(cast, "candidates"))

    assert "Adeyemi" in page
    assert "Beck" not in page


def test_a_search_narrows_the_list(client: FlaskClient, database: Database, cast: Cast) -> None:
    with database.begin() as db:
        add(db, cast, ADA)
        add(db, cast, BEN)

    page = read(sign_in(client, cast.cora), centre_path(cast, "candidates?search=beck"))

    assert "1 found for “beck”." in page
    assert "Adeyemi" not in page


def test_a_long_list_goes_on_to_a_second_page(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        for n in range(101):
            add(db, cast, replace(BEN, number=f"{n:04}"))
    sign_in(client, cast.cora)

    first = read(client, centre_path(cast, "candidates"))
    second = read(client, centre_path(cast, "candidates?page=2"))

    assert "0099" in first and "0100" not in first and "Next" in first
    assert "0100" in second and "0099" not in second and "Previous" in second


def test_an_empty_list_says_how_to_begin(client: FlaskClient, cast: Cast) -> None:
    page = read(sign_in(client, cast.cora), centre_path(cast, "candidates"))

    assert "Nobody is on your list yet." in page
