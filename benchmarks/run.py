"""What pages, the API and an import cost, as ratios from one run (benchmarks/README.md).

    python benchmarks/run.py [--engine]

Needs DATABASE_URL, OWNER_DATABASE_URL and REDIS_URL of a database with the demo's data; what is written there is taken
back. With --engine also benchmarks/engine.py, which makes a database of its own.
"""

import argparse
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import set_up, undone  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", action="store_true")
    asked = parser.parse_args()
    set_up()
    from benchmarks import pages, register_import

    with undone():
        rows = pages.rows()
    rows += register_import.rows()
    print("what | ratio | bound | ok", *rows, sep="\n")
    holds = all(row.holds for row in rows)
    if asked.engine:
        engine = subprocess.run([sys.executable, str(Path(__file__).with_name("engine.py"))], check=False)
        holds = holds and engine.returncode == 0
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
