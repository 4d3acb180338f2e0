"""Options that say the same, or that speak of other options instead of answering."""

OPTIONS = {
    "L02": [
        """Which is a feature?
=
* A long cord
- {A Low price|A low rate}
- A low price
- A good name""",
        """Who closes the shop?
=
- The clerk
* The owner
- The  {**owner**|guard}
- The cleaner""",
        """fixed What share of the callers were pleased?
=
- {0.5|0.4} of them
- 1/2 of them
* 80 % of them
- 90 % of them""",
        """fixed How long is the notice?
=
- {7 days|5 days} after the sale
- A week after the sale
* One month after the sale
- One year after the sale""",
        """fixed What does it cost?
=
- {£0.50|£0.40}, paid in cash
- 50p, paid in cash
* £2, paid in cash
- £3, paid in cash""",
        """fixed How many calls came in on Monday?
=
- {1,000|900} by noon
- 1000 by noon
* 1200 by noon
- 1300 by noon""",
        """fixed When does the call centre open on Sunday?
=
* 10:00, by the clock on the wall
- {2 pm|1 pm}, by the clock on the wall
- 14:00, by the clock on the wall
- 17:00, by the clock on the wall""",
        """Which reply is polite?
=
- Please {wait.|hold}
* Thank you
- Please wait
- One moment""",
    ],
    "L07": [
        """Which of these should be in a reply to a complaint?
=
- An apology
- An offer
- A date
* {All of the above|A name}""",
        """What does good service bring?
=
- New customers
- Loyal customers
* {All of these|Happy staff}
- Fewer complaints""",
        """Who uses the record?
=
- The clerk
- The adviser
- The manager
* {All the above.|The supplier}""",
        """What should be checked?
=
- The price
- The size
* {Every one of the above|The colour}
- The date""",
        """Which kinds of feedback are there?
=
- Formal
- Informal
* {Both of the above|Written}
- Spoken""",
        """What makes a service offer clear?
=
- Plain words
- A named person
- A stated time
* {A, B and C|A set price}""",
        """Which of these is personal data?
=
- A name
- An address
- A birthday
* {Each of the above is correct|A photo}""",
        """Which of these are customers?
=
- The guest
- The tenant
- The patient
- {*All* of the answers are right|The pupil}
* The buyer""",
        """What should the adviser write down?
=
- The time of the call
- The caller's name
- What was promised
* {All of these are correct|What it is about}""",
    ],
    "L08": [
        """Which method is cheapest?
=
- A leaflet
* A web page
- A radio advert
- {None of the above|A poster}""",
        """Who is an internal customer of the kitchen?
=
- A guest
* A waiter
- A supplier
- {None of these|A reader}""",
        """What should the clerk offer?
=
* A refund
- A repair
- {None of them|A voucher}
- A swap""",
        """Which form is needed?
=
- {Neither of these|The blue form}
* The green form
- The red form
- The white form""",
        """Which step went well?
=
- The greeting
* The follow-up
- The delivery
- {None of the above is correct|The invoice}""",
        """Which step comes last?
=
- Ask
- Listen
* Check
- {No answer is right|Act}""",
        """Who should be told?
=
* The manager
- The driver
- The cleaner
- {None of the other options.|The caretaker}""",
        """Which law applies to the sale?
=
- The first
* The second
- The third
- {Neither A nor B|The fourth}""",
    ],
    "L09": [
        """What should the reply contain?
=
- An apology
- A date
* {Both A and B|A reason}
- A joke""",
        """Which customers are internal?
=
- Waiters
- Guests
* {A and C only|Tenants}
- Cooks""",
        """Which of these is a service?
=
- A wash
- A trim
- {B or D|A mop}
* A swim""",
        """Which of these does a charter hold?
=
- Promises
- Prices
- Names
* {A and B|Times}""",
        """Three things are promised.

1. A call back
2. A refund
3. A visit

Which will please the tenant most?
=
- {1 and 2 only|The call back}
- {2 and 3 only|The refund}
* {1 and 3 only|The visit}
- What the tenant asked for""",
        """Read the statements.

(i) It is free.
(ii) It is new.
(iii) It is near.

What matters most to a person in a hurry?
=
- {(i) and (ii)|That it costs nothing}
* {(ii) and (iii)|That it is close by}
- {(i) and (iii)|That it is modern}
- {(i)|That it is liked}""",
        """Which answer fits the advert?
=
- Slow
- Fast
* {Options A and D|Cheap}
- Late""",
        """What does she need?
=
- Time
- Help
- {Either of the above|Rest}
* Advice""",
        """Which is the better brand?
=
- The old one
- The new one
* {The first two options|The known one}
- The dear one""",
    ],
}
