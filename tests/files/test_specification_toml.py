"""Reading and writing test specifications."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.problems import Problem, ProblemsError
from app.domain.specification import OutcomeShare, ReleasePolicy, Specification
from app.files.specification_toml import (
    format_specification,
    read_specification,
    survey_specification,
    write_specification,
)
from tests.files.made_up import SPECIFICATION, line_of, spoil


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write the made-up specification."""
    write_specification(SPECIFICATION, tmp_path / "shop.toml")
    return tmp_path / "shop.toml"


def problems_in(path: Path) -> list[Problem]:
    """Read a specification that has an error and return every finding."""
    with pytest.raises(ProblemsError) as caught:
        read_specification(path)
    return list(caught.value.problems)


def test_a_specification_is_read_as_it_was_written(path: Path) -> None:
    assert read_specification(path) == SPECIFICATION
    assert survey_specification(path).problems == ()


@given(
    st.builds(
        replace,
        st.just(SPECIFICATION),
        title=st.text(),
        pass_mark=st.none() | st.integers(1, 3),
        pass_mark_note=st.text(),
        release=st.sampled_from(ReleasePolicy),
        shuffle_items=st.booleans(),
        shuffle_options=st.booleans(),
        source=st.text(),
    )
)
def test_any_specification_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, spec: Specification
) -> None:
    path = tmp_path_factory.mktemp("specs") / "shop.toml"
    write_specification(spec, path)

    survey = survey_specification(path)

    assert (survey.specification, survey.problems) == (spec, ())


@pytest.mark.parametrize(
    ("old", "new", "rule", "at"),
    [
        ("minutes = 10", "minutes = 0", "minutes.range", "minutes"),
        ("minutes = 10", "minutes = 601", "minutes.range", "minutes"),
        ("minutes = 10", 'minutes = "10"', "type", "minutes"),
        ("minutes = 10", "minute = 10", "unknown", "minute"),
        ("minutes = 10", "minutes = 10\npass_mark = 4", "pass_mark.range", "pass_mark"),
        ("minutes = 10", "minutes = 10\npass_mark = 0.6", "type", "pass_mark"),
        ('navigation = "free"', 'navigation = "backward"', "choice", "navigation"),
        ('navigation = "free"', 'navigation = "forward"', "navigation.unsupported", "navigation"),
        ('review = "result"', 'review = "keys"', "choice", "review"),
        ("items = true", "items = 1", "type", "shuffle"),
        ("items = true", "answers = true", "unknown", "shuffle"),
        ("items = 3", "items = 4", "items.sum", "items"),
        ('id = "2"', 'id = "1"', "outcome.repeated", 'id = "1"'),
        ("items = 1\n", "item = 1\n", "unknown", "item = 1"),
    ],
)
def test_a_fault_is_told_at_its_line(path: Path, old: str, new: str, rule: str, at: str) -> None:
    spoil(path, old, new)

    told = [problem for problem in problems_in(path) if problem.rule == rule]

    nth = 2 if rule == "outcome.repeated" else 1
    assert [problem.where.line for problem in told] == [line_of(path, at, nth)]
    assert told[0].where.file == path.as_posix()
    assert told[0].remedy


def test_every_fault_is_told_at_once(path: Path) -> None:
    spoil(path, "minutes = 10", "minutes = 0\ncolour = 1")
    spoil(path, 'id = "shop"', 'id = "Shop"')

    assert [problem.rule for problem in problems_in(path)] == [
        "id.form",
        "minutes.range",
        "unknown",
    ]


def test_a_specification_without_outcomes_is_told(path: Path) -> None:
    path.write_text(path.read_text().split("\n[[outcome]]")[0])

    assert "There are no outcomes." in [problem.what for problem in problems_in(path)]


def test_counts_follow_from_percentages_where_only_these_are_given(path: Path) -> None:
    shares = (OutcomeShare("1", 0, 67), OutcomeShare("2", 0, 33))
    path.write_text(format_specification(replace(SPECIFICATION, outcomes=shares), counts=False))

    survey = survey_specification(path)

    assert (survey.specification, survey.problems) == (SPECIFICATION, ())


def test_percentages_that_do_not_make_a_whole_are_refused(path: Path) -> None:
    shares = (OutcomeShare("1", 0, 67), OutcomeShare("2", 0, 13))
    path.write_text(format_specification(replace(SPECIFICATION, outcomes=shares), counts=False))

    (problem,) = problems_in(path)

    assert (problem.rule, problem.where.line) == ("percent.sum", line_of(path, "percent"))


def test_an_outcome_without_a_count_beside_one_with_a_count_is_told(path: Path) -> None:
    spoil(path, "items = 1\n", "")

    (problem,) = problems_in(path)

    assert (problem.rule, problem.where.line) == ("missing", line_of(path, "[[outcome]]", 2))
