"""What the form of *Check back* asks for, filled in."""

CHECKED = {"asked": "yes", "righted": "yes", "stay": "yes", "recommend": "not_known"}
