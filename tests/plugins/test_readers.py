"""Files of every kind, as offices really have them."""

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from docgen import DataFileError, check_character
from docgen.plugins.readers import read_table, read_text_case, register_readers

SAMPLES = Path(__file__).parents[1] / "data" / "intake"


def identity(seed, born="19800101"):
    first17 = f"520199{born}{seed:03d}"
    return first17 + check_character(first17)


HEAD = [
    "县",
    "乡",
    "行政村",
    "户编号",
    "姓名",
    "证件号码",
    "性别",
    "与户主关系",
    "识别监测时间",
    "没见过的栏目",
]
ROWS = [
    ["云岭县", "青石镇", "清水村", "520199000000001", "张三", identity(11), "1", "户主", "202603", "甲"],
    ["云岭县", "青石镇", "清水村", "520199000000001", "李四", identity(22), "2", "配偶", "2026年03月", ""],
]
TITLES = [["（自定义）监测对象信息"], ["数据日期：20260705"]]


def book(path, rows, name="监测对象信息", epoch=None):
    made = openpyxl.Workbook()
    if epoch:
        made.epoch = epoch
    sheet = made.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def csv_text(rows=(*TITLES, HEAD, *ROWS), separator=","):
    return "\r\n".join(separator.join(row) for row in rows) + "\r\n"


def names(reading):
    return [entry.content["household"]["members"][0]["name"] for entry in reading.entries]


def codes(reading):
    return [finding.code for finding in reading.findings]


def refused(path, reader=read_table):
    with pytest.raises(DataFileError) as raised:
        reader(path)
    return raised.value.code


def test_an_export_is_read_below_its_title_lines_and_unknown_columns_are_listed(tmp_path):
    reading = read_table(book(tmp_path / "a.xlsx", [*TITLES, HEAD, *ROWS]))
    assert names(reading) == ["张三", "李四"]
    assert reading.findings == ()
    assert reading.unknown == ("工作表「监测对象信息」「没见过的栏目」",)
    first = reading.entries[0]
    assert (first.origin.sheet, first.origin.row) == ("监测对象信息", 4)
    assert first.keys["hh_id"] == "520199000000001"
    assert first.keys["village_name"] == "清水村"
    assert first.content["household"]["identified_on"] == "2026-03"
    assert [entry.content["household"]["members"][0]["sex_stated"] for entry in reading.entries] == [
        "男",
        "女",
    ]
    assert first.content["facts"] == {"没见过的栏目": "甲"}


@pytest.mark.parametrize(
    "areas", [["县", "乡", "村"], ["县", "乡", "行政村"], ["县(市、区、旗)", "乡(镇)", "行政村"]]
)
def test_all_spellings_of_the_area_headings_are_known(tmp_path, areas):
    path = book(tmp_path / "a.xlsx", [*TITLES, [*areas, *HEAD[3:]], *ROWS])
    area = read_table(path).entries[0].content["area"]
    assert area == {"county": "云岭县", "township": "青石镇", "village": "清水村"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_tables_are_read_in_every_usual_encoding(tmp_path, encoding, separator):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text(separator=separator).encode(encoding))
    assert names(read_table(path)) == ["张三", "李四"]


def test_gbk_text_behind_the_name_xls_is_read(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(csv_text(separator="\t").encode("gb18030"))
    assert names(read_table(path)) == ["张三", "李四"]


def test_an_html_table_behind_the_name_xls_is_read(tmp_path):
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEAD, *ROWS])
    title = f'<tr><td colspan="{len(HEAD)}">监测对象信息 &amp; 家庭成员</td></tr>'
    path = tmp_path / "a.xls"
    path.write_bytes(f"<html><body><table>{title}{lines}</table></body></html>".encode("gb18030"))
    assert names(read_table(path)) == ["张三", "李四"]


def test_an_old_binary_workbook_is_read():
    reading = read_table(SAMPLES / "export.xls")
    assert names(reading) == ["张三", "李四"]
    assert reading.findings == ()
    assert reading.entries[0].content["incomes"] == [{"purpose": "annual", "wage": "1234.50"}]


def test_a_workbook_counting_days_from_1904_gives_the_same_dates(tmp_path):
    from datetime import date

    rows = [["本地户号", "走访时间", "走访人"], ["H1", date(2026, 7, 5), "王五"]]
    path = book(tmp_path / "a.xlsx", rows, "走访", CALENDAR_MAC_1904)
    assert read_table(path).entries[0].content["visits"] == [{"on": "2026-07-05", "visitor": "王五"}]


