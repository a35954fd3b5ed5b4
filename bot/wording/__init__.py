"""Every sentence people read, whole, in one place. Nothing is glued from parts of sentences.

Voice: plain, warm, short, second person; says what to do next; never who is at fault (P20).
Strings are mrkdwn: user text goes in through `bot.text.esc`.
"""
