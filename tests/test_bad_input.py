"""What offices really hand in, through the whole line: never a traceback, a silent change, or half a file."""

import json
import os
import re
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from docgen import check_character
from docgen.cli import main
from docgen.store import CaseStore, init_workspace
from docgen.workspace import Workspace

SAMPLES = Path(__file__).parent / "data" / "intake"
APPLICATION = "cn.identification.application"
HOUSE = {"行政村代码": "520199001201", "行政村": "清水村", "户类型": "一般农户"}
PERSON = {
    "与户主关系": "户主",
    "民族": "汉族",
    "健康状况": "健康",
    "劳动技能": "普通劳动力",
    "文化程度": "小学",
}


def id_number(seed, born="19800101"):
    first17 = f"520199{born}{seed:03d}"
    return first17 + check_character(first17)


@pytest.fixture
def desk(capfd, monkeypatch):
    """Return a function that runs a command as a clerk does, and gives its exit code and all that was said."""
    monkeypatch.setenv("COLUMNS", "300")

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["docgen", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        told = capfd.readouterr()
        assert "Traceback" not in told.err
        return left.value.code or 0, told.out + told.err

    return run


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    made = init_workspace(Workspace(tmp_path / "工作区"))
    monkeypatch.chdir(made.root)
    return made


def stored(workspace):
    with CaseStore(workspace.store) as store:
        return {case.number: case for case in store.load()}


def book(path, houses=None, epoch=None, **sheets):
    """Write an intake workbook: of each household one row in 户 and one in 家庭成员, and what else is given."""
    houses = {"H1": {}} if houses is None else houses
    rows = {
        "户": [{"本地户号": number} | HOUSE | more.get("户", {}) for number, more in houses.items()],
        "家庭成员": [
            {"本地户号": number, "姓名": "张三", "证件号码": id_number(11 + 2 * place)} | PERSON | one
            for place, (number, more) in enumerate(houses.items())
            for one in more.get("家庭成员", [{}])
        ],
        "程序": [
            {"本地户号": number, "办理编号": f"{number}-1", "办理事项": "识别", "申请日期": "2026-03-05"}
            for number in houses
        ],
        "风险与帮扶措施": [{"本地户号": number, "返贫致贫风险": "因病"} for number in houses],
    } | sheets
    made = openpyxl.Workbook()
    made.remove(made.active)
    if epoch:
        made.epoch = epoch
    for name, lines in rows.items():
        sheet = made.create_sheet(name)
        heads = list(dict.fromkeys(head for line in lines for head in line))
        sheet.append(heads)
        for line in lines:
            sheet.append([line.get(head) for head in heads])
    made.save(path)
    return path


def documents(folder):
    return sorted(path for path in folder.rglob("*") if path.suffix in (".docx", ".xlsx", ".pdf"))


def text_of(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        xml = archive.read("word/document.xml").decode()
    found = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))
    for code, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        found = found.replace(code, letter)
    return found


