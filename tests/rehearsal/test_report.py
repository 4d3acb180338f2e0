"""Figures and findings of a rehearsal."""

from app.rehearsal.driver import Seat
from app.rehearsal.report import Conditions, Ending, found, in_words, make_report, spread

HELD = Conditions(
    candidates=2,
    invented=1,
    between=1,
    arrive=5,
    processors=2,
    copied_from="SQLite",
    server_ready=1.5,
    copy_bytes=1000,
    copy_bytes_after=5000,
)


def test_the_95th_percentile_is_by_nearest_rank() -> None:
    assert spread(n / 1000 for n in range(1, 21)) == {
        "count": 20,
        "median_ms": 10,
        "p95_ms": 19,
        "slowest_ms": 20,
    }
    assert spread([])["median_ms"] is None


def test_the_slowest_seat_is_named() -> None:
    seats = [
        Seat(1, "Avery Pretend 1", "A1", start_up=0.2, saves=[0.01], received=10, handed_in=True),
        Seat(2, "Blake Pretend 2", "A2", start_up=0.9, saves=[0.02], received=20, handed_in=True),
    ]

    report = make_report(seats, HELD, Ending({"submitted": 2}), [])

    slowest = {"seat": "A2", "name": "Blake Pretend 2", "start_up_ms": 900}
    assert report["start_up"]["slowest_seat"] == slowest
    assert report["bytes_per_candidate"] == {"received": 15, "sent": 0, "kept": 2000}
    assert report["counts"] == {"seats": 2, "submitted": 2}
    assert "Slowest seat: A2, Blake Pretend 2, 900 ms." in in_words(report)


def test_a_candidate_who_could_not_finish_would_fail_the_day() -> None:
    seats = [Seat(1, "Avery Pretend 1", "A1", errors=[("starting", "/start answered 500")])]

    [finding] = found(seats, Ending({}))

    assert finding.fails and "A1" in finding.what and "/start answered 500" in finding.what


def test_a_slow_start_would_fail_the_day() -> None:
    [finding] = found([Seat(1, "Avery Pretend 1", "A1", start_up=9.0)], Ending({}))

    assert finding.check == "speed: start"


def test_a_report_without_a_single_sitting_can_be_read() -> None:
    report = make_report([], HELD, Ending({}, "paper_short"), [])

    assert any("could not be closed" in line for line in in_words(report))
