"""Loads the figures that the source articles print (indicators/sources.py); running it again changes nothing."""

from datetime import date
from decimal import Decimal

from django.core.management.base import BaseCommand
from django.db import transaction

from indicators.models import ReportedFigure
from indicators.sources import FIGURES
from places.models import Level, Place
from programs.models import Document


class Command(BaseCommand):
    help = "The figures of the five source articles, as printed, beside what the records give."

    @transaction.atomic
    def handle(self, **options):
        articles = {row.number.removeprefix("Bài "): row for row in Document.objects.filter(number__startswith="Bài ")}
        held = set(ReportedFigure.objects.exclude(source_row="").values_list("source_row", flat=True))
        fresh = [row for row in FIGURES if row.id not in held]  # a figure is kept as entered, never written over
        ReportedFigure.objects.bulk_create(self.figure(row, articles[row.article]) for row in fresh)
        self.stdout.write(f"  {len(FIGURES)} số liệu của các bài báo, {len(fresh)} mới")

    def figure(self, row, document):
        code, day = row.place
        return ReportedFigure(
            source_row=row.id,
            indicator=row.indicator,
            breakdown=row.breakdown,
            place=Place.objects.by_code(code, day, Level.PROVINCE),
            starts_on=date(row.years[0], 1, 1),
            ends_on=date(row.years[1], 12, 31),
            value=row.value and Decimal(row.value),
            qualifier=row.qualifier,
            unit=row.unit,
            numerator=row.numerator,
            denominator=row.denominator,
            printed_text=row.words,
            document=document,
            note=row.note,
            flag=row.flag,
        )
