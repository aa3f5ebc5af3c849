"""`run.py demo`: a province with data, a worker, a clock and the site, each a real process."""

import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from config.embedded import ports
from config.embedded.environment import FIRST_PORT, for_demo
from config.embedded.folders import CHECKOUT, DataFolder, Refusal
from config.embedded.lease import Servers, lease
from config.embedded.processes import Kept
from config.embedded.talk import say, step

WEB_SECONDS = 60
CREW = ("web", "beat", "worker", "errand")
# Workers have nothing to say to each other: what is to be done are rows.
WORKER = ["celery", "-A", "config", "worker", "--concurrency=2", "--loglevel=WARNING"]
WORKER += ["--without-gossip", "--without-mingle"]
SERVING = "deploy/gunicorn.conf.py"
AT_MOST_RESTARTS, WITHIN_SECONDS = 5, 60


@dataclass
class Crew:
    """The demo's processes: started, watched, started again when they die, stopped together."""

    folder: DataFolder
    environment: dict[str, str]
    commands: dict[str, tuple[list[str], tuple[int, ...]]] = field(default_factory=dict)
    restarts: deque = field(default_factory=lambda: deque(maxlen=AT_MOST_RESTARTS))

    def start(self, name: str, *arguments: str, inherited: tuple[int, ...] = ()) -> None:
        """Start a process that is to stay."""
        self.commands[name] = [sys.executable, "-m", *arguments], inherited
        self._spawn(name)

    def serve(self, site: socket.socket) -> None:
        """Start the site on a port that is held for it."""
        bound = f"fd://{site.fileno()}"
        self.start("web", "gunicorn", "-c", SERVING, "-b", bound, "config.wsgi", inherited=(site.fileno(),))

    def _spawn(self, name: str) -> None:
        command, inherited = self.commands[name]
        Kept(name, self.folder).start(command, inherited=inherited, cwd=CHECKOUT, env=self.environment)

    def errand(self, *arguments: str) -> int:
        """Run one command to its end, in sight, minding the others meanwhile; returns its exit code."""
        command = [sys.executable, *arguments]
        process = Kept("errand", self.folder).start(command, in_sight=True, cwd=CHECKOUT, env=self.environment)
        while process.poll() is None:
            self.mend()
            time.sleep(0.1)
        return process.returncode

    def required(self, *arguments: str) -> None:
        """An errand without which there is no demo."""
        if self.errand(*arguments):
            raise Refusal("Bước trên thất bại; lý do ở ngay trên. Chạy lại lệnh này sẽ làm tiếp từ chỗ dở.")

    def mend(self) -> None:
        """Start again what has died, unless it keeps dying."""
        for name in self.commands:
            if Kept(name, self.folder).pid():
                continue
            self.restarts.append(time.monotonic())
            if len(self.restarts) == AT_MOST_RESTARTS and self.restarts[-1] - self.restarts[0] < WITHIN_SECONDS:
                raise Refusal(f"{name} dừng liên tục, xem {Kept(name, self.folder).log}.")
            say(f"{name} đã dừng bất thường: khởi động lại.")
            Kept(name, self.folder).stop()
            self._spawn(name)


def stop_crew(folder: DataFolder) -> None:
    """All at once. A worker is given time for the task in hand; what it does not finish, the next one does again."""
    with ThreadPoolExecutor(len(CREW)) as pool:
        list(pool.map(lambda name: Kept(name, folder).stop(), CREW))


def clear_leftovers(folder: DataFolder) -> None:
    """Whatever a killed launcher left behind: processes (and with them the port) and temporary files."""
    stop_crew(folder)
    shutil.rmtree(folder.scratch)
    folder.scratch.mkdir(mode=0o700)


def run_demo(folder: DataFolder, given: Mapping[str, str], *, port: int | None, check: bool) -> int:
    """Bring everything up, then serve until told to stop; with `check`, check it over HTTP and give the verdict."""
    with _only_demo_on(folder), ExitStack() as stack:
        with step("Khởi động PostgreSQL và Valkey"):
            servers = stack.enter_context(lease(folder, given))
        clear_leftovers(folder)
        site = stack.enter_context(_hold_port(port))
        web_port = site.getsockname()[1]
        ports.remember(folder.ports, "web", web_port)
        crew = Crew(folder, for_demo(folder, servers, given, web_port))
        try:
            _bring_up(crew, site, web_port)
            if check:
                return crew.errand("manage.py", "check_demo", "--url", f"http://localhost:{web_port}")
            _welcome(crew, web_port)
            _watch(crew, servers)
        finally:
            with step("Dừng web, beat, worker"):
                stop_crew(folder)
    return 0


@contextmanager
def _only_demo_on(folder: DataFolder) -> Iterator[None]:
    demo = Kept("demo", folder)
    if demo.is_at_work():
        where = ports.recall(folder.ports, "web")
        address = f", tại http://localhost:{where}" if where else ""
        raise Refusal(f"Một bản demo đang chạy trên thư mục dữ liệu này{address}. Dừng nó bằng `python3 run.py stop`.")
    with demo.holding():
        yield


def _hold_port(asked: int | None) -> socket.socket:
    """Held from here on, or somebody could take it while the data are loaded."""
    site = ports.hold(asked) if asked else ports.hold_first(FIRST_PORT)
    if site is None:
        raise Refusal(
            f"Không mở được cổng {asked}: chương trình khác đang dùng hoặc bạn không có quyền mở. "
            "Hãy chọn cổng khác sau --port."
        )
    chosen = site.getsockname()[1]
    if not asked and chosen != FIRST_PORT:
        say(f"Cổng {FIRST_PORT} đang có chương trình khác dùng: trang web ở cổng {chosen}.")
    return site


def _bring_up(crew: Crew, site: socket.socket, port: int) -> None:
    crew.required("-m", "config.embedded.prepare")
    with step("Khởi động worker và beat của Celery"):
        schedule = crew.folder.path / "beat-schedule"
        crew.start("worker", *WORKER)
        crew.start("beat", "celery", "-A", "config", "beat", "--pidfile=", f"--schedule={schedule}")
    crew.required("-m", "config.embedded.counting")
    with step("Khởi động trang web"):
        crew.serve(site)
        _wait_for_web(crew, port)


def _wait_for_web(crew: Crew, port: int) -> None:
    until = time.monotonic() + WEB_SECONDS
    while time.monotonic() < until and Kept("web", crew.folder).pid():
        if _web_answers(port):
            return
        time.sleep(0.1)
    raise Refusal(f"Trang web không trả lời, xem {Kept('web', crew.folder).log}.")


def _web_answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20).close()  # noqa: S310 (our own loopback)
    except urllib.error.HTTPError as refusal:
        return refusal.code < 500
    except OSError:
        return False
    return True


def _welcome(crew: Crew, port: int) -> None:
    say(f"\nMái Ấm đang chạy tại http://localhost:{port}\n")
    crew.required("manage.py", "demo_logins")
    say(f"\nDữ liệu: {crew.folder.path}\nNhật ký: {crew.folder.logs}")
    say("Dừng: Ctrl-C, hoặc `python3 run.py stop` ở cửa sổ khác. Dữ liệu được giữ lại cho lần sau.")


def _watch(crew: Crew, servers: Servers) -> None:
    while True:
        time.sleep(1)
        servers.ensure_alone()
        crew.mend()
