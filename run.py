#!/usr/bin/env python3
"""Mái Ấm trên một máy: cài đặt, chạy thử, kiểm thử.

  python3 run.py demo [--port N]   môi trường, cơ sở dữ liệu, worker, một tỉnh có dữ liệu giả, trang web
  python3 run.py demo --check      như trên, rồi tự kiểm tra qua HTTP, in bảng số liệu và kết thúc
  python3 run.py test [...]        chạy kiểm thử; đối số chuyển cho pytest
  python3 run.py manage [...]      một lệnh quản trị của Django, với các dịch vụ đang chạy
  python3 run.py stop              dừng mọi thứ đã khởi động cho thư mục dữ liệu này
  python3 run.py lock              (người phát triển) biên dịch lại requirements/ từ pyproject.toml, cần uv

Dữ liệu nằm ở .data, hoặc ở thư mục ghi trong biến MAIAM_DATA. Chi tiết: docs/operations.md.
"""

import collections
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

# The standard library only, and no syntax that an older Python could not read: it must be able to refuse politely.
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
if sys.version_info < (3, 11):  # noqa: UP036 (an older one is just what is asked here)
    sys.exit(f"Cần Python 3.11 trở lên (máy này: {VERSION}): cài gói python3.11 và python3.11-venv rồi thử lại.")

CHECKOUT = Path(__file__).resolve().parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "installed.txt"  # fingerprint of the requirements that are installed, whole
UNFINISHED = VENV / "unfinished"  # there while an installation is under way: if found, start over
DOWNLOADS = VENV / "downloads"  # kept until an installation is complete, so that a slow line is not paid twice
EXTRAS = {"runtime": (), "demo": ("embedded",), "test": ("embedded", "test")}


def main(arguments):
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a terminal without Vietnamese letters is no reason to stop
    command, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if command in ("--help", "-h", "help"):
        print(__doc__)
        return 0
    if command not in ("demo", "test", "manage", "stop", "lock"):
        return tell(f"Không có lệnh “{command}”. Xem: python3 run.py --help", code=2)
    if importlib.util.find_spec("fcntl") is None:
        return tell("Cần Linux hoặc macOS; trên Windows hãy dùng WSL.")
    if command == "lock":
        return lock()
    if command == "stop" and not PYTHON.exists():
        return tell("Chưa cài đặt nên không có gì để dừng.", code=0)
    with checkout_locked():
        installed = install("test" if command == "test" else "demo")
    if not installed:
        return 1
    if Path(sys.prefix) != VENV:
        os.execv(PYTHON, [str(PYTHON), str(CHECKOUT / "run.py"), *arguments])  # noqa: S606
    from config.embedded.commands import main as carry_out

    return carry_out(command, rest)


def tell(sentence, code=1):
    print(sentence, file=sys.stderr, flush=True)
    return code


