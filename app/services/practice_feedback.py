"""After a practice test is handed in: what was right and why, question by question."""

from datetime import datetime

from app.domain.item import Item
from app.domain.marking import mark_responses
from app.domain.practice import PracticeSitting
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SittingState
from app.services.afterwards import ReviewedItem, reviewed
from app.services.practice import read_practice_state
from app.services.practice_sample import Sample, practice_sample
from app.store.queries.own_results import MarkedItem


def explain_practice(practice: PracticeSitting, now: datetime) -> tuple[ReviewedItem, ...]:
    """Return mark, key and rationales of each question. Refuses while it goes on (NOT_HANDED_IN)."""
    if practice.state(now) is SittingState.STARTED:
        raise Refusal(Reason.NOT_HANDED_IN)
    sample = practice_sample()
    paper, sheet = sample.paper(practice.id), read_practice_state(practice).sheet
    return tuple(
        reviewed(mark, item, _marked(sample, sample.items[item.id, item.version]))
        for mark, item in zip(mark_responses(paper, sample.keys, sheet), paper.items, strict=True)
    )


def _marked(sample: Sample, item: Item) -> MarkedItem:
    return MarkedItem(
        fragments=sample.wording[item.id, item.version],
        key=item.key,
        rationales={option.letter: option.rationale for option in item.options},
    )
