"""What lists and ledgers have in common: their usual columns, heads, sign-offs and warnings."""

from ledger import Column

NO = Column("序号", 11.5, "no", number="0")
HOMES = Column("户主姓名", 27, "head_name", size=9, total="=COUNT(A{first}:A{last})")
ID_NO = Column("证件号码", 40, "head_id_no", one_line=True)
PEOPLE = Column("家庭\n人口数", 15, "population", number="0", total="sum")
CLASS = Column("监测对象类别", 29, "monitor_class", one_line=True)
RISKS = Column("返贫致贫风险", 36, "risks", size=9)
NOTICE = Column("村公示起止时间", 32, "notice", size=9)
NOTE = Column("备注", 16, "note", size=9)

#: Who signs a list, by level.
VILLAGE_SIGNS = ("村党组织书记签字", "村（居）委会主任签字", "驻村工作队负责人签字", "填表人签字")
TOWNSHIP_SIGNS = ("党委主要负责人签字", "政府主要负责人签字", "分管负责人签字", "经办人签字")
OFFICE_SIGNS = ("负责人签字", "经办人签字")
REPORT_SIGNS = ("分管负责人签字", "填报人签字")

PRIVATE = "本名单含个人信息，仅供审核使用，不得张贴。"


def plain(heading: str, width: float, slot: str = "", **more: str) -> Column:
    """Short words that stay on one line."""
    return Column(heading, width, slot, one_line=True, **more)


def small(heading: str, width: float, slot: str = "", **more: str) -> Column:
    """Longer words, set small."""
    return Column(heading, width, slot, size=9, **more)


def place(heading: str, width: float, slot: str) -> Column:
    """A village, a group, a township: small, and on two lines where its name is long."""
    return Column(heading, width, slot, size=9)


def when(heading: str, width: float, slot: str, **more: str) -> Column:
    """A date: small, on one line."""
    return Column(heading, width, slot, size=9, one_line=True, **more)


def count(heading: str, width: float, slot: str = "", **more: str) -> Column:
    """A number that is added up."""
    return Column(heading, width, slot, number="0", total="sum", **more)


def money(heading: str, width: float, slot: str = "", *, size: float = 10.5, **more: str) -> Column:
    """An amount in 元."""
    return Column(heading, width, slot, number="#,##0.00", align="right", one_line=True, size=size, **more)
