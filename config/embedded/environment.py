"""What the processes of a one-machine start are told through their environment."""

import os
import shutil
from collections.abc import Mapping

from config.embedded import ports
from config.embedded.folders import DataFolder, Refusal
from config.embedded.keys import keys_of
from config.embedded.lease import Servers

FIRST_PORT = 8000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def environment(folder: DataFolder, servers: Servers, given: Mapping[str, str], key_space: int = 0) -> dict[str, str]:
    """The caller's environment, completed: what is set already stays as it is."""
    keys = keys_of(folder)
    defaults = {
        "SECRET_KEY": keys["secret_key"],
        "SEALING_KEYS": keys["sealing_keys"],
        "DATA_DIR": str(folder.files),
        "STATIC_ROOT": str(folder.static),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return {**defaults, **{name: value for name, value in given.items() if value}, **servers.addresses(key_space)}


def for_demo(folder: DataFolder, servers: Servers, given: Mapping[str, str], port: int) -> dict[str, str]:
    """Marked "DỮ LIỆU GIẢ", served at http://localhost:PORT (ruling 19: a passkey refuses an IP address)."""
    fixed = {
        "DEMO": "1",
        "DEBUG": "",
        "SITE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "TMPDIR": str(folder.scratch),
    }
    return {**environment(folder, servers, given), **fixed}


def for_manage(folder: DataFolder, servers: Servers, given: Mapping[str, str]) -> dict[str, str]:
    """On the embedded database, the demo's surroundings; on a database of one's own, what the caller has set."""
    if servers.postgres:
        return for_demo(folder, servers, given, ports.recall(folder.ports, "web") or FIRST_PORT)
    return environment(folder, servers, given)


def for_tests(folder: DataFolder, servers: Servers, given: Mapping[str, str]) -> dict[str, str]:
    """A key space of its own in the broker, so that a demo beside the tests never takes their messages."""
    files = folder.path / "test"
    files.mkdir(mode=0o700, exist_ok=True)
    fixed = {
        "DEMO": "",
        "DEBUG": "",
        "TESTING": "1",
        "DATA_DIR": str(files),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(files),
    }
    browser = browser_on(given)
    return {**environment(folder, servers, given, key_space=1), **fixed, **({"CHROMIUM": browser} if browser else {})}


def browser_on(given: Mapping[str, str]) -> str | None:
    """The Chromium that drives the browser tests: $CHROMIUM, or one on the PATH."""
    if given.get("CHROMIUM"):
        return given["CHROMIUM"]
    found = (shutil.which(name, path=given.get("PATH", os.defpath)) for name in BROWSERS)
    return next(filter(None, found), None)


def refuse_tests_without_browser(given: Mapping[str, str]) -> None:
    """In CI a missing browser is a fault of the set-up, not a reason to test less."""
    if given.get("CI") and not browser_on(given):
        raise Refusal("Thiếu Chromium: kiểm thử trong CI không được bỏ qua phần trình duyệt.")
