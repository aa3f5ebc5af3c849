"""What people write about a child, an informant or the one who is kept from a case is sealed. The index of personal
numbers says which key made it, and goes over to the current one."""

import hashlib
import hmac
import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models

from accounts.sealing import SealedLineField, blind_index, keys, seal, unseal

BATCH = 1000

NAMED = [
    migrations.AddField(
        model_name="denyentry",
        name="uid",
        field=models.UUIDField(db_default=RandomUUID(), default=uuid.uuid4, editable=False, unique=True),
    ),
    migrations.AddField(
        model_name="householdstatus",
        name="uid",
        field=models.UUIDField(db_default=RandomUUID(), default=uuid.uuid4, editable=False, unique=True),
    ),
    migrations.AddField(
        model_name="planactivity",
        name="uid",
        field=models.UUIDField(db_default=RandomUUID(), default=uuid.uuid4, editable=False, unique=True),
    ),
    migrations.AddField(
        model_name="riskspell",
        name="uid",
        field=models.UUIDField(db_default=RandomUUID(), default=uuid.uuid4, editable=False, unique=True),
    ),
    migrations.AddField(
        model_name="specialcircumstance",
        name="uid",
        field=models.UUIDField(db_default=RandomUUID(), default=uuid.uuid4, editable=False, unique=True),
    ),
]

SEALED = [
    migrations.AlterField(
        model_name="assessment",
        name="override_reason",
        field=SealedLineField(blank=True, max_length=300, verbose_name="lý do khác gợi ý"),
    ),
    migrations.AlterField(
        model_name="assessment",
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    ),
    migrations.AlterField(
        model_name="case",
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    ),
    migrations.AlterField(
        model_name="caseplan",
        name="no_opinion_reason",
        field=SealedLineField(blank=True, max_length=300, verbose_name="lý do chưa hỏi được ý kiến trẻ"),
    ),
    migrations.AlterField(
        model_name="caseplan",
        name="return_reason",
        field=SealedLineField(blank=True, max_length=300, verbose_name="lý do trả lại"),
    ),
    migrations.AlterField(
        model_name="caseplan",
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    ),
    migrations.AlterField(
        model_name="child",
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    ),
    migrations.AlterField(
        model_name="denyentry",
        name="lift_reason",
        field=SealedLineField(
            blank=True, db_default="", default="", editable=False, max_length=300, verbose_name="lý do gỡ"
        ),
    ),
    migrations.AlterField(
        model_name="denyentry",
        name="reason",
        field=SealedLineField(max_length=300, verbose_name="lý do"),
    ),
    migrations.AlterField(
        model_name="emergencymeasure",
        name="provider",
        field=SealedLineField(blank=True, max_length=150, verbose_name="đơn vị thực hiện"),
    ),
    migrations.AlterField(
        model_name="emergencymeasure",
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    ),
    migrations.AlterField(
        model_name="householdstatus",
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    ),
    migrations.AlterField(
        model_name="intake",
        name="channel_note",
        field=SealedLineField(blank=True, max_length=200, verbose_name="ghi chú hình thức"),
    ),
    migrations.AlterField(
        model_name="intake",
        name="no_case_reason",
        field=SealedLineField(blank=True, max_length=300, verbose_name="lý do không lập hồ sơ"),
    ),
    migrations.AlterField(
        model_name="intake",
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    ),
    migrations.AlterField(
        model_name="planactivity",
        name="cooperating",
        field=SealedLineField(blank=True, max_length=150, verbose_name="phối hợp"),
    ),
    migrations.AlterField(
        model_name="planactivity",
        name="responsible",
        field=SealedLineField(blank=True, max_length=150, verbose_name="chịu trách nhiệm"),
    ),
    migrations.AlterField(
        model_name="planactivity",
        name="text",
        field=SealedLineField(blank=True, max_length=300, verbose_name="hoạt động, dịch vụ"),
    ),
    migrations.AlterField(
        model_name="riskspell",
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    ),
    migrations.AlterField(
        model_name="service",
        name="provider",
        field=SealedLineField(max_length=150, verbose_name="nơi cung cấp"),
    ),
    migrations.AlterField(
        model_name="service",
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    ),
    migrations.AlterField(
        model_name="specialcircumstance",
        name="evidence",
        field=SealedLineField(blank=True, max_length=300, verbose_name="căn cứ xác định"),
    ),
    migrations.AlterField(
        model_name="specialcircumstance",
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    ),
    migrations.AlterField(
        model_name="visit",
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    ),
]


def seal_all(apps, schema_editor):
    rewrite(apps, schema_editor, "cases", SEALED, seal)


def unseal_all(apps, schema_editor):
    rewrite(apps, schema_editor, "cases", SEALED, unseal)


def rewrite(apps, schema_editor, app, columns, change):
    """Change every text of these columns of an app (their AlterFields). What a row that was written twice leaves to be
    checked at the end is checked now: else PostgreSQL alters no such table on the way back."""
    for column in columns:
        model = apps.get_model(app, column.model_name)
        for batch in _batches(model, column.name, schema_editor):
            _write(schema_editor, model, column.name, [(pk, change(text, bound_to)) for pk, text, bound_to in batch])
    schema_editor.execute("set constraints all immediate")


def index_anew(apps, schema_editor):
    _index(apps, schema_editor, lambda number: blind_index(number, "personal_id"))


def index_as_before(apps, schema_editor):
    """By the oldest key, without its name."""
    key = hashlib.sha256(b"blind:" + list(keys().values())[-1]).digest()
    _index(apps, schema_editor, lambda number: hmac.new(key, f"personal_id:{number}".encode(), "sha256").hexdigest())


def _index(apps, schema_editor, index_of):
    child = apps.get_model("cases", "child")
    for batch in _batches(child, "personal_id", schema_editor):
        changed = [(pk, index_of(unseal(text, bound_to))) for pk, text, bound_to in batch]
        _write(schema_editor, child, "personal_id_index", changed)


def _batches(model, column, schema_editor):
    """[(primary key, text as it is held, what it is bound to)] of all that is filled; a statement writes a whole batch,
    so that the marks are asked once."""
    rows = model._base_manager.using(schema_editor.connection.alias).exclude(**{column: ""}).order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last).values_list("pk", column, "uid")[:BATCH]):
        last = batch[-1][0]
        yield [(pk, held.text, f"{model._meta.label_lower}.{column}:{uid}") for pk, held, uid in batch]


def _write(schema_editor, model, column, rows):
    table, column = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(column)
    fresh = "from unnest(%s::bigint[], %s::text[]) f(id, text) where t.id = f.id"
    sql = f"update {table} t set {column} = f.text {fresh}"  # noqa: S608
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(sql, list(map(list, zip(*rows, strict=True))))


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_whose_home_waits")]
    operations = [
        *NAMED,
        *SEALED,
        migrations.RunPython(seal_all, unseal_all),
        migrations.RunPython(index_anew, index_as_before),
    ]
