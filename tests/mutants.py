"""Breaks one line at a time, in a copy of the tree, and runs the test that is named for it: it must turn red.

    .venv/bin/python tests/mutants.py              all of them
    .venv/bin/python tests/mutants.py --only 7     number 7 of the list (or several: --only 7 12)
    .venv/bin/python tests/mutants.py --list       numbers, files and tests

The databases are those of the environment, as for the tests (docs/testing.md). First all named tests must be green
without any breakage. Exit code 1 if a breakage survives.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.cases.mutants import MUTANTS as OF_CASES  # noqa: E402
from tests.proofs.mutants import MUTANTS as OF_ALL_ELSE  # noqa: E402

MUTANTS = [*OF_CASES, *OF_ALL_ELSE]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".data", "__pycache__", ".*_cache", ".hypothesis", "*.log", "data")
# What the database itself carries (triggers made of declarations) is only broken in a database made anew.
IN_THE_DATABASE = (
    "indicators/marks.py",
    "indicators/triggers.py",
    "indicators/before.py",
    "accounts/management/commands/grant_runtime_role.py",
)
RED = 1  # pytest: tests were run and some failed; anything else is a fault of the breakage itself


class Tree:
    """A copy of the checkout that may be broken."""

    def __init__(self, path):
        self.path = path
        self.age = int(time.time())
        shutil.copytree(ROOT, path, ignore=LEFT_OUT)
        shutil.copytree(ROOT / "data", path / "data", ignore=shutil.ignore_patterns("*.zip"))

    def write(self, name, text):
        """Each version is a second older than the one before, or Python would run the compiled one of that second."""
        self.age -= 1
        (self.path / name).write_text(text)
        os.utime(self.path / name, (self.age, self.age))

    def pytest(self, *tests, fresh=False):
        """Exit code and output of pytest in the copy."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "--tb=line", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, "--create-db" if fresh else "--reuse-db", *tests],
            cwd=self.path,
            env={**os.environ, "PYTHONPATH": str(self.path), "TESTING": "1", "DEMO": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode, done.stdout


def break_and_run(tree, mutant):
    """killed, survived, or what is wrong with the mutant."""
    name, old, new, test = mutant
    whole = (tree.path / name).read_text()  # not the checkout, which may move on meanwhile
    if whole.count(old) != 1:
        return f"the line stands {whole.count(old)} times in the file"
    broken = whole.replace(old, new)
    try:
        compile(broken, name, "exec")
    except SyntaxError as error:
        return f"no longer Python: {error}"
    fresh = name in IN_THE_DATABASE
    tree.write(name, broken)
    try:
        code, said = tree.pytest(test, fresh=fresh)
    finally:
        tree.write(name, whole)
    if fresh:
        drop_what_was_made_of_it(tree)
    if code == RED:
        return "killed"
    return "survived" if code == 0 else f"pytest ended with {code}:\n{said[-1500:]}"


def drop_what_was_made_of_it(tree):
    """The next mutant shall find a database made of the whole tree."""
    tree.pytest("tests/proofs/test_marks.py", "-k", "nothing", fresh=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=int, nargs="+", metavar="N")
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    chosen = [(n, mutant) for n, mutant in enumerate(MUTANTS, 1) if not asked.only or n in asked.only]
    if asked.list:
        for number, (name, _old, _new, test) in chosen:
            print(f"{number:3} {name:42} {test}")
        return 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = Tree(Path(folder) / "tree")
        code, said = tree.pytest(*sorted({mutant[3] for _number, mutant in chosen}))
        if code:
            print(said[-3000:], "\nThe named tests must be green before anything is broken.", sep="")
            return 1
        return report([(n, mutant, say(n, mutant, break_and_run(tree, mutant))) for n, mutant in chosen])


def say(number, mutant, outcome):
    print(f"{number:3} {outcome:9} {mutant[0]}: {mutant[1].strip().splitlines()[0][:70]}", flush=True)
    return outcome


def report(results):
    killed = sum(outcome == "killed" for _number, _mutant, outcome in results)
    print(f"{killed} of {len(results)} breakages turned their test red.")
    return 0 if killed == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
