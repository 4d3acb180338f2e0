"""The environment a command is run in: an instance of its own and the test's database."""

from pathlib import Path

import pytest


def environment_of(
    request: pytest.FixtureRequest, database_url: str, instance: Path
) -> dict[str, str]:
    """Return the settings as environment variables; on PostgreSQL with the owner's address, too."""
    environ = {"TESTAMUR_INSTANCE": str(instance), "TESTAMUR_DATABASE_URL": database_url}
    if database_url.startswith("sqlite"):
        return environ
    owner_url, _ = request.getfixturevalue("migrated_postgres")
    return environ | {"TESTAMUR_DATABASE_OWNER_URL": owner_url}
