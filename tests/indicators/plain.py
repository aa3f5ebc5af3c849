"""Every measure as a plain question to the records: no cleverness, nothing shared with the engine.

Each SELECT gives measure, version, period, place, sex, age band, group, n. They are slow and easy to read.
"""

BAND = """case when p.count_day < (c.birth_date + interval '4 years')::date then '0-3'
    when p.count_day < (c.birth_date + interval '6 years')::date then '4-5'
    when p.count_day < (c.birth_date + interval '11 years')::date then '6-10'
    when p.count_day < (c.birth_date + interval '16 years')::date then '11-15' else '16+' end"""

# A child who is one, alive, here, and lives in the place on the count day.
LIVING = """
    from indicators_period p
    join cases_residence r on r.starts_on <= p.count_day and (r.ends_on is null or r.ends_on >= p.count_day)
    join cases_child c on c.id = r.child_id
    where c.voided_at is null and c.birth_date <= p.count_day
      and (c.birth_date + interval '16 years')::date > p.count_day
      and (c.died_on is null or c.died_on > p.count_day)
      and (c.departed_on is null or c.departed_on > p.count_day)"""

ON_DAY = "f.starts_on <= p.count_day and (f.ends_on is null or f.ends_on >= p.count_day)"
# A spell counts as a group of the law of the day: as its own, or as the one that both laws call by the same name.
OLD = '(select f.*, case f."group" {} else f."group" end as told from cases_specialcircumstance f)'.format(
    "when 'DB04' then 'C02' when 'DB05' then 'C04' when 'DB11' then 'C08' when 'DB07' then 'C09' "
    "when 'DB06' then 'C10' when 'DB02' then 'C01'"
)
NEW = '(select f.*, case f."group" {} else f."group" end as told from cases_specialcircumstance f)'.format(
    "when 'C02' then 'DB04' when 'C04' then 'DB05' when 'C08' then 'DB11' when 'C09' then 'DB07' when 'C10' then 'DB06'"
)
IN_2004 = f"""exists (select from {OLD} f
    where f.child_id = c.id and f.voided_at is null and f.told like 'C%' and {ON_DAY})"""
IN_2016 = f"""exists (select from {NEW} f
    where f.child_id = c.id and f.voided_at is null and f.told like 'D%' and {ON_DAY})"""
SPECIAL = f"""(p.count_day < '2017-06-01' and {IN_2004} or p.count_day >= '2017-06-01' and {IN_2016})"""
AT_RISK = f"""exists (select from cases_riskspell f
    where f.child_id = c.id and f.voided_at is null and {ON_DAY}) and not {SPECIAL}"""
ASSISTANCE = f"""exists (select from programs_assistancegrant f
    where f.child_id = c.id and f.voided_at is null and f.in_community and {ON_DAY})"""
IN_HOUSEHOLD = """exists (select from cases_householdstatus f where f.household_id = c.household_id
    and f.voided_at is null and f.status = '{}' and f.year = extract(year from p.count_day))"""
SERVED = """exists (select from cases_service f where f.child_id = c.id and f.voided_at is null
    and f.on_date between p.first_day and p.count_day)"""
RECEIVED = "(f.received_at at time zone 'Asia/Ho_Chi_Minh')::date"
CLOSED = "(f.closed_at at time zone 'Asia/Ho_Chi_Minh')::date"
OPEN_IN_PERIOD = f"{RECEIVED} <= p.count_day and (f.closed_at is null or {CLOSED} >= p.first_day)"
MANAGED = f"exists (select from cases_case f where f.child_id = c.id and f.voided_at is null and {OPEN_IN_PERIOD})"


def stock(measure, condition):
    return f"""select '{measure}', 1::smallint, p.id, r.place_id, c.sex::text, {BAND}, '', count(distinct c.id)
        {LIVING} and {condition} group by 3, 4, 5, 6"""


# The residence of the count day, or the last one before it; where none came before, the first of all.
HOME = """(select r.place_id from cases_residence r where r.child_id = c.id
    order by r.starts_on > p.count_day,
             case when r.starts_on <= p.count_day then r.starts_on end desc,
             r.starts_on limit 1)"""

# What a child is on the count day, by each dimension; no line for whoever nothing is told of.
ETHNIC = "join (select id, 'ethnic:' || code as key from places_ethnicgroup) d on d.id = c.ethnic_group_id"
HOUSEHOLD = """join lateral (
    select 'household:' || s.status as key from cases_householdstatus s
    where s.household_id = c.household_id and s.voided_at is null and s.year = extract(year from p.count_day)
    union all select 'household:?' where c.household_id is null) d on true"""