def test_identities_written_as_formulas_are_unwrapped(tmp_path):
    path = tmp_path / "a.csv"
    row = [*ROWS[0]]
    row[5] = f'"=""{row[5]}"""'
    path.write_bytes(csv_text([HEAD, row]).encode("gb18030"))
    assert read_table(path).entries[0].content["household"]["members"][0]["id_no"] == ROWS[0][5]


def test_an_identity_stored_as_a_number_says_that_digits_are_lost(tmp_path):
    rows = [HEAD, [*ROWS[0][:5], 5.20199198001010e17, *ROWS[0][6:]]]
    finding = next(iter(read_table(book(tmp_path / "a.xlsx", rows)).findings))
    assert finding.code == "INTAKE-101"
    assert finding.where == "a.xlsx 工作表「监测对象信息」 第2行 证件号码"
    assert "丢失" in finding.sentence
    assert finding.boxes == ("household.members[].id_no",)


def test_every_problem_of_a_file_is_told_and_the_rest_is_read(tmp_path):
    head = ["本地户号", "走访时间", "走访人", "走访方式"]
    rows = [
        head,
        ["H1", "2月30日", "甲", "入户"],
        ["H1", "2026-02-30", "乙", "飞"],
        ["H1", "26/7/5", "丙", ""],
    ]
    rows += [["H2", "2026-07-05", "丁", "电话"]]
    reading = read_table(book(tmp_path / "a.xlsx", rows, "走访"))
    assert sorted(set(codes(reading))) == [
        "INTAKE-110",
        "INTAKE-112",
        "INTAKE-113",
        "INTAKE-114",
        "INTAKE-203",
        "INTAKE-209",
    ]
    assert [entry.content.get("visits") for entry in reading.entries][-1] == [
        {"on": "2026-07-05", "visitor": "丁", "method": "电话"}
    ]
    assert all(finding.remedy for finding in reading.findings)


def test_columns_that_stand_twice_are_told(tmp_path):
    finding = read_table(book(tmp_path / "a.xlsx", [[*HEAD, "姓名"], [*ROWS[0], "张五"]])).findings[0]
    assert (finding.code, dict(finding.fields)["first"], dict(finding.fields)["second"]) == (
        "INTAKE-201",
        "E",
        "K",
    )


def test_a_missing_column_is_told_once_and_the_rows_are_left(tmp_path):
    rows = [["行政村", "姓名", "证件号码"], ["清水村", "张三", identity(1)], ["清水村", "李四", identity(2)]]
    reading = read_table(book(tmp_path / "a.xlsx", rows))
    assert codes(reading) == ["INTAKE-202"]
    assert reading.entries == ()


def test_a_missing_sheet_is_told(tmp_path):
    rows = [["本地户号", "行政村代码", "行政村"], ["H1", "520199001201", "清水村"]]
    reading = read_table(book(tmp_path / "a.xlsx", rows, "户"))
    assert [(finding.code, dict(finding.fields)) for finding in reading.findings] == [
        ("INTAKE-203", {"sheet": "家庭成员"})
    ]


def test_two_thousand_columns_are_read_and_listed(tmp_path):
    more = [f"自定义{number}" for number in range(2000)]
    reading = read_table(book(tmp_path / "a.xlsx", [*TITLES, [*HEAD, *more], [*ROWS[0], *more]]))
    assert names(reading) == ["张三"]
    assert len(reading.unknown) == 2001


def test_two_hundred_members_are_read(tmp_path):
    rows = [[*ROWS[1][:4], f"成员{number}", identity(number), *ROWS[1][6:]] for number in range(200)]
    assert len(read_table(book(tmp_path / "a.xlsx", [*TITLES, HEAD, *rows])).entries) == 200


def test_a_list_of_villages_is_kept_for_the_merge(tmp_path):
    reading = read_table(
        book(tmp_path / "a.xlsx", [["乡", "行政村", "行政村代码"], ["青石镇", "清水村", "520199001201"]])
    )
    assert reading.findings == ()
    assert reading.entries[0].content == {
        "area": {"township": "青石镇", "village": "清水村", "code": "520199001201"}
    }


