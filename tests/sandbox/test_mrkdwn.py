"""Slack's texts as HTML: they look as in Slack, and nobody's words become HTML."""

import html
import time
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.mrkdwn import Reader, mrkdwn, plain, rich_text, text_object

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NOW = NOON.timestamp()
READER = Reader(
    me="U1",
    tz="Europe/London",
    now=NOW,
    people={"U1": "Tom Whitaker", "U2": "Priya <Nair>"},
    channels={"C1": "mistakes"},
)
ALLOWED = {
    "a": {"href", "target", "rel", "data-do", "data-channel", "data-ts"},
    "b": set(), "blockquote": set(), "br": set(), "code": set(),
    "button": {"type", "class", "data-do", "data-channel"}, "div": set(), "i": set(), "s": set(),
    "li": set(), "ol": {"class", "start"}, "ul": {"class", "start"}, "pre": set(),
    "span": {"class"}, "time": {"title"},
}  # fmt: skip


class Inspector(HTMLParser):
    """Reads HTML as a browser would; remembers what must not be there, and the words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ALLOWED.get(tag, set()):
                self.faults.append(f"{tag} {name}")
            scheme = (value or "").split(":")[0].lower()
            if name == "href" and scheme not in ("http", "https", "mailto", "tel", "slack"):
                self.faults.append(f"href {value}")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> out of place")

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("a declaration")

    def handle_data(self, data: str) -> None:
        self.words += data


def inspected(shown: str) -> Inspector:
    inspector = Inspector()
    inspector.feed(shown)
    inspector.close()
    assert not inspector.faults + inspector.open, shown
    return inspector


PIECES = st.sampled_from(
    [
        *"*_~`<>|&:@#!^\"'/\\ \n", "```", "&lt;", "&gt;", "&amp;", "<@U1>", "<@U9|x>", "<#C1|y>",
        "<!here>", "<!date^1^{time}|f>", "<!date^x^{time}^javascript:x|f>", "<https://a.b|c>",
        "<javascript:alert(1)|x>", "https://a.b/?x=1&amp;y",
        "<https://x.slack.com/archives/C1/p1700000000000100|<b>>",
        "<script>", "</div>", "onload=", "a",
        ":tada:", ":nope:", "\ue000", "0", "\ue001", "\u202e", "@channel", "<!subteam^S|@g>",
        "&quot;", "&#60;", "<a href=\"x\" onclick='y'>", "<img src=x onerror=alert(1)>",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join))


@given(TEXTS, st.booleans())
@example("<https://a.b/\"onmouseover='x'|*c*>", False)
@example("*<script>*alert(1)_</script>_", False)
def test_nobodys_mrkdwn_becomes_html(text: str, verbatim: bool) -> None:
    inspected(mrkdwn(text, READER, verbatim=verbatim))


@given(TEXTS)
def test_plain_text_stays_what_was_typed(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = plain(escaped, emoji=False)
    inspected(shown)
    assert html.unescape(shown.replace("<br>", "\n")) == html.unescape(
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXTS,
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=3,
)
LEAVES = ["text", "link", "emoji", "user", "channel", "broadcast", "usergroup", "date", "x"]
LEAF = st.fixed_dictionaries(
    {"type": st.sampled_from(LEAVES)},
    optional={
        "text": TEXTS, "url": TEXTS, "name": TEXTS, "user_id": TEXTS, "channel_id": TEXTS,
        "range": TEXTS, "timestamp": JSON, "format": TEXTS, "fallback": TEXTS,
        "style": st.dictionaries(st.sampled_from(["bold", "italic", "strike", "code"]), JSON),
    },
)  # fmt: skip
SECTION = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["rich_text_section", "rich_text_quote", "rich_text_preformatted"]),
        "elements": st.lists(LEAF, max_size=4),
    }
)
LIST = st.fixed_dictionaries(
    {
        "type": st.just("rich_text_list"),
        "style": st.sampled_from(["ordered", "bullet"]),
        "indent": st.integers(0, 8),
        "elements": st.lists(SECTION, max_size=3),
    }
)


@given(st.lists(st.one_of(SECTION, LIST), max_size=4))
def test_nobodys_rich_text_becomes_html(elements: list[dict[str, Any]]) -> None:
    inspected(rich_text({"type": "rich_text", "elements": elements}, READER))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _italic_", "<b>bold</b> <i>italic</i>"),
        ("~gone~ `code`", "<s>gone</s> <code>code</code>"),
        ("*a _b_ c*", "<b>a <i>b</i> c</b>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("* not bold *", "* not bold *"),
        ("*<@U1>*", '<b><span class="mention loud">@Tom Whitaker</span></b>'),
        ("<@U2>", '<span class="mention">@Priya &lt;Nair&gt;</span>'),
        ("<@U9|zoe>", '<span class="mention">@zoe</span>'),
        ("`*not bold* <@U1|tom>`", "<code>*not bold* tom</code>"),
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ("a < b > c", "a &lt; b &gt; c"),
        ("<b>hi</b>", "&lt;b&gt;hi&lt;/b&gt;"),
        ("one\ntwo", "one<br>two"),
        ("&gt; quoted\n> too\nnot", "<blockquote>quoted<br>too</blockquote>not"),
        ("see\n```\n*raw* &lt;x&gt;\n```\nend", "see<pre>*raw* &lt;x&gt;</pre>end"),
        (":tada: :nope: 12:30:45", "🎉 :nope: 12:30:45"),
        ("<!here> <!subteam^S1|@care>", '<span class="mention loud">@here</span> '
         '<span class="mention">@care</span>'),
        ("ask @here", 'ask <span class="mention loud">@here</span>'),
        ("me@here.com", "me@here.com"),
        ("<javascript:alert(1)|click>", "&lt;javascript:alert(1)|click&gt;"),
    ],
)  # fmt: skip
def test_mrkdwn_looks_as_in_slack(text: str, shown: str) -> None:
    assert mrkdwn(text, READER) == shown


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("<https://a.b/?x=1&amp;y=2|the page>", "https://a.b/?x=1&y=2", "the page"),
        ("<https://a.b>", "https://a.b", "https://a.b"),
        ("<mailto:a@b.c>", "mailto:a@b.c", "a@b.c"),
        ("https://a.b/x_y_z.", "https://a.b/x_y_z", "https://a.b/x_y_z."),
    ],
)
def test_links_lead_where_they_say(text: str, address: str, words: str) -> None:
    shown = mrkdwn(text, READER)
    assert f'href="{html.escape(address)}"' in shown
    assert inspected(shown).words == words


def test_verbatim_leaves_plain_words_alone() -> None:
    text = "ask @here about https://a.b, <@U1>"
    shown = text_object({"type": "mrkdwn", "text": text, "verbatim": True}, READER)
    assert shown == 'ask @here about https://a.b, <span class="mention loud">@Tom Whitaker</span>'


def test_text_objects_of_both_kinds() -> None:
    assert text_object({"type": "plain_text", "text": "*a* :tada:\nb"}, READER) == "*a* 🎉<br>b"
    assert text_object({"type": "plain_text", "text": ":tada:", "emoji": False}, READER) == ":tada:"
    assert text_object(None, READER) == ""


HOUR, DAY = 3600, 86400


@pytest.mark.parametrize(
    ("template", "away", "shown"),
    [
        ("{date_short_pretty} at {time}", 2 * HOUR, "Today at 2:00 PM"),
        ("due {date_short_pretty} at {time}", DAY, "due tomorrow at 12:00 PM"),
        ("{date_pretty}", -DAY, "Yesterday"),
        ("{date_long_pretty}", 3 * DAY, "Wednesday, November 25th"),
        ("{date}", 300 * DAY, "September 18th, 2027"),
        ("{date_short}", 40 * DAY, "Jan 1"),
        ("{date_num} {time_secs}", 0, "2026-11-22 12:00:00 PM"),
        ("{date_long_full}", 0, "November 22, 2026"),
        ("{date_slash}", 0, "11/22/2026"),
        ("{ago}", -3 * HOUR, "3 hours ago"),
        ("{ago}", DAY, "in 1 day"),
        ("{ago}", 5, "just now"),
        ("{nonsense} {time}", 0, "{nonsense} 12:00 PM"),
    ],
)
def test_date_tokens(template: str, away: int, shown: str) -> None:
    token = f"<!date^{int(NOW) + away}^{template}|never>"
    assert inspected(mrkdwn(token, READER)).words == shown


@pytest.mark.parametrize(
    ("tz", "shown"),
    [
        ("Asia/Kolkata", "Today at 5:30 PM"),
        ("Australia/Sydney", "Today at 11:00 PM"),
        ("America/Los_Angeles", "Today at 4:00 AM"),
    ],
)
def test_times_are_the_readers_own(tz: str, shown: str) -> None:
    reader = Reader("U1", tz, NOW, {}, {})
    token = f"<!date^{int(NOW)}^{{date_short_pretty}} at {{time}}|never>"
    assert inspected(mrkdwn(token, reader)).words == shown
    leaf = {"type": "date", "timestamp": int(NOW), "format": "{date_short_pretty} at {time}"}
    block = {"elements": [{"type": "rich_text_section", "elements": [leaf]}]}
    assert inspected(rich_text(block, reader)).words == shown


@pytest.mark.parametrize("ts", ["x", "9" * 30, "-" + "9" * 30])
def test_a_date_that_cannot_be_shows_its_fallback(ts: str) -> None:
    assert mrkdwn(f"<!date^{ts}^{{time}}|at &lt;noon&gt;>", READER) == "at &lt;noon&gt;"


def test_rich_text_lists_and_styles() -> None:
    item = {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "<Check>", "style": {"bold": True}},
            {"type": "link", "url": "javascript:x", "text": "here"},
        ],
    }
    block = {"elements": [{"type": "rich_text_list", "style": "ordered", "elements": [item]}]}
    shown = rich_text(block, READER)
    assert shown == (
        '<ol class="indent-0" start="1"><li><div><b>&lt;Check&gt;</b>here</div></li></ol>'
    )


@pytest.mark.parametrize("nasty", ["*a ", "_*~", "<", "```", ":a", "> ", "*_~a~_* ", "`", "<@U1>"])
def test_long_nasty_text_is_quick(nasty: str) -> None:
    text = nasty * (40_000 // len(nasty))
    before = time.perf_counter()
    inspected(mrkdwn(text, READER))
    assert time.perf_counter() - before < 5


@pytest.mark.parametrize("tail", ["", "?thread_ts=1699999999.000100&amp;cid=C1"])
def test_a_link_to_a_message_the_reader_may_know_opens_it_here(tail: str) -> None:
    address = "https://x.slack.com/archives/{}/p1700000000000100"
    shown = mrkdwn(f"<{address.format('C1')}{tail}|#12>", READER)
    assert 'data-do="thread" data-channel="C1" data-ts="1700000000.000100">#12</a>' in shown
    assert "data-do" not in mrkdwn(f"<{address.format('C9')}|#12>", READER)
