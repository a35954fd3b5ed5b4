"""A hundred messages at once in twenty channels, of which Slack takes one a second in each.

(Slack: "Rate limits", chat.postMessage.) The ideal is a message a second in every channel.
"""

from bench import payloads, servers
from bench.databases import sqlite
from bench.load import at_once
from bench.report import Figure
from bench.servers import Slack

CHANNELS = 20
EACH = 3  # incidents in a channel, with two messages each
IDEAL = 2 * EACH - 1.0  # seconds from the first message in a channel to the last


async def weathered(slack: Slack, rounds: int) -> list[Figure]:
    """How long it takes, and how often Slack had to say “slower”."""
    took, refused = [], []
    for _ in range(rounds):
        with sqlite() as url:
            async with servers.amends(slack, url) as bot:
                await slack.pace(1.0)
                before = len(await slack.log())
                count = range(CHANNELS * EACH)
                asked = [payloads.command(slack.respond_to, CHANNELS) for _ in count]
                await at_once(bot.port, asked, 4)
                posts = await slack.posts(before, 2 * len(asked))
                refused.append(float(await slack.pace(0)))
        posted = [post["at"] for post in posts]
        took.append((max(posted) - min(posted)) / IDEAL)
    name = f"{2 * EACH * CHANNELS} messages in {CHANNELS} channels at once"
    return [
        Figure(f"{name} ÷ ideal", took, target=1.1),
        Figure(f"{name}: answers 429", refused, target=0.0),
    ]
