"""One unit in a period in which its name, kind and parent do not change."""

from dataclasses import dataclass
from datetime import date, timedelta

OLD_END, NEW_START = "2025-06-30", "2025-07-01"


@dataclass(eq=False)
class Row:
    level: str
    code: str
    kind: str
    name: str
    parent: str = ""  # parent's code
    parent_level: str = ""
    start: str = ""
    end: str = ""
    document: str = ""
    source: str = ""
    certainty: str = "open"  # of the start
    parent_id: str = ""

    @property
    def id(self):
        return f"{self.level[0]}{self.code}@{self.start or 'open'}"

    def covers(self, day):
        return (self.start or "0000") <= day <= (self.end or "9999")


def before(day):
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
