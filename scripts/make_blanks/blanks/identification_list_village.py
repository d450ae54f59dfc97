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
    ("序号", 12, "no", "0", 10.5),
    ("村民小组", 26, "group", "@", 10.5),
    ("户主姓名", 23, "head_name", "@", 10.5),
    ("证件号码", 40, "head_id_no", "@", 10.5),
    ("家庭\n人口数", 15, "population", "0", 10.5),
    ("监测对象类别", 28, "monitor_class", "@", 10.5),
    ("返贫致贫风险", 46, "risks", "@", 9),
    ("家庭人均\n纯收入（元）", 26, "net_pc", "#,##0.00", 10.5),
    ("公示起止时间", 31, "notice", "@", 9),
    ("有无\n异议", 12, "objection", "@", 10.5),
    ("备注", 13, "note", "@", 9),
)


def make() -> bytes:
    """The blank."""
    book, sheet = workbook(TITLE, [column[1] for column in COLUMNS])
    write(sheet, "A1:C1", "（村报乡镇）", look=("黑体", 12), align="left", grid=False)
    title(sheet, "A2:K2", TITLE)
    write(sheet, "A3:G3", "填报单位：{{ village }}村（居）民委员会（公章）", align="left", grid=False)
    write(sheet, "H3:K3", "填报日期：　　　　年　　月　　日", align="right", grid=False)
    for number, (heading, _, slot, style, size) in enumerate(COLUMNS):
        letter = "ABCDEFGHIJK"[number]
        write(sheet, f"{letter}4", heading)
        for row in range(FIRST, LAST + 1):
            text = f"{{{{ list.{slot} }}}}" if row == FIRST else ""
            align = "right" if slot == "net_pc" else "center"
            write(sheet, f"{letter}{row}", text, look=(FANG, size), number=style, align=align)
    _foot(sheet)
    heights = {1: 18, 2: 34, 3: 22, 4: 34, LAST + 1: 24, LAST + 2: 26, LAST + 3: 26, LAST + 4: 32}
    for row in range(1, LAST + 5):
        sheet.row_dimensions[row].height = heights.get(row, 31)
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
    rule = "____________________"
    write(sheet, f"A{first}:F{first}", f"村党组织书记签字：{rule}", align="left", grid=False)
    write(sheet, f"G{first}:K{first}", f"村（居）委会主任签字：{rule}", align="left", grid=False)
    write(sheet, f"A{second}:F{second}", f"驻村工作队负责人签字：{rule}", align="left", grid=False)
    write(sheet, f"G{second}:K{second}", f"填表人签字：{rule}", align="left", grid=False)
    write(
        sheet,
        f"A{note}:K{note}",
        "说明：1．本名单由村（居）民委员会在评议公示期满后汇总，随《防止返贫监测对象识别审批表》一并报乡（镇）人民政府审核，一式二份，村、乡（镇）各存一份。"
        "2．本名单含个人信息，仅供审核使用，不得张贴；公示用名单不列证件号码、联系电话和健康状况。",
        look=(FANG, 9),
        align="left",
        grid=False,
    )
