"""Every measure by its code. A measure is declared once, here below, and nowhere else is anything counted."""

from indicators.measures import casework, programmes, register
from indicators.measures.shapes import ChildFlow, ChildStock, ChildStockWith

ALL = (*register.MEASURES, *casework.MEASURES, *programmes.MEASURES)
BY_CODE = {measure.code: measure for measure in ALL}


def depending_on(families):
    """Measures to count again after marks of these families; `*` stands for all."""
    families = set(families)
    return tuple(m for m in ALL if "*" in families or m.families & families)


def in_shares(asked):
    """Those that read the same facts, each lot for one statement; a few are one lot."""
    if len(asked) < len(ALL):
        return [asked]
    stocks = [m for m in asked if isinstance(m, ChildStock | ChildStockWith)]
    flows = [m for m in asked if isinstance(m, ChildFlow)]
    everyone, named = [m for m in stocks if not m.sources], [m for m in stocks if m.sources]
    rest = [m for m in asked if m not in stocks and m not in flows]
    return [tuple(lot) for lot in (everyone, named, flows, rest) if lot]
