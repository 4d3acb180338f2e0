"""A short name for a session, for a cell of a spreadsheet and for the telephone."""

from uuid import UUID

# Crockford's letters: no I, L, O or U, so that nothing is taken for something else.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def session_reference(session: UUID) -> str:
    """Return the reference of a session, such as 7K3M-9QTX, from the end of its identifier."""
    end = session.int
    letters = [_LETTERS[end >> (5 * place) & 31] for place in reversed(range(_LENGTH))]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def is_reference_of(text: str, session: UUID) -> bool:
    """Say whether a person who wrote this meant the session: by reference or whole identifier."""
    plain = text.strip().upper().translate(_READ_AS)
    whole = session.hex.upper().translate(_READ_AS)
    return plain in (session_reference(session).translate(_READ_AS), whole)
