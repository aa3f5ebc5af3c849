-- A province with ten years of history, invented. Of 341,250 children 208,000 are under 16 on any day.
-- Written through the marking triggers, as any load is. Parameters: `communes`, an array of place ids, and `children`, how many.

create temp table home on commit drop as
select nextval(pg_get_serial_sequence('cases_household', 'id')) as id, i - 1 as number,
       (%(communes)s::bigint[])[1 + i %% cardinality(%(communes)s::bigint[])] as place_id
from generate_series(1, greatest(1, %(children)s / 2)) i;

insert into cases_household (id, uid, place_id, head_name, phone)
select id, gen_random_uuid(), place_id, '', '' from home;

create temp table kid on commit drop as
select nextval(pg_get_serial_sequence('cases_child', 'id')) as id, i,
       (date '1999-01-01' + (random() * 9650)::int) as birth_date, case when random() < .48 then 'F' else 'M' end as sex,
       (%(communes)s::bigint[])[1 + floor(random() * cardinality(%(communes)s::bigint[]))::int] as place_id,
       (array(select id from places_ethnicgroup order by code))[1 + (floor(random() * 2) * random() * 6)::int] as ethnic_group_id
from generate_series(1, %(children)s) i;

insert into cases_child (id, uid, full_name, given_name, sort_key, search_key, sex, birth_date, birth_precision, personal_id,
    personal_id_index, phone, responsible_place_id, version, created_at, void_reason, household_id, ethnic_group_id)
select k.id, gen_random_uuid(), 'Trẻ Giả ' || k.id, '', k.id, k.id, sex, birth_date, 'day', '', '', '', k.place_id, 1, now(), '',
       h.id, ethnic_group_id
from kid k left join home h on h.number = k.i %% (%(children)s / 2 + 2);

-- About 3 in 100 move each year: a third of the children have lived in two communes.
create temp table moved on commit drop as
select id, (greatest(birth_date, date '2011-01-01') + (random() * 4000)::int) as on_date,
       (%(communes)s::bigint[])[1 + floor(random() * cardinality(%(communes)s::bigint[]))::int] as place_id
from kid where random() < .19;
delete from moved where on_date > current_date;
analyze kid;
analyze moved;

insert into cases_residence (uid, child_id, place_id, basis, address, starts_on, ends_on)
select gen_random_uuid(), k.id, k.place_id, 'permanent', '', k.birth_date, m.on_date
from kid k left join moved m on m.id = k.id
union all
select gen_random_uuid(), m.id, m.place_id, 'permanent', '', m.on_date + 1, null from moved m;

create temp table special on commit drop as
select id as child_id, 'DB' || lpad((1 + i %% 14)::text, 2, '0') as "group", birth_date + (random() * 3000)::int as starts_on,
       case when random() < .6 then birth_date + 3000 + (random() * 3000)::int end as ends_on, place_id, 1 + i %% 3 as degree
from kid where random() < .036;

insert into cases_specialcircumstance (child_id, "group", subgroup, starts_on, ends_on, evidence, recorded_place_id,
    created_at, void_reason)
select child_id, "group", case "group" when 'DB04' then 'DB04.' || degree else '' end, starts_on, ends_on, '', place_id, now(), ''
from special;

insert into cases_riskspell (child_id, criteria, definition, starts_on, ends_on, recorded_place_id, created_at, void_reason)
select id, '{other}', '2017', birth_date + n * 1500 + (random() * 700)::int, birth_date + n * 1500 + 700 + (random() * 700)::int,
       place_id, now(), ''
from kid cross join generate_series(0, 3) n where random() < .34;

insert into cases_householdstatus (household_id, year, status, void_reason)
select h.id, y, case when random() < .37 then 'poor' else 'near_poor' end, ''
from home h cross join generate_series(2016, 2026) y where random() < .26;

insert into cases_service (uid, child_id, kind, on_date, provider, note, recorded_place_id, created_at, void_reason)
select gen_random_uuid(), id, 'health', date '2016-01-01' + (random() * 3800)::int, '', '', place_id, now(), ''
from kid where random() < .067;

insert into programs_assistancegrant (uid, child_id, ground, coefficient, amount, decision, in_community, starts_on, ends_on,
    created_at, void_reason)
select gen_random_uuid(), child_id, 'gia', 1.5, 540000, '', true, starts_on, ends_on, now(), ''
from special where random() < .74;
