"""What the model thinks of the sentences of one text."""

from bot.language.findings import Surface
from bot.language.model import Model
from bot.language.reading import Reading


class Scores:
    """What the model thinks of each sentence, worked out when asked for."""

    def __init__(self, reading: Reading, surface: Surface, model: Model | None) -> None:
        self._reading, self._surface, self.model = reading, surface, model
        self._known: dict[int, float] = {}

    def of(self, number: int) -> float:
        """The log odds that the sentence of this number is to be flagged."""
        if number not in self._known and self.model is not None:
            names = self._reading.names(number)
            self._known[number] = self.model.score(names, self._surface)
        return self._known[number]
