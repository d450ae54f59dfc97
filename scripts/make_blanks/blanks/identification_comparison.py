"""信息比对名单及结果反馈表: the people a department compares, and what it found; never public."""

from ledger import Column, Ledger
from lists import NO, place, plain, small

TARGET = "xlsx/cn/identification_comparison.xlsx"

COLUMNS = (
    NO,
    place("行政村", 24, "village"),
    small("户主姓名", 26, "head_name"),
    small("姓名", 24, "name"),
    plain("与户主\n关系", 18, "relation"),
    plain("证件号码", 40, "id_no"),
    Column("住房", 15, "housing", band="比对结果（有／无）"),
    Column("车辆", 15, "vehicle", band="比对结果（有／无）"),
    Column("存款", 15, "deposit", band="比对结果（有／无）"),
    Column("工商\n注册", 15, "company", band="比对结果（有／无）"),
    Column("财政\n供养", 15, "payroll", band="比对结果（有／无）"),
    small("比对说明", 38, "remark"),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "拟纳入监测对象信息比对名单及结果反馈表",
        COLUMNS,
        head="送比对单位：{{ county }}乡村振兴部门",
        head_right="反馈单位：____________________",
        rows=9,
        row_height=26,
        signs=("查询人签字", "复核人签字"),
        seal="反馈单位",
        note="说明：1．由县级乡村振兴部门按部门分送，一部门一份；只填本部门负责的一项。2．查询须有农户签署的承诺授权书；本表含个人信息，专人传递，不得公示、复制和用于其他用途。3．按户反馈的结果填在户主一行。",
        total="",
    ).make()
