"""Figures as data elements of an aggregate exchange: H01, H01_NUM and H01_DEN, of which the receiver can make sums."""

from indicators.formats import codes


def data_elements(answer):
    """(observation, code of the data element, number) of all that is known.

    A figure that covers the place only in part is left out: an element carries a number without what is said beside it.
    So is what lies in none of the units: the receiver knows no such organisation unit.
    """
    for told in answer.observations:
        if told.whole.partial or told.whole.is_of_no_unit:
            continue
        if told.value is not None:
            yield told, told.whole.indicator.code, told.value
        if not told.whole.indicator.is_share:
            continue  # the value of a count is its numerator
        for ending, number in ((codes.NUMERATOR, told.numerator), (codes.DENOMINATOR, told.denominator)):
            if number is not None:
                yield told, f"{told.whole.indicator.code}{ending}", number
