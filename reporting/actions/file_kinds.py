"""What tells one kind of import from another; how a file is sent, checked and entered is importing.py."""

from abc import ABC, abstractmethod

from places.tables import Reading


class FileKind(ABC):
    """Reads the rows of a table into entries and enters them, all or nothing.

    `is_certain`: an entry like one that is there already is that one, and is left out without asking; else it may be
    another, and the sender decides.
    """

    is_certain = False
    columns_of: dict[str, str] = {}  # the column of a field of the action, where their names differ

    @property
    @abstractmethod
    def columns(self) -> dict:
        """The columns by name, as django-import-export holds them."""

    @abstractmethod
    def read(self, table, by) -> Reading:
        """The entries, as far as `by` may enter them today. Raises HeadingMissing."""

    @abstractmethod
    def already_known(self, entries, by) -> list[int]:
        """Positions of entries that seem to be there already."""

    @abstractmethod
    def repeated(self, entries) -> dict[int, int]:
        """{position: the first position that tells the same}"""

    @abstractmethod
    def enter(self, entries, by) -> list:
        """The rows as written. Raises RowsRefused."""

    def shown(self, entries, rows, written, by) -> dict:
        """What the sender should see before he confirms, as JSON; `written` are the rows of the rehearsal, still there.

        `rows` are the numbers of the entries in the file.
        """
        return {}

    def column(self, name):
        """The heading of the column that a field of the action was read from; "" where none was."""
        column = self.columns.get(self.columns_of.get(name, name))
        return column.column_name if column else ""
