"""Every budget with the figure measured: ``python -m tests.bench [--json] [compare] [data] [hostile] [register] [review] [window]``.

Machines are noisy: each figure is the median of several runs (or the 95th percentile of many
frames), and what is compared is measured in the same run. Figures, not tests: nothing fails here.
"""

import json
import sys

from tests.bench_compare import compare_rows
from tests.bench_data import data_rows
from tests.bench_hostile import hostile_rows
from tests.bench_register import register_rows
from tests.bench_review import review_rows
from tests.bench_window import window_rows


def all_rows(wanted):
    rows = []
    if not wanted or "window" in wanted:
        rows += [(name, budget, measured, "ms", False) for name, budget, measured in window_rows()]
    if not wanted or "data" in wanted:
        rows += data_rows()
    if not wanted or "register" in wanted:
        rows += register_rows()
    if not wanted or "hostile" in wanted:
        rows += hostile_rows()
    if not wanted or "review" in wanted:
        rows += review_rows()
    if not wanted or "compare" in wanted:
        rows += compare_rows()
    return rows


def met(budget, measured, more):
    if budget is None:
        return None
    return measured >= budget if more else measured <= budget


def main(arguments):
    rows = all_rows([word for word in arguments if not word.startswith("-")])
    if "--json" in arguments:
        document = [
            {"row": name, "budget": budget, "measured": round(measured, 3), "unit": unit,
             "met": met(budget, measured, more)}
            for name, budget, measured, unit, more in rows
        ]  # fmt: skip
        print(json.dumps(document, indent=1))
        return
    print(f"{'':55} {'budget':>9} {'measured':>10}")
    for name, budget, measured, unit, more in rows:
        said = {True: "", False: "  MISSED", None: ""}[met(budget, measured, more)]
        shown = f"{measured:10.2f}" if measured < 10 else f"{measured:10,.0f}"
        print(f"{name:55} {'' if budget is None else f'{budget:,}':>9} {shown} {unit:3}{said}")


if __name__ == "__main__":
    main(sys.argv[1:])
