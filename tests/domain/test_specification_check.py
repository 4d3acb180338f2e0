"""What makes a test specification sound."""

from dataclasses import replace

import pytest

from app.domain.specification import Navigation, OutcomeShare, ReviewPolicy, Specification
from app.domain.specification_check import check_specification
from tests.files.made_up import BANK, SPECIFICATION


def rules(spec: Specification) -> list[str]:
    """Return the rules that the specification breaks."""
    return [problem.rule for problem in check_specification(spec, BANK)]


def shares(*given: tuple[int, int | None]) -> tuple[OutcomeShare, ...]:
    """Return outcomes 1, 2 … with these items and percentages."""
    return tuple(
        OutcomeShare(str(n), items, percent) for n, (items, percent) in enumerate(given, 1)
    )


def test_a_sound_specification_has_no_findings() -> None:
    assert rules(SPECIFICATION) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": "The Shop"}, ["id.form"]),
        ({"minutes": 0}, ["minutes.range"]),
        ({"minutes": 1}, []),
        ({"minutes": 600}, []),
        ({"minutes": 601}, ["minutes.range"]),
        ({"pass_mark": 0}, ["pass_mark.range"]),
        ({"pass_mark": 4}, ["pass_mark.range"]),
        ({"pass_mark": 3}, []),
        ({"unit": "002"}, ["unit.bank"]),
        ({"outcomes": shares((2, None), (2, None))}, ["items.sum"]),
        ({"outcomes": shares((4, None), (-1, None))}, ["items.range"]),
        ({"outcomes": shares((3, None))}, ["outcome.missing"]),
        ({"outcomes": shares((1, None), (1, None), (1, None))}, ["outcome.unknown"]),
        (
            {"outcomes": (OutcomeShare("1", 2), OutcomeShare("1", 1))},
            ["outcome.repeated", "outcome.missing"],
        ),
        ({"items": 0, "outcomes": shares((0, None), (0, None))}, ["items.range"]),
        ({"outcomes": shares((2, 101), (1, 33))}, ["percent.range", "percent.sum"]),
        ({"outcomes": shares((2, 60), (1, 33))}, ["percent.count", "percent.sum"]),
        (
            {"outcomes": shares((1, 67), (2, 33))},
            ["percent.count", "percent.count", "percent.apportion"],
        ),
    ],
)
def test_a_broken_rule_is_found(fields: dict[str, object], expected: list[str]) -> None:
    assert rules(replace(SPECIFICATION, **fields)) == expected  # type: ignore[arg-type]


def test_what_no_sitting_keeps_to_is_an_error_that_says_what_to_use() -> None:
    (problem,) = check_specification(replace(SPECIFICATION, navigation=Navigation.FORWARD))

    assert (problem.rule, problem.severity) == ("navigation.unsupported", "error")
    assert problem.remedy == 'Use navigation = "free".'
    assert problem.what.endswith("is not supported yet.")


@pytest.mark.parametrize("review", ReviewPolicy)
def test_candidates_may_be_shown_the_result_only_or_the_items_too(review: ReviewPolicy) -> None:
    assert rules(replace(SPECIFICATION, review=review)) == []


@pytest.mark.parametrize(
    ("percent", "expected"), [(17, []), (18, []), (16, ["percent.count"]), (19, ["percent.count"])]
)
def test_a_percentage_may_miss_its_count_by_half_a_point(percent: int, expected: list[str]) -> None:
    # 7 of 40 items are 17.5 %, printed as 18 by one hand and as 17 by another.
    spec = replace(SPECIFICATION, items=40, outcomes=shares((7, percent), (33, None)))

    assert rules(spec) == expected


def test_findings_about_percentages_never_stop_the_work() -> None:
    spec = replace(SPECIFICATION, outcomes=shares((1, 67), (2, 33)))

    assert {problem.severity for problem in check_specification(spec)} == {"warning"}


def test_without_a_bank_the_outcomes_are_not_compared() -> None:
    assert check_specification(replace(SPECIFICATION, unit="002")) == []
