"""``docgen packet`` and ``docgen register``: printed, signed, changed, printed again."""

import json
from pathlib import Path
from shutil import copytree

import openpyxl
import pikepdf
import pypdfium2
import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.pagecode import read_code
from docgen.pdf import check, qr
from docgen.store import CaseStore, Register

DAY = ("--today", "2026-07-05")
FORMS = ("--form", "cn.identification.application", "--form", "cn.identification.approval")


def run(*words):
    return CliRunner().invoke(desk_for(), [str(word) for word in words])


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A workspace whose papers have been printed once."""
    folder = tmp_path_factory.mktemp("office") / "示例"
    run("demo", folder, "--households", 12, "--villages", 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        made = run("packet", "-o", "打印件", *FORMS, *DAY, "--json")
    assert made.exit_code == 0, made.output
    return folder, json.loads(made.output)


@pytest.fixture
def here(printed, tmp_path, monkeypatch):
    """A copy of it, where the test is."""
    folder = Path(copytree(printed[0], tmp_path / "示例"))
    monkeypatch.chdir(folder)
    return folder


def files(folder, name="打印_*.pdf"):
    return sorted((folder / "打印件").glob(f"*/{name}"))


def pages(path):
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def titles(path):
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        waiting, found = [*outline.root], []
        while waiting:
            one = waiting.pop(0)
            found.append(one.title)
            waiting = [*one.children, *waiting]
        return found


def test_every_village_has_its_print_file_and_its_signing_list(printed):
    folder, told = printed
    assert len(files(folder)) == 2
    assert len(files(folder, "签字清单.xlsx")) == len(files(folder, "签字清单.pdf")) == 2
    assert told["pages"] == sum(len(pages(path)) for path in files(folder))
    assert told["sheets"] * 2 == told["pages"], "both sides, blank backs included"


def test_a_print_file_is_fit_for_the_archive(printed):
    for path in (*files(printed[0]), *files(printed[0], "签字清单.pdf")):
        assert check.faults(path) == ()


def test_every_page_but_a_blank_back_has_a_code_that_is_read_from_its_picture(printed):
    path = files(printed[0])[0]
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
        at = range(0, len(document), 3)
        for number in at:
            found = qr.read(document[number].render(scale=150 / 72).to_pil())
            if "此页空白" in texts[number]:
                assert found == ()
            else:
                (payload,) = found
                assert read_code(payload) is not None
                assert payload in texts[number].replace(" ", "").replace("\r\n", "")


def test_each_copy_is_named_after_its_holder_and_counted_page_by_page(printed):
    path = files(printed[0])[0]
    codes = [
        code
        for text in pages(path)
        for line in text.splitlines()
        if (code := read_code(line.replace(" ", "")))
    ]
    assert [code.page for code in codes[:4]] == [1, 2, 1, 2]
    assert [code.copy for code in codes[:4]] == [1, 1, 2, 2]
    assert len({str(code) for code in codes}) == len(codes)
    assert any("（村委会）" in title for title in titles(path))
    assert any("（乡镇）" in title for title in titles(path))


def test_the_outline_leads_from_the_village_to_the_household_to_the_paper(printed):
    found = titles(files(printed[0])[0])
    assert found[0].endswith("村")
    assert found[1].endswith("组")
    assert found[2][:6].isdigit()


def test_no_household_lies_in_two_files(here, monkeypatch):
    monkeypatch.setattr("docgen.pack.RUN", 200)
    made = run(
        "packet", "-o", "分开", *FORMS, *DAY, "--collate", "form", "--separators", "--simplex", "--json"
    )
    assert made.exit_code == 0, made.output
    texts = [text for path in sorted((here / "分开").glob("*/打印_*.pdf")) for text in pages(path)]
    assert not any("此页空白" in text for text in texts), "one side only: no blank backs"


def test_the_register_knows_every_paper_as_printed(here):
    told = json.loads(run("register", "list", "--json").output)
    assert {one["state"] for one in told} == {"printed"}
    assert {one["version"] for one in told} == {1}
    assert "boxes" not in told[0]


def test_nothing_is_printed_again_that_has_not_changed(here):
    again = run("packet", "-o", "再打", *FORMS, *DAY, "--changed-only", "--json")
    assert json.loads(again.output)["papers"] == 0
    assert again.exit_code == 1, "nothing to print"


def test_a_changed_household_alone_is_printed_with_a_change_slip(here):
    with CaseStore(here / "docgen.sqlite") as store, Register(here / "docgen.sqlite") as register:
        number = next(one.content.household for one in register.papers())
        head = store.get(number).household.head
    changed = run("case", "set", number, "household.address=云岭县新址88号", "--reason", "搬迁")
    assert changed.exit_code == 0, changed.output
    made = run("packet", "-o", "变更", *FORMS, *DAY, "--changed-only", "--json")
    assert made.exit_code == 0, made.output
    assert json.loads(made.output)["households"] == 1
    (path,) = (here / "变更").glob("*/打印_*.pdf")
    slip = "".join(pages(path)[0].split())
    assert "文书变更单" in slip
    assert "云岭县新址88号" in slip
    assert head.id_no not in slip
    states = {
        (one["version"], one["state"])
        for one in json.loads(run("register", "list", "--household", number, "--json").output)
    }
    assert {(1, "superseded"), (2, "printed")} <= states


def test_the_ticked_list_is_read_back(here):
    path = files(here, "签字清单.xlsx")[0]
    book = openpyxl.load_workbook(path)
    sheet = book.active
    heads = next(row for row in sheet.iter_rows() if any("登记码" in str(cell.value) for cell in row))
    columns = {"".join(str(cell.value).split()): cell.column for cell in heads if cell.value}
    first = heads[0].row + 1
    sheet.cell(first, columns["已签（√）"]).value = "√"
    sheet.cell(first + 1, columns["已签（√）"]).value = "√"
    sheet.cell(first + 1, columns["已收回（√）"]).value = "√"
    sheet.cell(first + 2, columns["已签（√）"]).value = "√"
    sheet.cell(first + 2, columns["登记码"]).value = "D1 not a code"
    ticked = here / "打好勾.xlsx"
    book.save(ticked)
    told = run("register", "mark", "--from", ticked)
    assert told.exit_code == 1
    assert "REGISTER-102" in told.output
    assert "已签 1 份，已收回 1 份" in told.output
    again = run("register", "mark", "--from", ticked)
    assert "登记了 0 份" in again.output
    assert "2 份原来就是这样" in again.output
    assert {one["state"] for one in json.loads(run("register", "list", "--json").output)} == {
        "printed",
        "returned",
    }


def test_another_workbook_is_no_signing_list(here):
    roster = next((here / "rosters").glob("*.xlsx"))
    assert run("register", "mark", "--from", roster).exception.code == "REGISTER-101"


def test_the_same_day_gives_the_same_bytes(here):
    assert run("packet", "-o", "又一次", *FORMS, *DAY).exit_code == 0
    for path in files(here):
        assert (here / "又一次" / path.parent.name / path.name).read_bytes() == path.read_bytes()


def test_several_processes_give_the_same_bytes(here):
    assert run("packet", "-o", "两个进程", *FORMS, *DAY, "--jobs", 2).exit_code == 0
    for path in (*files(here), *files(here, "签字清单.pdf")):
        assert (here / "两个进程" / path.parent.name / path.name).read_bytes() == path.read_bytes()


def test_a_later_sitting_is_printed_alone_onto_the_signed_sheet(here):
    form = ("--form", "cn.identification.approval", *DAY, "--json")
    whole = run("packet", "-o", "村级", *form, "--stage", "village")
    assert whole.exit_code == 0, whole.output
    made = run("packet", "-o", "套打", *form, "--stage", "township", "--overprint", "--offset", "1,2")
    assert made.exit_code == 0, made.output
    path = next((here / "套打").glob("*/套打_01.pdf"))
    said = ["".join(text.split()) for text in pages(path)]
    assert any("同意纳入监测对象" in text for text in said)
    assert not any("防止返贫监测对象识别审批表" in text or "D1" in text for text in said), (
        "what is printed stays"
    )
    assert len(list((here / "套打").glob("*/打印机测试页.pdf"))) >= 1
    states = {one["state"] for one in json.loads(run("register", "list", "--json").output)}
    assert "superseded" in states, "the village sheet took the place of the first print"
    last = [
        one
        for one in json.loads(run("register", "list", "--json").output)
        if one["form"].startswith("cn.identification.approval")
    ]
    assert last[-1]["state"] == "printed"


def test_outside_a_workspace_it_is_said_how_to_make_one(printed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    roster = next((printed[0] / "rosters").glob("*.xlsx"))
    refused = run("packet", roster, "-o", "打印件").exception
    assert refused.code == "CLI-101"
    assert "docgen init" in str(refused)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--overprint",), "PACK-103"),
        (("--offset", "abc"), "PACK-104"),
        (("--procedure", "wedding"), "PACK-105"),
        (("--collate", "colour"), "CLI-123"),
    ],
)
def test_what_is_asked_wrongly_is_said(here, words, code):
    assert run("packet", *words, *DAY).exception.code == code
