"""A declaration of completeness may speak of one kind of its records.

Those made before go on to say what their words said, and no more. Of models the words named every site at work: every
kind is covered, but not the days on which sites began. Of activities they named four kinds, of training the classes
without their trainees. What is no longer covered is unknown until someone declares it.

Whether every turn of the Fund names its child is read beside the declarations, so its table moves the clock (0007).
"""

from importlib import import_module

from django.db import migrations, models

OF_PLACES, scoped = (
    getattr(import_module("indicators.migrations.0007_clock"), name) for name in ("OF_PLACES", "scoped")
)
FUND_SUPPORTS = "programs_fundsupport"

AS_IT_SAID = """
    insert into indicators_completeness (family, kind, place_id, starts_on, ends_on, declared_by_id, declared_at, note)
    select family, named, place_id, starts_on, ends_on, declared_by_id, declared_at, note
    from indicators_completeness, unnest(array['counselling', 'gift', 'forum']) named
    where family = 'activity' and kind = '';
    update indicators_completeness set kind = 'talk' where family = 'activity' and kind = '';
    update indicators_completeness set kind = 'class' where family = 'training' and kind = '';
"""
BY_FAMILY_AGAIN = (
    "delete from indicators_completeness where kind <> '' or family = 'model_start'"  # never more than was said
)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0015_fund_turns_that_name_their_child"),
        ("programs", "0005_site_goes_on"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="completeness", options={"ordering": ["family", "kind", "place", "starts_on"]}
        ),
        migrations.AddField(
            model_name="completeness",
            name="kind",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="loại"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="completeness",
            name="family",
            field=models.CharField(
                choices=[
                    ("register", "sổ trẻ em, hoàn cảnh, nguy cơ, hộ nghèo"),
                    ("cases", "hồ sơ, kế hoạch, dịch vụ"),
                    ("models", "điểm mô hình đang hoạt động"),
                    ("model_start", "điểm mô hình bắt đầu trong kỳ, với đúng ngày bắt đầu"),
                    ("fund", "Quỹ Bảo trợ trẻ em"),
                    ("fund_child", "Quỹ Bảo trợ trẻ em: từng lượt hỗ trợ ghi rõ trẻ em"),
                    ("training", "lớp tập huấn"),
                    ("recognition", "công nhận xã phù hợp với trẻ em"),
                    ("assistance", "trợ cấp xã hội hằng tháng"),
                    ("activity", "hoạt động đã tổ chức"),
                    ("day_care", "ngày chăm sóc bán trú"),
                    ("workforce", "người làm công tác bảo vệ trẻ em"),
                ],
                max_length=12,
                verbose_name="nhóm số liệu",
            ),
        ),
        migrations.RunSQL(AS_IT_SAID, BY_FAMILY_AGAIN),
        migrations.RunSQL(
            scoped(FUND_SUPPORTS, OF_PLACES),
            [
                f"drop function if exists indicators_clock_{FUND_SUPPORTS}_{operation}() cascade"
                for operation in ("insert", "update", "delete")
            ],
        ),
    ]
