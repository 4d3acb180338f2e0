"""Whether two options say the same, in other letters or in other figures."""

from app.domain.writing.measures import measure
from app.domain.writing.words import as_read


def saying(markdown: str) -> tuple[object, ...]:
    """Return what an option says, equal for options that a reader takes for the same.

    Case, marks and spaces do not count, and 0.5 is 1/2 and 50 %. In code, figures stay as they are
    written; short symbols keep their capitals, for mW is not MW.
    """
    text = as_read(markdown)
    folded = " ".join(_folded(word) for word in text.split()).rstrip(".")
    if "`" in markdown or not any(character.isalnum() for character in folded):
        return (folded,)
    measured = measure(folded)
    return measured.says if measured.amounts else (folded,)


def _folded(word: str) -> str:
    """Return the word in small letters, unless it is a symbol that its capitals tell apart."""
    is_symbol = len(word) <= 3 and any(letter.isupper() for letter in word[1:])
    return word if is_symbol else word.casefold()