DISABILITY = """join lateral (
    select distinct 'disability:' || case when s."group" = 'DB04' and s.subgroup <> '' then s.subgroup
                                          else '?' end as key
    from cases_specialcircumstance s where s.child_id = c.id and s.voided_at is null and s."group" in ('DB04', 'C02')
      and s.starts_on <= p.count_day and (s.ends_on is null or s.ends_on >= p.count_day)) d on true"""
EVERY = (ETHNIC, HOUSEHOLD, DISABILITY)


def told(measure, condition, dimensions):
    """A stock by each key of some dimensions."""
    return [
        f"""select '{measure}', 1::smallint, p.id, r.place_id, '', '', d.key, count(distinct c.id)
        {LIVING.replace("where", f"{by} where", 1)} and {condition} group by 3, 4, 7"""
        for by in dimensions
    ]


def told_in_flow(measure, in_period, first_day, condition):
    """Children of a flow of cases by each key of every dimension, as of the count day."""
    return [
        f"""select '{measure}', 1::smallint, x.id, x.place_id, '', '', x.key, count(distinct x.child) from (
        select p.id, {HOME} as place_id, d.key, c.id as child
        from cases_case f join cases_child c on c.id = f.child_id and c.voided_at is null
        join indicators_period p on {in_period} {by}
        where f.voided_at is null and {condition} and {first_day} >= c.birth_date
          and {first_day} < (c.birth_date + interval '16 years')::date) x
        where x.place_id is not null group by 3, 4, 7"""
        for by in EVERY
    ]


# {when}: the days on which the classification is asked; {spells}: the spells told in it.
BY_GROUP = f"""
    select '{{measure}}', 1::smallint, p.id, r.place_id, '', '', g.code, count(distinct c.id)
    from indicators_period p
    join cases_residence r on r.starts_on <= p.count_day and (r.ends_on is null or r.ends_on >= p.count_day)
    join cases_child c on c.id = r.child_id
    join (select distinct told as code from {{spells}} f where told like '{{letter}}%') g
      on exists (select from {{spells}} f where f.child_id = c.id and f.voided_at is null
                 and f.told = g.code and {ON_DAY})
    where c.voided_at is null and c.birth_date <= p.count_day and {{when}}
      and (c.birth_date + interval '16 years')::date > p.count_day
      and (c.died_on is null or c.died_on > p.count_day)
      and (c.departed_on is null or c.departed_on > p.count_day)
    group by 3, 4, 7"""


def special_by_group(measure, condition="true"):
    """The groups of the law of the day."""
    old = BY_GROUP.format(measure=measure, spells=OLD, letter="C", when=f"p.count_day < '2017-06-01' and {condition}")
    new = BY_GROUP.format(measure=measure, spells=NEW, letter="D", when=f"p.count_day >= '2017-06-01' and {condition}")
    return f"({old}) union all ({new})"


def flow(measure, count, in_period, first_day, condition, group="''"):
    """`first_day` is the row's first day in the period: the child is one then."""
    sex, band = ("c.sex::text", BAND) if group == "''" else ("''", "''")
    return f"""select '{measure}', 1::smallint, x.id, x.place_id, x.sex, x.band, x.grp, {count} from (
        select p.id, {HOME} as place_id, {sex} as sex, {band} as band, {group} as grp, c.id as child, f.id as row
        from cases_case f join cases_child c on c.id = f.child_id and c.voided_at is null
        join indicators_period p on {in_period}
        where f.voided_at is null and {condition} and {first_day} >= c.birth_date
          and {first_day} < (c.birth_date + interval '16 years')::date) x
        where x.place_id is not null group by 3, 4, 5, 6, 7"""


FIRST_OPEN_DAY = f"greatest({RECEIVED}, p.first_day)"
REPORTED = f"{RECEIVED} between p.first_day and p.count_day"
ABUSED = "f.category = 'abused'"
TYPE = "coalesce(nullif(f.abuse_type, ''), '?')"
PLANNED = f"""{ABUSED} and exists (select from cases_caseplan l
    where l.case_id = f.id and l.voided_at is null and l.status = 'approved')"""


def place_stock(
    measure, table, place, condition, *, group="''", count="count(*)", starts="f.starts_on", ends="f.ends_on"
):
    return f"""select '{measure}', 1::smallint, p.id, {place}, '', '', {group}, {count}
        from {table} f left join programs_supportmodel m on to_jsonb(f) ->> 'model_id' = m.id::text
        join places_place at on at.id = f.place_id left join places_place up on up.id = at.parent_id
        join indicators_period p on {starts} <= p.count_day and ({ends} is null or {ends} >= p.count_day)
          and (at.valid_to is null or at.valid_to >= p.count_day)
        where f.voided_at is null and {condition} group by 3, 4, 7"""


