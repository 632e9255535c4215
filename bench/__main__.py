"""`python -m bench [--quick] [--years 1 5] [--databases sqlite postgresql] [--save]`."""

import argparse
import datetime as dt
import tempfile
from pathlib import Path

from bench import databases
from bench.report import conditions, table
from bench.scenarios import Measured, measure
from bench.school import Size

_RESULTS = Path(__file__).parent / "RESULTS.md"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small school, a few requests")
    parser.add_argument("--years", type=int, nargs="+", default=[1, 5])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=float, default=6, help="of each measurement")
    parser.add_argument("--save", action="store_true", help="write RESULTS.md")
    return parser.parse_args()


def main() -> None:
    """Make the schools, measure, print."""
    options = _options()
    seconds = 0.5 if options.quick else options.seconds
    lines: list[Measured] = []
    made: list[str] = []
    with tempfile.TemporaryDirectory(prefix="journal-bench-") as name:
        folder = Path(name)
        with databases.servers(options.databases, folder) as prefixes:
            for kind, prefix in prefixes.items():
                schools = []
                for years in options.years:
                    url = databases.database(prefix, f"years{years}")
                    schools.append(databases.fill(url, folder, _size(years, quick=options.quick)))
                    made.append(_made(kind, schools[-1]))
                    print(made[-1], flush=True)
                lines += measure(kind, schools, options.clients, seconds)
    text = "\n".join([*made, "", *table(lines)])
    print(text)
    if options.save:
        _RESULTS.write_text("\n".join([*conditions(), *made, "", *table(lines)]) + "\n", "utf-8")


def _size(years: int, *, quick: bool) -> Size:
    today = dt.date.today()  # as the server has it
    return Size(today, years, classes=4, weeks=10) if quick else Size(today, years)


def _made(kind: str, filled: databases.Filled) -> str:
    counts = ", ".join(f"{name} {count:,}" for name, count in filled.counts.items())
    return f"- {kind}, {filled.size.years} year(s), made in {filled.seconds:.0f} s: {counts}"


if __name__ == "__main__":
    main()
