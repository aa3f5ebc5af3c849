"""ADX (IHE Quality, Research and Public Health: Aggregate Data Exchange): a group for each place and period.

What is not known is left out: the receiver keeps "no value", never a 0.
"""

from xml.etree import ElementTree as Xml  # noqa: S405 - we write, and read nothing

from django.utils import timezone

from indicators.formats import codes
from indicators.formats.elements import data_elements

NAMESPACE = "urn:ihe:qrph:adx:2015"
DATA_SET = "MAIAM_VALUES"


def write(answer):
    Xml.register_namespace("", NAMESPACE)
    root = Xml.Element(f"{{{NAMESPACE}}}adx", exported=timezone.now().isoformat())
    groups = {}
    for told, element, number in data_elements(answer):
        unit, period = told.whole.place.reference, codes.adx_period(told.whole.period)
        if (unit, period) not in groups:
            of = {"orgUnit": unit, "period": period, "dataSet": DATA_SET}
            groups[unit, period] = Xml.SubElement(root, f"{{{NAMESPACE}}}group", of)
        parts = {codes.dimension(told.by): told.key} if told.by else {}
        held = {"dataElement": element, **parts, "value": str(number)}
        Xml.SubElement(groups[unit, period], f"{{{NAMESPACE}}}dataValue", held)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)
