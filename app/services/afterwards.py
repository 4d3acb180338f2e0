"""What a candidate learns afterwards: the result, for who knows its code and the date of birth."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.keycode import fast_hash, is_result_code, normalise
from app.domain.marking import ItemMark
from app.domain.own_result import OutcomeFigure, Study, figures, topics_to_study
from app.domain.paper import PaperItem
from app.domain.refusals import Reason, Refusal
from app.domain.result import Result
from app.domain.specification import ReleasePolicy, ReviewPolicy, Specification
from app.files.markup import shown_inside
from app.services.throttle import Limits, check_tries, note_failure
from app.store import mapping
from app.store.queries import own_results as queries
from app.store.queries.pictures import content_kept
from app.store.queries.sittings import SittingLine, paper_of_sitting


@dataclass(frozen=True, slots=True)
class _TenADay:
    """How often a date of birth may be guessed for one code: a wrong one is soon tried ten times."""

    tries_allowed: int = 10
    tries_window_seconds: int = 86_400


TEN_A_DAY = _TenADay()


@dataclass(frozen=True, slots=True)
class ReviewedOption:
    """An option as it was shown, safe HTML, with what stands behind it."""

    html: str
    chosen: bool
    right: bool
    rationale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedItem:
    """A question of the candidate's paper with its answer, key and rationales."""

    position: int
    stem: str
    options: tuple[ReviewedOption, ...]
    answered: bool
    mark: int
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOut:
    """The newest version of a result that was given out; `review` is empty unless items are shown."""

    result: Result
    pass_mark_note: str
    released_at: datetime
    figures: tuple[OutcomeFigure, ...]
    study: tuple[Study, ...]
    review: tuple[ReviewedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnResult:
    """A sitting as its candidate may see it afterwards; `given_out` is None until it is."""

    title: str
    name: str
    candidate_number: str
    centre: str
    centre_number: str
    zone: str
    awarding_body: str
    release: ReleasePolicy
    opens_at: datetime
    given_out: GivenOut | None


def find_result(db: Session, typed: str, born: date) -> OwnResult:
    """Return what a result code and a date of birth show.

    Refuses a code with a typing mistake (RESULT_CODE_MISTYPED), and alike a code that leads nowhere,
    another date of birth than that on record and a candidate without one (RESULT_UNKNOWN).
    """
    code = normalise(typed)
    if not is_result_code(code):
        raise Refusal(Reason.RESULT_CODE_MISTYPED)
    line = queries.sitting_with_code(db, fast_hash(code))
    if line is None or line.candidate.date_of_birth != born:
        raise Refusal(Reason.RESULT_UNKNOWN)
    return _own_result(db, line)


def check_guesses(db: Session, typed: str, address: str, settings: Limits, now: datetime) -> None:
    """Refuse whoever has guessed wrong too often, from one address or at one code (RESULT_TRIES).

    A right guess has to wait as well: it would tell a guesser that it is right.
    """
    for key, limits in _counted(typed, address, settings):
        try:
            check_tries(db, key, limits, now)
        except Refusal as refusal:
            raise Refusal(Reason.RESULT_TRIES, wait=_wait(refusal.facts["minutes"])) from refusal


def note_wrong_guess(
    db: Session, typed: str, address: str, settings: Limits, now: datetime
) -> None:
    """Count a wrong guess against the address and against the code, whether there is one or not."""
    for key, limits in _counted(typed, address, settings):
        note_failure(db, key, now, timedelta(seconds=limits.tries_window_seconds))


def _counted(typed: str, address: str, settings: Limits) -> tuple[tuple[str, Limits], ...]:
    hashed = fast_hash(normalise(typed)).hex()
    return ((f"result|{address}", settings), (f"result code|{hashed}", TEN_A_DAY))


def _wait(minutes: object) -> str:
    left = int(str(minutes))
    if left > 90:
        return f"{-(-left // 60)} hours"
    return f"{left} minute{'' if left == 1 else 's'}"


def _own_result(db: Session, line: SittingLine) -> OwnResult:
    spec = mapping.specification_of(queries.specification_code(db, line), line.specification)
    candidate, centre, session = line.candidate, line.centre, line.session
    return OwnResult(
        title=spec.title,
        name=f"{candidate.given_names} {candidate.family_name}".strip(),
        candidate_number=candidate.number,
        centre=centre.name,
        centre_number=centre.number,
        zone=centre.time_zone,
        awarding_body=queries.awarding_body_name(db, session.awarding_body_id),
        release=spec.release,
        opens_at=session.opens_at,
        given_out=_given_out(db, line, spec),
    )


def _given_out(db: Session, line: SittingLine, spec: Specification) -> GivenOut | None:
    found = queries.newest_released(db, line.sitting.centre_id, line.sitting.id)
    if found is None:
        return None
    result, marks = mapping.result_of(found.result), mapping.item_marks_of(found.result)
    outcomes = mapping.outcomes_of(queries.bank_of_line(db, line).outcomes)
    return GivenOut(
        result=result,
        pass_mark_note=found.result.pass_mark_note,
        released_at=found.release.released_at,
        figures=figures(result.profile, marks, outcomes),
        study=topics_to_study(marks, outcomes),
        review=_review(db, line, marks) if spec.review is ReviewPolicy.ITEMS else (),
    )


def _review(
    db: Session, line: SittingLine, marks: tuple[ItemMark, ...]
) -> tuple[ReviewedItem, ...]:
    row = line.sitting
    paper = paper_of_sitting(db, row.centre_id, row.id, row.draw)
    if paper is None:
        return ()
    found = queries.items_as_marked(db, line.bank_id, marks)
    shown = {n: _with_pictures(db, row.awarding_body_id, item) for n, item in found.items()}
    return tuple(
        reviewed(mark, paper.positions[mark.position], shown[mark.position]) for mark in marks
    )


def _with_pictures(db: Session, body: UUID, item: queries.MarkedItem) -> queries.MarkedItem:
    """Put an item's pictures into its wording: nothing is asked for after the page itself."""

    def picture(hash: str) -> tuple[str, bytes] | None:
        kept = content_kept(db, {body}, hash)
        return (kept.type, kept.content) if kept else None

    stem, options = item.fragments.stem_html, item.fragments.options
    fragments = replace(
        item.fragments,
        stem_html=shown_inside(stem, picture),
        options={letter: shown_inside(html, picture) for letter, html in options.items()},
    )
    return replace(item, fragments=fragments)


def reviewed(mark: ItemMark, item: PaperItem, shown: queries.MarkedItem) -> ReviewedItem:
    """Join a position of a paper with its mark, its key and what is said of each option."""
    return ReviewedItem(
        position=mark.position,
        stem=shown.fragments.stem_html,
        options=tuple(
            ReviewedOption(
                html=shown.fragments.options[letter],
                chosen=letter in mark.chosen,
                right=letter in shown.key,
                rationale=shown.rationales.get(letter, ""),
            )
            for letter in item.options
        ),
        answered=bool(mark.chosen),
        mark=mark.mark,
        maximum=mark.maximum,
    )
