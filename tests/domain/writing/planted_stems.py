"""Stems in the negative, stems that ask nothing, and blanks where none should be."""

_FOUR = """=
- A fair price
* A fast reply
- A free gift
- A new brand"""


def _stems(*stems: str) -> list[str]:
    """Return the stems, each with the same four options."""
    return [f"{stem}\n{_FOUR}" for stem in stems]


def _denied(*texts: str) -> list[str]:
    return list(texts)


STEMS = {
    "L10": _stems(
        "Which of these is {not|**not**} a benefit of good service?",
        "Which of these is {not|NOT} a part of the offer?",
        "What should an adviser {never|**never**} promise?",
        "All of these win customers {except|EXCEPT}:",
        "Which of these is the {least|__least__} likely to win a new customer?",
        "Which of these {cannot|CANNOT} be promised over the phone?",
        "Which statement about the offer is {false|true}?",
        "Which of these is the {incorrect|best} answer to a complaint?",
        "A seller {does not have|has} to offer the buyer:",
        "What {isn't|is} part of the charter?",
        "A guest has not paid.\nThe bill is a week old.\n\nWhat should he {not|now} be sent?",
        "The owner wants more trade.\n\n- leaflets\n- calls\n\nWhich does {not|best} help him?",
        "Which of these {doesn't|does} the firm's charter set out?",
        "Everything here can be promised {apart from|with}:",
        "Which of the following would be {inappropriate|right} here?",
        "Choose the statement that is {untrue|true}.",
    ),
    "L11": _denied(
        """Which of these is **not** good service?
=
- {Not keeping|Breaking} a promise
* A promise that is kept
- A long wait on the phone
- A rude reply to a caller""",
        """Which of these should staff **not** do?
=
- {Never greet|Ignore} the guests
* Smile
- Shout
- Leave""",
        """All of these annoy callers EXCEPT:
=
- {no|late} answers
* prompt answers
- rude answers
- vague answers""",
        """Which habit is **least** helpful?
=
* {Not taking|Skipping} notes
- Saying names
- Asking twice
- Ending early""",
        """Which of these will **not** lose customers?
=
- Staff who {do not|fail to} listen
* Staff who say sorry
- Staff who talk at length
- Staff who leave early""",
        """What should a reply NOT say?
=
- That {nobody is|staff are} to blame
- That it will be looked into
* That the caller is lying
- That {none|some} were hurt""",
        """A shop need NOT take back goods that:
=
- {cannot be|can be} used
* were dropped by the buyer
- are of the wrong colour
- broke on the first day""",
        """Which statement is **false**?
=
- A charter is {not|more than} a rota
* A charter is a price list
- A charter is a promise
- A charter is a guide""",
    ),
    "L21": _stems(
        "{Service.|What is good service?}",
        "{The till|What does a shopper in a hurry want most?}",
        "A caller has waited for an hour.{| What would help?}",
        "Think of a shop that you know{.|:}",
        "| Week | Sales |\n| --- | --- |\n| 1 | 20 |\n\nThe table shows the sales.{| Why do they fall?}",
        "A firm lists these.\n\n- prices\n- times\n\nThe list is on its door.{|\n\nWhat is missing?}",
        "{Customers and their needs.|Which need comes first for most customers?}",
        "These are its aims:{| which comes first?}\n\n- speed\n- care",
        "Mr Lee asks for a refund! He is very angry.{| What does he want?}",
        "The helper says that she is busy.{| She could offer:}",
    ),
    "L22": _stems(
        "{____ is what callers want most.|What callers want most is ____.}",
        "{A ____ is what wins|What wins} a new customer{.| is a ____.}",
        "{The clerk gave ____ to the guest.|What the clerk gave to the guest was ____}",
        "{In an hour, ______ will please the caller.|In an hour, the caller will be pleased by ______}",
        "{Every [blank] has a cost to the firm.|What every firm must pay for is [blank]}",
        "{A shop's \\_\\_\\_ matters to guests.|To guests of a shop, what matters is \\_\\_\\_.}",
        "{Without ........ the firm fails.|The firm fails without ........}",
        "A guest leaves.\n\n{She wanted (   ) from the clerk.|From the clerk, she wanted (   )}",
        "{____ and ____ please a guest.|What pleases a guest?}",
    ),
    "L25": [
        "Is the offer open to all?\n=\n* Yes\n- No\n- {|At times}",
        "Which is a service?\n=\n* A wash\n- {|A sink}\n- A mop",
        "Which is a product?\n=\n- {|A wash}\n* A sink\n- A swim",
        "Who is an internal customer?\n=\n- A guest\n* A cook\n- {|A tenant}",
        "Where does it go?\n=\n- {|In the safe}\n* In the log\n- In the bin",
        "When is it due?\n=\n* By noon today\n- {|By the weekend}\n- By the spring",
        "Which feedback is formal?\n=\n* A survey\n- A chat\n- {|A shrug}",
        "Why write it down?\n=\n- {|To look busy}\n* To share it\n- To hide it",
    ],
}
