"""Messages as rows of the channel pane and the thread pane. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sandbox.model import Message, User
from sandbox.mrkdwn import mrkdwn
from sandbox.page.blocks import block
from sandbox.page.dates import clock_time, date_text, local
from sandbox.page.emoji import QUICK, glyph
from sandbox.page.markup import joined, tag
from sandbox.page.surface import Choice, Surface

_TOGETHER = 300  # seconds within which one person's messages are shown under one name
_ADD = ("☺", tag("sup", "+"))
Row = tuple[str, Markup]  # a key that stays the same while the row is there, and its HTML


@dataclass(frozen=True)
class Talk:
    """Everything the rows of one pane need. `shortcuts` are the app's message shortcuts."""

    users: Mapping[str, User]
    on: Surface
    shortcuts: Sequence[Choice] = ()
    replies: Mapping[str, Sequence[Message]] | None = None  # by parent; None inside a thread


def rows(messages: Sequence[Message], talk: Talk) -> Iterator[Row]:
    """Messages, oldest first; day dividers in a channel, how many replies in a thread."""
    in_thread = talk.replies is None
    for number, message in enumerate(messages):
        before = messages[number - 1] if number else None
        day = None if in_thread else _new_day(before, message, talk)
        if day:
            divider = tag("div", tag("span", day), class_="day", role="separator")
            yield f"day before {message.ts}", divider
        follows = before is not None and not day and not (in_thread and number == 1)
        together = follows and before is not None and _together(before, message)
        yield message.ts, row(message, talk, together=together)
        count = sum(not reply.only_for for reply in messages[1:])
        if in_thread and number == 0 and count:
            words = tag("span", _counted(count))
            yield "replies", tag("div", words, class_="count", role="separator")


def _new_day(before: Message | None, message: Message, talk: Talk) -> str | None:
    reader, at = talk.on.reader, float(message.ts)
    if before and local(float(before.ts), reader.tz).date() == local(at, reader.tz).date():
        return None
    return date_text(at, "{day_divider_pretty}", reader.tz, reader.now)


def row(message: Message, talk: Talk, *, together: bool = False) -> Markup:
    """One message with its reactions, its thread and what can be done with it."""
    reader, user = talk.on.reader, talk.users.get(message.user)
    name = user.real_name if user else "Slackbot"
    time = clock_time(float(message.ts), reader.tz)
    full = date_text(float(message.ts), "{date_long} at {time_secs}", reader.tz, reader.now)
    stamp = tag(
        "time", time.removesuffix(" AM").removesuffix(" PM") if together else time, title=full
    )
    app = tag("span", "APP", class_="app") if message.bot_id else ""
    head = "" if together else tag("div", tag("b", name), app, stamp, class_="who")
    private = tag("div", "👁 Only visible to you", class_="only") if message.only_for else ""
    inside = [
        private,
        head,
        _words(message, talk),
        _reactions(message, talk),
        _thread(message, talk),
    ]
    kinds = [("together", together), ("private", message.only_for), ("quiet", message.subtype)]
    return tag(
        "div",
        tag("div", stamp, class_="gutter") if together else avatar(user),
        tag("div", *inside, class_="said"),
        _tools(message, talk),
        class_=" ".join(["msg", *(name for name, is_so in kinds if is_so)]),
        role="article",
        aria_label=f"{name} at {time}",
        data_ts=message.ts,
        data_channel=message.channel,
        data_testid=f"message-{message.ts}",
    )


def avatar(user: User | None) -> Markup:
    """A coloured square with the person's initials."""
    words = (user.real_name if user else "Slackbot").split()
    initials = "".join(word[0] for word in words[:2] if word[0].isalnum())
    colour = user.color.lstrip("#") if user else "4a154b"
    return tag("span", initials, class_="avatar", style=f"background:#{colour}", aria_hidden="true")


def _together(before: Message, message: Message) -> bool:
    same = (before.user, before.only_for, before.subtype, message.thread_ts is None)
    if same != (message.user, message.only_for, message.subtype, before.thread_ts is None):
        return False
    return float(message.ts) - float(before.ts) < _TOGETHER


