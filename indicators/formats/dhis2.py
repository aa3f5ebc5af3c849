"""DHIS2 dataValueSets: to be sent with dataElementIdScheme, orgUnitIdScheme and categoryOptionComboIdScheme = CODE.

What is not known is left out: DHIS2 keeps "no value", never a 0.
"""

import json

from django.utils.translation import gettext as _

from indicators.formats import codes
from indicators.formats.elements import data_elements


class NoSuchPeriod(ValueError):
    """DHIS2 has no id for the period; the message names what it has."""


def data_values(answer):
    """[{dataElement, period, orgUnit, (categoryOptionCombo), value}]. Raises NoSuchPeriod."""
    return [
        {
            "dataElement": element,
            "period": _period(told.whole.period),
            "orgUnit": told.whole.place.reference,
            **({"categoryOptionCombo": codes.option_combo(told.by, told.key)} if told.by else {}),
            "value": str(number),
        }
        for told, element, number in data_elements(answer)
    ]


def write(answer):
    for value in answer.values:
        _period(value.period)  # also where nothing is known yet
    return json.dumps({"dataValues": data_values(answer)}, ensure_ascii=False)


def _period(span):
    found = codes.dhis2_period(span)
    if found is None:
        words = _("DHIS2 không có mã cho kỳ %(period)s; hãy dùng năm, nửa năm, quý hoặc tháng.")
        raise NoSuchPeriod(words % {"period": span.id})
    return found
