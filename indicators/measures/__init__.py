"""Every measure by its code. A measure is declared once, here below, and nowhere else is anything counted."""

from indicators.measures import casework, programmes, register

ALL = (*register.MEASURES, *casework.MEASURES, *programmes.MEASURES)
BY_CODE = {measure.code: measure for measure in ALL}


def depending_on(families):
    """Measures to count again after marks of these families; `*` stands for all."""
    families = set(families)
    return tuple(m for m in ALL if "*" in families or m.families & families)
