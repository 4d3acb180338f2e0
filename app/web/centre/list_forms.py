"""What the pages of a spreadsheet of candidates send."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired

from app.domain.candidate_columns import NAMES, Column, doubled_columns, missing_columns
from app.files.candidate_sheet import CannotRead, Sheet, clean, read_sheets

_CELL = re.compile(r"cell-([0-9]{1,7})-([a-z_]{1,30})")
_CHOICES = [
    SelectChoice("", "Not used"),
    *(SelectChoice(str(c), NAMES[c]) for c in Column),
]


class UploadForm(FlaskForm):
    """A spreadsheet of candidates."""

    file = FileField("Spreadsheet", validators=[FileRequired("Choose a file")])

    def sheets(self) -> list[Sheet]:
        """Return what the file holds; nothing, with an error beside the field, if that is unreadable."""
        try:
            return read_sheets(self.file.data.read(), self.name)
        except CannotRead as error:
            self.file.errors = [f"{error.what} {error.remedy}"]
            return []

    @property
    def name(self) -> str:
        """The name of the file without its folders."""
        named = re.split(r"[\\/]", self.file.data.filename or "")[-1]
        return "".join(sign for sign in named if sign.isprintable()) or "Spreadsheet"


class SheetForm(FlaskForm):
    """Which of several sheets holds the candidates."""

    sheet = RadioField("Sheet", coerce=int, validators=[InputRequired("Choose a sheet")])

    def __init__(self, sheets: list[Sheet]) -> None:
        super().__init__()
        self.sheet.choices = [
            SelectChoice(str(place), f"{sheet.name}: {len(sheet.lines)} rows")
            for place, sheet in enumerate(sheets)
        ]


class ColumnsForm(FlaskForm):
    """What each column holds; made by `columns_form` with one field for each."""

    dates = RadioField(
        "Dates in figures",
        choices=[
            SelectChoice("day", "Day first, like 27/03/2008"),
            SelectChoice("month", "Month first, like 03/27/2008"),
        ],
    )

    @property
    def places(self) -> Iterator[tuple[int, Any]]:
        """The fields of the columns, each with its place."""
        for name, field in self._fields.items():
            if name.startswith("column_"):
                yield int(name.removeprefix("column_")), field

    @property
    def mapping(self) -> dict[int, Column]:
        """Return which column is which."""
        return {place: Column(field.data) for place, field in self.places if field.data}

    def validate(self, extra_validators: Any = None) -> bool:
        """Want every needed column, and none twice."""
        if not super().validate(extra_validators):
            return False
        given = list(self.places)
        for column in doubled_columns(self.mapping):
            for _, field in [each for each in given if each[1].data == column][1:]:
                field.errors = [f"“{NAMES[column]}” is chosen twice: keep one"]
        for column in missing_columns(self.mapping):
            given[0][1].errors = [
                *given[0][1].errors,
                f"Choose which column holds the {NAMES[column].lower()}",
            ]
        return not any(field.errors for _, field in given)


def columns_form(header: tuple[str, ...], mapping: Mapping[int, Column], month: bool) -> Any:
    """Return the form for a sheet's columns, as they are guessed."""

    class Form(ColumnsForm):
        pass

    for place, heading in enumerate(header):
        label = heading or f"Column {place + 1}, without a heading"
        setattr(Form, f"column_{place}", SelectField(label, choices=_CHOICES))
    known: dict[str, str] = {f"column_{place}": str(c) for place, c in mapping.items()}
    return Form(data={**known, "dates": "month" if month else "day"})


class MendForm(FlaskForm):
    """Bad cells written anew, rows left out and put back."""

    @property
    def cells(self) -> dict[tuple[int, Column], str]:
        """Return what was written, by row and column."""
        read = ((_CELL.fullmatch(name), text) for name, text in request.form.items())
        return {
            (int(cell[1]), Column(cell[2])): clean(text)
            for cell, text in read
            if cell and cell[2] in frozenset(Column)
        }

    @staticmethod
    def rows(name: str) -> list[int]:
        """Return the rows that are ticked."""
        return [
            int(each) for each in request.form.getlist(name) if re.fullmatch("[0-9]{1,7}", each)
        ]


class TakeForm(FlaskForm):
    """Whether the rows that are right are taken, or all or none, of the reading that was seen."""

    seen = HiddenField()
    how = RadioField(
        "What to do",
        choices=[SelectChoice("valid", ""), SelectChoice("all", "")],
        default="all",
    )
