"""Make the blank forms: `python scripts/make_blanks [--to FOLDER] [NAME…]`.

Writes templates/docx/… and templates/xlsx/…; NAME is a module of blanks/ (all without one).

One module of blanks/ is one blank. It has
    TARGET = "docx/cn/identification_survey.docx"      where it goes under templates/
    def make() -> bytes                                the whole file, the same bytes every time
and is found by being there. See blanks/identification_approval.py for one to copy. In short:

    from grid import Row, box, label, note_row, opinion, value
    from paper import Paper

    def make() -> bytes:
        paper = Paper("防止返贫监测对象识别审批表")
        paper.title("防止返贫监测对象识别审批表")
        paper.heading("一、基本情况")
        paper.table(                                   # cells in mm; w=0 shares what is left of the row
            Row(label("户主姓名", 24), value("{{ head_name }}", 36), label("联系电话", 24), value("{{ phone }}")),
            Row(label("风险", 24), box("{{ risks | ticks }}□因病　□因学　□其他________")),
        )
        paper.records(widths, header_rows, "members", ["no", "name"], rows=6)      # a table of its own
        paper.notes("填表说明", "1．……")
        return paper.done()

Inside any text `{{ name }}` becomes a hidden run (the blank prints clean); `{{ name }}____` writes onto the
printed rule; `{{ name | ticks }}` stands directly before its boxes; "\\n" begins a new paragraph.
"""

import argparse
import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE.parent.parent / "templates"


def names() -> list[str]:
    """The blanks there are, sorted."""
    return sorted(path.stem for path in (HERE / "blanks").glob("*.py") if path.stem != "__init__")


def main() -> None:
    """Write the blanks that were asked for."""
    parser = argparse.ArgumentParser(description="Make the blank forms.")
    parser.add_argument("--to", type=Path, default=TEMPLATES)
    parser.add_argument("names", nargs="*", default=[])
    asked = parser.parse_args()
    for name in asked.names or names():
        module = importlib.import_module(f"blanks.{name}")
        target = asked.to / module.TARGET
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(module.make())
        print(target)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main()
