"""The form on how a test looks and is used: the candidate's own and the centre's are the same."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, request
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from app.domain.preferences import TEXT_SIZES, Font, Layout, Preferences, Scheme
from app.domain.refusals import Reason, Refusal
from app.extensions import testamur

SIZES = {size: f"{size} %" for size in TEXT_SIZES}
SCHEMES = {
    Scheme.STANDARD: "Standard",
    Scheme.CREAM: "Cream",
    Scheme.PALE_BLUE: "Pale blue",
    Scheme.PALE_GREEN: "Pale green",
    Scheme.PINK: "Pink",
    Scheme.YELLOW: "Yellow",
    Scheme.GREY: "Grey",
    Scheme.DARK: "Light on dark",
    Scheme.YELLOW_ON_BLACK: "Yellow on black",
    Scheme.BLACK_ON_WHITE: "Black on white",
}
FONTS = {Font.STANDARD: "Standard", Font.PLAIN: "Plainer letters, set wider"}
LAYOUTS = {Layout.ONE: "One question at a time", Layout.ALL: "All questions on one page"}
HINTS = {
    "ruler": "A band that follows the pointer and what you select."
    " Alt with the up or down arrow key moves it line by line.",
    "eliminator": "A button beside each option. It does not change your answer.",
    "longer_warnings": "You are told of the time more often, and earlier.",
    "keys": "A to E choose an option, N and P go on and back, F flags."
    " They work while a question has the focus, and never hand in.",
}


def _choices(named: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in named.items()]


class PreferencesForm(FlaskForm):
    """Every choice of how a test looks and is used."""

    text_size = RadioField("Text size", coerce=int, choices=_choices(SIZES))
    scheme = RadioField("Colours", choices=_choices(SCHEMES))
    font = RadioField("Letters", choices=_choices(FONTS))
    layout = RadioField("Questions", choices=_choices(LAYOUTS))
    ruler = BooleanField("Reading ruler")
    eliminator = BooleanField("Cross out options")
    time_hidden = BooleanField("Hide the time left")
    longer_warnings = BooleanField("Longer warnings of the time")
    keys = BooleanField("Single-letter keys")

    def wanted(self) -> Preferences:
        """Return what was sent, whole; refuses what is not offered (UNKNOWN_PREFERENCE)."""
        if not self.validate():
            raise Refusal(Reason.UNKNOWN_PREFERENCE)
        names = Preferences().all
        return Preferences.checked({name: self._fields[name].data for name in names})


class OwnPreferencesForm(PreferencesForm):
    """A candidate's own; `sitting` is the one the page belongs to, `back` where it was opened."""

    sitting = HiddenField()
    back = HiddenField()


def showing(preferences: Preferences, **more: Any) -> OwnPreferencesForm:
    """Give a candidate's form filled with what is preferred now."""
    return OwnPreferencesForm(formdata=None, **preferences.all, **more)


def in_words(preferences: Preferences) -> list[str]:
    """Say what differs from the standard as the form does."""
    form, chosen = PreferencesForm(formdata=None), preferences.settings
    named: dict[str, Mapping[Any, str]] = {
        "text_size": SIZES,
        "scheme": SCHEMES,
        "font": FONTS,
        "layout": LAYOUTS,
    }
    return [
        f"{form[name].label.text}: {named[name][value]}" if name in named else form[name].label.text
        for name, value in chosen.items()
    ]


def warnings_at(preferences: Preferences) -> tuple[int, ...]:
    """Return the minutes before the end at which a candidate is told of the time here."""
    return preferences.warnings_at(testamur().settings.warning_minutes)


def sent_preferences() -> tuple[Preferences, str]:
    """Return what a form or a script sent, and the sitting that its page belongs to."""
    if not request.is_json:
        form = OwnPreferencesForm()
        return form.wanted(), form.sitting.data or ""
    body = request.get_json(silent=True)
    settings = body.get("settings") if isinstance(body, dict) else None
    sitting = body.get("sitting") if isinstance(body, dict) else None
    if not isinstance(settings, dict) or not isinstance(sitting, str):
        raise Refusal(Reason.UNKNOWN_PREFERENCE)
    return Preferences.checked(settings), sitting


def init_app(app: Flask) -> None:
    """Let templates draw the form and read the warnings."""
    app.jinja_env.globals.update(
        preferences_form=showing,
        preference_hints=HINTS,
        warnings_at=warnings_at,
        USUAL=Preferences(),
        LONGER=Preferences(longer_warnings=True),
    )
