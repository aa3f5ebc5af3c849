from django.db import migrations, models


class Migration(migrations.Migration):
    """A push is a row before anything leaves: until the answer is read, its outcome is not clear."""

    dependencies = [("indicators", "0012_changed_children")]

    operations = [
        migrations.AlterField(
            model_name="push",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("sent", "đã nhận"),
                    ("refused", "bị từ chối"),
                    ("failed", "không gửi được"),
                    ("unclear", "đã gửi, chưa rõ kết quả"),
                ],
                max_length=8,
                verbose_name="kết quả",
            ),
        ),
    ]
