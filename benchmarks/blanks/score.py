"""Scores the search for blanks against forms whose truth is known.

    python benchmarks/blanks/score.py [seen|nasty|unseen|own] … [--misses]

Cells are matched by their place; labels and sections must be equal (spaces and colons aside); a block counts when
its header rows, first and last row and columns with their labels are all right.
"""

import argparse
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from docgen.ooxml.blanks import detect


@dataclass
class Score:
    """What was right of one form, or of many together."""

    name: str = ""
    cells: int = 0
    found: int = 0
    taken: int = 0
    wrong: int = 0
    labels: int = 0
    kinds: int = 0
    sections: int = 0
    sections_right: int = 0
    blocks: int = 0
    blocks_right: int = 0
    invented: int = 0
    running: int = 0
    running_right: int = 0
    misses: list = field(default_factory=list)

    def __add__(self, other):
        names = [n for n in self.__dataclass_fields__ if n not in ("name", "misses")]
        return Score(self.name, **{n: getattr(self, n) + getattr(other, n) for n in names})

    @property
    def whole(self):
        """One figure for a form: places named right of all places there are or were taken, blocks weighing three."""
        total = self.cells + self.wrong + 3 * (self.blocks + self.invented)
        return (self.labels + 3 * self.blocks_right) / total if total else 1.0


def _key(one):
    return one.get("cell") or (str(one["table"]), one["row"], one["col"], one["tc"])


def _same(text):
    return re.sub(r"[\s:：　*＊]", "", text or "")


def score(name, truth, got):
    """Compare what was got with the truth; both in the JSON's shape."""
    out = Score(name)
    expected, given = {}, {}
    for one in truth["fields"]:
        expected.setdefault(_key(one), []).append(one)
    for one in got["fields"]:
        given.setdefault(_key(one), []).append(one)
    counted = Counter(_same(one["label"]) for one in truth["fields"])
    out.cells, out.taken = len(expected), len(given)
    for key, ones in expected.items():
        if key not in given:
            out.misses.append(f"missed  {key} {ones[0]['label']} [{ones[0]['kind']}]")
            continue
        out.found += 1
        want = {_same(one["label"]) for one in ones}
        have = {_same(one["label"]) for one in given[key]}
        right = want == have if len(want) > 1 else want <= have
        out.labels += right
        if not right:
            out.misses.append(f"label   {key} want {want} have {have}")
        kind = {one["kind"] for one in ones} & {one["kind"] for one in given[key]}
        out.kinds += bool(kind)
        if not kind:
            out.misses.append(
                f"kind    {key} {ones[0]['label']} want {ones[0]['kind']} have {given[key][0]['kind']}"
            )
        several = [one for one in ones if counted[_same(one["label"])] > 1 and len(ones) == 1]
        for one in several:
            out.sections += 1
            good = any(_same(one["section"]) == _same(g["section"]) for g in given[key])
            out.sections_right += good
            if not good:
                out.misses.append(
                    f"section {key} {one['label']} want {one['section']} have {given[key][0]['section']}"
                )
    for key, ones in given.items():
        if key not in expected:
            out.wrong += 1
            out.misses.append(f"wrong   {key} {ones[0]['label']} [{ones[0]['kind']}] {ones[0]['why']}")
    _blocks(out, truth["repeat_blocks"], got["repeat_blocks"])
    _running(out, truth["paragraph_blanks"], got["paragraph_blanks"])
    return out


def _blocks(out, truth, got):
    out.blocks = len(truth)
    left = [_block(one) for one in got]
    for one in truth:
        if _block(one) in left:
            left.remove(_block(one))
            out.blocks_right += 1
            continue
        out.misses.append(f"block   want {_block(one)}")
        near = [
            b for b in left if b[0] == _block(one)[0] and b[2] <= one["last_row"] and b[3] >= one["first_row"]
        ]
        if near:
            left.remove(near[0])
            out.misses.append(f"        have {near[0]}")
    out.invented = len(left)
    out.misses += [f"invented {one}" for one in left]


