"""A session in which Ada's answers came too late, for tests of the pages that show them."""

from tests.stories import StorySession, save, sit

LATE = 5  # the question Ada left blank


def sit_and_answer_late(story: StorySession) -> None:
    """Ada has three right and hands in; seven seconds later two more of her answers arrive."""
    right = {n: "".join(story.key(0, n)) for n in range(1, 4)}
    sit(story, 0, chosen=right | {4: "A"})
    story.clock.tick(seconds=7)
    late = {LATE: "".join(story.key(0, LATE)), 4: "B"}
    assert save(story, 0, late, follows=50).receipts == ()
