"""How a person fills each step's form, by the words beside the fields."""

from tests.phrases import WHOLE
from tests.stories.cast import MARIA
from tests.stories.stage import Stage

# Modal title and answers by step. Persons and moments are prefilled where the form can know them.
FORMS: dict[str, tuple[str, dict[str, object]]] = {
    "Own it": ("Own it", {"who_told": MARIA, "how": "phone"}),
    "Own it and apologise": (
        "Own it and apologise",
        {"who_told": MARIA, "how": "phone", "what_was_said": WHOLE},
    ),
    "Apologise": ("Apologise", {"the_words": WHOLE, "how_did": "email"}),
    "Explain": ("Explain", {"the_words": WHOLE, "how_did": "phone"}),
    "Make it up": (
        "Make it up",
        {"what_was": "A free evening delivery", "what_is_it_worth": "120 euros"},
    ),
    "Prevent it": (
        "Prevent it",
        {"what_will_we": "Labels are read aloud", "who_sees": MARIA, "by_when?": "2030-01-15"},
    ),
    "Show the evidence": (
        "Show the evidence",
        {"what_was": "A photo of the new label", "how_was": "email"},
    ),
    "Debrief": (
        "Debrief",
        {
            "what_happened": "Two orders were swapped",
            "why": "Their labels look alike",
            "what_kind": "not_foreseen",
            "one-off": "systemic",
            "what_should": "Read labels aloud",
        },
    ),
}
LINE = (
    "Own it",
    "Apologise",
    "Explain",
    "Put it right",
    "Make it up",
    "Prevent it",
    "Show the evidence",
    "Debrief",
)


async def fill_form(stage: Stage, user: str, step: str) -> None:
    """Fill the step's form that is open for that person, and send it."""
    title, answers = FORMS[step]
    await stage.modal(user, title)
    await stage.fill(user, **answers)
    await stage.submit(user)
