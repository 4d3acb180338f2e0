"""What a candidate finds at the screen, set by the exams officer."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.domain.preferences import Preferences, Scheme
from app.services.preferences import read_preferences
from app.store.database import Database
from app.store.queries.sittings import candidate_of_sitting
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import a_session
from tests.timetable import ADA, add
from tests.web.centre.desk import centre_path, read, send
from tests.web.signing import sign_in

STANDARD = {"text_size": "100", "scheme": "standard", "font": "standard", "layout": "one"}
CHOSEN = STANDARD | {"scheme": "pale-blue", "text_size": "175", "ruler": "y"}


@pytest.fixture
def ada(database: Database, cast: Cast) -> UUID:
    """Put Ada on Northtown's list."""
    with database.begin() as db:
        return add(db, cast)


def test_it_is_set_and_shown_on_the_candidates_page(
    client: FlaskClient, database: Database, cast: Cast, ada: UUID
) -> None:
    sign_in(client, cast.cora)
    path = centre_path(cast, "candidates", ada)
    assert "How the test looks Standard" in read(client, path)

    assert send(client, f"{path}/screen", **CHOSEN).location == path

    with database.read() as db:
        expected = Preferences(scheme=Scheme.PALE_BLUE, text_size=175, ruler=True)
        assert read_preferences(db, cast.northtown, ada) == expected
    page = read(client, path)
    assert "Text size: 175 %; Colours: Pale blue; Reading ruler" in page


def test_the_form_shows_what_is_set_and_takes_it_back(
    client: FlaskClient, database: Database, cast: Cast, ada: UUID
) -> None:
    sign_in(client, cast.cora)
    path = centre_path(cast, "candidates", ada, "screen")
    send(client, path, **CHOSEN)
    page = client.get(path).get_data(as_text=True)
    assert 'value="pale-blue" checked' in page

    send(client, path, **STANDARD)

    with database.read() as db:
        assert read_preferences(db, cast.northtown, ada).settings == {}


@pytest.mark.parametrize("name", ["dora", "ivy", "olga"])
def test_nobody_else_sees_or_sets_it(client: FlaskClient, cast: Cast, ada: UUID, name: str) -> None:
    sign_in(client, cast.people[name])
    path = centre_path(cast, "candidates", ada, "screen")

    assert client.get(path).status_code == 404
    assert client.post(path, data=CHOSEN).status_code in (403, 404)


def test_a_candidate_of_another_centre_is_not_found(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        theirs = add(db, cast, ADA, centre=cast.southport)
    sign_in(client, cast.cora)

    assert client.get(centre_path(cast, "candidates", theirs, "screen")).status_code == 404


def test_the_invigilators_room_tells_nothing_of_it(
    client: FlaskClient, database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock)
    sign_in(client, cast.ivy)
    before = read(client, f"/rooms/{story.session}")
    sign_in(client, cast.cora)
    with database.read() as db:
        ada = candidate_of_sitting(db, story.centre, story.sittings[0])
    send(client, centre_path(cast, "candidates", ada, "screen"), **CHOSEN)

    sign_in(client, cast.ivy)

    assert read(client, f"/rooms/{story.session}") == before
