"""The playbooks of the workspace were sent: which one to start with, and those of its own."""

from dataclasses import replace

from bot import own_playbooks
from bot.own_playbooks import NotAPlaybook
from bot.playbook import Playbook
from bot.playbooks import PLAYBOOKS
from bot.settings import OWN_PLAYBOOK_KEYS, Settings
from bot.wording import own_playbooks as words
from bot.wording import settings as settings_words
from bot.words import words as words_of
from handlers import ids
from handlers.deps import Deps
from handlers.fields_shown import changed_since
from handlers.form_values import Submission
from handlers.modals_settings import may_change
from handlers.replies import Reply, done, mend, mend_all
from handlers.views import answers, forms
from handlers.whisper import tell_later

_SAYS_NOTHING = frozenset({"a", "and", "the", "playbook"})


async def playbooks(deps: Deps, sent: Submission) -> Reply:
    """Kept if all of them can be read; otherwise nothing changes, and each fault is said beside
    its field."""
    before = await deps.directory.settings(sent.team)
    if not await may_change(deps, sent, before):
        return mend_all(sent, settings_words.settings_not_yours())
    own, found = _read(sent, before)
    usual = sent.choice(ids.PLAYBOOK)
    if usual not in {*PLAYBOOKS, *(book.key for book in own)}:
        found[ids.PLAYBOOK] = words.default_gone()
    after = replace(before, playbook=usual, own_playbooks=own)
    stale = changed_since(sent, forms.playbooks(sent.meta, before))
    if stale and (found or after != before):
        return mend(stale)
    if found:
        return mend(found)
    await deps.directory.save_settings(
        sent.team, after, before=before, by=sent.user, now=deps.clock()
    )
    tell_later(deps, sent.user, sent.place, answers.playbooks_saved())
    return done()


def _read(sent: Submission, before: Settings) -> tuple[tuple[Playbook, ...], dict[str, str]]:
    """The team's own playbooks as the form has them, and what to mend, by block. One that the form
    did not show stays as it is."""
    kept = {book.key: book for book in before.own_playbooks}
    own: list[Playbook] = []
    found: dict[str, str] = {}
    taken = {_called(name) for book in PLAYBOOKS.values() for name in _names(book)}
    for key in OWN_PLAYBOOK_KEYS:
        block = ids.OWN_PLAYBOOK_PREFIX + key
        if not sent.has(block):
            if key in kept:
                own.append(kept[key])
                taken.add(_called(kept[key].name))
            continue
        text = sent.line(block)
        if not text:
            continue
        try:
            book = own_playbooks.read(key, text)
        except NotAPlaybook as fault:
            found[block] = str(fault)
            continue
        if _called(book.name) in taken:
            found[block] = words.name_taken(book.name)
        taken.add(_called(book.name))
        own.append(book)
    return tuple(own), found


def _names(book: Playbook) -> tuple[str, ...]:
    """What people call a playbook that is there for everybody; also the word it is kept under."""
    return book.name, book.name.partition(",")[0], book.key


def _called(name: str) -> str:
    """What people take for the same name: capitals, marks and a “the” in front say nothing."""
    return " ".join(word for word in words_of(name) if word not in _SAYS_NOTHING)
