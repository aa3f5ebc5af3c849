"""A residence whose commune was divided goes on in the unit above until someone says where (ruling 3)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_reviews_have_no_term")]

    operations = [
        migrations.AlterField(
            model_name="residence",
            name="basis",
            field=models.CharField(
                choices=[
                    ("permanent", "thường trú"),
                    ("temporary", "tạm trú"),
                    ("presumed", "chưa rõ nơi ở, tính tại xã xảy ra vụ việc"),
                    ("reform", "do sắp xếp đơn vị hành chính"),
                    ("unsettled", "chưa xác định xã, phường sau sắp xếp"),
                ],
                default="permanent",
                max_length=10,
                verbose_name="hình thức cư trú",
            ),
        )
    ]
