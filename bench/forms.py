"""What a form costs in our engine, JavaRosa and ODK Web Forms' engine, measured in one run.

    .venv/bin/python bench/forms.py [FORM...] [--lists DIR] [--json] [--rounds N] [--seed N] [--engines A,B]

FORM is a name of the catalogue (`survey-500`, `villages-20000-csv` ...), or an .xml or .xlsx
file; without one the whole catalogue runs. load_ms: from bytes to a form that takes answers.
keystroke: write an answer, draw that question and the one asked next. validate_ms: check everything.
rss_mb: resident after the first load and filling. What cannot run here is named on standard error.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.forms_bench.catalogue import CATALOGUE
from bench.forms_bench.engines import PREPARED, Engine, EngineUnavailableError
from bench.forms_bench.measuring import FormUnmeasuredError, Measured, measure, read_form
from bench.forms_bench.report import write_figures, write_growth, write_ratios
from forms import FormError


def main() -> None:
    arguments = _read_arguments()
    engines = list(_prepare(arguments.engines.split(",")))
    measured: list[Measured] = []
    for name in arguments.forms or CATALOGUE:
        _say(f"measuring {name} ...")
        for each in _measure(
            name, engines, lists=arguments.lists, rounds=arguments.rounds, seed=arguments.seed
        ):
            if isinstance(each, str):
                _say(f"skipped: {each}")
            else:
                measured.append(each)
    if arguments.json:
        print(json.dumps([asdict(each.row) for each in measured], indent=1))
        return
    for table in (write_figures(measured), write_ratios(measured), write_growth(measured)):
        print("\n".join(table), end="\n\n")


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("forms", nargs="*", metavar="FORM")
    parser.add_argument("--lists", type=Path, metavar="DIR", help="the files that given forms name")
    parser.add_argument("--json", action="store_true", help="rows only, as one JSON list")
    parser.add_argument("--rounds", type=int, default=5, help="measured rounds after warming up, at most")
    parser.add_argument("--seed", type=int, default=350500, help="of the script of answers")
    parser.add_argument("--engines", default=",".join(PREPARED), help="which of: %(default)s")
    return parser.parse_args()


def _prepare(names: list[str]) -> Iterator[Engine]:
    for name in names:
        try:
            yield PREPARED[name]()
        except EngineUnavailableError as error:
            _say(f"skipped: {name}: {error}")


def _measure(
    name: str, engines: list[Engine], *, lists: Path | None, rounds: int, seed: int
) -> "list[Measured | str]":
    try:
        form = CATALOGUE[name]() if name in CATALOGUE else read_form(Path(name), lists)
        return measure(form, engines, rounds=rounds, seed=seed)
    except (FormUnmeasuredError, FormError, OSError) as error:
        return [str(error) or f"{name}: {error!r}"]


def _say(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    main()