def _words(message: Message, talk: Talk) -> Markup:
    if message.blocks:
        said = joined(block(each, n, talk.on) for n, each in enumerate(message.blocks))
    else:
        said = mrkdwn(message.text, talk.on.reader)
    edited = message.edited_ts and not message.bot_id
    return tag(
        "div",
        said,
        tag("i", " (edited)", class_="edited") if edited else "",
        *(_file(each) for each in message.files),
        class_="words",
    )


def _file(shown: Mapping[str, object]) -> Markup:
    """A picture is shown, any other file is offered to be opened."""
    url, title = str(shown["url_private"]), str(shown["title"])
    if str(shown["mimetype"]).startswith("image/"):
        picture = tag("img", src=url, alt=str(shown.get("alt_txt", "")))
        link = tag("a", picture, href=url, target="_blank", rel="noopener")
        return tag("figure", tag("figcaption", title), link, class_="file")
    size = f" · {int(str(shown['size'])):,} bytes"
    link = tag("a", f"📄 {title}", href=url, download=str(shown["name"]), target="_blank")
    return tag("div", link, tag("span", size), class_="file")


def _reactions(message: Message, talk: Talk) -> Markup:
    if not message.reactions:
        return Markup()
    people, me = talk.on.reader.people, talk.on.reader.me
    pills = []
    for name, users in message.reactions.items():
        who = ", ".join("You" if user == me else people.get(user, user) for user in users)
        pills.append(
            tag(
                "button",
                tag("span", glyph(name)),
                tag("span", len(users)),
                type="button",
                title=f"{who} reacted with :{name}:",
                aria_label=f"{name}, {len(users)}",
                aria_pressed="true" if me in users else "false",
                data_do="unreact" if me in users else "react",
                data_name=name,
                data_testid=f"reaction-{name}",
            )
        )
    more = tag("button", *_ADD, type="button", data_do="pick", aria_label="Add reaction")
    return tag("div", *pills, more, class_="reactions")


def _thread(message: Message, talk: Talk) -> Markup:
    replies = (talk.replies or {}).get(message.ts, ())
    if not replies:
        return Markup()
    reader = talk.on.reader
    faces = list(dict.fromkeys(reply.user for reply in replies))[:4]
    count = _counted(len(replies))
    when = "Last reply {date_short_pretty} at {time}"
    last = date_text(float(replies[-1].ts), when, reader.tz, reader.now)
    return tag(
        "button",
        *(avatar(talk.users.get(user)) for user in faces),
        tag("b", count),
        tag("span", last),
        type="button",
        class_="replies",
        data_do="thread",
        data_testid=f"replies-{message.ts}",
    )


def _counted(replies: int) -> str:
    return f"{replies} {'reply' if replies == 1 else 'replies'}"


def _tools(message: Message, talk: Talk) -> Markup:
    if message.subtype == "tombstone":
        return Markup()
    if message.only_for:
        dismiss = tag("button", "✕", type="button", data_do="delete", title="Dismiss")
        return tag("div", dismiss, class_="tools", role="toolbar")
    quick = [
        tag("button", glyph(name), type="button", data_do="react", data_name=name,
            title=f":{name}:", aria_label=f"React with {name}", data_testid=f"react-{name}")
        for name in QUICK
    ]  # fmt: skip
    other = tag("button", *_ADD, type="button", data_do="pick", title="Add reaction")
    inside = talk.replies is None
    reply = tag("button", "💬", type="button", data_do="thread", title="Reply in thread")
    parts = [*quick, other, "" if inside else reply, _menu(message, talk)]
    return tag("div", *parts, class_="tools", role="toolbar", aria_label="Message actions")


def _menu(message: Message, talk: Talk) -> Markup:
    mine = message.user == talk.on.reader.me
    items = [("edit", "Edit message"), ("delete", "Delete message…")] if mine else []
    common = {"type": "button", "role": "menuitem"}
    rows = [tag("button", words, data_do=deed, **common) for deed, words in items]
    rows += [
        tag("button", "⚡ ", words, data_do="shortcut", data_name=name, **common)
        for name, words in talk.shortcuts
    ]
    if not rows:
        return Markup()
    top = tag("summary", "⋮", title="More actions", aria_label="More actions")
    return tag("details", top, tag("div", *rows, class_="sheet", role="menu"), class_="menu")
