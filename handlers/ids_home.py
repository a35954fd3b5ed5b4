"""Names on App Home that travel to Slack and come back."""

OPEN = "home.open"  # a link; Slack tells us of the press, and there is nothing to do
CALLBACK = "home"
