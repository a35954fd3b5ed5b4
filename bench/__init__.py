"""How fast the bot is, as ratios to a hello-world Bolt app measured in the same run.

`python -m bench` prints the table of docs/performance.md. Nothing here is a test: no number fails.
"""
