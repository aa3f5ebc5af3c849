"""Spreadsheets of strangers are read in a child process that may use little and is killed when it takes more."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

READER = Path(__file__).with_name("reader.py")
MEMORY, SECONDS = 512 * 1024 * 1024, 30
LARGEST_FILE = 10 * 1024 * 1024


class Unreadable(Exception):
    """Why the file could not be read, in a sentence for its sender."""


def read(path) -> list[list[str]]:
    """The rows of a CSV or XLSX file as text, the heading first. Raises Unreadable; the caller stays whole."""
    if os.path.getsize(path) > LARGEST_FILE:
        raise Unreadable(_("Tệp lớn hơn %(n)s MB. Chia thành nhiều tệp nhỏ hơn.") % {"n": LARGEST_FILE // 1024**2})
    reader = subprocess.Popen(  # noqa: S603 (our own reader, with a path of our own making)
        [sys.executable, "-I", str(READER), str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=_confine,
        start_new_session=True,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )
    try:
        said, _nothing = reader.communicate(timeout=SECONDS * 2)
    except subprocess.TimeoutExpired:
        os.killpg(reader.pid, signal.SIGKILL)
        reader.communicate()
        raise Unreadable(_too_much()) from None
    if reader.returncode != 0:
        raise Unreadable(_too_much())
    answer = json.loads(said)
    if "why" in answer:
        raise Unreadable(_(WORDS[answer["why"]]))
    return answer["rows"]


def _confine():
    """In the child, before it becomes the reader."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _too_much():
    return _("Đọc tệp này cần quá nhiều bộ nhớ hoặc thời gian. Lưu lại thành tệp CSV chỉ gồm bảng dữ liệu rồi thử lại.")


WORDS = {
    "empty": gettext_noop("Tệp không có dòng dữ liệu nào."),
    "corrupt": gettext_noop("Tệp bị hỏng hoặc không phải là bảng tính XLSX, CSV."),
    "encoding": gettext_noop("Tệp CSV phải lưu theo bảng mã UTF-8. Trong Excel, chọn “CSV UTF-8”."),
    "bomb": gettext_noop("Tệp nén phình ra quá lớn so với kích thước của nó nên không được mở."),
    "macros": gettext_noop("Tệp có macro hoặc liên kết ra ngoài. Lưu lại thành .xlsx thường, không macro."),
    "too_many": gettext_noop("Tệp có quá 20.000 dòng hoặc quá 100 cột. Chia nhỏ tệp rồi thử lại."),
    "old": gettext_noop("Tệp .xls kiểu cũ không đọc được. Lưu lại thành .xlsx hoặc CSV UTF-8."),
}
