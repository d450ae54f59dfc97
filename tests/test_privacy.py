"""No number of a person leaves the forms, the case store and the rosters."""

import re
import sys
import zipfile
from io import StringIO

import pytest

from docgen.case import Case
from docgen.cli import main
from docgen.codes import IdNumber, Phone, Secret
from docgen.store import CaseStore

#: Folders and endings of what may hold whole numbers: the store, rosters, and what a form is saved as.
KEPT_SAFE = (
    ("示例/docgen.sqlite", ""),
    ("示例/rosters", ""),
    ("示例/输出", (".docx", ".xlsx", ".pdf")),
    ("散", (".docx", ".xlsx")),
)


def secrets(value):
    """Yield every number of a person that a case holds, whole."""
    if isinstance(value, Secret):
        yield str.__str__(value)
    elif isinstance(value, tuple):
        for one in value:
            yield from secrets(one)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from secrets(getattr(value, name))


def numbers_of(store):
    with CaseStore(store) as cases:
        known: list[Case] = list(cases.load())
    return {number for case in known for number in secrets(case) if len(number) >= 7}


def whole(numbers, text):
    """Return, masked, the numbers that ``text`` shows whole."""
    found = re.findall(r"[0-9]{6,}[0-9-]*[Xx]?", text)
    return sorted({Secret(one).masked for one in found if one in numbers})


def is_kept_safe(path):
    return any(path.is_relative_to(folder) and path.name.endswith(ends) for folder, ends in KEPT_SAFE)


def texts_of(path):
    """Yield what a file says: a workbook's parts unpacked."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "replace")
    else:
        yield path.read_bytes().decode("utf-8", "replace")


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """A whole day at the desk: what was said, and the folder with all that was left."""
    folder = tmp_path_factory.mktemp("day")
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "400")
        for words in COMMANDS:
            said.append(told(patch, words))
    return folder, "\n".join(said)


COMMANDS = (
    "demo 示例 --households 40 --villages 2 --seed 3",
    "roster import 示例/rosters --dry-run --all",
    "check 示例 --all --worklist 示例/核查清单.xlsx",
    "check 示例 --json",
    "fill 示例 -o 示例/输出 --draft",
    "fill 示例 -o 示例/输出 --json",
    "fill 示例/rosters -o 散",
    "fill 示例 -o 示例/输出 --to pdf --household 000001",
    "case list 示例",
    "case list 示例 --json",
    "case show 000001 示例",
    "case show 000001 示例 --json",
    "case show nobody 示例",
)


def told(patch, words):
    """Run a command and return all that it said, faults with their traceback."""
    out = StringIO()
    patch.setattr(sys, "argv", ["docgen", *words.split()])
    patch.setattr(sys, "stdout", out)
    patch.setattr(sys, "stderr", out)
    with pytest.raises(SystemExit):
        main()
    return out.getvalue()


def test_nothing_that_is_said_shows_a_whole_number(day):
    folder, said = day
    numbers = numbers_of(folder / "示例" / "docgen.sqlite")
    assert len(numbers) > 100
    assert "********" in said
    assert whole(numbers, said) == []


def test_no_file_but_forms_store_and_rosters_holds_a_whole_number(day):
    folder, _ = day
    numbers = numbers_of(folder / "示例" / "docgen.sqlite")
    looked = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        assert whole(numbers, str(relative)) == []
        if path.is_file() and not is_kept_safe(relative):
            looked.append(relative.name)
            for text in texts_of(path):
                assert whole(numbers, text) == [], relative
    assert {"manifest.jsonl", "核查清单.xlsx", "README.md", "docgen.toml"} <= set(looked)


def test_a_number_shows_itself_masked():
    assert "19491231" not in repr(IdNumber("11010519491231002X"))
    assert "1380013" not in repr(Phone("13800138000"))
