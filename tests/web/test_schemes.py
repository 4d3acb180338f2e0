"""Colours of the schemes a candidate may choose, read from the style sheet that is served."""

import re
from functools import cache
from pathlib import Path

import pytest

from app.domain.preferences import Scheme

SHEET = Path("app/web/static/vendor/testamur.css")
CHOSEN = [scheme for scheme in Scheme if scheme is not Scheme.STANDARD]

TEXT, PART = 4.5, 3.0  # WCAG 2.2: 1.4.3 for text, 1.4.11 for parts of controls and for the focus

# Which text stands on which ground: the kit's colours, and ours, by their names.
TEXT_ON_GROUND = [
    *(
        (text, "body-background")
        for text in (
            "text",
            "secondary-text",
            "link",
            "link-visited",
            "link-hover",
            "link-active",
            "error",
            "success",
        )
    ),
    ("text", "template-background"),  # the line at the foot
    ("text", "surface-background"),  # a question answered on the map, an option chosen
    ("secondary-text", "surface-background"),
    ("surface-text", "surface-background"),
    ("text", "hover"),
    ("focus-text", "focus"),
]
OURS = [
    ("app-button-text", "app-button"),
    ("app-button-text", "app-button-hover"),
    ("app-quiet-text", "app-quiet"),
    ("app-quiet-text", "app-quiet-hover"),
    ("app-head-text", "app-head"),
]
PARTS = [
    *((part, "body-background") for part in ("text", "input-border", "brand", "secondary-text")),
    *((mark, "body-background") for mark in ("error", "success")),  # beside the state of saving
]
PARTS_OF_SCHEMES = [
    ("border", "body-background"),
    ("surface-border", "body-background"),
    ("app-button", "body-background"),
    ("app-button-hover", "body-background"),
]


@cache
def colours_of(scheme: Scheme) -> dict[str, str]:
    """Read a scheme's colours by name; the standard's are those of every page."""
    sheet = SHEET.read_text("utf-8")
    blocks = re.findall(r":root\{([^}]*--govuk-brand-colour[^}]*)\}", sheet)
    if scheme is not Scheme.STANDARD:
        blocks += re.findall(rf"html\.app-scheme--{scheme}\{{(--[^}}]*)\}}", sheet)
    found = re.findall(r"--(?:govuk-)?([a-z-]+)-colour:\s*(#[0-9a-f]{6})", ";".join(blocks))
    return dict(found)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def too_faint(scheme: Scheme, pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    """Return the pairs whose contrast is below the least."""
    colours = colours_of(scheme)
    ratios = {f"{a} on {b}": contrast(colours[a], colours[b]) for a, b in pairs}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


def test_the_ends_of_the_scale_are_those_of_wcag() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_there_are_at_least_eight_schemes_and_each_is_in_the_style_sheet() -> None:
    names = set(re.findall(r"html\.app-scheme--([a-z-]+)\{--", SHEET.read_text("utf-8")))

    assert names == set(CHOSEN)
    assert len(Scheme) >= 8


@pytest.mark.parametrize("scheme", CHOSEN)
def test_each_scheme_says_all_its_colours_and_leaves_none_to_another(scheme: Scheme) -> None:
    sheet = SHEET.read_text("utf-8")
    own = re.findall(rf"html\.app-scheme--{scheme}\{{(--[^}}]*)\}}", sheet)[0]
    named = set(re.findall(r"--(?:govuk-)?([a-z-]+)-colour:", own))

    assert set(colours_of(Scheme.STANDARD)) - {"print-text"} <= named


@pytest.mark.parametrize("scheme", Scheme)
def test_text_is_read_in_every_scheme(scheme: Scheme) -> None:
    ours = OURS if scheme in CHOSEN else []

    assert too_faint(scheme, TEXT_ON_GROUND + ours, TEXT) == {}


@pytest.mark.parametrize("scheme", Scheme)
def test_parts_of_controls_are_seen_in_every_scheme(scheme: Scheme) -> None:
    ours = PARTS_OF_SCHEMES if scheme in CHOSEN else []

    assert too_faint(scheme, PARTS + ours, PART) == {}


@pytest.mark.parametrize("scheme", Scheme)
def test_the_focus_is_seen_in_every_scheme(scheme: Scheme) -> None:
    """It is a block of one colour with a line or text of another: one of them stands out."""
    colours = colours_of(scheme)
    for ground in ("body-background", "surface-background", "template-background"):
        marks = (colours["focus"], colours["focus-text"])
        assert max(contrast(mark, colours[ground]) for mark in marks) >= PART, ground


@pytest.mark.parametrize("scheme", Scheme)
def test_each_scheme_is_named_in_its_own_colours(scheme: Scheme) -> None:
    sample = re.findall(rf"\.app-sample--{scheme}\{{([^}}]*)\}}", SHEET.read_text("utf-8"))[0]
    found = dict(re.findall(r"(?:^|;)(color|background):\s*(#[0-9a-f]{3,6})", sample))
    colours = colours_of(scheme)

    assert _long(found["color"]) == colours["text"]
    assert _long(found["background"]) == colours["body-background"]


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])
