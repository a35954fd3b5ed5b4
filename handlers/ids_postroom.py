"""Action ids of the messages to whoever looks after Amends. Their values say nothing: what is meant
is known from the message they stand in."""

UNDELIVERED_RETRY = "undelivered.retry"
HELD_SEND = "held.send"
HELD_LET_GO = "held.let_go"