def _block(one):
    columns = tuple((str(c["col"]), _same(c["label"])) for c in one["columns"])
    return (
        str(one.get("sheet") or one.get("table")),
        tuple(one["header_rows"]),
        one["first_row"],
        one["last_row"],
        columns,
    )


def _running(out, truth, got):
    want = Counter(_same(one["label"]) for one in truth)
    have = Counter(_same(one["label"]) for one in got)
    out.running = sum(want.values())
    out.running_right = sum((want & have).values())
    if want != have:
        out.misses.append(f"running want {dict(want - have)} have {dict(have - want)}")


HEADS = (
    "part",
    "forms",
    "cells",
    "found",
    "wrong",
    "label",
    "section",
    "blocks",
    "invented",
    "kind",
    "running",
    "worst form",
)


def row(part, scores):
    """One line of the table."""
    total = sum(scores, Score(part))
    worst = min(scores, key=lambda one: one.whole)
    share = lambda a, b: f"{100 * a / b:.1f} %" if b else "–"  # noqa: E731
    return (
        part,
        str(len(scores)),
        str(total.cells),
        share(total.found, total.cells),
        share(total.wrong, total.taken),
        share(total.labels, total.found),
        share(total.sections_right, total.sections),
        f"{share(total.blocks_right, total.blocks)} ({total.blocks_right}/{total.blocks})",
        str(total.invented),
        share(total.kinds, total.found),
        share(total.running_right, total.running),
        f"{100 * worst.whole:.0f} % {worst.name}",
    )


def forms(part):
    """Yield (name, bytes, truth) of one part of the corpus."""
    if part == "own":
        import own

        yield from own.forms()
    elif part == "nasty":
        import nasty

        yield from nasty.forms()
    elif part == "seen":
        import seen

        yield from seen.forms()
    else:
        import unseen

        yield from unseen.forms()


def score_own(name, truth, got):
    """Of our own forms only places are known: a slot's cell must be found, and no other cell but to sign or glue."""
    out = Score(name)
    expected = {_key(one) for one in truth["fields"]}
    given = {_key(one): one for one in got["fields"] if one["kind"] not in ("signature", "photo")}
    every = {_key(one) for one in got["fields"]}
    out.cells, out.taken = len(expected), len(given)
    out.found = out.labels = len(expected & every)
    out.wrong = len(given.keys() - expected)
    out.misses += [f"missed  {key}" for key in sorted(expected - every, key=str)]
    out.misses += [
        f"wrong   {key} {given[key]['label']} {given[key]['why']}" for key in given.keys() - expected
    ]
    blocks = {
        (one["table"], one["first_row"]): {c["col"] for c in one["columns"]} for one in got["repeat_blocks"]
    }
    out.blocks = len(truth["repeat_blocks"])
    for one in truth["repeat_blocks"]:
        have = blocks.pop((one["table"], one["first_row"]), None)
        good = have is not None and set(one["columns"]) <= have
        out.blocks_right += good
        if not good:
            out.misses.append(f"block   want {one} have {have}")
    out.invented = len(blocks)
    out.misses += [f"invented {one}" for one in blocks]
    return out


def measure(part):
    """The scores of one part's forms."""
    if part == "own":
        return [score_own(name, truth, detect(content).to_json()) for name, content, truth in forms(part)]
    return [score(name, truth, detect(content).to_json()) for name, content, truth in forms(part)]


def main():
    """Print the table, and with --misses what went wrong where."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", default=[])
    parser.add_argument("--misses", action="store_true", help="list what went wrong, form by form")
    parser.add_argument("--dump", type=Path, help="also write the forms into this folder")
    asked = parser.parse_args()
    lines = [HEADS]
    for part in asked.parts or ("seen", "nasty", "unseen", "own"):
        if asked.dump:
            asked.dump.mkdir(parents=True, exist_ok=True)
            for name, content, _ in forms(part):
                (asked.dump / f"{name}").write_bytes(content)
        scores = measure(part)
        if asked.misses:
            for one in sorted(scores, key=lambda s: s.whole):
                if one.misses:
                    print(f"== {one.name} {100 * one.whole:.0f} %")
                    print("\n".join(f"   {miss}" for miss in one.misses))
        lines.append(row(part, scores))
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main()