@contextlib.contextmanager
def checkout_locked():
    """Two run.py at once: the second waits until the first has installed."""
    import fcntl

    folder = os.open(CHECKOUT, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a file system without locks: as without a second run.py
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def requirements(name):
    return CHECKOUT / "requirements" / f"{name}.txt"


def fingerprint(name):
    """What an installation of these requirements is known by."""
    return hashlib.sha256(requirements(name).read_bytes()).hexdigest()


def is_satisfied(name):
    """The tests' requirements contain the demo's, so either will do for a demo."""
    if UNFINISHED.exists() or not INSTALLED.exists() or not python_works():
        return False
    wanted = {fingerprint("test"), fingerprint(name)}
    return INSTALLED.read_text().strip() in wanted


def python_works():
    """False when the interpreter that the environment was made from has been removed or is too old."""
    if not PYTHON.exists():
        return False
    probe = [str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(probe, stderr=subprocess.DEVNULL).returncode == 0


def install(name):
    """Make .venv match the requirements; nothing to do when it does. Whatever was interrupted is begun again."""
    if is_satisfied(name):
        return True
    uv = shutil.which("uv")
    if not uv and importlib.util.find_spec("ensurepip") is None:
        tell(f"Thiếu mô-đun venv của Python: chạy `sudo apt install python{VERSION}-venv` rồi thử lại.")
        return False
    if UNFINISHED.exists() or not python_works():
        clear_environment()
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    INSTALLED.unlink(missing_ok=True)
    start = time.monotonic()
    tell(f"Cài đặt vào .venv bằng {'uv' if uv else 'pip'} (lần đầu cần mạng, có thể mất vài phút)")
    if not (make_environment(with_pip=not uv) and fill_environment(uv, name)):
        return False
    INSTALLED.write_text(fingerprint(name) + "\n")
    UNFINISHED.unlink()
    shutil.rmtree(DOWNLOADS, ignore_errors=True)
    tell(f"Đã cài xong sau {time.monotonic() - start:.0f} giây")
    return True


def clear_environment():
    """Everything but what has been downloaded already."""
    for entry in VENV.iterdir() if VENV.exists() else ():
        if entry == DOWNLOADS:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def make_environment(with_pip):
    if python_works() and (not with_pip or has_pip()):
        return True
    base = getattr(sys, "_base_executable", None) or sys.executable
    command = [base, "-m", "venv", *([] if with_pip else ["--without-pip"]), str(VENV)]
    return follow(command, "Tạo môi trường Python")


def has_pip():
    probe = [str(PYTHON), "-c", "import importlib.util, sys; sys.exit(not importlib.util.find_spec('pip'))"]
    return subprocess.run(probe).returncode == 0


def fill_environment(uv, name):
    """Exactly the locked versions, each file checked against its hash."""
    file = requirements(name)
    total = sum("==" in line and not line.startswith((" ", "#")) for line in file.read_text().splitlines())
    if uv:
        command = [uv, "pip", "install", "--python", str(PYTHON), "--compile-bytecode"]
        kept = {"UV_CACHE_DIR": str(DOWNLOADS), "UV_NO_PROGRESS": "1"}
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        kept = {"PIP_CACHE_DIR": str(DOWNLOADS)}
    # A cache of the caller's own is used where there is one; otherwise nothing is written outside the checkout.
    environment = {**kept, **os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    command += ["--require-hashes", "-r", str(file)]
    return follow(command, f"Tải và cài {total} gói", environment)


def follow(command, title, environment=None):
    """Run a part of the installation, showing that it moves; on failure show how its output ended."""
    tell(f"• {title} …")
    last_lines = collections.deque(maxlen=15)
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    fetched, shown_at = 0, time.monotonic()
    try:
        for line in process.stdout:
            last_lines.append(line.rstrip())
            fetched += line.startswith(("Collecting ", "Downloading "))
            if time.monotonic() - shown_at > 5:
                writing = line.startswith(("Installing ", "Prepared ", "Installed ", "Bytecode "))
                tell("  đang ghi vào .venv" if writing else f"  đã tải {fetched} gói")
                shown_at = time.monotonic()
        code = process.wait()
    except KeyboardInterrupt:
        process.wait()
        sys.exit(tell("Đã dừng khi đang cài; chạy lại lệnh này là được.", code=130))
    if code:
        tell("\n".join(last_lines))
        tell(f"{title}: không xong. Hãy kiểm tra mạng và chỗ trống trên đĩa rồi chạy lại lệnh này.")
    return code == 0


def lock():
    """Compile pyproject.toml into requirements/: every platform, every file's hash, no host names."""
    uv = shutil.which("uv")
    if not uv:
        return tell("Cần uv để biên dịch requirements/: cài bằng `pip install uv`.")
    options = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    options += ["--custom-compile-command", "python3 run.py lock", "--python-version", "3.11"]
    for name in reversed(EXTRAS):  # the widest first: the narrower ones take its versions
        extras = [part for extra in EXTRAS[name] for part in ("--extra", extra)]
        same = [] if name == "test" else ["--constraint", "requirements/test.txt"]
        command = [uv, "pip", "compile", "pyproject.toml", *extras, *same, *options, "-o", f"requirements/{name}.txt"]
        if subprocess.run(command, cwd=CHECKOUT).returncode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
