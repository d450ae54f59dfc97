"""拟纳入监测对象名单（村报乡镇）: the households a village proposes, one line each."""

from looks import FANG
from sheet import done, title, workbook, write

TARGET = "xlsx/cn/identification_list_village.xlsx"

TITLE = "拟纳入监测对象名单"
ROWS = 8
FIRST = 5
LAST = FIRST + ROWS - 1

#: Heading, width in mm, slot, number format, size of the value.
COLUMNS = (
    ("序号", 11.5, "no", "0", 10.5),
    ("村民小组", 29, "group", "@", 10.5),
    ("户主姓名", 24, "head_name", "@", 10.5),
    ("证件号码", 38.5, "head_id_no", "@", 10.5),
    ("家庭\n人口数", 15, "population", "0", 10.5),
    ("监测对象类别", 30, "monitor_class", "@", 10.5),
    ("返贫致贫风险", 40.5, "risks", "@", 9),
    ("家庭人均\n纯收入（元）", 27, "net_pc", "#,##0.00", 10.5),
    ("公示起止时间", 31, "notice", "@", 9),
    ("有无\n异议", 12, "objection", "@", 10.5),
    ("备注", 13, "note", "@", 9),
)


def make() -> bytes:
    """The blank."""
    book, sheet = workbook(TITLE, [column[1] for column in COLUMNS])
    write(sheet, "A1:C1", "（村报乡镇）", look=("黑体", 12), align="left", grid=False)
    title(sheet, "A2:K2", TITLE)
    write(sheet, "A3:B3", "填报单位：", align="right", grid=False)
    write(sheet, "C3:E3", "{{ village }}", grid=False, one_line=True, ruled=True)
    write(sheet, "F3:K3", "村（居）民委员会", align="left", grid=False)
    for number, (heading, _, slot, style, size) in enumerate(COLUMNS):
        letter = "ABCDEFGHIJK"[number]
        write(sheet, f"{letter}4", heading)
        for row in range(FIRST, LAST + 1):
            text = f"{{{{ list.{slot} }}}}" if row == FIRST else ""
            align = "right" if slot == "net_pc" else "center"
            one_line = slot in ("group", "head_id_no", "monitor_class", "net_pc")
            write(
                sheet, f"{letter}{row}", text, look=(FANG, size), number=style, align=align, one_line=one_line
            )
    _foot(sheet)
    heights = {1: 18, 2: 34, 3: 22, 4: 34, LAST + 1: 24, LAST + 2: 44, LAST + 3: 44, LAST + 4: 32}
    for row in range(1, LAST + 5):
        sheet.row_dimensions[row].height = heights.get(row, 28)
    sheet.print_title_rows = "4:4"
    sheet.print_area = f"A1:K{LAST + 4}"
    return done(book, TITLE)


def _foot(sheet: object) -> None:
    total, first, second, note = range(LAST + 1, LAST + 5)
    write(sheet, f"A{total}:B{total}", "合　计")
    write(sheet, f"C{total}", f"=COUNT(A{FIRST}:A{LAST})", number='0"户";-0"户";')
    write(sheet, f"D{total}")
    write(sheet, f"E{total}", f"=SUM(E{FIRST}:E{LAST})", number='0"人";-0"人";')
    for letter in "FGHIJK":
        write(sheet, f"{letter}{total}")
    rule = "_" * 24
    write(sheet, f"A{first}:D{first}", f"村党组织书记签字：{rule}", align="left", grid=False)
    write(sheet, f"E{first}:G{first}", f"村（居）委会主任签字：{rule}", align="left", grid=False)
    write(sheet, f"A{second}:D{second}", f"驻村工作队负责人签字：{rule}", align="left", grid=False)
    write(sheet, f"E{second}:G{second}", f"填表人签字：{rule}", align="left", grid=False)
    seal = "村（居）民委员会（公章）\n\n　　　　　年　　月　　日"
    write(sheet, f"H{first}:K{second}", seal, grid=False)
    write(
        sheet,
        f"A{note}:K{note}",
        "说明：1．本名单由村（居）民委员会在评议公示期满后汇总，随《防止返贫监测对象识别审批表》一并报乡（镇）人民政府审核，一式二份，村、乡（镇）各存一份。"
        "2．本名单含个人信息，仅供审核使用，不得张贴；公示用名单不列证件号码、联系电话和健康状况。",
        look=(FANG, 9),
        align="left",
        grid=False,
    )
