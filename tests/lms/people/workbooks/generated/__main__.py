"""`python -m tests.lms.people.workbooks.generated --seeds 500`: import generated lists and say what
went wrong, by kind of fault and by choice of layout.
"""

import argparse
import os
from collections import Counter, defaultdict

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.project.settings.test")
django.setup()

from django.db import connection  # noqa: E402 – after setup
from django.test.utils import setup_test_environment  # noqa: E402

from tests.lms.people.workbooks.generated.layouts import GRAMMAR  # noqa: E402
from tests.lms.people.workbooks.generated.lists import generate_list  # noqa: E402
from tests.lms.people.workbooks.generated.oracle import Fault, import_and_compare  # noqa: E402
from tests.lms.people.workbooks.generated.register import build_register, undone  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, action="append", help="only this one, with its list")
    options = parser.parse_args()
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    build_register()
    if options.seed:
        for seed in options.seed:
            _show_list(seed)
    else:
        _report(range(options.first, options.first + options.seeds))


def faults_of(seed: int):
    """The faults of one seed; the register is as before afterwards. An error is one, too."""
    generated = generate_list(seed)
    try:
        with undone():
            faults = import_and_compare(generated)
    except Exception as error:
        # a report goes on; pytest shows where the error came from
        faults = [Fault(f"error {type(error).__name__}", str(error)[:200])]
    return generated, faults


def _report(seeds) -> None:
    """Import the lists of these seeds and print what went wrong."""
    drawn: Counter = Counter()
    failed: Counter = Counter()
    cases: dict[str, dict[int, Fault]] = defaultdict(dict)
    layouts = {}
    for seed in seeds:
        generated, faults = faults_of(seed)
        layouts[seed] = generated.layout.items()
        drawn.update(layouts[seed])
        failed.update(layouts[seed] if faults else ())
        for fault in faults:
            cases[fault.kind].setdefault(seed, fault)
    count = len({seed for by_seed in cases.values() for seed in by_seed})
    print(f"{len(seeds)} lists, {count} with faults\n")
    for kind, by_seed in sorted(cases.items(), key=lambda pair: -len(pair[1])):
        print(f"{kind}: {len(by_seed)} lists; most often with {_suspects(by_seed, layouts, drawn)}")
        for seed, fault in list(by_seed.items())[:5]:
            print(f"    {seed}: {fault.what[:220]}")
    print("\nlists with faults by choice of layout")
    for dimension, choices in GRAMMAR.items():
        shares = [
            f"{choice} {failed[dimension, choice]}/{drawn[dimension, choice]}" for choice in choices
        ]
        print(f"  {dimension}: {', '.join(shares)}")


def _suspects(seeds, layouts, drawn: Counter) -> str:
    """The choices of layout that go with a fault more often than others."""
    seen = Counter(choice for seed in seeds for choice in layouts[seed])
    often = [choice for choice, count in seen.items() if count >= min(3, len(seeds))]
    often.sort(key=lambda choice: -seen[choice] / drawn[choice])
    return "; ".join(
        f"{dimension} = {choice} ({seen[dimension, choice]}/{drawn[dimension, choice]})"
        for dimension, choice in often[:4]
    )


def _show_list(seed: int) -> None:
    generated, faults = faults_of(seed)
    print(f"== {seed}: upload of {generated.upload.name}")
    print(generated.layout)
    for sheet in generated.sheets:
        print(f"-- {sheet.name}", sheet.merges[:12])
        for row in range(1, sheet.last_row + 1):
            cells = {
                column: cell.value
                for (number, column), cell in sorted(sheet.cells.items())
                if number == row
            }
            print(f"{row:3}", " | ".join(f"{column}:{value!s}" for column, value in cells.items()))
    for fault in faults:
        print("!!", fault.kind, "·", fault.what)


if __name__ == "__main__":
    main()
