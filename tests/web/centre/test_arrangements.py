"""Access arrangements: set once on the candidate, with evidence, and seen by nobody else."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.domain.arrangement import Arrangement, ArrangementKind
from app.services.arrangements import read_arrangements
from app.store.database import Database
from tests.cast import Cast
from tests.timetable import add
from tests.web.centre.desk import centre_path, linked, read, send, text_of
from tests.web.signing import sign_in


@pytest.fixture
def ada(database: Database, cast: Cast) -> UUID:
    """Put Ada on Northtown's list."""
    with database.begin() as db:
        return add(db, cast)


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign the exams officer in."""
    return sign_in(client, cast.cora)


def page(cast: Cast, candidate: UUID) -> str:
    return centre_path(cast, "candidates", candidate, "arrangements")


def held(database: Database, cast: Cast, candidate: UUID) -> set[Arrangement]:
    with database.read() as db:
        return set(read_arrangements(db, cast.northtown, [candidate]).get(candidate, ()))


def ticked(kind: ArrangementKind, **more: str) -> dict[str, str]:
    given = {"holds": "y", "evidence": "Form 8, file 12", **more}
    return {f"{kind.value}-{name}": value for name, value in given.items()}


EXTRA = ticked(ArrangementKind.EXTRA_TIME_PERCENT, amount="25")
BREAKS = ticked(ArrangementKind.REST_BREAKS, amount="", detail="Sits by the door")


def test_what_is_ticked_holds_from_now_on(
    cora: FlaskClient, database: Database, cast: Cast, ada: UUID
) -> None:
    answer = send(cora, page(cast, ada), **EXTRA, **BREAKS)

    assert answer.status_code == 302
    assert held(database, cast, ada) == {
        Arrangement(
            kind=ArrangementKind.EXTRA_TIME_PERCENT, percent=25, evidence="Form 8, file 12"
        ),
        Arrangement(
            kind=ArrangementKind.REST_BREAKS, detail="Sits by the door", evidence="Form 8, file 12"
        ),
    }
    shown = read(cora, centre_path(cast, "candidates", ada))
    assert "25 % extra time" in shown and "Supervised rest breaks (Sits by the door)" in shown


def test_what_is_unticked_ends(
    cora: FlaskClient, database: Database, cast: Cast, ada: UUID
) -> None:
    send(cora, page(cast, ada), **EXTRA, **BREAKS)
    send(cora, page(cast, ada), **BREAKS)

    assert {each.kind for each in held(database, cast, ada)} == {ArrangementKind.REST_BREAKS}


@pytest.mark.parametrize(
    ("sent", "said", "field"),
    [
        ({**EXTRA, "extra_time_percent-amount": ""}, "from 1 to 100", "amount"),
        ({**EXTRA, "extra_time_percent-amount": "101"}, "from 1 to 100", "amount"),
        ({**EXTRA, "extra_time_percent-amount": "a lot"}, "from 1 to 100", "amount"),
        ({**EXTRA, "extra_time_percent-evidence": ""}, "Enter where the evidence", "evidence"),
    ],
)
def test_a_wrong_amount_or_missing_evidence_is_told_beside_its_field(
    cora: FlaskClient,
    database: Database,
    cast: Cast,
    ada: UUID,
    sent: dict[str, str],
    said: str,
    field: str,
) -> None:
    before = held(database, cast, ada)

    answer = send(cora, page(cast, ada), **sent)

    assert said in text_of(answer)
    assert linked(answer) == {f"extra_time_percent-{field}"}
    assert held(database, cast, ada) == before


def test_an_other_arrangement_says_what_it_is(cora: FlaskClient, cast: Cast, ada: UUID) -> None:
    answer = send(cora, page(cast, ada), **ticked(ArrangementKind.OTHER))

    assert "Say what the other arrangement is" in text_of(answer)


@pytest.mark.parametrize("name", ["ivy", "olga", "dora"])
def test_nobody_else_finds_what_a_candidate_is_allowed(
    client: FlaskClient, cast: Cast, ada: UUID, name: str
) -> None:
    sign_in(client, getattr(cast, name))

    assert client.get(page(cast, ada)).status_code == 404
