"""A person with a checkout in a home of mode 0700 who types `python3 run.py …`."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from contextlib import suppress
from itertools import chain
from pathlib import Path

from config.embedded.folders import CHECKOUT, Account, shared_home_of, spawn_options
from config.embedded.processes import PROC, started_at

# Neither the tests nor whatever running and developing leaves behind belong to what a newcomer needs.
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".data", "__pycache__", ".*_cache", "*.mo", "tests", "benchmarks", "shots"
)
PATIENCE = 600  # seconds for the first start, on however busy a machine
SERVING = re.compile(r"đang chạy tại http://localhost:(\d+)(?s:.*)Dừng: Ctrl-C")


class Newcomer:
    """`account`: whom root plays; None: whoever runs the tests."""

    def __init__(self, place: Path, account: Account | None):
        self.home, self.account = place / "home", account
        self.checkout, self.data = self.home / "mai-am", self.home / "data"
        self.output, self.pids, self.launcher = place / "output", {}, None
        self.python, special = _interpreter_for(account, place)
        self.surroundings = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8", **special}
        self.home.mkdir(mode=0o700)
        shutil.copytree(CHECKOUT, self.checkout, ignore=LEFT_OUT)
        self.own(account)
        self._install()

    def own(self, account):
        """All of the home but what the servers' user owns already belongs to the account."""
        self.account = account
        uid, gid = (account.uid, account.gid) if account else (os.geteuid(), os.getegid())
        data = self.data.resolve()
        for folder, folders, files in chain(os.walk(self.home), os.walk(data)):
            if folder == str(data):
                folders[:] = set(folders) - {"postgres", "valkey"}
            for name in (".", *folders, *files):
                os.chown(os.path.join(folder, name), uid, gid, follow_symlinks=False)

    def _install(self):
        """An environment of the newcomer's own with the packages of ours: installing has tests of its own."""
        environment = self.checkout / ".venv"
        made = [self.python, "-m", "venv", "--without-pip", environment]
        subprocess.run(made, check=True, cwd="/", env=self.surroundings, **spawn_options(self.account))
        (site,) = environment.glob("lib/python3*/site-packages")
        site.rmdir()
        ours = Path(sysconfig.get_paths()["purelib"])
        if subprocess.run(["test", "-r", ours / "django"], cwd="/", **spawn_options(self.account)).returncode == 0:
            site.symlink_to(ours)
        else:
            shutil.copytree(ours, site, copy_function=_link_or_copy)
        wanted = (self.checkout / "requirements" / "test.txt").read_bytes()
        (environment / "installed.txt").write_text(hashlib.sha256(wanted).hexdigest() + "\n")

    def type(self, *words) -> subprocess.Popen:
        """`python3 run.py WORDS` in a terminal of its own; what it says goes to `output`."""
        if (
            signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        ):  # a shell put these tests in the background: it would stay so
            signal.signal(signal.SIGINT, signal.default_int_handler)
        with self.output.open("w") as output:
            return subprocess.Popen(
                [self.python, "run.py", *words],
                cwd=self.checkout,
                env={**self.surroundings, "MAIAM_DATA": str(self.data)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **spawn_options(self.account),
            )

    def carry_out(self, *words):
        """Exit code and words of a command that ends by itself."""
        said = self.output.with_name("said")
        self.output, kept = said, self.output
        try:
            return self.type(*words).wait(timeout=PATIENCE), said.read_text()
        finally:
            self.output = kept

    def said(self):
        return self.output.read_text()

    def start(self):
        """`python3 run.py demo`, without waiting for anything."""
        self.launcher = self.type("demo")

    def wait_until_said(self, what):
        until = time.monotonic() + PATIENCE
        while not (found := re.search(what, self.said())):
            assert self.launcher.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.1)
        self.record()
        return found

    def serve(self):
        """The address of the demo; it is started unless it runs."""
        if not self.launcher or self.launcher.poll() is not None:
            self.start()
        return f"http://localhost:{self.wait_until_said(SERVING)[1]}"

    def record(self):
        """Every process of the demo: those that run.py has written down, itself, and all children of these."""
        found = {self.launcher.pid}
        for record in (self.data / "run").iterdir():
            words = record.read_text().split()
            if words and started_at(int(words[0])) == words[-1]:
                found.add(int(words[0]))
        parents = _parents()
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        self.pids = {pid: start for pid in found if (start := started_at(pid))}
        return self.pids

    def kill_everything(self):
        """SIGKILL to each recorded process."""
        for pid in self.record():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.launcher.wait()
        self.wait_until_nothing_lives(10)

    def press_ctrl_c(self):
        """What a terminal sends to the processes in its foreground; the launcher's exit code."""
        self.record()
        os.killpg(self.launcher.pid, signal.SIGINT)
        return self.launcher.wait(timeout=300)  # the crew, PostgreSQL and Valkey each have their time to end

    def wait_until_nothing_lives(self, seconds):
        until = time.monotonic() + seconds
        while self.living() and time.monotonic() < until:
            time.sleep(0.05)
        assert self.living() == []

    def living(self):
        return [pid for pid, start in self.pids.items() if started_at(pid) == start]

    def leave(self):
        """Whatever a failed test has left running or lying about goes."""
        if self.launcher:
            self.carry_out("stop")
        for pid in self.living():
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(shared_home_of(self.data), ignore_errors=True)


def _interpreter_for(account, place):
    """(our Python as this person may run it, what its environment needs). Root's own may lie where nobody can enter."""
    exactly = ".".join(map(str, sys.version_info[:3]))
    name = exactly.rpartition(".")[0]
    script = f"import sys, venv; sys.exit('%d.%d.%d' % sys.version_info[:3] != '{exactly}')"
    folders = [Path(sys._base_executable).parent, *map(Path, os.environ["PATH"].split(os.pathsep)), Path("/usr/bin")]
    for candidate in (folder / f"python{name}" for folder in folders):
        with suppress(OSError):
            done = subprocess.run([candidate, "-I", "-c", script], cwd="/", env={}, **spawn_options(account))
            if done.returncode == 0:
                return candidate, {}
    return _copied_interpreter(place / "python", f"python{name}")


def _copied_interpreter(target, name):
    base = Path(sys.base_prefix)
    left_out = shutil.ignore_patterns("site-packages", "test", "idlelib", "tkinter", "config-*")
    shutil.copytree(base / "lib" / name, target / "lib" / name, ignore=left_out, copy_function=_link_or_copy)
    (target / "bin").mkdir()
    _link_or_copy(base / "bin" / name, target / "bin" / name)
    for library in base.glob(f"lib/lib{name}.so*"):
        _link_or_copy(library, target / "lib" / library.name)
    return target / "bin" / name, {"LD_LIBRARY_PATH": str(target / "lib")}


def _link_or_copy(source, target):
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def _parents():
    """{pid: pid of its parent} of the whole machine."""
    found = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                found[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    return found
