"""Names around App Home and the weekly digest that travel to Slack and come back."""

OPEN = "home.open"  # a link; Slack tells us of the press, and there is nothing to do
CALLBACK = "home"

SETTINGS_DIGEST = "settings.digest"
MODAL_DIGEST = "modal.digest"
SWITCH, DAY, HOUR = "digest_switch", "digest_day", "digest_hour"
ON, OFF = "on", "off"
