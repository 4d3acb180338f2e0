"""What tests of the examiner's pages begin with."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.store.database import Database
from tests.cast import Cast, sample_bank
from tests.services.published import publish
from tests.web.signing import sign_in


@pytest.fixture
def bank(database: Database, cast: Cast) -> UUID:
    """Publish the sample bank."""
    return publish(database, cast, sample_bank()).bank_id


@pytest.fixture
def edgar(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign Edgar in, who put the sample bank forward."""
    return sign_in(client, cast.edgar)


@pytest.fixture
def esme(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign Esme in, who approves what Edgar writes."""
    return sign_in(client.application.test_client(), cast.esme)
