import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import places.fields
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='EthnicGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField(unique=True, validators=[django.core.validators.RegexValidator('^(0[1-9]|[1-4]\\d|5[0-5])$')], verbose_name='mã')),
                ('name', places.fields.NFCCharField(unique=True, verbose_name='tên')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=places.fields.NFCCharField(), blank=True, default=list, size=None, verbose_name='tên gọi khác')),
                ('certainty', models.TextField(choices=[('found', 'có văn bản dẫn nguồn'), ('knowledge', 'chưa đối chiếu với văn bản'), ('inferred', 'suy từ tên hoặc mã'), ('list', 'theo danh mục đã công bố'), ('bound', 'chậm nhất là ngày này'), ('unknown', 'chưa rõ'), ('open', 'ngày chưa rõ')], verbose_name='độ chắc chắn')),
                ('source', places.fields.NFCCharField(blank=True, verbose_name='nguồn')),
            ],
            options={
                'verbose_name': 'dân tộc',
                'verbose_name_plural': 'dân tộc',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='ngày')),
                ('kind', models.TextField(choices=[('holiday', 'nghỉ lễ, tết'), ('swapped_off', 'nghỉ bù, nghỉ hoán đổi'), ('working_swap', 'làm bù')], verbose_name='loại')),
                ('name', places.fields.NFCCharField(verbose_name='tên')),
                ('year', models.PositiveSmallIntegerField(editable=False, verbose_name='năm')),
                ('source', places.fields.NFCCharField(verbose_name='nguồn')),
                ('frozen_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='chốt lúc')),
            ],
            options={
                'verbose_name': 'ngày nghỉ, ngày làm bù',
                'verbose_name_plural': 'lịch nghỉ và làm bù',
                'ordering': ['day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('year', django.db.models.functions.datetime.ExtractYear('day'))), name='calendar_day_lies_in_its_year')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField(verbose_name='mã')),
                ('level', models.TextField(choices=[('province', 'cấp tỉnh'), ('district', 'cấp huyện'), ('commune', 'cấp xã')], verbose_name='cấp')),
                ('kind', places.fields.NFCCharField(verbose_name='loại')),
                ('name', places.fields.NFCCharField(verbose_name='tên')),
                ('short_name', places.fields.NFCCharField(verbose_name='tên gọn')),
                ('path', models.TextField(db_collation='C', unique=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='có hiệu lực từ')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='ngày cuối có hiệu lực')),
                ('legal_document', places.fields.NFCCharField(blank=True, verbose_name='văn bản')),
                ('source', places.fields.NFCCharField(blank=True, verbose_name='nguồn')),
                ('certainty', models.TextField(choices=[('found', 'có văn bản dẫn nguồn'), ('knowledge', 'chưa đối chiếu với văn bản'), ('inferred', 'suy từ tên hoặc mã'), ('list', 'theo danh mục đã công bố'), ('bound', 'chậm nhất là ngày này'), ('unknown', 'chưa rõ'), ('open', 'ngày chưa rõ')], verbose_name='độ chắc chắn')),
                ('import_key', models.TextField(unique=True)),
                ('search_key', models.TextField()),
                ('sort_key', models.TextField(db_collation='C')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='places.place')),
                ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'verbose_name': 'đơn vị hành chính',
                'verbose_name_plural': 'đơn vị hành chính',
            },
        ),
        migrations.CreateModel(
            name='PlaceAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', places.fields.NFCCharField(verbose_name='tên viết khác')),
                ('source', places.fields.NFCCharField(blank=True, verbose_name='nguồn')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='places.place')),
            ],
            options={
                'verbose_name': 'tên viết khác',
                'verbose_name_plural': 'tên viết khác',
            },
        ),
        migrations.CreateModel(
            name='PlaceLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField(choices=[('merge', 'nhập'), ('split', 'tách'), ('rename', 'đổi tên hoặc loại'), ('kept', 'giữ nguyên'), ('level_removed', 'bỏ cấp')], verbose_name='hình thức')),
                ('share', models.DecimalField(blank=True, decimal_places=5, max_digits=6, null=True, verbose_name='tỷ lệ dân số')),
                ('on_date', models.DateField(verbose_name='từ ngày')),
                ('legal_document', places.fields.NFCCharField(blank=True, verbose_name='văn bản')),
                ('partial', models.BooleanField(default=False, verbose_name='chỉ một phần')),
                ('certainty', models.TextField(choices=[('found', 'có văn bản dẫn nguồn'), ('knowledge', 'chưa đối chiếu với văn bản'), ('inferred', 'suy từ tên hoặc mã'), ('list', 'theo danh mục đã công bố'), ('bound', 'chậm nhất là ngày này'), ('unknown', 'chưa rõ'), ('open', 'ngày chưa rõ')], verbose_name='độ chắc chắn')),
                ('from_place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_out', to='places.place', verbose_name='từ')),
                ('to_place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_in', to='places.place', verbose_name='thành')),
            ],
            options={
                'verbose_name': 'bước sắp xếp đơn vị hành chính',
                'verbose_name_plural': 'các bước sắp xếp đơn vị hành chính',
            },
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(fields=['code', 'level'], name='place_code_level'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('level', '='), ('code', '='), (models.Func(models.F('valid_from'), models.F('valid_to'), django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='place_code_names_one_unit_a_day', violation_error_message='Mã này đã thuộc về một đơn vị khác trong cùng thời gian.'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='place_ends_on_or_after_its_start', violation_error_message='Ngày cuối có hiệu lực phải từ ngày bắt đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('path__endswith', '.')), name='place_path_ends_with_a_dot'),
        ),
        migrations.AddConstraint(
            model_name='placealias',
            constraint=models.UniqueConstraint(fields=('place', 'name', 'source'), name='place_alias_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='placelink',
            constraint=models.UniqueConstraint(fields=('from_place', 'to_place'), name='place_link_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='placelink',
            constraint=models.CheckConstraint(condition=models.Q(('from_place', models.F('to_place')), _negated=True), name='place_link_joins_two_places'),
        ),
        migrations.AddConstraint(
            model_name='placelink',
            constraint=models.CheckConstraint(condition=models.Q(('share', None), models.Q(('share__gt', 0), ('share__lte', 1)), _connector='OR'), name='place_link_share_is_a_fraction'),
        ),
    ]
