"""Words that people in tests say more than once."""

# To a customer: nothing is amiss in them, and nothing missing.
WHOLE = (
    "We made a mistake, and I am sorry. You lost a morning waiting for us. "
    "We are sending the right one today, and you will hear from me again by Friday at 15:00."
)
# In a thread: nobody would doubt that it blames somebody.
BLAME = "This is all Dave's fault."
