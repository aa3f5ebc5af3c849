"""Activities, days of care, protection workers, awards; solutions of a programme beside its projects."""

import django.db.models.deletion
import places.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_places"),
        ("programs", "0001_programmes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "voided_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="huỷ vì nhập nhầm lúc"),
                ),
                (
                    "void_reason",
                    places.fields.NFCCharField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("talk", "truyền thông, nói chuyện chuyên đề"),
                            ("forum", "diễn đàn trẻ em"),
                            ("counselling", "tư vấn, tham vấn"),
                            ("gift", "thăm, tặng quà"),
                            ("course", "lớp kỹ năng cho trẻ em"),
                            ("survey", "khảo sát, thu thập thông tin"),
                            ("conference", "hội nghị sơ kết, tổng kết"),
                            ("inspection", "thanh tra, kiểm tra, giám sát"),
                            ("campaign", "chiến dịch, phong trào, lễ phát động"),
                        ],
                        max_length=12,
                        verbose_name="loại hoạt động",
                    ),
                ),
                ("name", places.fields.NFCCharField(max_length=250, verbose_name="tên, chủ đề")),
                ("on_date", models.DateField(blank=True, null=True, verbose_name="ngày")),
                ("organiser", places.fields.NFCCharField(blank=True, max_length=150, verbose_name="đơn vị tổ chức")),
                ("turns", models.PositiveIntegerField(blank=True, null=True, verbose_name="số lượt người")),
                ("children", models.PositiveIntegerField(blank=True, null=True, verbose_name="số trẻ em")),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="kinh phí (đồng)")),
                ("note", places.fields.NFCTextField(blank=True, verbose_name="ghi chú")),
            ],
            options={
                "ordering": ["-on_date", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "voided_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="huỷ vì nhập nhầm lúc"),
                ),
                (
                    "void_reason",
                    places.fields.NFCCharField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("title", places.fields.NFCCharField(max_length=150, verbose_name="hình thức khen thưởng")),
                (
                    "recipient",
                    models.CharField(
                        choices=[("collective", "tập thể"), ("individual", "cá nhân")],
                        max_length=12,
                        verbose_name="đối tượng",
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(verbose_name="số lượng")),
                ("on_date", models.DateField(blank=True, null=True, verbose_name="ngày")),
                ("decision", places.fields.NFCCharField(blank=True, max_length=120, verbose_name="quyết định")),
                ("note", places.fields.NFCTextField(blank=True, verbose_name="ghi chú")),
            ],
            options={
                "ordering": ["-on_date", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CareDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "voided_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="huỷ vì nhập nhầm lúc"),
                ),
                (
                    "void_reason",
                    places.fields.NFCCharField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("on_date", models.DateField(verbose_name="ngày")),
                ("children", models.PositiveSmallIntegerField(verbose_name="số trẻ em có mặt")),
            ],
            options={
                "ordering": ["-on_date"],
            },
        ),
        migrations.CreateModel(
            name="ProtectionWorker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "voided_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="huỷ vì nhập nhầm lúc"),
                ),
                (
                    "void_reason",
                    places.fields.NFCCharField(blank=True, editable=False, max_length=300, verbose_name="lý do huỷ"),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("worker", "người làm công tác bảo vệ trẻ em cấp xã"),
                            ("collaborator", "cộng tác viên"),
                            ("young", "cộng tác viên trẻ"),
                            ("volunteer", "tình nguyện viên"),
                        ],
                        max_length=12,
                        verbose_name="vị trí",
                    ),
                ),
                ("full_name", places.fields.NFCCharField(max_length=120, verbose_name="họ và tên")),
                ("area", places.fields.NFCCharField(blank=True, max_length=120, verbose_name="thôn, tổ dân phố")),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
            ],
            options={
                "ordering": ["place", "kind", "starts_on"],
            },
        ),
        migrations.AlterModelOptions(
            name="project",
            options={"ordering": ["kind", "number"]},
        ),
        migrations.RemoveConstraint(
            model_name="project",
            name="projects_of_a_programme_are_numbered",
        ),
        migrations.AddField(
            model_name="project",
            name="kind",
            field=models.CharField(
                choices=[("project", "dự án"), ("solution", "nhóm giải pháp")],
                default="project",
                max_length=8,
                verbose_name="loại",
            ),
        ),
        migrations.AlterField(
            model_name="supportmodel",
            name="counts_as",
            field=models.CharField(
                choices=[
                    ("commune", "xã có mô hình"),
                    ("point", "điểm, câu lạc bộ, nhóm"),
                    ("centre", "cơ sở, đường dây"),
                ],
                max_length=10,
                verbose_name="cách đếm",
            ),
        ),
        migrations.AddField(
            model_name="supportmodel",
            name="day_care",
            field=models.BooleanField(default=False, verbose_name="giữ trẻ theo ngày"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(
                fields=("programme", "kind", "number"), name="projects_of_a_programme_are_numbered"
            ),
        ),
        migrations.AddField(
            model_name="activity",
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
            model_name="activity",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.document",
                verbose_name="văn bản, bài viết",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place", verbose_name="địa bàn"
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="programs.programme",
                verbose_name="chương trình",
            ),
        ),
        migrations.AddField(
            model_name="activity",
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
        migrations.AddField(
            model_name="award",
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
            model_name="award",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.document",
                verbose_name="văn bản, bài viết",
            ),
        ),
        migrations.AddField(
            model_name="award",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place", verbose_name="địa bàn"
            ),
        ),
        migrations.AddField(
            model_name="award",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="awards",
                to="programs.programme",
                verbose_name="chương trình",
            ),
        ),
        migrations.AddField(
            model_name="award",
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
        migrations.AddField(
            model_name="careday",
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
            model_name="careday",
            name="place",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
            ),
        ),
        migrations.AddField(
            model_name="careday",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="care_days",
                to="programs.supportmodelsite",
                verbose_name="điểm",
            ),
        ),
        migrations.AddField(
            model_name="careday",
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
        migrations.AddField(
            model_name="protectionworker",
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
            model_name="protectionworker",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place", verbose_name="địa bàn"
            ),
        ),
        migrations.AddField(
            model_name="protectionworker",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="tài khoản",
            ),
        ),
        migrations.AddField(
            model_name="protectionworker",
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
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["kind", "place"], name="programs_ac_kind_47760d_idx"),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("on_date__isnull", False), ("document__isnull", False), _connector="OR"),
                name="activity_without_day_has_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                name="activity_amount_is_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
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
                name="activity_void_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(condition=models.Q(("count__gt", 0)), name="award_has_recipients"),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(("on_date__isnull", False), ("document__isnull", False), _connector="OR"),
                name="award_without_day_has_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
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
                name="award_void_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="careday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at", None)),
                fields=("site", "on_date"),
                name="one_care_day_per_site_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="careday",
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
                name="care_day_void_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="protectionworker",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="worker_ends_after_starting",
            ),
        ),
        migrations.AddConstraint(
            model_name="protectionworker",
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
                name="worker_void_says_why",
            ),
        ),
    ]
