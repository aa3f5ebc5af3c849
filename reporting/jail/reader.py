"""Runs alone, without Django: reads one file and prints {"rows": [[text, …], …]} or {"why": code} as JSON."""

import csv
import datetime
import decimal
import io
import json
import re
import sys
import zipfile

MOST_ROWS, MOST_COLUMNS = 20_000, 100
MOST_ENTRIES, MOST_BYTES, MOST_RATIO = 100, 50 * 1024 * 1024, 100
UNSCALED = re.compile(r'"[^"]*"|\\.')  # 0.0"%" writes the sign and leaves the number
OUTSIDE = ("vbaProject", "externalLinks/", "embeddings/", "activeX")


class Refused(Exception):
    pass


def main(path):
    with open(path, "rb") as file:
        head = file.read(8)
    if head[:4] == b"\xd0\xcf\x11\xe0":
        raise Refused("old")
    rows = spreadsheet(path) if head[:2] == b"PK" else table(path)
    if sum(map(any, rows)) < 2:
        raise Refused("empty")
    return rows


def table(path):
    with open(path, "rb") as file:
        raw = file.read()
    if b"\x00" in raw:
        raise Refused("encoding" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "corrupt")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("encoding") from None
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        rows.append([cell.strip() for cell in row])
        if len(rows) > MOST_ROWS + 1 or len(row) > MOST_COLUMNS:
            raise Refused("too_many")
    return rows


def spreadsheet(path):
    try:
        with zipfile.ZipFile(path) as archive:
            check(archive)
    except zipfile.BadZipFile:
        raise Refused("corrupt") from None
    import openpyxl  # only now, when the archive is known to be small

    try:
        with open(path, "rb") as file:  # an open file: of a path openpyxl would want a known ending
            book = openpyxl.load_workbook(io.BytesIO(file.read()), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size is not believed
        rows = []
        for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
            if len(row) > MOST_COLUMNS and any(cell.value is not None for cell in row[MOST_COLUMNS:]):
                raise Refused("too_many")
            rows.append(trimmed([words(cell.value, cell.number_format) for cell in row[:MOST_COLUMNS]]))
            if len(rows) > MOST_ROWS + 1:
                raise Refused("too_many")
    except Refused:
        raise
    except MemoryError:
        raise
    except Exception:
        raise Refused("corrupt") from None
    return rows


def check(archive):
    """Sizes are counted while inflating: headers lie."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Refused("bomb")
    if any(part in entry.filename for entry in entries for part in OUTSIDE):
        raise Refused("macros")
    total = 0
    for entry in entries:
        size = 0
        with archive.open(entry) as part:
            while block := part.read(65536):
                size += len(block)
                total += len(block)
                if total > MOST_BYTES or size > MOST_RATIO * max(entry.compress_size, 1024):
                    raise Refused("bomb")


def trimmed(row):
    while row and not row[-1]:
        row.pop()
    return row


def words(value, looks=""):
    """A cell as its reader sees it: dates as dd/mm/yyyy, 1234 and 70,5 without grouping, a share as 4,5%."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, "%" in UNSCALED.sub("", looks))
    return str(value).strip()


def number(value, is_share):
    """To 15 digits, as spreadsheets themselves count: their 0.1 + 0.2 is 0.3."""
    exact = decimal.Decimal(value if isinstance(value, int) else f"{value:.15g}")
    text = f"{exact * 100 if is_share else exact:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") + ("%" if is_share else "")


if __name__ == "__main__":
    try:
        answer = {"rows": main(sys.argv[1])}
    except Refused as refusal:
        answer = {"why": str(refusal)}
    sys.stdout.write(json.dumps(answer))
