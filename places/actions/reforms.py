"""A reform of units: read from the rows that someone types, kept until its day, then made part of the map."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from places.models import Certainty, Level, LinkKind, Place, PlaceLink, Reform, ReformLink, ReformStatus, ReformUnit
from places.numerals import write_date

KINDS = {
    Level.PROVINCE: ("Tỉnh", "Thành phố"),
    Level.DISTRICT: ("Huyện", "Quận", "Thị xã", "Thành phố"),
    Level.COMMUNE: ("Xã", "Phường", "Thị trấn", "Đặc khu"),
}
IMPORT_KEY = "reform:"  # units begun here are no part of the files in data/places
NEARLY_ALL = Decimal("0.005")
UNKNOWN_PART = "?"
CODE = re.compile(r"[0-9]{2,5}")  # as the national list of units writes them; they stand in addresses too
SHARE = re.compile(r"0?[.,][0-9]{1,20}")
LONGEST_NAME = 120


class BadRows(ValueError):
    """The rows contradict themselves or the map; `sentences` say where."""

    def __init__(self, sentences):
        super().__init__("; ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Row:
    number: int
    old: str
    code: str
    name: str
    above: str  # code of the unit above it; '' for a province
    part: str  # '' the whole, "0,35" a share of the population, '?' a part nobody knows


def read_rows(text):
    """[Row] of lines `mã cũ; mã mới; tên mới; mã cấp trên; phần`. Tabs serve as well, as pasted from a sheet."""
    rows, bad = [], []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.replace("\t", ";").split(";")]
        if not any(cells):
            continue
        cells += [""] * (5 - len(cells))
        if len(cells) > 5 or not all(cells[:3]):
            bad.append(_("Dòng %(n)d: cần mã cũ; mã mới; tên mới; mã cấp trên; phần.") % {"n": number})
            continue
        row = Row(number, *cells)
        rows.append(row)
        bad += [_("Dòng %(n)d: %(words)s") % {"n": number, "words": words} for words in _unfit(row)]
    if not rows and not bad:
        bad.append(_("Nhập ít nhất một dòng."))
    if bad:
        raise BadRows(bad)
    return rows


def _unfit(row):
    """What no unit takes, wherever it lies."""
    if not CODE.fullmatch(row.code):
        yield _("mã mới gồm 2 đến 5 chữ số.")
    if len(row.name) > LONGEST_NAME:
        yield _("tên mới dài quá %(n)d ký tự.") % {"n": LONGEST_NAME}
    if row.part not in ("", UNKNOWN_PART) and share_of(row.part) is None:
        yield _("phần “%(part)s” không phải là số giữa 0 và 1; ghi như 0,35, hoặc “?”.") % {"part": row.part[:20]}


@transaction.atomic
def plan_reform(*, legal_document, on_date, text, carries_roles=True, reform=None, paths=("",)):
    """Keep a reform as a draft, or write over one that has not been carried out. Raises BadRows.

    paths: where the old units and those above the new ones must lie; everywhere if it is not said.
    """
    plan = _Plan(read_rows(text), on_date, tuple(paths), reform)
    told = {"legal_document": legal_document, "on_date": on_date, "rows": text, "carries_roles": carries_roles}
    if reform is None:
        reform = Reform.objects.create(**told)
    else:
        reform = Reform.objects.select_for_update().get(pk=reform.pk)
        if not reform.is_open:
            raise BadRows([_("Đợt sắp xếp này đã thực hiện hoặc đã bỏ, không sửa được.")])
        reform.links.all().delete()
        reform.units.all().delete()
        for name, value in (told | {"status": ReformStatus.DRAFT, "version": reform.version + 1}).items():
            setattr(reform, name, value)
        reform.save()
    plan.save(reform)
    return reform


class _Plan:
    """The rows against the map of the day before. Raises BadRows with every sentence at once."""

    def __init__(self, rows, on_date, paths, reform):
        self.paths, self.reform = paths, reform
        self.on_date, self.eve = on_date, on_date - timedelta(days=1)
        self.bad = []
        self.links = [(row, old) for row in rows if (old := self._old(row))]
        self.ends = {old.pk: old for _row, old in self.links}
        self.begins: dict[tuple[str, str], tuple[str, str]] = {}  # {(level, code): (name, code of the unit above)}
        for row, old in self.links:
            self._begin(row, old)
        self._check_parts()
        self._stop()
        self.parents = {key: self._parent(key) for key in self.begins}
        self._stop()
        self.followers = self._followers()
        self._check_codes()
        self._stop()

    def _stop(self):
        if self.bad:
            raise BadRows(self.bad)

    def _say(self, row, words, **about):
        self.bad.append(_("Dòng %(n)d: %(words)s") % {"n": row.number, "words": words % about})

    def _old(self, row):
        try:
            old = Place.objects.by_code(row.old, self.eve)
        except (Place.DoesNotExist, Place.MultipleObjectsReturned):
            self._say(row, _("không có đơn vị mã %(code)s ngay trước ngày sắp xếp."), code=row.old)
            return None
        if not old.path.startswith(self.paths):
            self._say(row, _("%(name)s nằm ngoài địa bàn của bạn."), name=old.name)
            return None
        if old.valid_to:
            self._say(row, "%(told)s", told=_ended_by_file(old))
        return old

    def _begin(self, row, old):
        key, told = (old.level, row.code), (row.name, row.above)
        if not row.name.startswith(KINDS[old.level]):
            self._say(row, _("tên mới phải bắt đầu bằng loại đơn vị: %(kinds)s."), kinds=", ".join(KINDS[old.level]))
        if self.begins.setdefault(key, told) != told:
            self._say(row, _("mã %(code)s đã ghi ở dòng trên với tên hoặc cấp trên khác."), code=row.code)

    def _check_parts(self):
        """A unit goes whole to one other, or in parts to several; its shares are all known and make one, or none is."""
        by_old = defaultdict(list)
        for row, old in self.links:
            by_old[old.pk].append(row)
        for rows in by_old.values():
            parts = [row.part for row in rows]
            if len({row.code for row in rows}) < len(rows):
                self._say(rows[-1], _("đơn vị cũ và đơn vị mới này đã ghi ở dòng trên."))
            elif len(rows) == 1 and parts != [""]:
                self._say(rows[0], _("đơn vị cũ chỉ vào một đơn vị mới: để trống phần."))
            elif len(rows) > 1 and "" in parts:
                self._say(rows[0], _("đơn vị cũ bị tách: mỗi dòng ghi phần dân số, hoặc “?” nếu không rõ."))
            elif len(rows) > 1 and set(parts) != {UNKNOWN_PART}:
                shares = [share_of(part) or Decimal(0) for part in parts]
                if UNKNOWN_PART in parts or abs(sum(shares) - 1) > NEARLY_ALL:
                    self._say(rows[0], _("các phần của một đơn vị phải cộng lại bằng 1, hoặc tất cả đều là “?”."))

    def _parent(self, key):
        """(Place, None) for a unit that stays, (None, key) for one that begins too, (None, None) above a province."""
        level, code = key
        above = self.begins[key][1]
        if level == Level.PROVINCE:
            return None, None
        for upper in (Level.DISTRICT, Level.PROVINCE):
            if (upper, above) in self.begins and upper != level:
                return None, (upper, above)
        found = Place.objects.in_force(self.on_date).filter(code=above).exclude(pk__in=self.ends)
        stays = [place for place in found if Level.values.index(place.level) < Level.values.index(level)]
        if len(stays) != 1 or not stays[0].path.startswith(self.paths):
            self.bad.append(_("Đơn vị mới %(code)s: không có cấp trên mã %(above)s.") % {"code": code, "above": above})
            return None, None
        return stays[0], None

    def _followers(self):
        """What lies in an ended unit and is not named: it goes on unchanged under the one unit that took its parent."""
        found = []
        for old in sorted(self.ends.values(), key=lambda place: place.path):
            if old.level == Level.COMMUNE:
                continue
            takers = {row.code for row, each in self.links if each.pk == old.pk}
            for child in Place.objects.filter(parent=old).in_force(self.eve).exclude(pk__in=self.ends):
                named = (child.level, child.code) in self.begins
                if named or len(takers) > 1 or child.level != Level.COMMUNE:
                    told = {"name": child.name, "above": old.name}
                    self.bad.append(_("Hãy ghi %(name)s thuộc %(above)s thành đơn vị nào.") % told)
                elif child.valid_to:
                    self.bad.append(_ended_by_file(child))
                else:
                    found.append((child, (old.level, *takers)))
        return found

    def _check_codes(self):
        going = {*self.ends, *(child.pk for child, _key in self.followers)}
        for (level, code), (name, _above) in self.begins.items():
            taken = Place.objects.in_force(self.on_date).filter(level=level, code=code).exclude(pk__in=going).first()
            if taken:
                told = {"code": code, "name": name, "taken": taken.name}
                self.bad.append(_("Mã %(code)s của %(name)s đang thuộc về %(taken)s.") % told)
        scheduled = ReformLink.objects.filter(from_place__in=going, reform__status=ReformStatus.SCHEDULED)
        other = scheduled.exclude(reform=self.reform).first()
        if other:
            told = {"name": other.from_place.name, "document": other.reform.legal_document}
            self.bad.append(_("%(name)s đã nằm trong một đợt khác: %(document)s.") % told)

    def save(self, reform):
        units: dict[tuple[str, str], ReformUnit] = {}
        for level in Level.values:
            for key in [key for key in self.begins if key[0] == level]:
                name, _above = self.begins[key]
                stays, begins = self.parents[key]
                units[key] = ReformUnit.objects.create(
                    reform=reform, code=key[1], level=level, name=name, kind=_kind_of(name, level),
                    parent=stays, parent_unit=units.get(begins),
                )  # fmt: skip
        takes = defaultdict(set)
        for row, old in self.links:
            takes[old.level, row.code].add(old.pk)
        for row, old in self.links:
            partial, merged = bool(row.part), len(takes[old.level, row.code]) > 1
            kind = LinkKind.SPLIT if partial else LinkKind.MERGE if merged else LinkKind.RENAME
            ReformLink.objects.create(
                reform=reform, from_place=old, unit=units[old.level, row.code], kind=kind, partial=partial,
                share=share_of(row.part),
            )  # fmt: skip
        for child, above in self.followers:
            unit = ReformUnit.objects.create(
                reform=reform, code=child.code, level=child.level, name=child.name, kind=child.kind,
                parent_unit=units[above],
            )  # fmt: skip
            ReformLink.objects.create(reform=reform, from_place=child, unit=unit, kind=LinkKind.KEPT)


def _ended_by_file(place):
    """It would end twice, and its people go two ways."""
    return _(
        "%(name)s đã có ngày cuối %(day)s trong tệp dữ liệu đơn vị: đến ngày đó hệ thống chuyển theo tệp. "
        "Bỏ đơn vị này khỏi đợt sắp xếp."
    ) % {"name": place.name, "day": write_date(place.valid_to)}


def share_of(part):
    """Decimal of "0,35", to five places; None of '', '?' and of what is no share then."""
    if not SHARE.fullmatch(part):
        return None
    share = round(Decimal(part.replace(",", ".")), 5)
    return share if 0 < share < 1 else None


def _kind_of(name, level):
    return next(kind for kind in KINDS[level] if name.startswith(kind)).lower()


@transaction.atomic
def begin_units(reform, today):
    """On the day: end the old units, begin the new ones and link them, all or nothing. Returns the reform, APPLYING.

    May be repeated and run by two at once: whoever comes second finds it done.
    """
    reform = Reform.objects.select_for_update().get(pk=reform.pk)
    if reform.status != ReformStatus.SCHEDULED or reform.on_date > today:
        return reform
    links = list(reform.links.select_related("from_place", "unit"))
    eve = reform.on_date - timedelta(days=1)
    Place.objects.filter(pk__in={link.from_place_id for link in links}).update(valid_to=eve)
    for unit in sorted(reform.units.all(), key=lambda each: Level.values.index(each.level)):
        unit.place = _begin(unit, reform)
        unit.save(update_fields=["place"])
    places = dict(reform.units.values_list("pk", "place"))
    PlaceLink.objects.bulk_create(
        PlaceLink(
            from_place_id=link.from_place_id, to_place_id=places[link.unit_id], kind=link.kind, share=link.share,
            on_date=reform.on_date, legal_document=reform.legal_document, partial=link.partial,
            certainty=Certainty.FOUND,
        )
        for link in links
    )  # fmt: skip
    reform.status = ReformStatus.APPLYING
    reform.save(update_fields=["status"])
    return reform


def _begin(unit, reform):
    parent = unit.parent or (unit.parent_unit and ReformUnit.objects.get(pk=unit.parent_unit_id).place)
    key = f"{IMPORT_KEY}{reform.uid}:{unit.level}:{unit.code}"
    place = Place.objects.create(
        code=unit.code, level=unit.level, kind=unit.kind, name=unit.name, parent=parent,
        province=parent.province if parent else None, path=f"{key}.", valid_from=reform.on_date,
        legal_document=reform.legal_document, certainty=Certainty.FOUND, import_key=key,
    )  # fmt: skip
    place.path = f"{parent.path if parent else ''}{place.pk}."
    place.province = parent.province if parent else place
    place.save(update_fields=["path", "province"])
    return place
