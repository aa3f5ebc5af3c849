"""Tables that people send: columns known by their headings, cells read one by one, each fault with its row and column.

django-import-export names the columns and cleans the cells. Upper case and tone marks of headings do not matter.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import widgets

from places.text import fold


class Cell(widgets.Widget):
    """A cell read by a function; a ValidationError is its fault."""

    def __init__(self, read):
        super().__init__()
        self.read = read

    def clean(self, value, row=None, **kwargs):
        text = str(value or "").strip()
        return self.read(text) if text else None


@dataclass
class Reading:
    """What a file holds: entries with the number of their row, faults (row, column, sentence), and notes."""

    entries: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    notes: list = field(default_factory=list)  # sentences about what was not read


class HeadingMissing(Exception):
    """The first row lacks columns that must be there."""


class Table:
    """The columns of a resource found in a table, whose first filled row is the heading. Raises HeadingMissing."""

    def __init__(self, resource, table):
        self.resource, self.table = resource, table
        self.first = next(position for position, cells in enumerate(table) if any(cells))
        given = {fold(words): position for position, words in enumerate(table[self.first])}
        headings = {name: fold(each.column_name) for name, each in resource.fields.items()}
        self.at = {name: given[words] for name, words in headings.items() if words in given}
        if missing := [resource.fields[name].column_name for name in resource.REQUIRED if name not in self.at]:
            told = {"names": "; ".join(missing)}
            raise HeadingMissing(_("Dòng đầu thiếu cột: %(names)s. Tải tệp mẫu để đối chiếu.") % told)

    def unread(self):
        """Headings of columns that the resource does not have."""
        read = set(self.at.values())
        return [words for position, words in enumerate(self.table[self.first]) if words and position not in read]

    def filled(self):
        """(number, cells) of the rows that hold anything; the number is the one that the sender sees beside the row."""
        return [(n, cells) for n, cells in enumerate(self.table[self.first + 1 :], self.first + 2) if any(cells)]


class Row:
    """One row of a Table; its faults are added to those of the whole."""

    def __init__(self, table, cells, number, faults):
        self.resource, self.at, self.cells, self.number, self.faults = table.resource, table.at, cells, number, faults
        self.is_right = True

    def text(self, name):
        position = self.at.get(name)
        return self.cells[position].strip() if position is not None and position < len(self.cells) else ""

    def fault(self, name, why):
        self.is_right = False
        self.faults.append((self.number, self.resource.fields[name].column_name, str(why)))

    def value(self, name):
        """The cleaned cell; None with a fault noted where it cannot be read, or is empty and must not be."""
        try:
            value = self.resource.fields[name].widget.clean(self.text(name))
        except ValidationError as why:
            self.fault(name, " ".join(why.messages))
            return None
        if value in (None, "") and name in self.resource.REQUIRED:
            self.fault(name, _("không được để trống"))
        return value
