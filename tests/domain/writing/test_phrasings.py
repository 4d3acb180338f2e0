"""The many ways to write a flaw, and what only looks like one."""

import pytest

from app.domain.writing.check import check_writing
from app.domain.writing.thresholds import Thresholds
from tests.domain.writing.planted import item_of

_OFFERED = """=
- A fair price
* A fast reply
- A free gift
- A new brand"""


def found(rule: str, text: str) -> bool:
    """Whether the rule finds something in the item."""
    return rule in [problem.rule for problem in check_writing(item_of(text), Thresholds())]


def with_option(option: str) -> str:
    """Return an item with this distractor."""
    stem = "Which of these should the clerk offer to the guest?"
    return f"{stem}\n=\n* An apology\n- A reason why\n- A date soon\n- {option}"


def with_stem(stem: str) -> str:
    """Return an item that asks this."""
    return f"{stem}\n{_OFFERED}"


@pytest.mark.parametrize(
    ("rule", "option"),
    [
        *(
            ("L07", option)
            for option in (
                "All the above are correct", "All answers are correct", "Both of these",
                "All three", "All of A, B and C", "A, B, and C", "A and B and C", "Every option",
                "All of them", "All of the other options", "Any of the above", "Both are correct",
                "Everything listed above", "All of these apply", "ALL OF THE ABOVE!",
                "All the answers given here", "All of the others",
            )
        ),
        *(
            ("L08", option)
            for option in (
                "None of the options", "None of them are correct", "None apply", "None",
                "Not any of the above", "No option is correct", "None of A, B or C",
                "Neither of the above", "No correct answer", "Nothing of the above",
                "None of the above statements is true", "None of the others",
            )
        ),
        *(
            ("L09", option)
            for option in (
                "A & B", "A or C", "Both (a) and (b)", "a and b only", "1 and 2 only",
                "I and III only", "A and B, but not C", "Only A and B", "A and B are correct",
                "Both of the first two", "Two of the above", "A + B", "(A) and (C)", "A/B",
                "Statements 1 and 2", "Either A or B", "Both options B and C", "Both",
            )
        ),
    ],
)  # fmt: skip
def test_an_option_about_other_options_is_found_however_it_is_put(rule: str, option: str) -> None:
    assert found(rule, with_option(option))


@pytest.mark.parametrize(
    "option",
    [
        "All of these documents need a signature",
        "Both of the forms that she brought",
        "None of the staff were told in time",
        "Neither guest had booked a table",
        "Vitamin A",
        "Rooms 1 and 2",
        "A and E staff will see her",
        "Everything she asked for",
        "Both customers and staff",
        "Each of the guests gets a card",
        "Every one of the guests",
        "I and my team will ring you",
    ],
)
def test_an_answer_in_its_own_words_is_none_about_the_others(option: str) -> None:
    assert not any(found(rule, with_option(option)) for rule in ("L07", "L08", "L09"))


def test_how_many_of_them_is_an_answer() -> None:
    stem = "How many of the guests will come back to the hotel?"
    text = f"{stem}\n=\n- None of them\n* Some of them\n- Most of them\n- All of them"

    assert not any(found(rule, text) for rule in ("L07", "L08", "L09"))


@pytest.mark.parametrize(
    "stem",
    [
        "Which one of these would not help a customer?",
        "Which of the following statements about loyalty is incorrect?",
        "All of the following are benefits of teamwork except which one?",
        "What is the least important thing to say?",
        "Which action should you never take with an angry customer?",
        "What must an employee not do with customer data?",
        "A good listener does not:",
        "Customer service staff cannot be expected to:",
        "The following are all features of a product except for:",
        "Which of these won't improve loyalty?",
        "Identify the false statement about brands.",
        "To keep a customer's trust, which of these should staff not do?",
        "Under the law, a shop may not:",
        "Which of the following is unlikely to build trust?",
        "One of these is not a need. Which one?",
        "In which case is the shop not liable?",
        "It is not good practice to:",
        "Find the one that does not belong.",
        "Which of these do customers like least?",
        "Which of these is something that an adviser should not do?",
        "**Which of these is not a benefit?**",
    ],
)
def test_a_question_in_the_negative_is_found_however_it_is_put(stem: str) -> None:
    assert found("L10", with_stem(stem))


@pytest.mark.parametrize(
    "stem",
    [
        "What should a clerk do when the goods are not in stock?",
        "Which of these shows that the guest is not happy?",
        "What is the best reply to a caller who cannot hear well?",
        "The till is not working. What should the clerk do first?",
        "At least one of these is needed. Which is it?",
        "Why do some customers never complain?",
        "How can the firm avoid sending the wrong parcel?",
        "Which entry stands under the wrong heading?",
        "What has gone wrong?",
        'The caller says, "I did not get it." What comes next?',
        "Which word describes 'not on time'?",
        "Which offer would cost the guest least?",
        "What is the least a seller has to do by law?",
        "What should be done so that it does not happen again?",
        "What should a shop do to keep a promise it cannot meet?",
        "Not all guests like music. Which plan is best?",
        "A guest who is not on the list should be given:",
        "For goods not in stock, the adviser should offer:",
        "She did not get a reply because the firm sent:",
        "Which is true of a brand, but not of a logo?",
        "Which customer is most likely not to return?",
        "If the customer does not pay, what should the clerk ask for?",
        "Whether or not it rains, which of these will sell?",
    ],
)
def test_a_negative_that_only_tells_the_story_is_no_negative_question(stem: str) -> None:
    assert not found("L10", with_stem(stem))


@pytest.mark.parametrize(
    "stem",
    [
        "A (blank) is a person who buys goods.",
        "The ------ is where goods are paid for.",
        "A _ _ _ _ is what guests pay for.",
        "A [ ] is kept by the till.",
        "The ____, which is yellow, is:",
    ],
)
def test_a_blank_within_the_stem_is_found_however_it_is_drawn(stem: str) -> None:
    assert found("L22", with_stem(stem))


@pytest.mark.parametrize(
    "stem",
    [
        "The person who pays is the ____.",
        "It costs £____",
        "__Which__ is best for a guest?",
        "Which part (or parts) would help?",
        "| Item | Price |\n| --- | --- |\n| Cup | ____ |\n\nWhich price is missing here?",
    ],
)
def test_a_blank_at_the_end_or_in_a_table_is_none_within_the_stem(stem: str) -> None:
    assert not found("L22", with_stem(stem))


@pytest.mark.parametrize(
    "stem",
    [
        "A feature of a product is",
        "A feature of a product is:",
        "Complete the sentence with the best word.",
        "The customer would like…",
        "Which of these did the firm promise?\n\n- a call\n- a visit",
        "Who wrote this?\n\n> We will reply by Friday.",
        "What does this print?\n\n```\nprint(1)\n```",
        "Read the log, then choose the best reply.",
    ],
)
def test_a_stem_may_ask_before_a_list_or_be_left_to_complete(stem: str) -> None:
    assert not found("L21", with_stem(stem))
