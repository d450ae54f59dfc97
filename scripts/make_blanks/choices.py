"""Tick groups that several blanks print, in the options' own words and broken into lines of about 36 characters."""

RISKS = (
    "□因病　□因学　□因残　□因自然灾害　□因意外事故　□因产业项目失败\n"
    "□因务工就业不稳　□缺劳动力　□因安全住房　□因安全饮水　□其他________"
)
CHANNELS = "□农户书面申请　□手机APP　□12317热线　□一码申报\n□他人代为申报　□干部排查　□部门预警"
CLASSES = "□脱贫不稳定户　□边缘易致贫户　□突发严重困难户"
YES_NO = "□是　□否"
FOUND = "□有　□无"


def ticks(slot: str, boxes: str = YES_NO) -> str:
    """A tick group: its slot directly before its boxes."""
    return f"{{{{ {slot} | ticks }}}}{boxes}"
