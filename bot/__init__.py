"""The pure core: what should happen next, and in which words. No I/O, no clock, no Slack client.

Open `bot/playbook.py` first.
"""
