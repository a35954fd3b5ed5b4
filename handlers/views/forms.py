"""Every form by its name; each comes from a module of its own."""

from bot.wording import modals as words
from handlers import ids
from handlers.ids import Meta
from handlers.views.form_close import close, hand_over, hand_over_owed
from handlers.views.form_contacts import PAGE as CONTACTS_PAGE
from handlers.views.form_contacts import contact, contacts
from handlers.views.form_ledger import action, promise, release
from handlers.views.form_make_up import amount, decline, make_up, make_ups
from handlers.views.form_opening import details, opening
from handlers.views.form_playbooks import playbooks
from handlers.views.form_recorded import recorded
from handlers.views.form_settings import settings
from handlers.views.form_step import artefact, skip_reason
from handlers.views.form_tell import tell
from handlers.views.form_timeline import entry, timeline
from handlers.views.inputs import TITLE_LIMIT, modal
from handlers.views.shapes import Message, View

__all__ = [
    "CONTACTS_PAGE",
    "action",
    "amount",
    "artefact",
    "close",
    "contact",
    "contacts",
    "decline",
    "details",
    "entry",
    "hand_over",
    "hand_over_owed",
    "make_up",
    "make_ups",
    "notice",
    "opening",
    "playbooks",
    "promise",
    "recorded",
    "release",
    "settings",
    "skip_reason",
    "tell",
    "timeline",
]


def notice(title: str, message: Message) -> View:
    """A modal that only says something."""
    _, blocks = message
    return modal(ids.MODAL_NOTICE, Meta(), title[:TITLE_LIMIT], blocks, close=words.GOT_IT)
