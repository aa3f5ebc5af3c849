"""What our indicators, places and parts are called in one DHIS2: by its codes, or by its ids of a table.

The table (DHIS2_MAPPING) is a CSV file with the columns kind, ours, theirs; kinds are `dataElement` (H01, H01_NUM),
`orgUnit` (91@2025-07-01) and `categoryOptionCombo` (SEX_F). With a table everything that is sent must be in it; without
one, the other side knows our codes.
"""

import csv
from pathlib import Path

from django.utils.translation import gettext as _

KINDS = ("dataElement", "orgUnit", "categoryOptionCombo")
COLUMNS = ["kind", "ours", "theirs"]
MOST_NAMED = 20


class MappingUnusable(ValueError):
    """The table cannot be read, or lacks names; the message says which."""


class Names:
    """{(kind, ours): theirs}; without a table every name is its own."""

    def __init__(self, table=None):
        self.table = table
        self.scheme = "CODE" if table is None else "UID"

    @classmethod
    def read(cls, path):
        """The table in the file; an empty path is no table. Raises MappingUnusable."""
        if not path:
            return cls()
        try:
            with Path(path).open(encoding="utf-8-sig", newline="") as file:
                rows = csv.DictReader(file)
                if rows.fieldnames != COLUMNS:
                    raise MappingUnusable(_("Bảng mã DHIS2 phải có đúng các cột: %s.") % ", ".join(COLUMNS))
                return cls(cls._checked(rows))
        except (OSError, UnicodeDecodeError, csv.Error) as why:
            raise MappingUnusable(_("Không đọc được bảng mã DHIS2.")) from why

    @staticmethod
    def _checked(rows):
        table = {}
        for number, row in enumerate(rows, start=2):
            key = row["kind"], row["ours"]
            if row["kind"] not in KINDS or not row["ours"] or not row["theirs"] or key in table:
                raise MappingUnusable(_("Bảng mã DHIS2, dòng %d: loại sai, thiếu mã hoặc trùng.") % number)
            table[key] = row["theirs"]
        return table

    def translated(self, data_values):
        """The values under the names of the other side. Raises MappingUnusable with all names that lack."""
        if self.table is None:
            return data_values
        lacking = sorted(
            {f"{kind} {row[kind]}" for row in data_values for kind in KINDS if kind in row
             and (kind, row[kind]) not in self.table}
        )  # fmt: skip
        if lacking:
            words = _("Bảng mã DHIS2 thiếu %(count)d mã: %(names)s.")
            raise MappingUnusable(words % {"count": len(lacking), "names": ", ".join(lacking[:MOST_NAMED])})
        return [row | {kind: self.table[kind, row[kind]] for kind in KINDS if kind in row} for row in data_values]
