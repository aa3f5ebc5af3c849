"""Pictures of pages in shots/ (not kept), an index that lays each beside the design's, and the one of the README."""

import os
import struct
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "shots"
DESIGN = Path(os.environ.get("DESIGN_SHOTS") or ROOT.parent / "shared/design/shots")
README_PICTURE = ROOT / "docs/pictures/home-1240.png"
WIDTHS = (1240, 390)
KILOBYTE = 1024
BESIDE = {  # name of the picture: what it is laid beside, where the design has such a page
    "viec": "viec",
    "ho-so": "ho-so",
    "ke-hoach": "ho-so",
    "chi-so-mot": "chi-so",
    "chi-so-kon-tum": "ban-do",
    "bang-chi-tieu": "chuong-trinh",
    "quy": "quy",
}


def take(page, name, width):
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)


def write_index(groups):
    """One page of them all. groups: {heading: [name]}, in the order in which they are looked at."""
    parts = []
    for heading, names in groups.items():
        parts.append(f"<h2>{escape(heading)}</h2>")
        parts += [_row(name) for name in names]
    head = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Ảnh các trang</title>'
    style = (
        "<style>body{font:15px sans-serif;margin:24px}div{display:flex;gap:16px;align-items:flex-start;overflow-x:auto}"
        "img{border:1px solid #999}figure{margin:0}</style>"
    )
    path = SHOTS / "index.html"
    path.write_text(f"{head}{style}<h1>Ảnh các trang, bên cạnh mẫu thiết kế</h1>{''.join(parts)}", encoding="utf-8")
    return path


def _row(name):
    shown = [(f"{name}-{width}.png", f"{width} px", width) for width in WIDTHS]
    design = BESIDE.get(name)
    for width in WIDTHS if design else ():
        if (DESIGN / f"{design}-{width}.png").exists():
            shown.append((os.path.relpath(DESIGN / f"{design}-{width}.png", SHOTS), f"thiết kế, {width} px", width))
    figures = "".join(
        f"<figure><figcaption>{words}</figcaption>"
        f'<img src="{escape(source)}" width="{width // 2}" loading="lazy" alt=""></figure>'
        for source, words, width in shown
    )
    return f"<h3>{escape(name)}</h3><div>{figures}</div>"


def size(path):
    """(width, height) of a PNG; (0, 0) where there is none."""
    if not path.exists():
        return 0, 0
    return struct.unpack(">II", path.read_bytes()[16:24])


def readme_faults(name="viec"):
    """What is wrong with the README's picture, which is that of the officer's first page.

    The caseload lives on the clock, so two days give two pictures: the kept one is renewed only when
    RENEW_PICTURES is set, and must otherwise be of the same kind: as wide, nearly as high, light.
    """
    taken = SHOTS / f"{name}-1240.png"
    if os.environ.get("RENEW_PICTURES"):
        README_PICTURE.write_bytes(taken.read_bytes())
    (width, height), (wide, high) = size(README_PICTURE), size(taken)
    if width != wide or not 0.7 < height / high < 1.4:
        return [
            f"{README_PICTURE.name} is {width} × {height}, the page {wide} × {high}: take it anew (docs/testing.md)"
        ]
    if README_PICTURE.stat().st_size > 400 * KILOBYTE:
        return [f"{README_PICTURE.name} is too heavy"]
    return []
