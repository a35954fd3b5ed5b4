"""The teaching, in 24 principles, and where each lives in the product.

`docs/principles.md` is made from this table, from the steps of the playbook, and from the tests
that are marked with a principle's number.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Principle:
    """One of them: its number, what it says in our words, where people meet it, and the modules in
    which it lives (dotted names)."""

    number: str
    says: str
    met: str
    lives: tuple[str, ...]


PRINCIPLES: tuple[Principle, ...] = (
    Principle(
        "P01",
        "Own it now: someone says within minutes that it was us, before the cause is known",
        "One line opens a recovery; its first step is to say so",
        ("bot.opening", "bot.playbook"),
    ),
    Principle(
        "P02",
        "All of us own it, whoever slipped; one person speaks, and nobody is named",
        "Every recovery has an owner; no form asks who did it",
        ("bot.incident", "bot.forms"),
    ),
    Principle(
        "P03",
        "Get there before the customer does; if they were first, say so and be faster",
        "“Who noticed first?”, and how fast they heard from us, on the card",
        ("bot.first", "bot.wording.first"),
    ),
    Principle(
        "P04",
        "Tell them that they were wronged, and what it meant for them",
        "The drafts, and the review of words to a customer",
        ("bot.drafts", "bot.reviewing"),
    ),
    Principle(
        "P05",
        "Apologise in the first person: “we made a mistake”",
        "The review of words to a customer",
        ("bot.language", "bot.reviewing"),
    ),
    Principle(
        "P06",
        "An apology with a “but” or an “if” is none",
        "The review of words to a customer",
        ("bot.language", "bot.reviewing"),
    ),
    Principle(
        "P07",
        "Never blame the customer, a colleague, a supplier or circumstance",
        "A private word in the thread, and the review of words to a customer",
        ("bot.coach", "bot.language"),
    ),
    Principle(
        "P08",
        "What it means for a colleague stays private, and never reaches the customer",
        "The review of words to a customer; the *Ownership* playbook says it at every step",
        ("bot.language", "bot.playbooks"),
    ),
    Principle(
        "P09",
        "Never deny it, make it small or put it off",
        "A private word in the thread, and the review of words to a customer",
        ("bot.language", "bot.reviewing"),
    ),
    Principle(
        "P10",
        "Find out what happened, then explain it in as much detail as helps them",
        "A step of its own, done once the words they got are written down",
        ("bot.playbook", "bot.forms"),
    ),
    Principle(
        "P11",
        "Put them where they would be had nothing gone wrong, or soften what it cost them",
        "A step of its own; nothing closes before it, unless somebody says why",
        ("bot.playbook", "bot.closing"),
    ),
    Principle(
        "P12",
        "Then go further than needed, with something they did not expect",
        "Ideas in the form of *Make it up*, by trade and size, and a team’s own",
        ("bot.ideas", "bot.make_ups"),
    ),
    Principle(
        "P13",
        "A make-up is measured against what they valued and what their leaving would cost",
        "The form of *Make it up* shows it beside that, in words",
        ("bot.make_up", "bot.wording.weighing"),
    ),
    Principle(
        "P14",
        "Keep talking, at a promised rhythm, even when nothing has changed",
        "Each word to a customer sets when the next is due, for each of them; promises are chased",
        ("bot.rhythm", "bot.promises", "bot.breaking", "bot.chasing"),
    ),
    Principle(
        "P15",
        "Fixing the problem is one thing, fixing the cause another",
        "Two steps, *Put it right* and *Prevent it*; what prevents it is chased after closing, too",
        ("bot.playbook", "bot.prevention"),
    ),
    Principle(
        "P16",
        "Show them, with evidence, what you changed",
        "*Show the evidence* names what is done, and asks to whom it was shown, and how",
        ("bot.evidence", "bot.forms"),
    ),
    Principle(
        "P17",
        "Talk over with everyone involved what happened and why",
        "The *Debrief*, chased until it is held; everyone who took part is asked in private",
        (
            "bot.playbook",
            "bot.chasing",
            "bot.debrief",
        ),
    ),
    Principle(
        "P18",
        "Name the kind of cause: not followed, not understood, not foreseen, something else",
        "A question of the debrief",
        ("bot.forms",),
    ),
    Principle(
        "P19",
        "One-off or systemic? What is missing in the process needs a change of the process",
        "Two questions of the debrief; the lead hears of a systemic repeat",
        (
            "bot.forms",
            "bot.similarity",
        ),
    ),
    Principle(
        "P20",
        "Mistakes are how we learn: no hunt, no public punishment, no fear of speaking up",
        "Whoever opens one is thanked; the coach speaks to its writer alone",
        ("bot.opening", "bot.coach"),
    ),
    Principle(
        "P21",
        "Sometimes it turns out better than the plan: ask, and keep it",
        "A question of the debrief, and to everyone who took part",
        (
            "bot.forms",
            "bot.debrief",
        ),
    ),
    Principle(
        "P22",
        "Learn from others’ mistakes, too",
        "Past mistakes like a new one, with what was learned; `/mistake find`",
        (
            "bot.similarity",
            "bot.find",
            "bot.searchable",
        ),
    ),
    Principle(
        "P23",
        "What counts: did they stay, and would they recommend us?",
        "*Check back*, some time after closing",
        ("bot.check_back", "bot.chasing"),
    ),
    Principle(
        "P24",
        "Speed, attitude, tone and deeds together make it right",
        "**How it went**, on the card of a closed recovery",
        ("bot.scorecard",),
    ),
)
