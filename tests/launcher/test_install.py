"""What is installed is what is locked, and an interrupted installation is begun again."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from config.embedded.folders import CHECKOUT


@pytest.fixture
def run(monkeypatch, tmp_path):
    """run.py as a module, with an environment folder and requirements of the test's own."""
    spec = importlib.util.spec_from_file_location("run", CHECKOUT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    for name in ("demo", "test"):
        (tmp_path / f"{name}.txt").write_text(f"{name}==1\n")
    monkeypatch.setattr(module, "requirements", lambda name: tmp_path / f"{name}.txt")
    for name, path in (("VENV", ""), ("PYTHON", "bin/python"), ("INSTALLED", "installed.txt"), ("UNFINISHED", "x")):
        monkeypatch.setattr(module, name, venv / path)
    monkeypatch.setattr(module, "DOWNLOADS", venv / "downloads")
    return module


def test_a_new_environment_is_not_satisfied(run):
    assert not run.is_satisfied("demo")


def test_it_is_satisfied_by_what_it_installed(run):
    run.INSTALLED.write_text(run.fingerprint("demo"))
    assert run.is_satisfied("demo")
    assert not run.is_satisfied("test")


def test_the_tests_environment_will_do_for_a_demo(run):
    run.INSTALLED.write_text(run.fingerprint("test"))
    assert run.is_satisfied("demo")


def test_changed_requirements_are_installed(run):
    run.INSTALLED.write_text(run.fingerprint("demo"))
    run.requirements("demo").write_text("demo==2\n")
    assert not run.is_satisfied("demo")


def test_an_interrupted_installation_is_not_trusted(run):
    run.INSTALLED.write_text(run.fingerprint("demo"))
    run.UNFINISHED.touch()
    assert not run.is_satisfied("demo")


def test_an_interpreter_that_is_gone_is_not_trusted(run):
    run.INSTALLED.write_text(run.fingerprint("demo"))
    run.PYTHON.unlink()
    run.PYTHON.symlink_to("/nonexistent/python")
    assert not run.is_satisfied("demo")


def test_starting_over_keeps_what_was_downloaded(run):
    run.DOWNLOADS.mkdir()
    run.clear_environment()
    assert list(run.VENV.iterdir()) == [run.DOWNLOADS]


def test_a_failing_part_shows_how_it_ended_and_what_to_do(run, capsys):
    assert not run.follow([sys.executable, "-c", "print('hết chỗ'); exit(3)"], "Tải gói")
    shown = capsys.readouterr().err
    assert "hết chỗ" in shown
    assert "chạy lại" in shown


def test_a_python_without_venv_is_told_which_package_to_install(run, capsys, monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    assert not run.install("demo")
    assert f"python{run.VERSION}-venv" in capsys.readouterr().err
    assert not run.UNFINISHED.exists()


def test_an_unknown_command_is_refused(run, capsys):
    assert run.main(["dmeo"]) == 2
    assert "dmeo" in capsys.readouterr().err


def test_an_old_python_is_told_what_to_install():
    pretend = f"import sys; sys.version_info = (3, 10, 0); exec(open({str(CHECKOUT / 'run.py')!r}).read())"
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True)
    assert done.returncode == 1
    assert re.fullmatch(r"Cần Python 3\.11 .*python3\.11-venv.*\n", done.stderr)


def locked(name: str) -> dict[str, str]:
    lines = (CHECKOUT / "requirements" / f"{name}.txt").read_text().splitlines()
    return dict(line.split(" ")[0].split("==") for line in lines if re.match(r"[a-z0-9].*==", line))


def declared(*extras: str) -> list[Requirement]:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    words = list(project["dependencies"])
    for extra in extras:
        words += project["optional-dependencies"][extra]
    return [Requirement(word) for word in words]


@pytest.mark.parametrize(("name", "extras"), [("runtime", ()), ("demo", ("embedded",)), ("test", ("embedded", "test"))])
def test_every_declared_dependency_is_locked_at_a_fitting_version(name, extras):
    versions = locked(name)
    for requirement in declared(*extras):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


def test_the_three_sets_agree_on_versions():
    widest = locked("test").items()
    assert locked("runtime").items() <= locked("demo").items() <= widest


@pytest.mark.parametrize("path", sorted(Path(CHECKOUT, "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_locked_files_name_no_host_and_hash_everything(path):
    text = path.read_text()
    assert "://" not in text
    assert not re.search(r"^[a-z0-9].*==[^\\]*$", text, re.MULTILINE), "a line without hashes"
