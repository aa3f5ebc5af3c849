"""Prints the demonstration's log-ins."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import ROLES
from reporting.demo import users


class Command(BaseCommand):
    help = "The invented people of the demonstration and their common password."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Chỉ có khi chạy trình diễn (DEMO=1).")
        self.stdout.write(f"Mật khẩu chung: {users.password()}")
        people = {name for name, *_ in users.PEOPLE}
        for user in User.objects.filter(username__in=people).prefetch_related("assignments__place"):
            held = "; ".join(f"{ROLES[a.role].label}, {a.place.name}" for a in user.assignments.all())
            self.stdout.write(f"  {user.username:<8} {user.full_name:<22} {held}")
