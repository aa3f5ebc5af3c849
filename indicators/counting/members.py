"""Which rows make a figure: the counting statement of a measure, stopped before it counts."""

# ruff: noqa: S608  (SQL made of our own declarations; what is asked for comes as parameters)

from indicators.counting import flows, stocks
from indicators.counting.statement import ASKED_PERIODS, Steps
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith, PlaceFlow, PlaceStock

_LASTS = "p.count_day >= s.starts and (s.ends is null or p.count_day < s.ends)"


def members_sql(measure):
    """SELECT of the ids behind a figure of one period: of children, of places, or of the rows themselves.

    Parameters: places, period_id, first_day, count_day, from_day, to_day, group ('' for the whole).
    """
    steps = Steps(ASKED_PERIODS)
    match measure:
        case ChildStock():
            select = _of_stock(steps, measure)
        case ChildStockWith():
            select = _of_stock_with(steps, measure)
        case ChildFlow():
            column = "child_id" if measure.distinct else "id"
            select = f"select distinct {column} from {flows.child_flow_rows(steps, measure)} f where {_group('f')}"
        case PlaceStock():
            column = "place_id" if measure.distinct else "id"
            stretch = stocks.place_stretches(steps, measure)
            select = (
                f"select distinct s.{column} from {stretch} s, period p where {_LASTS} and {_group('s', exact=True)}"
            )
        case PlaceFlow():
            select = f"select id from {flows.place_flow_rows(steps, measure)} f where {_group('f')}"
    return f"{steps.sql()} {select}"


def _of_stock(steps, measure):
    stretch = stocks.child_stretches(steps, measure, stocks.who_has(steps, [measure]))
    return f"select distinct s.child_id from {stretch} s, period p where {_LASTS} and {_group('s', exact=True)}"


def _of_stock_with(steps, measure):
    stretch = stocks.child_stretches(steps, measure.stock, stocks.who_has(steps, [measure.stock]))
    return f"""select distinct s.child_id from {stocks.met_by_all(steps, measure)} join {stretch} s
        on s.child_id = f.child_id cross join period p where {_LASTS} and {_group("s", exact=True)}"""


def _group(row, exact=False):
    """Stretches are there for the whole and again for each group; rows of a flow only once, with their group."""
    return f"{row}.grp = %(group)s" if exact else f"(%(group)s = '' or {row}.grp = %(group)s)"
