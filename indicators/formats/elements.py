"""Figures as data elements of an aggregate exchange: H01, H01_NUM and H01_DEN, of which the receiver can make sums."""

from indicators.formats import codes


def data_elements(answer):
    """(observation, code of the data element, number) of all that is known.

    What is not final is left out: an element carries a number without what is said beside it. So is what lies in none
    of the units: the receiver knows no such organisation unit.
    """
    for told in answer.observations:
        if why_not_final(told.whole) or told.whole.is_of_no_unit:
            continue
        if told.value is not None:
            yield told, told.whole.indicator.code, told.value
        if not told.whole.indicator.is_share:
            continue  # the value of a count is its numerator
        for ending, number in ((codes.NUMERATOR, told.numerator), (codes.DENOMINATOR, told.denominator)):
            if number is not None:
                yield told, f"{told.whole.indicator.code}{ending}", number


def why_not_final(value):
    """Why a figure must not go where nothing stands beside its number: "partial" (of another ground than the place, or
    estimated by a share of the population), "stale", "running"; '' for one that may."""
    if value.partial or value.apportioned:
        return "partial"
    if value.stale:
        return "stale"
    return "running" if value.running else ""
