"""The names that travel to Slack and come back, of what customers were told and of their contact
records. See `handlers.ids`."""

# Update the customer; ids.CUSTOMERS are those ticked.
EVERYONE = "everyone"  # in place of as many ticks as Slack allows
EVERYONE_YES = "everyone"
NEW_CUSTOMERS = "new_customers"
TOLD_BY = "told_by"

# Contact records.
CONTACTS = "contacts.open"  # a button; value "<number>:"
CHOICE_CONTACTS = "contacts"  # the same in the card's menu
CONTACT_CORRECT = "contacts.correct"  # value "<number>:<short_key of the name>"
CONTACTS_PAGE = "contacts.page"  # value "<number>:<offset>"
MODAL_CONTACTS = "modal.contacts"  # only read
MODAL_CONTACT = "modal.contact"
NAME = "name"
TAKE_OFF = "take_off"
TAKE_OFF_YES = "yes"
TAKE_OFF_TOLD = "told"
