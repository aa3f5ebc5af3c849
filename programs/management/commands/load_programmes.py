"""Loads programs/reference.py; running it again updates the same rows."""

from datetime import date
from decimal import Decimal

from django.core.management.base import BaseCommand
from django.db import transaction

from places.models import Level, Place
from programs import reference
from programs.actions import sense_problems
from programs.actions.entries import refuse
from programs.models import Activity, Award, Document, Programme, Project, SupportModel, Target, TargetLevel


class Command(BaseCommand):
    help = "Documents, programmes, projects, support models and targets that the source articles name."

    @transaction.atomic
    def handle(self, **options):
        documents = {row.key: self.document(row) for row in reference.DOCUMENTS}
        programmes = {}
        for row in reference.PROGRAMMES:
            programmes[row.code] = self.programme(row, documents, programmes)
        for programme, kind, number, name, note in reference.PROJECTS:
            Project.objects.update_or_create(
                programme=programmes[programme], kind=kind, number=number, defaults={"name": name, "note": note}
            )
        for order, (code, name, counts_as, owner, source) in enumerate(reference.SUPPORT_MODELS):
            fields = {
                "name": name,
                "counts_as": counts_as,
                "owner_agency": owner,
                "order": order,
                "source": f"Bài {source}",
                "day_care": code in reference.DAY_CARE,
            }
            SupportModel.objects.update_or_create(code=code, defaults={**fields, "order": order})
        for order, row in enumerate(reference.TARGETS):
            self.target(order, row, programmes, documents)
        for row in reference.ACTIVITIES:
            self.activity(row, programmes, documents)
        for place, programme, title, recipient, count, document in reference.AWARDS:
            Award.objects.update_or_create(
                place=self.place(place),
                programme=programmes[programme],
                title=title,
                recipient=recipient,
                document=documents[document],
                defaults={"count": count},
            )
        self.stdout.write(
            f"  {len(programmes)} chương trình, {len(reference.TARGETS)} chỉ tiêu, {len(documents)} văn bản"
        )

    def place(self, named):
        return named and Place.objects.by_code(named[0], named[1], Level.PROVINCE)

    def document(self, row):
        fields = {
            "kind": row.kind,
            "issued_on": row.issued_on,
            "title": row.title,
            "place": self.place(row.place),
            "note": row.note,
        }
        return Document.objects.update_or_create(number=row.number, issuer=row.issuer, defaults=fields)[0]

    def programme(self, row, documents, programmes):
        fields = {
            "name": row.name,
            "place": self.place(row.place),
            "parent": programmes.get(row.parent),
            "starts_on": date(row.first_year, 1, 1),
            "ends_on": date(row.last_year, 12, 31),
            "document": documents.get(row.document),
            "objective": row.objective,
        }
        return Programme.objects.update_or_create(code=row.code, defaults=fields)[0]

    def activity(self, row, programmes, documents):
        fields = {
            "programme": programmes.get(row.programme),
            "on_date": row.on_date,
            "organiser": row.organiser,
            "note": row.note,
        }
        Activity.objects.update_or_create(
            kind=row.kind, name=row.name, place=self.place(row.place), document=documents[row.document], defaults=fields
        )

    def target(self, order, row, programmes, documents):
        """One target under that of the nation's programme. What has been revised since is not set back."""
        programme = programmes[row.programme]
        same = {"programme": programme, "place": self.place(row.place), "indicator": row.indicator,
                "breakdown": row.breakdown, "kind": row.kind}  # fmt: skip
        above = programme.parent and Target.objects.filter(
            programme=programme.parent, indicator=row.indicator, breakdown=row.breakdown, place=None
        )
        fields = {
            "direction": row.direction,
            "other_kind": row.other_kind,
            "parent": above.first() if above and row.place else None,
            "unit": row.unit,
            "value": row.value and Decimal(row.value),
            "baseline_value": row.baseline and Decimal(row.baseline[0]),
            "baseline_on": row.baseline and row.baseline[1],
            "due_on": row.due_on,
            "order": order,
            "printed_text": row.printed_text,
            "document": documents[row.document],
            "reads_numerator": row.reads_numerator,
            "ambiguity": row.ambiguity,
            "inferred": row.inferred,
        }
        refuse(sense_problems(Target(**same | fields)))
        held = self.held(same, row.due_on)
        if held and held.revisions.exists():
            del fields["value"], fields["due_on"]
        target = Target.objects.update_or_create(**same, pk=held and held.pk, defaults=fields)[0]
        if not target.levels.exists():
            for on, value, kind in row.levels:
                TargetLevel.objects.create(target=target, on=on, value=Decimal(value), kind=kind)

    def held(self, same, due_on):
        """The target as it was loaded before. People may have set others like it beside it, for other milestones."""
        for target in Target.objects.filter(**same).order_by("pk"):
            first = target.revisions.last()
            if (first.previous_due_on if first else target.due_on) == due_on:
                return target
        return None
