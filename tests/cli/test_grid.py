"""Tables on the screen look the same whether docgen draws them or rich does."""

import pytest

from docgen.cli import grid

HEADS = ["表格", "已填份数", "PDF pages"]
ROWS = [["农户家庭信息采集表", "docx 1、pdf 12", ""], ["【甲】[bold]村", "", "７"], ["—…×①", "0", "　"]]


@pytest.fixture(autouse=True)
def _a_line_of_80_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")


def said(capsys):
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("title", ["", "共 1 户"])
def test_a_table_that_fits_looks_as_rich_draws_it(capsys, monkeypatch, title):
    grid._folded(HEADS, ROWS, title, ())
    folded = said(capsys)
    monkeypatch.setattr(grid, "_folded", None)
    grid.show(HEADS, ROWS, title, ())
    assert said(capsys) == folded


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([["很长的内容" * 30, "", ""]], ""),
        ([["甲", "", ""]], "很长的标题" * 12),
        ([["e\u0301", "", ""]], ""),
        ([["一\n二", "", ""]], ""),
        ([], ""),
    ],
    ids=["too wide", "a long title", "a combining mark", "two lines", "empty"],
)
def test_what_does_not_fit_is_left_to_rich(capsys, rows, title):
    grid._folded(HEADS, rows, title, ())
    folded = said(capsys)
    grid.show(HEADS, rows, title, ())
    assert said(capsys) == folded


def test_a_cell_too_long_for_the_line_is_folded_and_loses_nothing(capsys):
    grid.show(["名称", "内容"], [["甲", "很长的内容" * 30]], "", [0])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(grid.width, lines)) <= 80
    assert "".join(line.split("│")[2].strip() for line in lines if line[0] == "│") == "很长的内容" * 30
