"""When the weekly digest comes, if it does."""

from bot.digest_settings import HOURS
from bot.settings import Settings
from bot.text import channel_link
from bot.wording import digest as words
from bot.wording import modals as common
from bot.wording import settings as settings_words
from handlers import ids_home as ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.shapes import View, option, section


def digest(meta: Meta, settings: Settings, zone: str) -> View:
    """The form; `zone` is whose clock it will go by once it is saved."""
    chosen = settings.digest
    channel = channel_link(settings.incident_channel) if settings.incident_channel else ""
    switch = [option(words.ON, ids.ON), option(words.OFF, ids.OFF)]
    days = [option(name, str(day)) for day, name in enumerate(settings_words.DAYS)]
    hours = [option(words.hour(each), str(each)) for each in HOURS]
    return inputs.modal(
        ids.MODAL_DIGEST,
        meta,
        words.TITLE,
        [
            section(words.intro(channel, zone)),
            inputs.choice(
                ids.SWITCH,
                words.SWITCH,
                switch,
                initial=ids.ON if chosen.on else ids.OFF,
                radio=True,
            ),
            inputs.choice(ids.DAY, words.DAY, days, initial=str(chosen.day)),
            inputs.choice(ids.HOUR, words.HOUR, hours, initial=str(chosen.hour)),
        ],
        submit=common.SAVE,
        close=common.BACK,
    )
