"""Every refusal has its sentence: gathered here from the places where people meet them."""

from app.domain.refusals import Reason
from app.web.sentences import afterwards, desk, door, room, sign_in, sitting
from app.web.sentences.sentence import Sentence

__all__ = ["SENTENCES", "Sentence"]

SENTENCES: dict[Reason, Sentence] = {
    **door.SENTENCES,
    **sitting.SENTENCES,
    **room.SENTENCES,
    **desk.SENTENCES,
    **afterwards.SENTENCES,
    **sign_in.SENTENCES,
}
