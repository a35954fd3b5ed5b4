"""The playbooks of a workspace: which one to start with, and those a team writes itself."""

from bot.own_playbooks import TEXT_LIMIT, WORDS, written
from bot.settings import OWN_PLAYBOOK_KEYS, Settings
from bot.wording import modals as common
from bot.wording import own_playbooks as words
from handlers import ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.shapes import View, option, section

assert TEXT_LIMIT == inputs.TEXT_LIMIT  # what can be typed can be read


def playbooks(meta: Meta, settings: Settings) -> View:
    """The form: the default, each playbook of the team's own, and room for one more."""
    books = [option(book.name, key) for key, book in settings.playbooks.items()]
    own = {book.key: book for book in settings.own_playbooks}
    free = [key for key in OWN_PLAYBOOK_KEYS if key not in own][:1]
    blocks = [
        section(words.intro()),
        inputs.choice(ids.PLAYBOOK, words.DEFAULT, books, initial=settings.playbook_for(None).key),
        section(words.how_to_write(WORDS)),
    ]
    for key in (*own, *free):
        blocks.append(
            inputs.words(
                ids.OWN_PLAYBOOK_PREFIX + key,
                words.OWN if key in own or not own else words.ANOTHER,
                initial=written(own[key]) if key in own else "",
                placeholder="" if key in own else words.PLACEHOLDER,
                optional=True,
            )
        )
    return inputs.modal(
        ids.MODAL_PLAYBOOKS, meta, words.TITLE, blocks, submit=common.SAVE, close=common.BACK
    )
