"""Keys that give themselves away: by their length, or by a word that the others lack or share."""

KEYS = {
    "L04": [
        """What should the clerk do first?
=
* Greet the customer{, ask what went wrong, and note each point down|}
- Call the manager at once
- Fill in the accident book
- Close the till for the day""",
        """Why do firms keep records of complaints?
=
- To fill their files
* To find {out what goes wrong again and again, and to put an end to it|faults that return}
- To blame their staff
- To slow refunds down""",
        """A guest reports a cold room.

Which reply is best?
=
- "Have a blanket."
- "It is winter."
* "I am sorry.{ I will send someone up now, and ring you in ten minutes.|"}
- "Others like it."
""",
        """What is a **warranty**?
=
* A promise by the maker{ that the goods will be mended free of charge for a time|}
- A list of the goods sold
- A bill that is not paid
- A card that earns points""",
        """The main purpose of a survey is to:
=
- sell more goods to people
* learn {what customers think of the service and what they would like to change|from customers}
- keep the staff very busy
- fill a page of the report""",
        """Which record shows a sale?
=
- A map
- A menu
* A receipt{ that names the goods and the day|}
- A rota""",
        """How can an adviser show that she listens?
=
- By nodding at each word
- By looking at her notes
- By ending the call soon
* By saying back {in her own words what the caller has told her so far|what she heard}""",
        """Who is an external customer of a bakery?
=
- The baker
- The driver
* A {café in the same street that buys two trays of rolls each morning|café}
- The cleaner""",
        """| Day | Calls |
| --- | --- |
| Monday | 40 |
| Tuesday | 80 |

Which plan fits the table?
=
- Fewer staff each week
- More staff on Monday
* More staff on Tuesday{, when twice as many calls come in as on Monday|}
- The same staff daily""",
    ],
    "L05": [
        """What should the manager do next?
=
- Ask the supplier for a new price list
* {Wait|Wait for the reply from the supplier}
- Tell the customer to come in tomorrow
- Send the parcel back to the warehouse""",
        """Which of these builds trust with a customer?
=
* {Honesty|Telling them when things go wrong}
- Hiding the faults of a product
- Leaving calls to the manager
- Giving a refund to each caller""",
        """The clerk cannot find the order. What now?
=
- Tell the customer that it is lost
- Give the customer another order
* {Look again|Look for it again with the customer}
- Say that nobody else is here now""",
        """A caller is angry. The best first step is to:
=
- put the caller through to someone else
- explain the rules of the firm again
- offer a voucher for the next order
* {listen|let the caller say what happened}""",
        """What does a SWOT analysis look at?
=
- The rents
- The tills
* Strengths{, weaknesses, chances and risks|}
- The staff""",
        """Which document sets out what customers can expect?
=
- A rota of the staff who are at work
* {A charter|A charter that the firm has published}
- A price list that hangs by the door
- A menu with the dishes of the week""",
        """What keeps a regular customer?
=
- Selling them things they did not want
- Sending letters to them on most days
- Asking them to wait behind new ones
* {Good care|Caring well for what they ask for}""",
        """Where are complaints written down?
=
- In the diary of the shop's owner
- On a note beside the shop's phone
* {In the log|In the log that the staff share}
- On the back of the delivery list""",
    ],
    "L12": [
        """What should a waiter do when a guest complains?
=
- {Always give|Give} the money back
* Listen and say sorry
- Leave it to the cook
- Bring the bill early""",
        """How do loyal customers behave?
=
- They {never|seldom} complain
* They come back
- They pay early
- They ask for more""",
        """What does the law say about a faulty kettle?
=
* The buyer can have it mended
- The seller {must pay for|may choose} a new one
- The maker can mend it later
- The buyer can keep the box""",
        """Which customers need help?
=
- {Only those|Those} who are new
* Those who ask for it
- Those who are late
- Those who phone in""",
        """What is true of feedback?
=
* It can show what to change
- It is {completely useless|of little use} to staff
- It can raise the prices
- It comes from the maker""",
        """What should the firm tell callers?
=
- That {every|the first} answer is in the leaflet
* That someone will ring them back
- That a reply will take a year
- That the line will soon close""",
        """Why did the plan work?
=
* {All the|The} staff had been trained
- Some staff had stayed at home
- The shop had been repainted
- The prices had been put up""",
        """What happens to the data?
=
- They are {entirely|soon} lost
* They are kept safely
- They are sold on
- They are printed""",
        """What can be said of a bad review?
=
- It is {impossible|hard} to answer
* It shows a fault to put right
- It helps to sell the goods
- It will be gone by the weekend""",
        """Which staff handle complaints?
=
- {None|Few} of the sales team
* Those at the help desk
- Those in the stores
- Those at the gate""",
    ],
    "L13": [
        """What follows from good service?
=
- Prices fall by a half
* Customers {usually|gladly} return
- Staff leave the firm
- Queues grow at the till""",
        """What do people do after bad service?
=
* They {often tell|tell} their friends
- They buy the goods again
- They write to the maker
- They praise the manager""",
        """How does a brand help?
=
- It makes goods cheaper
- It repairs old goods
* It {may win|wins} people's trust
- It trains new staff""",
        """What is known about queues?
=
- They shorten by themselves
* They {sometimes|soon} put people off
- They please the regulars
- They speed up the till""",
        """What happens to lost parcels?
=
- They are burnt
* They are {generally|later} found
- They are sold
- They are kept""",
        """Why ask for comments?
=
* They {might show|show} what to change
- They fill the last page
- They keep guests waiting
- They cost a lot of money""",
        """What do regulars expect?
=
- To be asked to wait
- To be charged more
* To be {normally greeted|greeted} by name
- To be sent adverts""",
        """What can be said of a charter?
=
- It lists the staff
* It is {rarely|seen as} a contract
- It sets the prices
- It shows the route""",
        """How do most calls end?
=
- In a sale
- In a row
* {Typically in|In} thanks
- In silence""",
    ],
}
