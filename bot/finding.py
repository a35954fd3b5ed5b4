"""What `python app.py check` finds out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line of the report; where it is not `fine`, it names the fix."""

    fine: bool
    text: str
