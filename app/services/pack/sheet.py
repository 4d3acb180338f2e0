"""The invigilator's sheet: the one document with access arrangements and own finish times."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.domain.arrangement import all_in_words
from app.domain.timing import TimeLedger, allowance, deadline
from app.domain.wording import clock_in_words, length_in_words
from app.services.arrangements import read_arrangements
from app.services.display import display_of
from app.services.ledger import ledgers_for
from app.services.pack.facts import Facts, people
from app.services.scheduling import longest_allowance
from app.store.queries.sessions import EntryLine, entries_of

CHECKS = (
    "The room display is on the wall: centre number, start, standard finish. A clock is in sight.",
    "Screens are 1.25 metres apart or screened off from one another, as JCQ asks.",
    "Nothing on walls or screens helps with the test. Every seat shows its number.",
    "Phones, watches and notes are handed in. The notices for candidates are up.",
    "Each computer has been checked (Check this computer), and one or two are spare.",
    "Identity is checked before a candidate is let in, and the register is filled in.",
    "Everybody who invigilates knows how to stop all clocks and where to go in an emergency.",
)
STOP = (
    "On any page of the session press Stop all clocks, then Stop all clocks now. No time is lost.",
    "See to the room first. The monitor marks every computer that has not heard the stop yet.",
    "When all sit again, press Start the clocks again. The reason can be written down later.",
    "If no page can be reached, write down the time: what was lost can be given back.",
)
LOCKDOWN = (
    "The test is taken in Safe Exam Browser. Never tell candidates the password; type it as it "
    "stands, with the hyphens."
)


def invigilators_sheet(db: Session, facts: Facts, now: datetime) -> dict[str, Any]:
    """Return times, arrangements with own finish times, and what to do in the room."""
    session, lines = facts.session, entries_of(db, facts.session)
    arranged = read_arrangements(db, session.centre_id, [line.candidate.id for line in lines])
    whose = [line for line in lines if line.candidate.id in arranged]
    ledgers = ledgers_for(db, [line.sitting for line in whose])
    rows = [
        {
            **_times_of(facts, line, ledgers.get(line.sitting.id, TimeLedger()), now),
            "arrangement": all_in_words(arranged[line.candidate.id]),
        }
        for line in whose
    ]
    return {
        **facts.data("Invigilator’s sheet"),
        "entered": len(lines),
        "times": _times(facts),
        "others": f"The other {len(lines) - len(rows)}: {_usual(db, facts, now)}.",
        "rows": rows,
        "finish-note": f"Own finish is for a start at {_clock(facts, _start(facts))}, unless "
        "the candidate has started. It moves with the candidate’s own start, with pauses and with extra time; "
        "the monitor has it as it stands.",
        "checks": list(CHECKS),
        "stop": list(STOP),
        "lockdown": [LOCKDOWN, session.quit_password] if session.lockdown else [],
    }


def _times(facts: Facts) -> list[list[str]]:
    session = facts.session
    return [
        ["Opens", facts.opens],
        ["Latest start", _clock(facts, session.latest_start_at)],
        ["Time for the test", length_in_words(timedelta(minutes=facts.line.minutes))],
        ["Latest finish", f"{_clock(facts, session.latest_finish_at)} (cuts nobody’s time)"],
    ]


def _usual(db: Session, facts: Facts, now: datetime) -> str:
    """Say what those without extra time have, and until when, as the room display does."""
    shown, start = display_of(db, facts.session, now), _start(facts)
    usual = timedelta(minutes=facts.line.minutes)
    finish = shown.finish or start + usual
    until = f"for a start at {_clock(facts, start)} that is until {_clock(facts, finish)}"
    if shown.moves_since:
        until += f", and later by the stop since {_clock(facts, shown.moves_since)}"
    return f"{length_in_words(usual)}; {until}"


def _times_of(facts: Facts, line: EntryLine, ledger: TimeLedger, now: datetime) -> dict[str, str]:
    """Return who it is, the time allowed and the finish; the ledger is empty until papers are locked."""
    fixed = allowance(ledger) if ledger.entries else None
    allowed = fixed or longest_allowance(facts.line.minutes, [line.extra_time])
    finish = deadline(ledger, now) or _start(facts) + allowed
    return {
        **people([line])[0],
        "allowed": length_in_words(allowed),
        "finish": _clock(facts, finish.replace(microsecond=0)),
    }


def _start(facts: Facts) -> datetime:
    """Return when the test started, or may start at the earliest."""
    return facts.session.started_at or facts.session.opens_at


def _clock(facts: Facts, moment: datetime) -> str:
    return clock_in_words(moment, facts.zone)
