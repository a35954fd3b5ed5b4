"""What stands around the messages: the strip on top, the left bar, titles, pop-ups. Pure."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from sandbox.model import Channel, User
from sandbox.mrkdwn import Reader, text_object
from sandbox.page.emoji import EMOJI
from sandbox.page.markup import tag
from sandbox.page.rows import avatar
from sandbox.page.surface import Choice, Json

Unread = Mapping[str, int]


def cast(people: Sequence[User], me: str) -> Markup:
    """The switcher: everybody one can act as, one click each (a new tab with Ctrl)."""
    chips = [
        tag(
            "a",
            avatar(user),
            tag("span", user.real_name.split()[0]),
            href=f"?as={user.id}",
            title=f"{user.real_name}, {user.title}. Ctrl-click for a second window.",
            aria_current="true" if user.id == me else None,
            data_do="act_as",
            data_user=user.id,
            data_testid=f"act-as-{user.name}",
        )
        for user in people
    ]
    words = tag("span", "Acting as", class_="acting")
    return tag("nav", words, *chips, aria_label="Acting as", data_testid="act-as")


def sidebar(
    team: str, rooms: Sequence[Channel], names: Mapping[str, str], unread: Unread, here: str
) -> Markup:
    """The left bar. `names` are channel ids to what they are called for this person."""
    channels = [
        _entry(c, names[c.id], unread, here) for c in rooms if c.kind in ("public", "private")
    ]
    direct = [_entry(c, names[c.id], unread, here) for c in rooms if c.kind in ("im", "mpim")]
    return tag("h1", team) + tag(
        "div",
        tag("h2", "Channels"),
        *channels,
        tag("h2", "Direct messages"),
        *direct,
        class_="list",
    )


def new_message(people: Sequence[User], me: str) -> Markup:
    """The menu that opens a direct message with anybody."""
    rows = [
        tag("button", avatar(user), user.real_name, type="button", data_do="dm", data_user=user.id,
            data_testid=f"dm-with-{user.name}")
        for user in people if user.id != me
    ]  # fmt: skip
    top = tag("summary", "＋ New message")
    return tag("details", top, tag("div", *rows, class_="sheet"), class_="menu new")


def _entry(channel: Channel, name: str, unread: Unread, here: str) -> Markup:
    count = unread.get(channel.id, 0)
    direct = channel.kind in ("im", "mpim")
    sign = {"public": "#", "private": "🔒", "im": "●", "mpim": "●"}[channel.kind]
    badge = tag("span", count, class_="badge", aria_label=f"{count} unread") if count else ""
    return tag(
        "button",
        tag("span", sign, class_="sign direct" if direct else "sign"),
        tag("span", name, class_="name"),
        badge,
        type="button",
        class_="entry unread" if count else "entry",
        aria_current="page" if channel.id == here else None,
        data_do="open",
        data_channel=channel.id,
        data_testid=f"{'dm' if direct else 'channel'}-{name.lower().replace(' ', '-')}",
    )


def title(channel: Channel, name: str, users: Mapping[str, User], tabs: str | None) -> Markup:
    """The bar above the messages. `tabs` is the chosen tab of the app's DM, None elsewhere."""
    sign = {"public": "# ", "private": "🔒 "}.get(channel.kind, "")
    back = tag("button", "‹", type="button", class_="back", data_do="back", aria_label="Back")
    parts = [back, tag("h2", sign, name, data_testid="channel-title")]
    if tabs:
        parts += [
            tag("button", words, type="button", role="tab", data_do="tab", data_name=key,
                aria_selected="true" if key == tabs else "false", data_testid=f"tab-{key}")
            for key, words in (("home", "Home"), ("messages", "Messages"))
        ]  # fmt: skip
    if channel.kind in ("public", "private"):
        names = [users[member].real_name for member in channel.members if member in users]
        rows = [
            tag("div", avatar(users[m]), users[m].real_name) for m in channel.members if m in users
        ]
        note = tag("p", "To add somebody, type ", tag("code", "/invite @name"), " below.")
        top = tag("summary", f"👥 {len(names)}", title=", ".join(names), aria_label="Members")
        parts.append(
            tag("details", top, tag("div", *rows, note, class_="sheet"), class_="menu members")
        )
    return tag("div", *parts, class_="bar")


def thread_title(name: str) -> Markup:
    """The bar above a thread."""
    back = tag(
        "button", "‹", type="button", class_="back", data_do="close_thread", aria_label="Back"
    )
    close = tag("button", "✕", type="button", class_="close", data_do="close_thread",
                aria_label="Close thread", data_testid="thread-close")  # fmt: skip
    return tag("div", back, tag("h2", "Thread"), tag("small", name), close, class_="bar")


def shortcuts(choices: Sequence[Choice]) -> Markup:
    """The + menu beside the composer."""
    rows = [
        tag(
            "button", "⚡ ", words, type="button", role="menuitem", data_do="global", data_name=name
        )
        for name, words in choices
    ] or [tag("p", "No shortcuts here.")]
    top = tag("summary", "＋", title="Shortcuts", aria_label="Shortcuts", data_testid="shortcuts")
    return tag("details", top, tag("div", *rows, class_="sheet up", role="menu"), class_="menu")


def emoji_picker(ts: str, channel: str) -> Markup:
    """Every emoji the sandbox knows, with a search field."""
    buttons = [
        tag("button", sign, type="button", data_do="react", data_name=name, title=f":{name}:",
            aria_label=name)
        for name, sign in EMOJI.items()
    ]  # fmt: skip
    words = "Search emoji"
    search = tag("input", type="search", placeholder=words, aria_label=words, class_="field")
    grid = tag("div", *buttons, class_="grid")
    return tag("div", search, grid, class_="card picker", role="dialog",
               aria_label="Add reaction", data_ts=ts, data_channel=channel)  # fmt: skip


def edit_box(ts: str, channel: str, text: str) -> Markup:
    """Editing an own message."""
    area = tag("textarea", text, rows=4, class_="field", aria_label="Edit message",
               data_testid="edit-box")  # fmt: skip
    return _card("Edit message", area, "Save", "save", ts=ts, channel=channel)


def confirm_box(words: Mapping[str, Json], reader: Reader, style: str = "") -> Markup:
    """A confirm dialog, before something is pressed."""
    body = tag("p", text_object(words["text"], reader))
    yes = text_object(words["confirm"], reader)
    no = text_object(words["deny"], reader)
    return _card(text_object(words["title"], reader), body, yes, "confirmed", no=no, style=style)


def _card(
    head: object, body: Markup, yes: object, deed: str, *,
    no: object = "Cancel", style: str = "", ts: str | None = None, channel: str | None = None,
) -> Markup:  # fmt: skip
    feet = [
        tag("button", no, type="button", class_="btn", data_do="dismiss"),
        tag("button", yes, type="button", class_=f"btn {style or 'primary'}", data_do=deed),
    ]
    return tag("div", tag("h3", head), body, tag("div", *feet, class_="feet"), class_="card",
               role="dialog", aria_modal="true", data_ts=ts, data_channel=channel,
               data_testid="dialog")  # fmt: skip
