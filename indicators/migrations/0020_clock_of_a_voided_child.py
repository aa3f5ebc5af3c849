"""A turn of the Fund whose child was entered by mistake names nobody, and what is known of its province changes: the
clock of changes (0007) moves there too, wherever the child lived."""

from django.db import migrations

FUNCTION = """create function indicators_clock_cases_child_voided() returns trigger
    language plpgsql security invoker set search_path = public, pg_temp as $move$
    declare provinces bigint[] := (
        select array_agg(distinct coalesce(p.province_id, p.id))
        from programs_fundsupport f join places_place p on p.id = f.place_id where f.child_id = new.id);
    begin
        if provinces is not null then
            perform indicators_move_clock(provinces);
        end if;
        return null;
    end $move$"""
TRIGGER = """create trigger indicators_clock_voided after update of voided_at on cases_child
    for each row when (old.voided_at is distinct from new.voided_at)
    execute function indicators_clock_cases_child_voided()"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0019_marks_of_the_map"),
        ("cases", "0007_whose_home_waits"),
        ("programs", "0001_programmes"),
    ]
    operations = [
        migrations.RunSQL([FUNCTION, TRIGGER], "drop function if exists indicators_clock_cases_child_voided() cascade")
    ]