def protected():
    """Return what Excel writes for a workbook with a password: no zip but a compound file ([MS-CFB])."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    head = head.ljust(44, b"\0") + struct.pack("<LL", 1, 1)
    head = head.ljust(76, b"\0") + struct.pack("<L", 0)
    table = struct.pack("<2L", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    names = {"Root Entry": 5, "EncryptionInfo": 2, "EncryptedPackage": 2}
    entries = b"".join(
        (name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HB", 2 * len(name) + 2, kind)).ljust(
            68, b"\1"
        )
        + b"\xff" * 12
        + bytes(48)
        for name, kind in names.items()
    )
    return head.ljust(512, b"\0") + table + entries.ljust(512, b"\0")


def sound(tmp_path):
    return book(tmp_path / "sound.xlsx").read_bytes()


UNREADABLE = {
    "空.xlsx": (lambda _: b"", "INTAKE-001"),
    "空.csv": (lambda _: b"\r\n", "INTAKE-001"),
    "断.xlsx": (lambda folder: sound(folder)[:2000], "INTAKE-004"),
    "断.xls": (lambda _: (SAMPLES / "export.xls").read_bytes()[:1500], "INTAKE-004"),
    "公文.xlsx": (lambda _: b"%PDF-1.7\n%...", "INTAKE-002"),
    "照片.csv": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(64), "INTAKE-002"),
    "加密.xlsx": (lambda _: protected(), "INTAKE-003"),
    "乱码.csv": (lambda _: b"\x81\xff\x00\xfe\x80" * 50, "INTAKE-008"),
    "水果.csv": (lambda _: "苹果,梨\r\n1,2\r\n".encode(), "INTAKE-009"),
    "半.json": (lambda _: b'[{"number": ', "INTAKE-010"),
    "花名册.docx": (lambda folder: sound(folder), "INTAKE-013"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_made(desk, workspace, tmp_path, name):
    content, code = UNREADABLE[name]
    file = tmp_path / name
    file.write_bytes(content(tmp_path))
    for words in (("roster", "import", file, "--yes"), ("fill", file, "-o", "输出"), ("check", file)):
        left, told = desk(*words)
        assert left == 4, told
        assert code in told
        assert name in told
        assert "处理：" in told
    assert stored(workspace) == {}
    assert not Path("输出").exists()


def test_a_roster_under_a_wrong_suffix_is_read_by_its_content(desk, workspace, tmp_path):
    (tmp_path / "a.xls").write_bytes(sound(tmp_path))
    assert desk("roster", "import", tmp_path / "a.xls", "--yes")[0] == 0
    assert list(stored(workspace)) == ["H1"]


def test_a_missing_sheet_is_told_and_what_is_there_is_read(desk, workspace, tmp_path):
    left, told = desk("roster", "import", book(tmp_path / "a.xlsx", 家庭成员=[{"备注": "x"}]), "--yes")
    assert left in (0, 1)
    assert "家庭成员" in told
    made = openpyxl.load_workbook(tmp_path / "a.xlsx")
    del made["家庭成员"]
    made.save(tmp_path / "b.xlsx")
    assert "工作簿里没有工作表「家庭成员」" in desk("roster", "import", tmp_path / "b.xlsx", "--yes")[1]


def test_a_missing_column_is_told_with_its_name(desk, workspace, tmp_path):
    people = [{"姓名": "张三", "证件号码": id_number(1)} | PERSON]
    left, told = desk("roster", "import", book(tmp_path / "a.xlsx", 家庭成员=people), "--yes")
    assert (left, "INTAKE-202" in told, "本地户号" in told) == (1, True, True)


def test_two_thousand_columns_are_listed_in_short(desk, workspace, tmp_path):
    more = {f"自定义{number}": "x" for number in range(2000)}
    left, told = desk("roster", "import", book(tmp_path / "a.xlsx", {"H1": {"户": more}}), "--yes")
    assert left == 0
    assert "2000 个" in told
    assert len(told) < 5000
    assert list(stored(workspace)) == ["H1"]


def test_of_two_columns_of_one_name_the_first_is_read_and_that_is_told(desk, workspace, tmp_path):
    made = openpyxl.load_workbook(book(tmp_path / "a.xlsx"))
    sheet = made["家庭成员"]
    sheet.cell(1, sheet.max_column + 1, "姓名")
    sheet.cell(2, sheet.max_column, "李四")
    made.save(tmp_path / "a.xlsx")
    _, told = desk("roster", "import", tmp_path / "a.xlsx", "--yes")
    assert "有两列都叫“姓名”" in told
    assert stored(workspace)["H1"].household.head.name == "张三"


@pytest.mark.parametrize(
    ("relations", "code"), [(["户主", "户主"], "FAM-102"), (["配偶", "其他"], "FAM-101")]
)
def test_two_heads_or_none_block_the_forms_that_name_the_head(desk, workspace, tmp_path, relations, code):
    people = [
        {"姓名": f"成员{place}", "证件号码": id_number(place), "与户主关系": relation}
        for place, relation in enumerate(relations, 1)
    ]
    desk("roster", "import", book(tmp_path / "a.xlsx", {"H1": {"家庭成员": people}}), "--yes")
    left, told = desk("check", "--all")
    assert (left, code in told) == (1, True)
    left, told = desk("fill", "-o", "输出", "--form", APPLICATION)
    assert (left, f"未填原因 {code}" in told) == (1, True)
    assert documents(Path("输出")) == []


def test_two_hundred_members_are_all_printed(desk, workspace, tmp_path):
    people = [{"姓名": f"成员{number:03d}", "证件号码": id_number(number)} for number in range(200)]
    people = [one | {"与户主关系": "户主" if place == 0 else "其他"} for place, one in enumerate(people)]
    desk("roster", "import", book(tmp_path / "a.xlsx", {"H1": {"家庭成员": people}}), "--yes")
    desk("fill", "-o", "输出", "--form", "cn.identification.survey", "--draft")
    (made,) = documents(Path("输出"))
    printed = text_of(made)
    assert [one["姓名"] for one in people if one["姓名"] not in printed] == []


@pytest.mark.parametrize(
    "name",
    ["张&<>\"'三", "{{7*7}}", "{% if %}", "欧" * 25, "𠮷䶮", "阿依·古丽", "=1+1", "[red]张[/red]\\[/]"],
)
def test_a_strange_name_is_printed_as_it_is(desk, workspace, tmp_path, name):
    path = book(tmp_path / "a.xlsx", {"H1": {"家庭成员": [{"姓名": "空"}]}})
    made = openpyxl.load_workbook(path)
    cell = made["家庭成员"]["B2"]
    cell.value, cell.data_type = name, "s"
    made.save(path)
    assert desk("roster", "import", path, "--yes")[0] == 0
    assert stored(workspace)["H1"].household.head.name == name
    assert name in desk("case", "list")[1]
    desk("check", "--worklist", "核查清单.xlsx")
    assert desk("fill", "-o", "输出", "--form", APPLICATION)[0] == 0
    (made_form,) = documents(Path("输出"))
    assert name in text_of(made_form)


@pytest.mark.parametrize(("given", "kept"), [("张\u202e三", "张三"), ("张\u200b三\ufeff", "张三")])
def test_invisible_characters_are_taken_out_and_that_is_told(desk, workspace, tmp_path, given, kept):
    path = book(tmp_path / "a.xlsx", {"H1": {"家庭成员": [{"姓名": given}]}})
    _, told = desk("roster", "import", path, "--yes")
    assert "看不见的字符" in told
    assert f"U+{ord(given[1]):04X}" in told
    assert stored(workspace)["H1"].household.head.name == kept


def test_a_control_character_is_refused_and_the_other_households_are_read(desk, workspace, tmp_path):
    houses = {"H1": {"家庭成员": [{"姓名": "张_x0001_三"}]}, "H2": {"家庭成员": [{"姓名": "李四"}]}}
    left, told = desk("roster", "import", book(tmp_path / "a.xlsx", houses), "--yes")
    assert (left, "INTAKE-102" in told, "第2行 姓名" in told) == (1, True, True)
    assert stored(workspace)["H2"].household.head.name == "李四"
    assert "\x01" not in str(stored(workspace))


def test_a_lone_surrogate_is_refused(desk, workspace, tmp_path):
    one = {"number": "H1", "area": {"code": "520199001201", "village": "清水村"}}
    one["household"] = {"members": [{"name": "\ud800", "relation": "户主"}]}
    (tmp_path / "a.json").write_text(json.dumps([one]), encoding="ascii")
    for words in (("roster", "import"), ("case", "import")):
        left, told = desk(*words, tmp_path / "a.json", "--yes")
        assert (left, "U+D800" in told) == (1, True)
    assert desk("fill", tmp_path / "a.json", "-o", "输出", "--form", APPLICATION)[0] in (1, 2)
    assert documents(Path()) == []


def test_identities_are_written_one_way_and_a_wrong_digit_blocks(desk, workspace, tmp_path):
    right = next(one for one in map(id_number, range(100)) if one.endswith("X"))
    wide = "".join(chr(ord(one) + 0xFEE0) for one in right)
    wrong = right[:-1] + "1"
    houses = {
        number: {"家庭成员": [{"证件号码": number_given}]}
        for number, number_given in (("H1", right.lower()), ("H2", wide), ("H3", wrong))
    }
    desk("roster", "import", book(tmp_path / "a.xlsx", houses), "--yes")
    kept = {number: case.household.head.id_no for number, case in stored(workspace).items()}
    assert kept == {"H1": right, "H2": right, "H3": wrong}
    left, told = desk("check", "--all", "--household", "H3")
    assert (left, "ID-103" in told, wrong in told) == (1, True, False)
    left, told = desk("fill", "-o", "输出", "--form", APPLICATION, "--household", "H3")
    assert (left, "未填原因 ID-103" in told, wrong in told) == (1, True, False)
    assert documents(Path("输出")) == []


AMOUNTS = {
    "1,234": "1234.00",
    "１２３": "123.00",
    "-5": None,
    1e16: None,
    "NaN": None,
    "1e999": None,
    "3万": None,
}


def test_amounts_are_read_or_refused_never_bent(desk, workspace, tmp_path):
    houses = {f"H{place}": {} for place, _ in enumerate(AMOUNTS)}
    incomes = [
        {"本地户号": number, "收支用途": "识别时", "工资性收入": amount}
        for number, amount in zip(houses, AMOUNTS, strict=True)
    ]
    left, told = desk("roster", "import", book(tmp_path / "a.xlsx", houses, 收支=incomes), "--yes", "--all")
    assert left == 1
    wages = {number: case.incomes[0].wage for number, case in stored(workspace).items()}
    assert [None if wage is None else str(wage) for wage in wages.values()] == list(AMOUNTS.values())
    refused = [place for place, kept in enumerate(AMOUNTS.values()) if kept is None]
    assert [place for place, _ in enumerate(AMOUNTS) if f"第{place + 2}行 工资性收入" in told] == refused


DAYS = {
    "2026年7月5日": "2026-07-05",
    "2月30日": None,
    "2026-02-30": None,
    "26-7-5": None,
    "２０２６．７．５": "2026-07-05",
}


@pytest.mark.parametrize("day", DAYS)
def test_a_day_that_cannot_be_is_refused(desk, workspace, tmp_path, day):
    steps = [{"本地户号": "H1", "办理编号": "1", "办理事项": "识别", "申请日期": day}]
    left, told = desk("roster", "import", book(tmp_path / "a.xlsx", 程序=steps), "--yes")
    signed = getattr(stored(workspace)["H1"].procedures[0].application, "signed_on", None)
    assert (str(signed) if signed else None) == DAYS[day]
    assert (left, "申请日期" in told) == ((0, False) if DAYS[day] else (1, True))


def test_days_counted_from_1904_are_the_same_days(desk, workspace, tmp_path):
    steps = [{"本地户号": "H1", "办理编号": "1", "办理事项": "识别", "申请日期": date(2026, 7, 5)}]
    path = book(tmp_path / "a.xlsx", epoch=CALENDAR_MAC_1904, 程序=steps)
    assert desk("roster", "import", path, "--yes")[0] == 0
    assert stored(workspace)["H1"].procedures[0].application.signed_on == date(2026, 7, 5)


VILLAGES = ["..", "CON", "a/b", "a\\b", "村" * 90, "清水村", "清水村", "*?<>|", "-rf"]


def test_villages_of_any_name_get_folders_of_their_own_inside_the_output(desk, workspace, tmp_path):
    houses = {
        f"H{place}": {"户": {"行政村": name, "行政村代码": f"5201990012{place:02d}"}}
        for place, name in enumerate(VILLAGES, 1)
    }
    desk("roster", "import", book(tmp_path / "a.xlsx", houses), "--yes")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    left, told = desk("fill", "-o", "输出", "--form", APPLICATION)
    assert left == 0, told
    made = documents(Path("输出"))
    assert len(made) == len(VILLAGES)
    folders = {path.relative_to("输出").parts[0] for path in made}
    assert len(folders) == len(VILLAGES)
    assert all(
        folder.endswith(f"_5201990012{place:02d}")
        for place, folder in enumerate(sorted(folders, key=lambda one: one[-2:]), 1)
    )
    assert not any(set(part) & set('<>:"/\\|?*') for folder in folders for part in folder)
    assert all(len(folder.encode()) < 256 for folder in folders)
    outside = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert all(Path("输出").resolve() in path.parents for path in outside)


def test_an_output_inside_the_input_or_around_it_is_refused(desk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("花名册").mkdir()
    file = book(Path("花名册/a.xlsx"))
    for data, out in (("花名册", "花名册/输出"), ("花名册", "花名册"), (file, "花名册")):
        left, told = desk("fill", data, "-o", out)
        assert (left, "STORE-50" in told) == (2, True)
    assert [path.name for path in Path("花名册").iterdir()] == ["a.xlsx"]


def test_a_form_open_in_wps_stays_as_it_is_and_that_is_told(desk, workspace, tmp_path):
    desk("roster", "import", book(tmp_path / "a.xlsx"), "--yes")
    desk("fill", "-o", "输出", "--form", APPLICATION)
    (made,) = documents(Path("输出"))
    before = made.read_bytes()
    made.with_name(f".~{made.name}").write_bytes(b"")
    desk("case", "set", "H1", "household.members.0.name=李四", "--reason", "更正")
    left, told = desk("fill", "-o", "输出", "--form", APPLICATION)
    assert (left, "STORE-505" in told, made.name in told) == (1, True, True)
    assert made.read_bytes() == before


def child(act):
    """Run ``act`` in a child process and return its exit code; what it says goes where ours goes."""
    number = os.fork()
    if number:
        return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    code = 99
    try:
        act()
    except SystemExit as left:
        code = int(left.code or 0)
    finally:
        sys.stderr.flush()
        os._exit(code)


def fill_into(out, roster):
    sys.argv = ["docgen", "fill", str(roster), "-o", str(out), "--form", APPLICATION]
    main()


def test_an_output_that_may_not_be_written_is_said(capfd, tmp_path):
    roster = book(tmp_path / "a.xlsx")
    with tempfile.TemporaryDirectory() as name:
        closed = Path(name)
        (closed / "a.xlsx").write_bytes(roster.read_bytes())
        (closed / "输出").mkdir()
        (closed / "输出").chmod(0o555)
        closed.chmod(0o755)

        def act():
            with suppress(
                SystemExit
            ):  # load everything: nobody may not read a Python that root keeps for itself
                fill_into(tmp_path / "先填一遍", roster)
            if os.getuid() == 0:  # permissions bind every user but root
                os.setuid(65534)
            fill_into(closed / "输出", closed / "a.xlsx")

        assert child(act) == 9
        assert list((closed / "输出").iterdir()) == []
    told = capfd.readouterr().err
    assert "STORE-102" in told
    assert "Traceback" not in told


def test_a_full_disk_leaves_no_half_a_form(capfd, tmp_path):
    roster = book(tmp_path / "a.xlsx", {f"H{number}": {} for number in range(3)})

    def act():
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))
        fill_into(tmp_path / "输出", roster)

    assert child(act) == 9
    told = capfd.readouterr().err
    assert "STORE-10" in told
    assert "Traceback" not in told
    assert documents(tmp_path / "输出") == []


def docgen(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "docgen", *map(str, words)],
        env=os.environ | environment,
        capture_output=True,
        check=False,
    )


def test_a_terminal_of_gbk_shows_a_number_for_what_it_lacks(desk, workspace, tmp_path):
    houses = {"H1": {"家庭成员": [{"姓名": "𠮷田"}]}}
    desk("roster", "import", book(tmp_path / "a.xlsx", houses), "--yes")
    for words in (
        ("case", "list"),
        ("case", "show", "H1"),
        ("check",),
        ("fill", "-o", "输出", "--form", APPLICATION),
    ):
        done = docgen(*words, PYTHONIOENCODING="gbk")
        assert done.returncode in (0, 1)
        assert b"Traceback" not in done.stderr
    assert r"\U00020bb7田" in docgen("case", "list", PYTHONIOENCODING="gbk").stdout.decode("gbk")
    told = docgen("case", "show", "H1", "--json", PYTHONIOENCODING="gbk").stdout.decode("gbk")
    assert json.loads(told)["household"]["members"][0]["name"] == "𠮷田"


@pytest.mark.parametrize("words", ["schema", "form list", "--help"])
def test_a_reader_that_goes_away_ends_the_run_in_silence(words):
    command = f"{sys.executable} -m docgen {words} | true"  # gone long before the first word
    assert subprocess.run(["bash", "-c", command], capture_output=True, check=True).stderr == b""


def test_an_interrupted_run_says_so_and_leaves_no_half_a_form(capfd, tmp_path):
    roster = book(tmp_path / "a.xlsx", {f"H{number}": {} for number in range(30)})

    def interrupt(event, _):
        if event == "os.rename" and next(renames) == 10:
            os.kill(os.getpid(), signal.SIGINT)

    def act():
        sys.addaudithook(interrupt)
        fill_into(tmp_path / "输出", roster)

    renames = iter(range(1000))
    assert child(act) == 130
    told = capfd.readouterr().err
    assert "已中止" in told
    assert "Traceback" not in told
    made = documents(tmp_path / "输出")
    assert 0 < len(made) < 30
    assert all("张三" in text_of(path) for path in made)
