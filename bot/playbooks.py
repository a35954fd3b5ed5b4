"""Every playbook that ships: the full one, and five shorter ones, each a method in its own order.

Each of the five follows one text that the teaching was drawn from, in that text's order and spirit.
Where a step is the same as in the full playbook it has the same id, so that figures can compare.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.playbook import FULL, Playbook, Rhythm, Step


def _check_back(why: str) -> Step:
    """What every method ends with: the outcome that counts."""
    return Step(
        "check_back",
        "Check back",
        why,
        "Some time after closing, someone has asked the customer: did we put it right, would they "
        "stay, would they recommend us?",
        ("P23",),
        artefact="check_back",
        rhythm=Rhythm.AFTER_CLOSING,
    )


OWNERSHIP = Playbook(
    "ownership",
    "Ownership, five steps",
    (
        Step(
            "own_it",
            "Own it and apologise",
            "It happened, and it was us. Said early and honestly, that is half of the way.",
            "Someone has told the customer “this was us, and I am sorry”, and named nobody else.",
            ("P01", "P02", "P07", "P08"),
            artefact="first_apology",
        ),
        Step(
            "put_it_right",
            "Put it right",
            "The customer should stand where they would be had nothing gone wrong.",
            "They stand there, or as near to it as you can humanly get them. What the lost time "
            "cost them is softened.",
            ("P11",),
        ),
        Step(
            "make_it_up",
            "Do more than expected",
            "Say sorry once more, and take the extra step: that is what sets you apart.",
            "They got something they did not have to ask for.",
            ("P12",),
            artefact="make_up",
        ),
        Step(
            "show_the_evidence",
            "Assure them",
            "They need to know that it will not happen again, to them or to anyone else.",
            "The customer knows which steps you have taken so that it does not come back.",
            ("P15", "P16"),
            artefact="evidence",
        ),
        _check_back("How you dealt with it decides whether they stay, and send you others."),
    ),
    throughout="What it means for a colleague stays between the two of you: never a word of it to "
    "the customer, and none in this thread.",
)

BOUNCE_BACK = Playbook(
    "bounce-back",
    "Bounce back, six steps",
    (
        Step(
            "own_it",
            "Take responsibility now",
            "Be quick, and be personal: “we made a mistake”, not “we’re sorry this happened”.",
            "The customer has heard it from you, in the first person. Nobody and nothing else is "
            "blamed.",
            ("P01", "P05", "P07", "P09"),
            artefact="first_word",
        ),
        Step(
            "make_it_up",
            "Over-correct it",
            "Making it right is the least. Then go one step further, with something unexpected.",
            "It is right again, and they got more than was needed to make it right.",
            ("P11", "P12"),
            artefact="make_up",
        ),
        Step(
            "keep_them_posted",
            "Keep them posted",
            "If it takes a while, keep talking. Nobody ever complained of hearing too much.",
            "The customer always knows where things stand.",
            ("P14",),
            rhythm=Rhythm.UPDATES,
            starts_after="own_it",
            ends_with="communicate",
        ),
        Step(
            "communicate",
            "Communicate",
            "How should they know that you saw it and solved it, if you don’t tell them openly?",
            "The customer knows what went wrong, what you did about it, and where it stands now.",
            ("P10", "P14"),
            artefact="explanation",
        ),
        Step(
            "debrief",
            "Debrief and reiterate",
            "Go back to your team: what went wrong, and why? A one-off is fixed and left; what is "
            "missing in how you work will happen again.",
            "Everyone involved knows what went wrong and why, and what is different from now on.",
            ("P15", "P17", "P18", "P19"),
            artefact="debrief",
            rhythm=Rhythm.DEBRIEF,
            counts_from="make_it_up",
        ),
        _check_back("Handled quickly and openly, this can leave them trusting you more."),
    ),
)

IMPERFECT = Playbook(
    "imperfect",
    "Nobody’s perfect, seven steps",
    (
        Step(
            "own_it",
            "Own it, whoever slipped",
            "Who it was inside does not matter to the customer. That somebody answers for it does.",
            "Whoever leads this has told the customer “this was us”.",
            ("P01", "P02", "P07"),
            artefact="first_word",
        ),
        Step(
            "put_it_right",
            "Get them to where they meant to be",
            "You may not get them there completely. Try anyway.",
            "It is fixed, and they are at the point they had counted on, or as close as can be.",
            ("P11",),
        ),
        Step(
            "make_it_up",
            "Over-compensate",
            "Make up for the inconvenience, and then some. They may surprise you.",
            "They got more than the trouble cost them.",
            ("P12",),
            artefact="make_up",
        ),
        Step(
            "prevent_it",
            "Prevent it",
            "Fixing the problem is one thing, fixing the cause another.",
            "At least one change is agreed, with a name and a date on it.",
            ("P15",),
            artefact="actions",
        ),
        Step(
            "show_the_evidence",
            "Tell them what you did",
            "They may forgive you, and still send nobody, unless they believe it won’t come back.",
            "The customer knows what you changed.",
            ("P16",),
            artefact="evidence",
        ),
        Step(
            "debrief",
            "Learn from it",
            "Mistakes are how people learn. Some even turn out better than the plan.",
            "You know what to do differently, what others can take from it, and whether anything "
            "turned out better than planned.",
            ("P17", "P20", "P21", "P22"),
            artefact="debrief",
            rhythm=Rhythm.DEBRIEF,
            counts_from="put_it_right",
        ),
        _check_back("Nobody expects you to be perfect. What you did about it, they remember."),
    ),
)

RELATIONSHIP = Playbook(
    "relationship",
    "Relationship builder, six steps",
    (
        Step(
            "own_it",
            "Get there before they do",
            "People think well of you if you stand up before they find out, and before they have "
            "had time to get angry.",
            "The customer has heard it from you first. If they were first, you have said so, and "
            "were all the faster.",
            ("P01", "P03"),
            artefact="first_word",
        ),
        Step(
            "apologise",
            "Apologise, no qualifiers",
            "“I’m really sorry, but…” is not an apology. They don’t want to hear why, and not that "
            "they are part of it.",
            "The customer has our apology, with no “but” and no “if” in it.",
            ("P05", "P06", "P07"),
            artefact="apology",
        ),
        Step(
            "make_it_up",
            "Make it up",
            "Weigh it against what they valued in what you promised, and what their leaving would "
            "cost. The cheapest thing on the bill is an insult.",
            "You have offered something that makes up for what the mistake did to them.",
            ("P13",),
            artefact="make_up",
        ),
        Step(
            "delight",
            "Delight them",
            "The same, and far more: so that they nearly wish you would slip again, and tell "
            "everyone how well they were treated.",
            "They got something they will tell others about.",
            ("P12",),
            artefact="make_up",
        ),
        Step(
            "show_the_evidence",
            "Show that it is fixed",
            "Very few do this: ring or write, and lay out what you changed. It makes it safe to "
            "recommend you.",
            "The customer has heard or seen which concrete steps you took.",
            ("P16",),
            artefact="evidence",
        ),
        _check_back("A relationship is tested when something goes wrong. Did it hold?"),
    ),
)

ACKNOWLEDGE = Playbook(
    "acknowledge",
    "Acknowledge and fix, six steps",
    (
        Step(
            "own_it",
            "Acknowledge it",
            "Say that it happened, and that it was wrong. Nobody should have to doubt themselves.",
            "The customer has heard from you that a mistake was made, and that they were wronged.",
            ("P01", "P04"),
            artefact="first_word",
        ),
        Step(
            "explain",
            "Explain precisely",
            "Find out what happened first: a clear account shows that you looked. Then say what it "
            "meant for them, and that you are sorry.",
            "The customer knows what happened, in as much or as little detail as helps them.",
            ("P04", "P10"),
            artefact="explanation",
        ),
        Step(
            "prevent_it",
            "Correct it and prevent it",
            "People forgive mistakes. What they want is to trust in how you work from now on.",
            "At least one change is agreed, with a name and a date on it, and the customer has "
            "heard what you are doing about it.",
            ("P15", "P16"),
            artefact="actions",
        ),
        Step(
            "debrief",
            "No blame game",
            "Finding out what happened is how you get better, not a hunt. Nobody should have to "
            "hide a mistake.",
            "Everyone involved has said what happened and why. Nobody was on trial.",
            ("P07", "P17", "P20"),
            artefact="debrief",
            rhythm=Rhythm.DEBRIEF,
            counts_from="explain",
        ),
        Step(
            "put_it_right",
            "Fix it",
            "This is your chance to show what you can do. Handled with grace, it is what they "
            "remember you for.",
            "It is fixed for this customer, and they have seen you at your best.",
            ("P11", "P24"),
        ),
        _check_back("Dealt with well, a mistake can win a customer over. Did it?"),
    ),
)

PLAYBOOKS: Mapping[str, Playbook] = MappingProxyType(
    {
        playbook.key: playbook
        for playbook in (FULL, OWNERSHIP, BOUNCE_BACK, IMPERFECT, RELATIONSHIP, ACKNOWLEDGE)
    }
)
