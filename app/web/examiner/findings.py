"""What the rules say of a bank as it stands: item by item, and of all items together."""

from dataclasses import dataclass

from app.domain.bank import Bank
from app.domain.bank_check import check_as_a_whole, check_written
from app.domain.problems import Problem, errors
from app.domain.waivers import SetAside


@dataclass(frozen=True, slots=True)
class BankFindings:
    """The findings in a bank's items and in the bank as a whole, and what is set aside in either."""

    problems: tuple[Problem, ...]
    waived: tuple[SetAside, ...]

    @property
    def errors(self) -> int:
        """How many findings would stop the bank from being published again."""
        return len(errors(self.problems))

    @property
    def warnings(self) -> int:
        """How many findings only deserve a look."""
        return len(self.problems) - self.errors


def bank_findings(bank: Bank) -> BankFindings:
    """Hold the newest version of each item, and all of them together, against the rules."""
    criteria = bank.outcome_by_criterion()
    parts = [check_written(item, bank, criteria) for item in bank.items]
    parts.append(check_as_a_whole(bank))
    return BankFindings(
        tuple(problem for problems, _ in parts for problem in problems),
        tuple(aside for _, waived in parts for aside in waived),
    )
