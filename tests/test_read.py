"""Finding the files that a command is given."""

import os
import tempfile
from pathlib import Path

import pytest

from docgen import DataFileError, Reading, UsageError
from docgen.read import find_files, read_data

READERS = {
    ".xlsx": lambda path: Reading(unknown=(path.name,)),
    ".csv": lambda path: Reading(unknown=(path.name,)),
}


def made(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def found(*data):
    return [path.name for path in find_files([Path(one) for one in data], READERS)]


def test_a_folder_is_read_through_in_the_order_of_names(tmp_path):
    made(tmp_path, "乙.xlsx", "甲.csv", "村/丙.XLSX", "读我.md")
    assert found(tmp_path) == ["乙.xlsx", "丙.XLSX", "甲.csv"]


def test_locks_hidden_files_and_what_docgen_made_are_passed_over(tmp_path):
    made(
        tmp_path,
        "~$甲.xlsx",
        ".~甲.xlsx",
        ".隐藏/乙.xlsx",
        "输出/manifest.jsonl",
        "输出/名单.xlsx",
        "丙.xlsx",
    )
    assert found(tmp_path) == ["丙.xlsx"]


def test_a_link_in_a_folder_is_not_followed(tmp_path):
    made(tmp_path, "甲.xlsx")
    (tmp_path / "圈").symlink_to(tmp_path)
    assert found(tmp_path) == ["甲.xlsx"]


def test_a_file_given_twice_is_read_once(tmp_path):
    made(tmp_path, "甲.xlsx")
    assert found(tmp_path / "甲.xlsx", tmp_path) == ["甲.xlsx"]


def test_a_pattern_stands_for_the_files_it_fits(tmp_path):
    made(tmp_path, "甲1.xlsx", "甲2.xlsx", "乙.xlsx", "甲3.md")
    assert found(tmp_path / "甲?.xlsx") == ["甲1.xlsx", "甲2.xlsx"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path):
    made(tmp_path, "监测对象信息[22].xlsx", "监测对象信息2.xlsx")
    assert found(tmp_path / "监测对象信息[22].xlsx") == ["监测对象信息[22].xlsx"]


def test_every_file_goes_to_the_reader_of_its_suffix(tmp_path):
    made(tmp_path, "甲.csv", "乙.XLSX")
    readings = read_data([tmp_path], READERS)
    assert [reading.unknown for reading in readings] == [("乙.XLSX",), ("甲.csv",)]


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("没有.xlsx", UsageError, "INTAKE-015"),
        ("甲.docx", DataFileError, "INTAKE-013"),
        ("空", UsageError, "INTAKE-014"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, name, kind, code):
    made(tmp_path, "甲.docx")
    (tmp_path / "空").mkdir()
    with pytest.raises(kind) as raised:
        find_files([tmp_path / name], READERS)
    assert raised.value.code == code
    assert "—" not in str(raised.value)


def test_a_folder_that_may_not_be_opened_is_said():
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to other users
        Path(name).chmod(0o755)
        closed = made(Path(name) / "关", "甲.xlsx")
        closed.chmod(0)
        child = os.fork()
        if child == 0:  # permissions bind every user but root
            code = 1
            try:
                if os.getuid() == 0:
                    os.setuid(65534)
                find_files([closed], READERS)
            except DataFileError as error:
                code = 0 if error.code == "INTAKE-012" else 2
            finally:
                os._exit(code)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        closed.chmod(0o700)
    assert status == 0
