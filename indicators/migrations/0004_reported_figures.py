"""Reported figures: which row of a source they are, in words where no number is told, voided instead of deleted."""

import django.db.models.deletion
import django.utils.timezone
import places.fields
import uuid
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_cell_by_measure"),
        ("places", "0001_places"),
        ("programs", "0002_outreach"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="reportedfigure",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="reportedfigure",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reportedfigure",
            name="source_row",
            field=models.CharField(blank=True, max_length=12, verbose_name="mã dòng nguồn"),
        ),
        migrations.AddField(
            model_name="reportedfigure",
            name="uid",
            field=models.UUIDField(db_default=RandomUUID(), editable=False, unique=True),  # each row its own
        ),
        migrations.AlterField(
            model_name="reportedfigure",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="reportedfigure",
            name="void_reason",
            field=places.fields.NFCCharField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
        ),
        migrations.AddField(
            model_name="reportedfigure",
            name="voided_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="huỷ vì nhập nhầm lúc"),
        ),
        migrations.AddField(
            model_name="reportedfigure",
            name="voided_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="completeness",
            name="family",
            field=models.CharField(
                choices=[
                    ("register", "sổ trẻ em, hoàn cảnh, nguy cơ, hộ nghèo"),
                    ("cases", "hồ sơ, kế hoạch, dịch vụ"),
                    ("models", "điểm mô hình"),
                    ("fund", "Quỹ Bảo trợ trẻ em"),
                    ("training", "lớp tập huấn"),
                    ("recognition", "công nhận xã phù hợp với trẻ em"),
                    ("assistance", "trợ cấp xã hội hằng tháng"),
                    ("activity", "hoạt động: truyền thông, tư vấn, tặng quà, diễn đàn"),
                    ("day_care", "ngày chăm sóc bán trú"),
                    ("workforce", "người làm công tác bảo vệ trẻ em"),
                ],
                max_length=12,
                verbose_name="nhóm số liệu",
            ),
        ),
        migrations.AlterField(
            model_name="reportedfigure",
            name="qualifier",
            field=models.CharField(
                choices=[
                    ("exact", "đúng bằng"),
                    ("about", "khoảng"),
                    ("more", "trên"),
                    ("less", "dưới"),
                    ("words", "bằng lời"),
                ],
                default="exact",
                max_length=5,
                verbose_name="mức chính xác",
            ),
        ),
        migrations.AlterField(
            model_name="reportedfigure",
            name="unit",
            field=models.CharField(
                choices=[
                    ("percent", "%"),
                    ("child", "trẻ em"),
                    ("turn", "lượt"),
                    ("case", "hồ sơ"),
                    ("commune", "xã, phường, thị trấn"),
                    ("district", "huyện"),
                    ("model", "mô hình, điểm, câu lạc bộ"),
                    ("class", "lớp"),
                    ("activity", "hoạt động"),
                    ("person", "người"),
                    ("per_day", "trẻ em mỗi ngày"),
                    ("per_1000", "phần nghìn"),
                    ("per_100000", "trên 100.000"),
                    ("vnd", "đồng"),
                    ("other", "khác"),
                ],
                max_length=10,
                verbose_name="đơn vị",
            ),
        ),
        migrations.AlterField(
            model_name="reportedfigure",
            name="value",
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="giá trị"),
        ),
        migrations.AddConstraint(
            model_name="reportedfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("qualifier", "words"), ("value", None)),
                    models.Q(models.Q(("qualifier", "words"), _negated=True), ("value__isnull", False)),
                    _connector="OR",
                ),
                name="reported_figure_has_a_value_unless_in_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedfigure",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("source_row", ""), _negated=True), ("voided_at", None)),
                fields=("source_row",),
                name="one_figure_per_source_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("void_reason", ""), ("voided_at", None), ("voided_by", None)),
                    models.Q(
                        ("voided_at__isnull", False),
                        ("voided_by__isnull", False),
                        models.Q(("void_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="reported_void_says_why",
            ),
        ),
    ]
