"""Units as options write them, with what they measure and how many of its smallest they are."""

from fractions import Fraction

_DAY = 24 * 60 * 60
_YEAR = Fraction(36525, 100) * _DAY
# What is measured, then the written forms with their size. Months and years are means.
_SIZES: dict[str, dict[str, Fraction | int]] = {
    "number": {"%": Fraction(1, 100), "per cent": Fraction(1, 100), "percent": Fraction(1, 100)},
    "£": {"pounds": 100, "pound": 100, "pence": 1, "penny": 1, "p": 1},
    "time": {
        "seconds": 1, "second": 1, "secs": 1, "sec": 1, "s": 1,
        "minutes": 60, "minute": 60, "mins": 60, "min": 60,
        "hours": 3600, "hour": 3600, "hrs": 3600, "hr": 3600, "h": 3600,
        "days": _DAY, "day": _DAY, "weeks": 7 * _DAY, "week": 7 * _DAY,
        "fortnights": 14 * _DAY, "fortnight": 14 * _DAY,
        "months": _YEAR / 12, "month": _YEAR / 12, "years": _YEAR, "year": _YEAR,
        "decades": 10 * _YEAR, "decade": 10 * _YEAR,
    },
    "length": {
        "mm": 1, "millimetres": 1, "millimetre": 1, "cm": 10, "centimetres": 10, "centimetre": 10,
        "m": 1000, "metres": 1000, "metre": 1000,
        "km": 1_000_000, "kilometres": 1_000_000, "kilometre": 1_000_000,
    },
    "mass": {
        "mg": 1, "milligrams": 1, "milligram": 1, "g": 1000, "grams": 1000, "gram": 1000,
        "kg": 1_000_000, "kilograms": 1_000_000, "kilogram": 1_000_000, "kilos": 1_000_000,
    },
    "volume": {
        "ml": 1, "millilitres": 1, "millilitre": 1, "cl": 10,
        "l": 1000, "litres": 1000, "litre": 1000,
    },
}  # fmt: skip
UNITS = {
    name: (measured, Fraction(size))
    for measured, sizes in _SIZES.items()
    for name, size in sizes.items()
}
SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9,
    "k": 1000, "m": 10**6, "bn": 10**9,
}  # fmt: skip
_ONES = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = (
    {word: n for n, word in enumerate(_ONES.split())}
    | {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
    | {"zero": 0, "nil": 0, "none": 0}
)
PARTS = {
    "half": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4),
    "fifth": Fraction(1, 5), "tenth": Fraction(1, 10),
}  # fmt: skip
