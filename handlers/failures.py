"""What nobody foresaw: the person gets plain words with a reference that is in the log, too."""

import logging
import secrets

from slack_bolt.response import BoltResponse

from bot.wording import system
from handlers import form_values, parse
from handlers.deps import Deps
from handlers.logs import outline
from handlers.patience import NotYetKnown
from handlers.payload import Payload, text
from handlers.replies import mend_all
from handlers.views import answers
from handlers.whisper import tell_later

log = logging.getLogger(__name__)


async def on_failure(error: Exception, body: Payload, *, deps: Deps) -> BoltResponse:
    """Answer as the kind of payload needs it.

    An event gets a 500 (or 503, where it only came too early), so that Slack delivers it again
    (Slack: "Events API"). The rest comes only once, so the person is told; a form stays open with
    what was written.
    """
    if isinstance(error, NotYetKnown):
        log.info("a gesture on a message that is not known yet: Slack is to deliver it again")
        return BoltResponse(status=503, body="")
    reference = secrets.token_hex(4)
    kind = text(body, "type") or ("command" if text(body, "command") else "unknown")
    log.error("unforeseen, reference %s, in %s:\n%s", reference, kind, outline(error))
    said = answers.failed(reference)
    if kind == "event_callback":
        return BoltResponse(status=500, body="")
    if kind == "view_submission":
        sent = form_values.submission(body, deps.team)
        return BoltResponse(status=200, body=mend_all(sent, system.unforeseen(reference)))
    if kind == "command":
        reply = {"response_type": "ephemeral", "text": said[0], "blocks": said[1]}
        return BoltResponse(status=200, body=reply)
    user = text(body, "user", "id")
    if user:
        place = parse.shortcut(body, deps.team).place
        tell_later(deps, user, place, said)
    return BoltResponse(status=200, body="")
