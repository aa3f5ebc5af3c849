"""Writes docs/catalogue.md from the cards in indicators/definitions; a test finds a catalogue that lags behind."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from indicators import registry
from indicators.naming import breakdown_name, denominator_name, direction_name, unit_name
from places.numerals import write_date

PATH = Path(settings.BASE_DIR) / "docs" / "catalogue.md"
HEAD = """# Catalogue of indicators — danh mục chỉ số

Made by `manage.py write_catalogue` from `indicators/definitions/`; change a card, not this file. "Chỉ theo báo cáo"
marks what no record here tells: such an indicator holds reported figures and is never computed.
"""


def text():
    """The whole catalogue, in Vietnamese with English names."""
    with translation.override("vi"):
        cards = registry.all()
        counted = [card for card in cards if card.is_counted]
        listed = [card for card in cards if not card.is_counted]
        parts = [HEAD, f"## Tính từ bản ghi ({len(counted)})", *map(_card, counted)]
        parts += [f"## Chỉ theo báo cáo ({len(listed)})", *map(_card, listed)]
    return "\n".join(parts)


def _card(card):
    lines = [f"### {card.code} · {card.name}", f"*{card.name_en}.* {card.why}", ""]
    lines += [f"- {name}: {words}" for name, words in _rows(card) if words]
    lines += [f"- Lưu ý: {note}" for note in card.notes]
    return "\n".join(lines) + "\n"


def _rows(card):
    yield "Tử số", card.numerator.name
    yield "Mẫu số", denominator_name(card)
    yield "Đơn vị", unit_name(card.unit)
    yield "Phân tổ", ", ".join(str(breakdown_name(by)) for by in card.by)
    yield "Hướng", direction_name(card)
    yield "Nguồn", card.source
    yield "Mã theo quy định", card.legal_code
    yield "Bản định nghĩa", "; ".join(_version(version) for version in card.versions)
    yield "Người đối chiếu", card.checked_by


def _version(version):
    note = f": {version.note}" if version.note else ""
    return f"{version.number} từ {write_date(version.valid_from)}{note}"


class Command(BaseCommand):
    help = "Viết docs/catalogue.md từ các thẻ định nghĩa chỉ số."

    def handle(self, **options):
        PATH.write_text(text(), encoding="utf-8")
        self.stdout.write(f"{len(registry.all())} chỉ số")
