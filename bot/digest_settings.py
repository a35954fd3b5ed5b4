"""When a team gets its weekly digest."""

from dataclasses import dataclass

HOURS = range(6, 21)  # when a team can have it


@dataclass(frozen=True)
class DigestSettings:
    """`day` (0 is Monday) and `hour` are by the clock of `zone` (IANA; "": the lead’s)."""

    on: bool = True
    day: int = 0
    hour: int = 9
    zone: str = ""
