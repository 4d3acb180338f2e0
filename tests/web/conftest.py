"""Pages are tested on the embedded database.

No page holds SQL: what differs between the databases is tested where it is written, in
`tests/store` and `tests/services`, and the stories drive the whole program on both.
"""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite"])
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """Give an empty, migrated database of the embedded kind."""
    path = tmp_path / "testamur.sqlite"
    shutil.copy(migrated_file, path)
    return f"sqlite:///{path}"