def place_flow(measure, table, count="count(*)", group="''", day="f.on_date", condition="true"):
    return f"""select '{measure}', 1::smallint, p.id, f.place_id, '', '', {group}, ({count})::bigint
        from {table} f left join programs_supportmodel m on to_jsonb(f) ->> 'model_id' = m.id::text
        join places_place at on at.id = f.place_id
        join indicators_period p on {day} between p.first_day and p.count_day
        where f.voided_at is null and {condition} group by 3, 4, 7 having ({count}) <> 0"""


def held(measure, column, kind):
    """Turns, children or money of the activities of a kind."""
    total = f"sum(coalesce(f.{column}, 0))"
    return place_flow(measure, "programs_activity", total, condition=f"f.kind = '{kind}'")


STEP_DAY = "(f.due_at at time zone 'Asia/Ho_Chi_Minh')::date + case when f.done_at is null then 1 else 0 end"


def terms(measure, code, condition="true"):
    """Terms of a step that ran in the period, at the child's home, where the child was one on that day."""
    return f"""select '{measure}', 1::smallint, x.id, x.place_id, x.sex, x.band, '', count(*) from (
        select p.id, {HOME} as place_id, c.sex::text as sex, {BAND} as band
        from cases_casestep f join cases_case k on k.id = f.case_id and k.voided_at is null
        join cases_child c on c.id = k.child_id and c.voided_at is null
        join indicators_period p on {STEP_DAY} between p.first_day and p.count_day
        where f.code = '{code}' and f.due_at is not null and (f.cancelled_at is null or f.cancelled_at > f.due_at)
          and {condition}
          and {STEP_DAY} >= c.birth_date and {STEP_DAY} < (c.birth_date + interval '16 years')::date) x
        where x.place_id is not null group by 3, 4, 5, 6"""


TERMS = [
    sql
    for code in ("emergency", "plan", "review")
    for sql in (terms(f"{code}_due", code), terms(f"{code}_on_time", code, "f.done_at <= f.due_at"))
]
FUND_CHILDREN = f"""select 'fund_children', 1::smallint, x.id, x.place_id, x.sex, x.band, '', count(distinct child)
    from (select p.id, {HOME} as place_id, c.sex::text as sex, {BAND} as band, c.id as child
        from programs_fundsupport f join cases_child c on c.id = f.child_id and c.voided_at is null
        join indicators_period p on f.on_date between p.first_day and p.count_day
        where f.voided_at is null and f.on_date >= c.birth_date
          and f.on_date < (c.birth_date + interval '16 years')::date) x
    where x.place_id is not null group by 3, 4, 5, 6"""


COMMUNE_SITE = "m.counts_as = 'commune' and at.level = 'commune'"
DISTRICT_SITE = "m.counts_as = 'commune' and (at.level = 'district' or at.level = 'commune' and up.level = 'district')"
# Built there and then: not carried over from a unit that has ended, and not in one that had.
BUILT = """m.counts_as = 'commune' and f.follows_id is null
    and (at.valid_to is null or at.valid_to >= f.starts_on)"""
DISTRICT = "case when at.level = 'district' then at.id else up.id end"
SITES = "programs_supportmodelsite"
YEAR = {"starts": "make_date(f.year, 1, 1)", "ends": "make_date(f.year, 12, 31)"}

