"""``python -m bench [--entries N] [--partners N] [NAME ...]``: runs the benchmarks on a separate database."""

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("ECHELON_VAR", str(Path(__file__).resolve().parents[1] / "var" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

MEASURES = (
    "opening",
    "posting",
    "reviewing",
    "replaying",
    "pages",
    "serving",
    "visiting",
    "api",
    "certificate",
    "reserving",
    "rotation",
    "board",
    "erasing",
    "deals",
    "searching",
    "store",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--partners", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=10_000_000)
    parser.add_argument("only", nargs="*", metavar="NAME", help="which measures; all when left out")
    options = parser.parse_args()

    import django

    django.setup()
    from bench.report import report

    return report(options.only or MEASURES, partners=options.partners, entries=options.entries)


if __name__ == "__main__":
    sys.exit(main())
