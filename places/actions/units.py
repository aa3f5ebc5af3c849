"""Loading administrative units, their lineage and other spellings from data/places."""

import csv
import io
import re
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from places.actions.reforms import IMPORT_KEY
from places.models import Level, Place, PlaceAlias, PlaceLink
from places.names import search_key, short_name
from places.text import nfc, sort_key

_NULL = r"\N"
_UNIT_COLUMNS = (
    *("code", "level", "kind", "name", "short_name", "parent_id", "province_id", "path", "valid_from", "valid_to"),
    *("legal_document", "source", "certainty", "search_key", "sort_key"),
)
_LINK_COLUMNS = ("kind", "share", "on_date", "legal_document", "partial", "certainty")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PRINTED_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


class Loaded(NamedTuple):
    """What a load did to one table. `left`: units that the files no longer have; they stay, facts may need them."""

    rows: int
    new: int
    changed: int
    left: int = 0


class BrokenPlaceData(ValueError):
    """The files contradict themselves; nothing was loaded. The message names the row."""


class MapConflict(BrokenPlaceData):
    """The files, whole in themselves, do not go with what was entered here; nothing was loaded."""


@transaction.atomic
def load_places(folder):
    """Bring units, lineage and aliases of the folder's CSV files into the database, all or nothing.

    May be repeated: a known import key keeps its surrogate id, so every path and every fact that points to it stays
    right; an unchanged row is not written. Returns {"units": Loaded, "links": Loaded, "aliases": Loaded}.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('load_places'))")  # two loads would take ids twice
    rows = _read(folder / "units.csv")
    aliases = _aliases_by_unit(rows, _read(folder / "aliases.csv"))
    units = _save_units(rows, aliases)
    ids = dict(Place.objects.values_list("import_key", "id"))
    done = {
        "units": units,
        "links": _save_links([_as_link(row, ids) for row in _read(folder / "lineage.csv")]),
        "aliases": _save_aliases({(ids[key], *alias) for key, found in aliases.items() for alias in found}),
    }
    _check_now()
    return done


def _check_now():
    """Ask the constraints that wait for the commit, so that the refusal has a name."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
    except IntegrityError as error:
        raise BrokenPlaceData(str(error)) from error


def _read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [{column: nfc(cell) for column, cell in row.items()} for row in csv.DictReader(file)]


def _copy(model, objects, table=""):
    """Write new rows by COPY; a column without a value (the id) is left to the table."""
    if not objects:
        return
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key and objects[0].pk is None)]
    buffer = io.StringIO()
    out = csv.writer(buffer)
    for row in objects:
        values = (getattr(row, field.attname) for field in fields)
        out.writerow([_NULL if value is None else value for value in values])
    buffer.seek(0)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(table or model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"copy {table} ({columns}) from stdin with (format csv, null '{_NULL}')", buffer)


def _copy_over(model, objects, columns):
    """Write changed rows: by COPY beside the table, then all at once; for thousands, ORM updates take minutes."""
    if not objects:
        return
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), [quote(model._meta.get_field(name).column) for name in columns]
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table changed (like {table}) on commit drop")
        _copy(model, objects, "changed")
        sets = ", ".join(f"{name} = changed.{name}" for name in names)
        cursor.execute(f"update {table} t set {sets} from changed where t.id = changed.id")  # noqa: S608 - our names
        cursor.execute("drop table changed")


def _day(text):
    return date.fromisoformat(text) if text else None


# units ---------------------------------------------------------------------------------------------------------------


def _ended_by_reforms():
    """{import key: last day} of units of the files that a reform entered here has ended: the files do not know it."""
    links = PlaceLink.objects.filter(to_place__import_key__startswith=IMPORT_KEY)
    return dict(links.values_list("from_place__import_key", "from_place__valid_to"))


def _refuse_begun_twice(rows):
    """A reform that was entered here and is in the files too: one code would name two units."""
    entered = defaultdict(list)
    for place in Place.objects.filter(import_key__startswith=IMPORT_KEY):
        entered[place.level, place.code].append(place)
    for row in rows:
        since, until = _day(row["valid_from"]) or date.min, _day(row["valid_to"]) or date.max
        for place in entered[row["level"], row["code"]]:
            if since <= (place.valid_to or date.max) and (place.valid_from or date.min) <= until:
                raise MapConflict(
                    f"dòng {row['id']} của units.csv trùng mã và thời gian với {place.name}, "
                    f"{place.validity_in_words}, lập theo đợt sắp xếp đã thực hiện trên màn hình. Bỏ dòng ấy cùng "
                    "các dòng của nó trong lineage.csv rồi nạp lại: đơn vị lập trên màn hình được giữ."
                )


def _save_units(rows, aliases):
    ended = _ended_by_reforms()
    rows = [row | {"valid_to": row["valid_to"] or str(ended.get(row["id"], ""))} for row in rows]
    _refuse_begun_twice(rows)
    known = Place.objects.in_bulk(field_name="import_key")
    ids = {key: place.id for key, place in known.items()}
    missing = [row["id"] for row in sorted(rows, key=_top_down) if row["id"] not in ids]
    ids.update(zip(missing, _reserve_ids(len(missing)), strict=True))
    places = _as_places(rows, aliases, ids)
    new = [place for place in places if place.import_key not in known]
    changed = [place for place in places if place.import_key in known and _differs(place, known[place.import_key])]
    _copy(Place, new)
    _copy_over(Place, changed, _UNIT_COLUMNS)
    left = {key for key in known if not key.startswith(IMPORT_KEY)} - {row["id"] for row in rows}
    return Loaded(len(places), len(new), len(changed), left=len(left))


