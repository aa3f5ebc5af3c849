"""Formats of the answer to a question about figures: each a function of the same list of values, so that all agree."""

from collections.abc import Callable
from dataclasses import dataclass

from indicators.formats import adx, dhis2, jsonstat, rows, sdmx, xlsx


@dataclass(frozen=True)
class Format:
    """`write(answer)` gives text or bytes; `extension` names the file."""

    name: str
    media_type: str
    extension: str
    write: Callable
    charset: str | None = "utf-8"


FORMATS = {
    each.name: each
    for each in (
        Format("json", "application/json", "json", rows.as_json),
        Format("csv", "text/csv", "csv", rows.as_csv),
        Format("xlsx", xlsx.MEDIA_TYPE, "xlsx", xlsx.write, charset=None),
        Format("jsonstat", "application/vnd.json-stat+json", "json", jsonstat.write),
        Format("sdmx-csv", "application/vnd.sdmx.data+csv;version=2.0.0", "csv", sdmx.write),
        Format("adx", "application/adx+xml", "xml", adx.write),
        Format("dhis2", "application/vnd.dhis2.datavalueset+json", "json", dhis2.write),
    )
}
