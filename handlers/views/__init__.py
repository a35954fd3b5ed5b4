"""Values in, blocks and modals out. Pure, and without a sentence: those are in `bot.wording`."""
