"""Why a child's assistance or turn of the Fund was voided is sealed, as all that is told of a child (cases 0008)."""

from importlib import import_module

from django.db import migrations

from accounts.sealing import SealedLineField, seal, unseal

cases = import_module("cases.migrations.0008_sealed_free_text")

SEALED = [
    migrations.AlterField(
        model_name=model,
        name="void_reason",
        field=SealedLineField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
    )
    for model in ("assistancegrant", "fundsupport")
]


def seal_all(apps, schema_editor):
    cases.rewrite(apps, schema_editor, "programs", SEALED, seal)


def unseal_all(apps, schema_editor):
    cases.rewrite(apps, schema_editor, "programs", SEALED, unseal)


class Migration(migrations.Migration):
    dependencies = [("programs", "0005_site_goes_on"), ("cases", "0008_sealed_free_text")]
    operations = [*SEALED, migrations.RunPython(seal_all, unseal_all)]
