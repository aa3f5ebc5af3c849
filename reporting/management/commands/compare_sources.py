"""Prints the source articles row by row beside what the system holds and computes; exits 1 if a row is missing."""

import sys

from django.core.management.base import BaseCommand

from reporting.sources_compared import Verdict, lines


class Command(BaseCommand):
    help = "Mỗi dòng số liệu của năm bài báo nguồn: nguyên văn, đang giữ, tính được, và có khớp không."

    def handle(self, **options):
        found = lines()
        self.stdout.write("Dòng | Nguyên văn | Đang giữ | Tính được | Kết luận | Lưu ý")
        for line in found:
            self.stdout.write(
                f"{line.id} | {line.printed} | {line.held} | {line.computed} | {line.verdict.words} | {line.why}"
            )
        counts = {verdict: sum(line.verdict is verdict for line in found) for verdict in Verdict}
        self.stdout.write(
            f"{len(found)} dòng: " + ", ".join(f"{n} {verdict.words}" for verdict, n in counts.items() if n)
        )
        if counts[Verdict.MISSING]:
            sys.exit(1)
