"""Reading the settings of an installation."""

from pathlib import Path

import pytest

from app.config import SettingsError, read_settings


def test_the_minutes_of_warnings_are_read_from_text_and_from_the_file(tmp_path: Path) -> None:
    assert read_settings({}, instance=tmp_path).warning_minutes == (15, 5, 1)

    given = read_settings({"TESTAMUR_WARNING_MINUTES": "20, 10,2"}, instance=tmp_path)
    assert given.warning_minutes == (20, 10, 2)

    (tmp_path / "config.toml").write_text("warning_minutes = [30, 3]\n")
    assert read_settings({}, instance=tmp_path).warning_minutes == (30, 3)


@pytest.mark.parametrize("wrong", ["", "soon", "15,", "0", "-5", "601"])
def test_minutes_that_cannot_be_read_are_refused_by_the_settings_name(
    tmp_path: Path, wrong: str
) -> None:
    with pytest.raises(SettingsError, match="TESTAMUR_WARNING_MINUTES.*list of minutes"):
        read_settings({"TESTAMUR_WARNING_MINUTES": wrong}, instance=tmp_path)