def test_the_example_row_and_the_option_lists_are_passed_over(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "选项"
    made.active.append(["性别", "民族", "与户主关系"])
    sheet = made.create_sheet("走访")
    sheet.append(["本地户号", "走访时间"])
    sheet.append(["示例（本行不会读入）", "不是日期"])
    sheet.append(["H1", "2026-07-05"])
    made.save(tmp_path / "a.xlsx")
    reading = read_table(tmp_path / "a.xlsx")
    assert [entry.keys for entry in reading.entries] == [{"number": "H1"}]
    assert codes(reading) == ["INTAKE-203", "INTAKE-203"]


def test_cells_of_failed_and_uncalculated_formulas_are_told_not_dropped(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "走访"
    sheet.append(["本地户号", "走访时间", "走访人", "走访目的"])
    sheet.append(["H1", "2026-07-05", "#N/A", "=A2&B2"])
    made.save(tmp_path / "a.xlsx")
    reading = read_table(tmp_path / "a.xlsx")
    told = {
        (finding.code, finding.where[-3:]) for finding in reading.findings if finding.code != "INTAKE-203"
    }
    assert told == {("INTAKE-107", "走访人"), ("INTAKE-108", "访目的")}


def test_corrected_values_of_a_worklist_come_back_as_entries(tmp_path):
    rows = [
        ["核查清单：填写更正值"],
        ["户号", "问题", "更正值", "栏目路径"],
        ["H1", "校验码不对", identity(5), "household.members.1.id_no"],
        ["H1", "没有填", "", "household.phone"],
        ["H1", "日期不对", "2月30日", "visits.0.on"],
        ["H1", "", "x", "household.nothing"],
    ]
    reading = read_table(book(tmp_path / "a.xlsx", rows, "核查清单"))
    assert [entry.content for entry in reading.entries] == [
        {"household": {"members": {"1": {"id_no": identity(5)}}}}
    ]
    assert codes(reading) == ["INTAKE-112", "INTAKE-310"]


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"")
    (tmp_path / "b.csv").write_bytes(b"\xef\xbb\xbf \r\n")
    assert (refused(tmp_path / "a.xlsx"), refused(tmp_path / "b.csv")) == ("INTAKE-001", "INTAKE-001")


def test_a_truncated_workbook_is_refused(tmp_path):
    path = book(tmp_path / "a.xlsx", [HEAD, *ROWS])
    for length in (100, 2000, len(path.read_bytes()) - 30):
        (tmp_path / "b.xlsx").write_bytes(path.read_bytes()[:length])
        assert refused(tmp_path / "b.xlsx") == "INTAKE-004"


def test_a_damaged_part_is_refused(tmp_path):
    content = bytearray(book(tmp_path / "a.xlsx", [HEAD, *ROWS]).read_bytes())
    place = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[place : place + 8] = b"\xff" * 8
    (tmp_path / "b.xlsx").write_bytes(content)
    assert refused(tmp_path / "b.xlsx") == "INTAKE-004"


def test_a_binary_workbook_cut_short_is_refused(tmp_path):
    (tmp_path / "a.xls").write_bytes((SAMPLES / "export.xls").read_bytes()[:1500])
    assert refused(tmp_path / "a.xls") == "INTAKE-004"


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.txt", "a.yaml"])
def test_what_a_file_is_its_content_says(tmp_path, name):
    path = book(tmp_path / "real.xlsx", [HEAD, *ROWS])
    (tmp_path / name).write_bytes(path.read_bytes())
    assert names(register_readers()[(tmp_path / name).suffix](tmp_path / name)) == ["张三", "李四"]


def test_files_that_are_no_tables_are_named(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / "b.xlsx").write_bytes(packed({"word/document.xml": b"<x/>"}))
    (tmp_path / "c.xls").write_bytes(b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n")
    (tmp_path / "d.xls").write_bytes(b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>')
    (tmp_path / "e.csv").write_bytes(b"\x81\xff\x00\xfe\x80" * 50)
    found = [refused(tmp_path / name) for name in ("a.xlsx", "b.xlsx", "c.xls", "d.xls", "e.csv")]
    assert found == ["INTAKE-002", "INTAKE-002", "INTAKE-007", "INTAKE-007", "INTAKE-008"]


def test_a_table_without_a_known_header_is_refused(tmp_path):
    assert refused(book(tmp_path / "a.xlsx", [["苹果", "梨"], ["1", "2"]])) == "INTAKE-009"


def test_a_protected_workbook_asks_for_the_password_to_be_removed(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(compound_file("EncryptionInfo", "EncryptedPackage"))
    assert refused(tmp_path / "a.xlsx") == "INTAKE-003"
    content = bytearray((SAMPLES / "export.xls").read_bytes())
    start = content.find(b"\x09\x08\x10\x00")
    struct.pack_into("<H", content, start + 20, 0x2F)  # the record behind BOF says that a password is needed
    (tmp_path / "b.xls").write_bytes(content)
    assert refused(tmp_path / "b.xls") == "INTAKE-003"


def compound_file(*streams):
    """Return the directory of a compound file ([MS-CFB]) with empty streams of these names."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    head = head.ljust(44, b"\0") + struct.pack("<LL", 1, 1)
    head = head.ljust(76, b"\0") + struct.pack("<L", 0)
    table = struct.pack("<2L", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    entries = b"".join(entry(name, 5 if name == "Root Entry" else 2) for name in ("Root Entry", *streams))
    return head.ljust(512, b"\xff") + table + entries.ljust(512, b"\0")


def entry(name, kind):
    text = name.encode("utf-16-le")
    return (text.ljust(64, b"\0") + struct.pack("<HBB3L", len(text) + 2, kind, 1, *[0xFFFFFFFF] * 3)).ljust(
        128, b"\0"
    )


def packed(parts):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_sheet(path, xml):
    """Return the workbook with another sheet in the place of its first one."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = xml
    return packed(parts)


SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'


@pytest.mark.parametrize(
    "far",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1'><c r='A1'><v>1</v></c></row><row r='9'><c\n r = 'XFD1048576'><v>1</v></c></row>",
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c s="1" r="ZZ99999"><v>1</v></c></row>',
        b'<row r="1"><c r="ZZ1"><v>1</v></c></row><row r="99999"><c r="A99999"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">' + b"<c><v>1</v></c>" * 20 + b"</row>",
    ],
)
def test_a_lone_far_cell_does_not_abort_the_process(tmp_path, far):
    path = book(tmp_path / "a.xlsx", [HEAD, *ROWS])
    (tmp_path / "b.xlsx").write_bytes(with_sheet(path, SHEET % (b"<sheetData>" + far + b"</sheetData>")))
    assert refused(tmp_path / "b.xlsx") == "INTAKE-006"


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576"])
def test_a_lying_dimension_loses_no_row(tmp_path, dimension):
    path = book(tmp_path / "a.xlsx", [HEAD, *ROWS])
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    start, end = xml.index("<dimension"), xml.index("/>", xml.index("<dimension"))
    lying = xml[:start] + f'<dimension ref="{dimension}"' + xml[end:]
    (tmp_path / "b.xlsx").write_bytes(with_sheet(path, lying.encode()))
    assert names(read_table(tmp_path / "b.xlsx")) == ["张三", "李四"]


def test_a_zip_bomb_is_refused_unpacked(tmp_path):
    path = book(tmp_path / "a.xlsx", [HEAD, *ROWS])
    (tmp_path / "b.xlsx").write_bytes(with_sheet(path, SHEET % (b" " * 30_000_000)))
    assert refused(tmp_path / "b.xlsx") == "INTAKE-005"


def test_a_document_type_in_a_sheet_is_refused(tmp_path):
    path = book(tmp_path / "a.xlsx", [HEAD, *ROWS])
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + (SHEET % b"<sheetData/>")[21:]
    (tmp_path / "b.xlsx").write_bytes(with_sheet(path, bomb))
    assert refused(tmp_path / "b.xlsx") == "INTAKE-004"


def test_a_file_that_vanished_is_told(tmp_path):
    assert refused(tmp_path / "none.xlsx") == "INTAKE-012"


def test_a_fault_speaks_chinese_and_names_the_file_without_its_folder(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"")
    with pytest.raises(DataFileError) as raised:
        read_table(tmp_path / "a.xlsx")
    assert str(raised.value).splitlines()[:2] == ["错误 INTAKE-001：文件是空的", "  位置：a.xlsx"]


def test_yaml_keeps_every_scalar_as_text(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(
        f"""number: 000123
area: {{code: 520199001201, village: 清水村}}
household:
  members:
    - name: 张三
      id_no: {identity(1)}
      relation: 户主
      phone: 013800000000
      dibao: 否
      tekun: no
      works: [{{months: 3, monthly_income: 12:30:45}}]
visits: [{{on: 2026-07-05}}]
""",
        encoding="utf-8",
    )
    reading = read_text_case(path)
    entry = reading.entries[0]
    member = entry.content["household"]["members"][0]
    assert entry.complete
    assert entry.keys == {"number": "000123", "head_id": identity(1), "village": "520199001201"}
    assert (member["phone"], member["dibao"], member["tekun"]) == ("013800000000", False, False)
    assert [(finding.code, finding.where) for finding in reading.findings] == [
        ("INTAKE-116", "a.yaml household.members.0.works.0.monthly_income")
    ]


@pytest.mark.parametrize("wrap", ["{}", "[{}]", '{{"cases": [{}]}}'])
def test_json_may_hold_one_case_or_several(tmp_path, wrap):
    one = (
        '{"number": "H1", "area": {"code": 520199001201, "village": "清水村"}, "household": {"members": []}}'
    )
    (tmp_path / "a.json").write_text(wrap.format(one), encoding="utf-8")
    reading = read_text_case(tmp_path / "a.json")
    assert [entry.keys["number"] for entry in reading.entries] == ["H1"]
    assert reading.entries[0].content["area"]["code"] == "520199001201"


def test_unknown_boxes_are_told_with_what_was_meant(tmp_path):
    (tmp_path / "a.yaml").write_text("number: H1\nhousehold: {adress: 某地}\nrisks: 因病\n", encoding="utf-8")
    found = {finding.code: finding.remedy for finding in read_text_case(tmp_path / "a.yaml").findings}
    assert "address" in found["INTAKE-207"]
    assert "INTAKE-210" in found


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.yaml", "number: H1\nnumber: H2\n", "INTAKE-208"),
        ("a.json", '{"number": "H1", "number": "H2"}', "INTAKE-208"),
        ("a.yaml", "a: &x [1]\nb: *x\n", "INTAKE-011"),
        ("a.yaml", "[" * 500 + "]" * 500, "INTAKE-011"),
        ("a.json", "[" * 200_000, "INTAKE-011"),
        ("a.yaml", "a: [1\n", "INTAKE-010"),
        ("a.yaml", "a: !!python/object/apply:os.system ['true']\n", None),
        ("a.json", '{"number": ', "INTAKE-010"),
        ("a.yaml", " \n", "INTAKE-001"),
    ],
)
def test_odd_yaml_and_json_is_refused_with_a_sentence(tmp_path, name, text, code):
    (tmp_path / name).write_text(text, encoding="utf-8")
    if code is None:
        assert {finding.code for finding in read_text_case(tmp_path / name).findings} == {"INTAKE-207"}
    else:
        assert refused(tmp_path / name, read_text_case) == code


def test_a_lone_surrogate_in_json_is_refused_in_its_box(tmp_path):
    text = '{"number": "H1", "household": {"members": [{"name": "\\ud800"}]}}'
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    reading = read_text_case(tmp_path / "a.json")
    assert codes(reading) == ["INTAKE-102", "INTAKE-209"]
    assert "U+D800" in reading.findings[0].sentence


@pytest.mark.parametrize(("place", "byte"), [(3114, 75), (3876, 64)])
def test_a_damaged_binary_workbook_takes_only_its_own_process_down(tmp_path, place, byte):
    """One byte makes the fast reader panic, the other makes it abort."""
    content = bytearray((SAMPLES / "export.xls").read_bytes())
    content[place] = byte
    (tmp_path / "a.xls").write_bytes(content)
    assert refused(tmp_path / "a.xls") == "INTAKE-004"


def test_a_binary_workbook_behind_a_zip_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(packed({"xl/workbook.bin": b"x", "xl/worksheets/sheet1.bin": b"x"}))
    (tmp_path / "b.xlsx").write_bytes(packed({"mimetype": b"x", "content.xml": b"<x/>"}))
    assert (refused(tmp_path / "a.xlsx"), refused(tmp_path / "b.xlsx")) == ("INTAKE-002", "INTAKE-002")


def test_a_narrow_list_with_many_unknown_columns_is_recognised_by_its_number(tmp_path):
    head = ["户编号", "姓名", *[f"自定义{number}" for number in range(40)]]
    reading = read_table(book(tmp_path / "a.xlsx", [head, ["520", "张三"]]))
    assert names(reading) == ["张三"]
