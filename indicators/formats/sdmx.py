"""SDMX-CSV 2.0 and the data structure (SDMX-ML 3.0) that says what its columns are."""

import csv
import io
from xml.etree import ElementTree as Xml  # noqa: S405 - we write, and read nothing

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators import registry
from indicators.definition import By
from indicators.formats import codes
from indicators.naming import breakdown_name
from indicators.value import Status
from places.spreadsheets import formula_safe

AGENCY, STRUCTURE, VERSION = "MAIAM", "DSD_VALUES", "1.0.0"
STRUCTURE_ID = f"{AGENCY}:{STRUCTURE}({VERSION})"
STRUCTURE_MEDIA_TYPE = "application/vnd.sdmx.structure+xml;version=3.0.0"
BREAKDOWNS = [codes.dimension(by) for by in By]
DIMENSIONS = ["FREQ", "INDICATOR", "REF_AREA", *BREAKDOWNS]
TIME, MEASURE = "TIME_PERIOD", "OBS_VALUE"
ATTRIBUTES = ["UNIT_MEASURE", "OBS_STATUS", "NUMERATOR", "DENOMINATOR", "DEFINITION_VERSION"]
COLUMNS = ["STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, TIME, MEASURE, *ATTRIBUTES]
OBSERVED, MISSING, NOT_APPLICABLE, PROVISIONAL, ESTIMATED, BREAK = "A", "O", "M", "P", "E", "B"


def write(answer):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for told in answer.observations:
        value = told.whole
        parts = {codes.dimension(told.by): codes.sdmx_code(told.key)} if told.by else {}
        row = ["datastructure", STRUCTURE_ID, "I", codes.FREQUENCIES[value.period.kind], value.indicator.code]
        row += [value.place.reference, *(parts.get(name, codes.TOTAL) for name in BREAKDOWNS)]
        row += [codes.sdmx_period(value.period), told.value, str(value.indicator.unit), _status(told)]
        row += [told.numerator, told.denominator, value.version]
        writer.writerow([formula_safe(cell) for cell in row])
    return out.getvalue()


def _status(told):
    """One letter: what is worst about the number."""
    if told.status == Status.UNKNOWN:
        return MISSING
    if told.status == Status.NOT_APPLICABLE:
        return NOT_APPLICABLE
    if told.whole.stale or told.whole.running:
        return PROVISIONAL
    if told.whole.partial or told.whole.apportioned:
        return ESTIMATED
    return BREAK if told.whole.breaks else OBSERVED


# ---- the structure

NS = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_MES, _STR, _COM = f"{{{NS}/message}}", f"{{{NS}/structure}}", f"{{{NS}/common}}"
_XML = "{http://www.w3.org/XML/1998/namespace}"


def structure():
    """The structure message: concepts, code lists and the data structure, with Vietnamese and English names."""
    for prefix, name in (("mes", "message"), ("str", "structure"), ("com", "common")):
        Xml.register_namespace(prefix, f"{NS}/{name}")
    root = Xml.Element(f"{_MES}Structure")
    header = Xml.SubElement(root, f"{_MES}Header")
    Xml.SubElement(header, f"{_MES}ID").text = STRUCTURE
    Xml.SubElement(header, f"{_MES}Test").text = "false"
    Xml.SubElement(header, f"{_MES}Prepared").text = timezone.now().isoformat()
    Xml.SubElement(header, f"{_MES}Sender", id=AGENCY)
    structures = Xml.SubElement(root, f"{_MES}Structures")
    lists = Xml.SubElement(structures, f"{_STR}Codelists")
    for name, listed in _code_lists().items():
        _list(lists, "Codelist", "Code", f"CL_{name}", listed)
    schemes = Xml.SubElement(structures, f"{_STR}ConceptSchemes")
    _list(schemes, "ConceptScheme", "Concept", "CS_VALUES", _concepts())
    _data_structure(Xml.SubElement(structures, f"{_STR}DataStructures"))
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _code_lists():
    """{dimension or attribute: {code: (Vietnamese, English)}}"""
    return {
        "FREQ": {
            "A": (_("năm"), "Annual"),
            "S": (_("nửa năm"), "Half-yearly"),
            "Q": (_("quý"), "Quarterly"),
            "M": (_("tháng"), "Monthly"),
            "A_N": (_("giai đoạn"), "Programme term"),
            "_O": (_("từ ngày đến ngày"), "From day to day"),
        },
        "INDICATOR": {each.code: (str(each.name), each.name_en) for each in registry.all()},
        "OBS_STATUS": {
            OBSERVED: (_("đã tính"), "Normal value"),
            MISSING: (_("chưa có số liệu"), "Missing value"),
            NOT_APPLICABLE: (_("không phát sinh"), "Data cannot exist"),
            PROVISIONAL: (_("kỳ chưa kết thúc, hoặc đang được tính lại"), "Provisional value"),
            ESTIMATED: (_("không đúng trọn địa bàn được hỏi, hoặc chia theo tỷ lệ dân số"), "Estimated value"),
            BREAK: (_("định nghĩa đổi trong kỳ"), "Time series break"),
        },
    }


def _concepts():
    names = {
        "FREQ": (_("loại kỳ"), "Frequency"),
        "INDICATOR": (_("chỉ số"), "Indicator"),
        "REF_AREA": (_("đơn vị hành chính: mã@ngày"), "Administrative unit: code@day"),
        TIME: (_("kỳ"), "Time period"),
        MEASURE: (_("trị số"), "Observation value"),
        "UNIT_MEASURE": (_("đơn vị tính"), "Unit of measure"),
        "OBS_STATUS": (_("tình trạng"), "Observation status"),
        "NUMERATOR": (_("tử số"), "Numerator"),
        "DENOMINATOR": (_("mẫu số"), "Denominator"),
        "DEFINITION_VERSION": (_("phiên bản định nghĩa"), "Version of the definition"),
    }
    return names | {codes.dimension(by): (str(breakdown_name(by)), by.value.capitalize()) for by in By}


def _list(parent, kind, item, id, listed):
    holder = Xml.SubElement(parent, f"{_STR}{kind}", id=id, agencyID=AGENCY, version=VERSION)
    _named(holder, (id, id))
    for code, names in listed.items():
        _named(Xml.SubElement(holder, f"{_STR}{item}", id=code), names)


def _named(element, names):
    for language, name in zip(("vi", "en"), names, strict=True):
        Xml.SubElement(element, f"{_COM}Name", {f"{_XML}lang": language}).text = name


def _data_structure(parent):
    holder = Xml.SubElement(parent, f"{_STR}DataStructure", id=STRUCTURE, agencyID=AGENCY, version=VERSION)
    _named(holder, (_("Trị số của chỉ số"), "Values of indicators"))
    components = Xml.SubElement(holder, f"{_STR}DataStructureComponents")
    dimensions = Xml.SubElement(components, f"{_STR}DimensionList", id="DimensionDescriptor")
    for position, name in enumerate(DIMENSIONS, start=1):
        _component(dimensions, "Dimension", name, position=str(position))
    _component(dimensions, "TimeDimension", TIME, text_type="ObservationalTimePeriod")
    attributes = Xml.SubElement(components, f"{_STR}AttributeList", id="AttributeDescriptor")
    for name in ATTRIBUTES:
        attribute = _component(attributes, "Attribute", name, usage="optional")
        relation = Xml.SubElement(attribute, f"{_STR}AttributeRelationship")
        Xml.SubElement(relation, f"{_STR}Observation")
    measures = Xml.SubElement(components, f"{_STR}MeasureList", id="MeasureDescriptor")
    _component(measures, "Measure", MEASURE, text_type="Double", usage="optional")


def _component(parent, kind, name, text_type="String", **attributes):
    component = Xml.SubElement(parent, f"{_STR}{kind}", id=name, **attributes)
    urn = f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:CS_VALUES({VERSION}).{name}"
    Xml.SubElement(component, f"{_STR}ConceptIdentity").text = urn
    local = Xml.SubElement(component, f"{_STR}LocalRepresentation")
    if name in ("FREQ", "INDICATOR", "OBS_STATUS"):
        urn = f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={AGENCY}:CL_{name}({VERSION})"
        Xml.SubElement(local, f"{_STR}Enumeration").text = urn
    else:
        Xml.SubElement(local, f"{_STR}TextFormat", textType=text_type)
    return component
