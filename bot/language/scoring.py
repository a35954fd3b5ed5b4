"""What the model thinks of the sentences of one text."""

from bot.language.findings import Surface
from bot.language.model import Model
from bot.language.reading import Reading

MOST_SENTENCES = 60  # of one text that are scored; what rules find after them is let be
NEVER = -99.0


class Scores:
    """What the model thinks of each sentence, worked out when asked for."""

    def __init__(self, reading: Reading, surface: Surface, model: Model | None) -> None:
        self._reading, self._surface, self.model = reading, surface, model
        self.agree = model.cuts[surface].agree if model is not None else NEVER
        self._known: dict[int, float] = {}

    def of(self, number: int) -> float:
        """The log odds that the sentence of this number is to be flagged."""
        if self.model is None or len(self._known) >= MOST_SENTENCES:
            return self._known.get(number, NEVER)
        if number not in self._known:
            names = self._reading.names(number)
            self._known[number] = self.model.score(names, self._surface)
        return self._known[number]
