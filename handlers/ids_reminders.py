"""Names around how long something may lie that travel to Slack and come back."""

SETTINGS_REMINDERS = "settings.reminders"
MODAL_REMINDERS = "modal.reminders"
UNTOUCHED_PREFIX = "untouched."  # … and a severity; option values are keys of SPAN_CHOICES
DEBRIEF_WAIT = "debrief_wait"
