"""The generated page of the forms: the catalogue of papers, and which of them are made."""

from docgen import Audience
from docgen.plugins import BUILTINS
from docgen.registry import load

#: Every paper that the plans name, by catalogue number.
NAMED = {
    "F01": "防止返贫监测对象个人申请及承诺授权书",
    "F02": "防止返贫监测对象信息采集表",
    "F03": "防止返贫监测对象识别审批表",
    "F04": "评议会议记录",
    "F05": "村级公示",
    "F06": "拟纳入监测对象名单（村报乡镇）",
    "F07": "拟纳入监测对象名单（乡镇报县）",
    "F08": "监测对象正式名单、信息比对",
    "F09": "认定结果公告",
    "F10": "监测对象申请书",
    "F11": "监测对象初选名单和公示",
    "F12": "监测对象审核名单和公示",
    "F13": "监测和帮扶台账",
    "F14": "排查报告",
    "F15": "低收入人口申报承诺和初步筛查",
    "F16": "边缘户医疗救助申请",
    "F17": "低收入人口初审公示",
    "F18": "贫困户申请",
    "F19": "贫困户初选名单第一次公示",
    "F20": "贫困户名单第二次公示和公告",
    "F22": "贫困户登记表、贫困村登记表",
    "F23": "“两公示一公告”记录和档案资料",
    "F24": "贫困学生调查表及汇总表",
    "F30": "防返贫监测帮扶入户排查表",
    "F31": "问题与收入汇总表",
    "F32": "“回退”“清退”人员信息明细",
    "F33": "问题台账",
    "F34": "防止规模性返贫工作预案、风险分析报告",
    "F35": "系统问题数据明细",
    "F36": "负责人、联络员名单",
    "F37": "排查工作总结报告",
    "F38": "开通系统功能权限申请",
    "F39": "乡镇防返贫监测模块数据",
    "F40": "脱贫户、监测户收入对比明细",
    "F41": "减收户数和减收因素汇总",
    "F42": "落实帮扶措施情况上报",
    "F43": "防返贫动态监测台账",
    "F44": "帮扶台账",
    "F45": "外出务工台账、公益性岗位台账",
    "F46": "月收入登记",
    "F47": "防贫监测月报",
    "F48": "村级“零报告”",
    "F49": "收入明细核查",
    "F50": "脱贫、返贫人口名册",
    "F51": "6月、12月监测结果汇总",
    "F52": "低收入人口工作落实情况报告",
    "F60": "扶贫手册、帮扶手册",
    "F61": "明白卡",
    "F62": "结对帮扶贫困户情况表",
    "F63": "结对帮扶统计表",
    "F64": "需求项目归类汇总",
    "F65": "帮扶计划",
    "F66": "一户一方案、一人一措施",
    "F67": "一人一本台账等计划表",
    "F68": "结对附表、专门帐册",
    "F69": "贫困家庭就业台账",
    "F70": "劳务协议、劳动合同",
    "F71": "产业收益分配公示",
    "F72": "目标责任书",
    "F73": "帮扶联系人安排",
    "F74": "就业转移登记造册",
    "F80": "帮扶措施落实情况表和公示版",
    "F81": "风险消除评估表",
    "F82": "拟消除风险监测对象名单和公示",
    "F83": "拟消除风险监测对象复核名单",
    "F84": "消除风险监测对象正式名单和公告",
    "F85": "脱贫名单两公示一公告",
    "F86": "镇村汇总填报标注",
}
_LEVELS = {
    "packet": "打印件",
    "volume": "案卷",
    "household": "户",
    "village": "村",
    "township": "乡镇",
    "county": "县",
}


def forms_page(head):
    """Return the page of the forms."""
    made = load(BUILTINS, installed=False).forms.values()
    lines = [
        head + "# 表单目录\n",
        "不写 `--form` 时只填“平时”一栏有√的表；其余的用 `docgen fill --form 编号` 点名，或用 "
        "`docgen fill --about village|township|county` 填一级的全部名单、公示和台账。"
        "公示的表只见隐去证件号码、电话和健康状况的数据。\n",
        "附件号和各县自己的表名属于各县的方案（口径里的 `attachments`、`form_names`），有的才印；下面是声明里的名称。\n",
        "| 目录号 | 编号@版本 | 名称 | 格式 | 级 | 公示 | 平时 | 存放 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for form in sorted(made, key=lambda one: (one.catalogue, one.order, one.key)):
        public = "√" if form.audience is Audience.PUBLIC else ""
        cells = (form.catalogue, f"`{form.key}`", form.title, form.format, _LEVELS[form.about], public)
        cells += ("√" if form.default else "", "、".join(form.copies))
        lines.append("| " + " | ".join(cells) + " |")
    have = {form.catalogue for form in made}
    lines += ["\n## 尚未制作\n", "| 目录号 | 名称 |", "|---|---|"]
    lines += [f"| {number} | {title} |" for number, title in NAMED.items() if number not in have]
    lines += ["\n## 出处\n"]
    lines += [f"- `{form.key}`：{form.source}" for form in sorted(made, key=lambda one: one.key)]
    return "\n".join(lines) + "\n"
