"""The register from a file: children, entered by one bulk action."""

from django.utils import timezone

from accounts.permissions import Permission
from accounts.scoping import inside
from cases import actions
from cases.resources import ChildRegister, already_known, read_register, same_child_twice
from places.models import Level, Place
from places.text import fold
from reporting.actions.file_kinds import FileKind


class RegisterFile(FileKind):
    columns_of = {"birth_date": "birth", "starts_on": "group_from"}

    @property
    def columns(self):
        return ChildRegister().fields

    def read(self, table, by):
        today = timezone.localdate()
        paths = by.territory(Permission.REGISTER_IMPORT)  # as of now: rights may have ended since
        communes: dict[str, list[Place]] = {}
        for place in Place.objects.filter(inside(paths), level=Level.COMMUNE).in_force(today):
            for key in {fold(place.name), fold(place.short_name), place.code}:
                communes.setdefault(key, []).append(place)
        return read_register(table, communes, today)

    def already_known(self, entries, by):
        return already_known(entries, by)

    def repeated(self, entries):
        return same_child_twice(entries)

    def enter(self, entries, by):
        return actions.register_children(entries=entries, by=by)
