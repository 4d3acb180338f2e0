"""Moments and lengths of time in words, for sheets of paper; pages have filters of the same form."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def clock_in_words(moment: datetime, zone: str) -> str:
    """Write a time of day with its zone: 14:05 GMT; to the second where it is no whole minute."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.strftime("%H:%M:%S %Z" if local.second else "%H:%M %Z")


def day_in_words(moment: datetime, zone: str) -> str:
    """Write a day: Monday 23 November 2026."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%A %-d %B %Y")


def length_in_words(time: timedelta) -> str:
    """Write a length of time: 75 minutes, or 93 minutes 45 seconds."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    words = [f"{minutes} minute{'' if minutes == 1 else 's'}"] if minutes or not seconds else []
    if seconds:
        words.append(f"{seconds} second{'' if seconds == 1 else 's'}")
    return " ".join(words)
