"""Counting children of divided communes who wait to be settled, each in the commune that was divided (ruling 3)."""

# One row for each child whose last residence up to the day is unsettled in one of the holders; `place_id` is the
# commune that was divided, or the holder where that was not written down (a move entered after the reform). It stands
# before a counting statement under the name of the table, and hides it there: the same statement counts.
_HOMES = """select u.id, u.child_id, coalesce(was.place_id, u.place_id) as place_id, u.starts_on, u.ends_on,
        u.place_id as holder_id
    from cases_residence u
    left join lateral (
        select case when r.ends_on = p.valid_to then r.place_id end as place_id
        from cases_residence r join places_place p on p.id = r.place_id
        where r.child_id = u.child_id and r.starts_on < u.starts_on and r.basis <> 'unsettled'
        order by r.starts_on desc limit 1) was on true
    where u.place_id = any (%(holders)s) and u.basis = 'unsettled' and u.starts_on <= %(count_day)s
      and not exists (select from cases_residence later where later.child_id = u.child_id
                      and later.starts_on > u.starts_on and later.starts_on <= %(count_day)s)"""

WHO_WAITS = f"select distinct h.holder_id, h.place_id from ({_HOMES}) h"  # noqa: S608 - our own text


def as_if_settled(statement):
    """The statement of those who wait in `holders` (one parameter more), as if each lived in its old commune still."""
    return f"with cases_residence as materialized ({_HOMES}),\n{statement.removeprefix('with ')}"
