"""Incidents in a room: the categories they are written down in, and what must be told at once.

The standard list follows JCQ's instructions for conducting examinations and its policies on
malpractice; an awarding body may make its own of it.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

LONGEST_TEXT = 2000  # characters of what happened
LONGEST_NAME = 80
LONGEST_ADVICE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of incident; `notify` says that the awarding body must be told at once, `advice` what."""

    code: str
    name: str
    notify: bool = False
    advice: str = ""
    retired: bool = False


STANDARD = (
    Category(
        code="late_arrival",
        name="Late arrival",
        advice="Write when the candidate came and why. Nobody need be told at once.",
    ),
    Category(
        code="very_late_arrival",
        name="Very late arrival",
        notify=True,
        advice="Tell the awarding body the candidate's number, when the test began, when the"
        " candidate came and began, why, and how the candidate was supervised until then. The"
        " test may not be accepted: tell the candidate so.",
    ),
    Category(
        code="absence",
        name="Absence without notice",
        advice="Write what was done to find the candidate.",
    ),
    Category(
        code="candidate_malpractice",
        name="Suspected malpractice by a candidate",
        notify=True,
        advice="Tell the awarding body the candidate's number, what was seen, when and by whom, and"
        " what was done. Add signed statements of those who saw it and of the candidate. Let the"
        " candidate finish unless others are disturbed.",
    ),
    Category(
        code="unauthorised_material",
        name="Unauthorised material or device",
        notify=True,
        advice="Tell the awarding body the candidate's number, what was found, where and when, and"
        " whether it was used. Take it away and keep it, with its owner's name, as evidence.",
    ),
    Category(
        code="identity_doubt",
        name="Doubt about who a candidate is",
        notify=True,
        advice="Tell the awarding body the candidate's number, what was shown at the door and why it"
        " was doubted, and whether the candidate sat the test.",
    ),
    Category(
        code="disturbance",
        name="Disturbance",
        advice="Write what was heard or seen, from when to when, and who was affected. If it may have"
        " changed results, the exams officer asks for special consideration.",
    ),
    Category(
        code="illness",
        name="Illness",
        advice="Write when it began, what was done, and how long the candidate was away. The exams"
        " officer asks for special consideration where it is due.",
    ),
    Category(
        code="left_unescorted",
        name="Left the room without an escort",
        notify=True,
        advice="Tell the awarding body the candidate's number and from when to when the candidate was"
        " out of sight. The candidate may not go on unless it allows that.",
    ),
    Category(
        code="emergency",
        name="Emergency or evacuation",
        notify=True,
        advice="Tell the awarding body what happened, when the test stopped and went on, where the"
        " candidates were meanwhile, and whether they could be kept from talking.",
    ),
    Category(
        code="power_or_network",
        name="Power or network failure",
        notify=True,
        advice="Tell the awarding body from when to when it lasted, how many candidates it stopped,"
        " and what time was given back to them.",
    ),
    Category(
        code="computer_failure",
        name="Computer failure",
        advice="Write which computer failed, when, where the candidate went on, and the time given"
        " back.",
    ),
    Category(
        code="wrong_details",
        name="Wrong name or details",
        advice="Write what is wrong and what is right. The exams officer corrects it.",
    ),
    Category(
        code="arrangement_not_provided",
        name="Access arrangement not provided",
        notify=True,
        advice="Tell the awarding body the candidate's number, which arrangement was missing and for"
        " how long, and what was done instead.",
    ),
    Category(
        code="question_error",
        name="Error in a question, reported by a candidate",
        notify=True,
        advice="Tell the awarding body the candidate's number, the number of the question on the"
        " screen and what the candidate says is wrong. Do not copy the question out, and do not"
        " say what you think of it.",
    ),
    Category(
        code="security_breach",
        name="Questions or keycodes seen or given away",
        notify=True,
        advice="Tell the awarding body what was seen or given away, by whom and when, and lock away"
        " what is left. Tell nobody else.",
    ),
    Category(
        code="staff_maladministration",
        name="Mistake or malpractice by staff",
        notify=True,
        advice="Tell the awarding body what was done or left undone, by whom and when, and which"
        " candidates it concerns. Whoever is concerned does not look into it.",
    ),
    Category(code="other", name="Other", advice="Write what happened and what was done."),
)


def offered(categories: Iterable[Category]) -> tuple[Category, ...]:
    """Return the categories that can be chosen now."""
    return tuple(category for category in categories if not category.retired)


def code_for(name: str, taken: Collection[str]) -> str:
    """Make the code of a new category from its name, unlike those taken."""
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40] or "category"
    return next(
        code
        for n in range(1, len(taken) + 2)
        if (code := f"{stem}_{n}" if n > 1 else stem) not in taken
    )


def is_of_another_time(happened_at: datetime, opens_at: datetime, zone: str, now: datetime) -> bool:
    """Say whether a moment is none of the session's: to come, or not on its day at the centre."""
    local = ZoneInfo(zone)
    return (
        happened_at > now
        or happened_at.astimezone(local).date() != opens_at.astimezone(local).date()
    )
