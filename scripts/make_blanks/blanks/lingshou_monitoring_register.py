"""防贫监测和帮扶台账 (灵寿): every household monitored, its risk, help and helper."""

from ledger import Ledger
from lists import HOMES, ID_NO, NO, PEOPLE, PRIVATE, money, place, plain, small, when

TARGET = "xlsx/lingshou/monitoring_register.xlsx"

COLUMNS = (
    NO,
    place("村民小组", 24, "group"),
    HOMES,
    ID_NO,
    PEOPLE,
    plain("监测对象类别", 28, "monitor_class"),
    small("返贫致贫\n风险", 26, "risks"),
    when("纳入时间", 22, "identified_on"),
    money("识别时人均\n收入（元）", 29, "net_pc"),
    small("帮扶措施", 46, "measures", align="left"),
    small("帮扶责任人", 20, "helper"),
    plain("联系电话", 26, "helper_phone"),
    when("消除时间", 20, "eliminated_on"),
)


def make() -> bytes:
    """The blank."""
    return Ledger(
        "监测和帮扶台账",
        COLUMNS,
        rows=9,
        row_height=32,
        note="说明：本台账随监测对象增减变化及时更新，帮扶责任人变动的另起一行说明。" + PRIVATE,
    ).make()
