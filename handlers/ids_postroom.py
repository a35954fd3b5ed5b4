"""Action ids of the messages to whoever looks after Amends. The subject of their values is the
id of the parcel that brought the message."""

UNDELIVERED_RETRY = "undelivered.retry"
HELD_SEND = "held.send"
HELD_LET_GO = "held.let_go"
