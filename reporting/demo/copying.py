"""Rows by COPY: the marks of the triggers are made all the same, one per commune and statement."""

import io
import uuid

from django.db import connection
from django.utils import timezone


def reserve(model, count):
    """So many new primary keys of the model's table, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy(model, columns, rows, **constants):
    """COPY `rows` (tuples in the order of `columns`, by attname); the rest takes `constants`, else its default.

    Text must hold neither tabs nor backslashes: ours is generated.
    """
    fixed = {field.attname: _default(field) for field in model._meta.concrete_fields if not field.primary_key}
    fixed.update(constants)
    rest = [name for name in fixed if name not in columns and name != "uid"]
    tail = [_text(fixed[name]) for name in rest]
    with_uid = "uid" in fixed and "uid" not in columns
    names = [model._meta.get_field(name).column for name in (*columns, *rest)] + (["uid"] if with_uid else [])
    buffer = io.StringIO()
    count = 0
    for row in rows:
        line = [_text(value) for value in row] + tail + ([str(uuid.uuid4())] if with_uid else [])
        buffer.write("\t".join(line) + "\n")
        count += 1
    buffer.seek(0)
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"copy {connection.ops.quote_name(model._meta.db_table)} ({quoted}) from stdin", buffer)
    return count


def _default(field):
    if getattr(field, "auto_now_add", False):
        return timezone.now()
    if field.has_default():
        return field.get_default()
    return "" if field.empty_strings_allowed and not field.null else None


def _text(value):
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(value) + "}"
    return str(value)
