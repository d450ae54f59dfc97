"""Binding a case to the bench form: 120 expressions, 12 of them for each of 6 members."""

import tempfile
from pathlib import Path

import bench_form as form
from timing import Row, here, interleaved, milliseconds


def rows(rounds: int) -> list[Row]:
    """Measure the row about binding."""
    with tempfile.TemporaryDirectory() as name:
        declared = form.declare(Path(name))
    households, binds, day = form.cases(40), form.binder(declared), form.occasion()
    blanks = [box for case in households for box in _trouble(binds.bind(declared, case, day))]
    if blanks:
        raise AssertionError(f"expressions that fail: {blanks[:3]}")
    variant = here("bind", lambda k: binds.bind(declared, households[k % len(households)], day), 100)
    times = interleaved([variant], rounds)
    count = len(declared.fields) + sum(len(table.columns) for table in declared.tables)
    detail = {"expressions": count, "best_ms": round(min(times["bind"]) * 1000, 4), "rounds": rounds}
    return [
        Row(
            "bind",
            f"bind a case to {count} expressions",
            milliseconds(times)["bind"],
            "ms",
            must=0.4,
            stretch=0.25,
            at_most=True,
            detail=detail,
        )
    ]


def _trouble(filled: object) -> list[str]:
    return [str(finding.code) for finding in filled.findings]  # type: ignore[attr-defined]
