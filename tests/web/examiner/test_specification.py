"""The page of one specification."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.services.publishing import set_pass_mark
from app.store.database import Database
from app.store.queries import content
from tests.cast import LONG_AGO, Cast
from tests.services.published import publish_sample
from tests.web.examiner.pages import read, send
from tests.web.signing import sign_in


@pytest.fixture
def waiting(database: Database, cast: Cast) -> tuple[str, str]:
    """Let Olga set a pass mark; give the specification's path and the one that approves it."""
    _, version = publish_sample(database, cast)
    with database.begin() as db:
        found = content.specification_version_for(db, version)
        assert found is not None
        specification, bodies = found.specification_id, frozenset({cast.body})
        new: UUID = set_pass_mark(
            db, specification, bodies, 4, "Example pass mark", cast.olga, LONG_AGO
        )
    path = f"/banks/specifications/{specification}"
    return path, f"/banks/specifications/versions/{new}/approve"


def test_it_shows_counts_percentages_and_pass_mark(
    waiting: tuple[str, str], edgar: FlaskClient
) -> None:
    page = read(edgar, waiting[0])

    assert "1 First things 3 60.0 60" in page.text
    assert "Whole paper 5 100.0 100" in page.text
    assert "Pass mark 4 of 5 Note on the pass mark Example pass mark" in page.text
    assert "Version 2 Waiting 5 items in 30 minutes, pass mark 4. Put forward by Olga" in page.text


def test_someone_else_approves_a_version(
    database: Database, cast: Cast, waiting: tuple[str, str], edgar: FlaskClient
) -> None:
    path, approval = waiting

    answer = send(edgar, path, approval)

    assert answer.location == path
    assert "Version 2 is approved." in read(edgar, path).text
    with database.read() as db:
        assert [v.version for v in content.offered_to(db, cast.northtown)] == [2]


def test_the_other_roles_do_not_find_it(
    client: FlaskClient, cast: Cast, waiting: tuple[str, str]
) -> None:
    answers = [sign_in(client, person).get(waiting[0]) for person in (cast.olga, cast.cora)]

    assert [answer.status_code for answer in answers] == [404, 404]