PLAIN = [
    stock("children", "true"),
    stock("special", SPECIAL),
    special_by_group("special"),
    stock("special_2004", IN_2004),
    stock("special_2016", IN_2016),
    BY_GROUP.format(measure="special_2004", spells=OLD, letter="C", when="true"),
    BY_GROUP.format(measure="special_2016", spells=NEW, letter="D", when="true"),
    stock("at_risk", AT_RISK),
    stock("poor", IN_HOUSEHOLD.format("poor")),
    stock("near_poor", IN_HOUSEHOLD.format("near_poor")),
    stock("assisted_monthly", f"{ASSISTANCE} and {SPECIAL}"),
    stock("special_assisted", f"{SPECIAL} and {SERVED}"),
    stock("special_managed", f"{SPECIAL} and {MANAGED}"),
    stock("special_both", f"{SPECIAL} and {SERVED} and {MANAGED}"),
    special_by_group("special_assisted", SERVED),
    special_by_group("special_managed", MANAGED),
    special_by_group("special_both", f"{SERVED} and {MANAGED}"),
    stock("risk_assisted", f"{AT_RISK} and {SERVED}"),
    stock("risk_managed", f"{AT_RISK} and {MANAGED}"),
    stock("risk_both", f"{AT_RISK} and {SERVED} and {MANAGED}"),
    flow("managed", "count(distinct child)", OPEN_IN_PERIOD, FIRST_OPEN_DAY, "true"),
    flow("cases", "count(distinct row)", OPEN_IN_PERIOD, FIRST_OPEN_DAY, "true"),
    flow("cases_closed", "count(*)", f"{CLOSED} between p.first_day and p.count_day", FIRST_OPEN_DAY, "true"),
    flow(
        "cases_safe", "count(*)", f"{CLOSED} between p.first_day and p.count_day", FIRST_OPEN_DAY, "f.outcome = 'safe'"
    ),
    flow("abused", "count(distinct child)", REPORTED, RECEIVED, ABUSED),
    flow("abused", "count(distinct child)", REPORTED, RECEIVED, ABUSED, TYPE),
    flow("abused_planned", "count(distinct child)", REPORTED, RECEIVED, PLANNED),
    flow("abused_planned", "count(distinct child)", REPORTED, RECEIVED, PLANNED, TYPE),
    *(
        place_stock("communes_with_model", SITES, "at.id", COMMUNE_SITE, group=group, count="count(distinct at.id)")
        for group in ("''", "m.code")
    ),
    *(
        place_stock("districts_with_model", SITES, DISTRICT, DISTRICT_SITE, group=group, count="count(distinct 1)")
        for group in ("''", "m.code")
    ),
    *(place_stock("active_points", SITES, "at.id", "m.counts_as = 'point'", group=group) for group in ("''", "m.code")),
    place_stock("friendly_communes", "programs_communerecognition", "at.id", "at.level = 'commune'", **YEAR),
    *(place_flow("fund_raised", "programs_fundentry", "sum(f.amount)", group) for group in ("''", "f.channel")),
    *(place_flow("fund_turns", "programs_fundsupport", group=group) for group in ("''", "f.kind")),
    place_flow("classes", "programs_trainingclass"),
    place_flow("trainees", "programs_trainingclass", "sum(coalesce(f.trainees, 0))"),
    FUND_CHILDREN,
    *TERMS,
    *(place_flow("models_begun", SITES, group=group, day="f.starts_on", condition=BUILT) for group in ("''", "m.code")),
    *(place_flow("activities_held", "programs_activity", group=group) for group in ("''", "f.kind")),
    held("talk_turns", "turns", "talk"),
    held("counselling_turns", "turns", "counselling"),
    held("gift_children", "children", "gift"),
    held("gift_money", "amount", "gift"),
    place_flow("care_open_days", "programs_careday"),
    place_flow("child_care_days", "programs_careday", "sum(f.children)"),
    place_stock(
        "communes_with_worker",
        "programs_protectionworker",
        "at.id",
        "at.level = 'commune' and f.kind = 'worker'",
        count="count(distinct at.id)",
    ),
]


# What is counted when asked, by each dimension.
TOLD = [
    *told("children", "true", (ETHNIC, HOUSEHOLD)),
    *told("special", SPECIAL, EVERY),
    *told("at_risk", AT_RISK, (ETHNIC, HOUSEHOLD)),
    *told("poor", IN_HOUSEHOLD.format("poor"), (ETHNIC,)),
    *told("near_poor", IN_HOUSEHOLD.format("near_poor"), (ETHNIC,)),
    *told("assisted_monthly", f"{ASSISTANCE} and {SPECIAL}", (ETHNIC, DISABILITY)),
    *told("special_assisted", f"{SPECIAL} and {SERVED}", EVERY),
    *told("special_managed", f"{SPECIAL} and {MANAGED}", EVERY),
    *told("special_both", f"{SPECIAL} and {SERVED} and {MANAGED}", EVERY),
    *told("risk_assisted", f"{AT_RISK} and {SERVED}", (ETHNIC, HOUSEHOLD)),
    *told("risk_managed", f"{AT_RISK} and {MANAGED}", (ETHNIC, HOUSEHOLD)),
    *told("risk_both", f"{AT_RISK} and {SERVED} and {MANAGED}", (ETHNIC, HOUSEHOLD)),
    *told_in_flow("managed", OPEN_IN_PERIOD, FIRST_OPEN_DAY, "true"),
    *told_in_flow("abused", REPORTED, RECEIVED, ABUSED),
]


def counted_plainly(cursor, questions=None):
    """All cells, or what other questions count, as a set of rows."""
    rows = set()
    for sql in questions or PLAIN:
        cursor.execute(sql)
        rows.update(cursor.fetchall())
    return rows
