"""Numbers out of their order, and ranges that overlap."""


def _four(stem: str, *options: str) -> str:
    """Return an item that papers do not shuffle, with the second option keyed."""
    marks = ("-", "*", "-", "-")
    lines = [f"{mark} {text}" for mark, text in zip(marks, options, strict=True)]
    return "\n".join([f"fixed {stem}", "=", *lines])


NUMBERS = {
    "L19": [
        _four("How many calls came in?", "{20|10}", "{10|20}", "30", "40"),
        _four("What does the repair cost?", "£8", "{£20|£9.50}", "{£9.50|£20}", "£40"),
        _four("What share was pleased?", "10%", "15%", "{80%|25%}", "{25%|80%}"),
        _four("When does it open?", "8 am", "{10:30 am|9.15 am}", "{9.15 am|10:30 am}", "1 pm"),
        _four("How long is it?", "30 minutes", "{2 hours|1 hour}", "{1 hour|90 minutes}", "1 day"),
        _four(
            "How many can it be?", "1 to 5", "{11 to 20|6 to 10}", "{6 to 10|11 to 20}", "Over 20"
        ),
        _four(
            "How many days a week?",
            "Five days",
            "{Two|Four} days",
            "{Four|Three} days",
            "{Three|Two} days",
        ),
        _four("In which week was it?", "Week 4", "{Week 2|Week 3}", "{Week 3|Week 2}", "Week 1"),
        _four(
            "How many at once?",
            "Under 5",
            "{Over 20|5 to 10}",
            "{5 to 10|11 to 20}",
            "{11 to 20|Over 20}",
        ),
        _four("How far is it?", "800 m", "{2.5 km|1 km}", "{1 km|2.5 km}", "3,000 m"),
        _four("What is it worth?", "-5", "{1,000|12}", "{12|500}", "{500|1,000}"),
        "How many calls came in?\n=\n- {10|Ten or so}\n* 20\n- 30\n- 40",
    ],
    "L20": [
        _four("How old are most users?", "5 to 10", "{10|11} to 15", "16 to 20", "21 to 25"),
        _four(
            "How long was the wait?",
            "0-5 minutes",
            "{4|6}-10 minutes",
            "11-15 minutes",
            "Over 15 minutes",
        ),
        _four("What do they earn?", "Under £5", "£5 to £10", "£11 to £20", "Over {£15|£20}"),
        _four("How many people came?", "{Up to 10|Under 10}", "10 to 19", "20 to 29", "30 or more"),
        _four(
            "What share of them replied?",
            "Between 1% and {20%|10%}",
            "11% to 20%",
            "21% to 30%",
            "31% to 40%",
        ),
        _four(
            "In how many days?",
            "Within 1 to 3 days",
            "Within {2|4} to 5 days",
            "Within 6 to 8 days",
            "Within 9 to 10 days",
        ),
        _four(
            "How heavy is it?",
            "1 kg or less",
            "{500 g|2 kg} to 3 kg",
            "4 kg to 5 kg",
            "6 kg or more",
        ),
        _four(
            "Between which years was it?", "1990–2000", "{2000|2001}–2010", "2011–2020", "2021–2030"
        ),
        _four("How many calls per day?", "{1 to 10|1 to 4}", "5 to 9", "10 to 19", "20+"),
    ],
}