def _top_down(row):
    return Level.values.index(row["level"])


def _differs(place, known):
    return any(getattr(place, column) != getattr(known, column) for column in _UNIT_COLUMNS)


def _reserve_ids(count):
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('places_place', 'id')) from generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def _as_places(rows, aliases, ids):
    """Place objects from the rows; a parent is made before what lies below it."""
    made: dict[str, Place] = {}
    for row in sorted(rows, key=_top_down):
        parent = made.get(row["parent_id"])
        if bool(row["parent_id"]) != bool(parent) or (parent is None) != (row["level"] == Level.PROVINCE):
            raise BrokenPlaceData(f"units.csv: {row['id']} has no parent above it ({row['parent_id'] or 'none'}).")
        own_id = ids[row["id"]]
        name = short_name(row["name"])
        made[row["id"]] = Place(
            id=own_id,
            **{column: row[column] for column in ("code", "level", "kind", "name")},
            **{column: row[column] for column in ("legal_document", "source", "certainty")},
            short_name=name,
            parent_id=parent.id if parent else None,
            province_id=parent.province_id if parent else own_id,
            path=f"{parent.path if parent else ''}{own_id}.",
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            import_key=row["id"],
            search_key=search_key([row["name"], *(alias for alias, _source in aliases[row["id"]])]),
            sort_key=sort_key(name),
        )
    return list(made.values())


# lineage -------------------------------------------------------------------------------------------------------------


def _as_link(row, ids):
    unknown = [key for key in (row["from_id"], row["to_id"]) if key not in ids]
    if unknown:
        raise BrokenPlaceData(f"lineage.csv: no unit {', '.join(unknown)}.")
    return PlaceLink(
        from_place_id=ids[row["from_id"]],
        to_place_id=ids[row["to_id"]],
        kind=row["kind"],
        share=row["share"] or None,
        on_date=_day(row["on_date"]),
        legal_document=row["legal_document"],
        partial=row["partial"] == "1",
        certainty=row["certainty"],
    )


def _save_links(links):
    """Write the lineage; a link that the file no longer has goes, nothing points to it."""
    entered_here = Q(to_place__import_key__startswith=IMPORT_KEY)
    known = {(link.from_place_id, link.to_place_id): link for link in PlaceLink.objects.exclude(entered_here)}
    new, changed = [], []
    for link in links:
        old = known.pop((link.from_place_id, link.to_place_id), None)
        if old is None:
            new.append(link)
        elif any(getattr(link, column) != getattr(old, column) for column in _LINK_COLUMNS):
            link.pk = old.pk
            changed.append(link)
    PlaceLink.objects.filter(pk__in=[link.pk for link in known.values()]).delete()
    _copy(PlaceLink, new)
    _copy_over(PlaceLink, changed, _LINK_COLUMNS)
    return Loaded(len(links), len(new), len(changed) + len(known))


# other spellings -----------------------------------------------------------------------------------------------------


def _aliases_by_unit(units, rows):
    """{import key: {(name, source)}}: an alias belongs to the unit of that code on the day of its list, or soon after.

    After, because what lay below Huế is known only since it became a city.
    """
    by_code = defaultdict(list)
    for unit in sorted(units, key=lambda unit: unit["valid_from"]):
        by_code[unit["level"], unit["code"]].append(unit)
    found = defaultdict(set)
    for row in rows:
        day = _day_of_list(row["source"])
        bearers = by_code[row["level"], row["code"]]
        bearer = next((unit for unit in bearers if (unit["valid_to"] or "9999") >= day.isoformat()), None)
        if bearer is None:
            raise BrokenPlaceData(f"aliases.csv: no unit {row['level']} {row['code']} on or after {day}.")
        found[bearer["id"]].add((row["alias"], f"danh mục ngày {day:%d/%m/%Y}"))
    return found


def _day_of_list(source):
    """The day that a source names ("list of 2019-10-06", "list of 10/07/2021")."""
    if iso := _ISO_DAY.search(source):
        return date.fromisoformat(iso[0])
    if printed := _PRINTED_DAY.search(source):
        return date.fromisoformat("-".join(reversed(printed.groups())))
    raise BrokenPlaceData(f"aliases.csv: the source {source!r} names no day.")


def _save_aliases(aliases):
    known = {(alias.place_id, alias.name, alias.source): alias.pk for alias in PlaceAlias.objects.all()}
    gone = [pk for key, pk in known.items() if key not in aliases]
    new = [PlaceAlias(place_id=place, name=name, source=source) for place, name, source in aliases - known.keys()]
    PlaceAlias.objects.filter(pk__in=gone).delete()
    _copy(PlaceAlias, new)
    return Loaded(len(aliases), len(new), len(gone))
