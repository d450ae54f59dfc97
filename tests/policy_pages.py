"""The page of the policies: county × figure × source, as text; a test compares it."""

from datetime import date

from docgen import load_policies, pack_folder
from docgen.figures import FIGURES
from docgen.policy import policy_named

PLANS = """数值后面的出处写法：`篇九 行13“原文”`，即方案（下表）、原文的自然段序号、原文片段；`靖西方案 行15` 同。
行号按公开网页正文的自然段数，网页分段不同时以引用的原文片段为准。

| 简称 | 方案 | 公开处 |
|---|---|---|
| 篇一 | 某县脱贫户、监测户减收情况排查和帮扶增收方案 | 网上方案汇编 |
| 篇二 | 《营口市20xx年防止返贫监测帮扶集中排查工作方案》 | 网上方案汇编 |
| 篇三 | 广西某地低收入人口认定和动态监测实施方案 | 网上方案汇编 |
| 篇八 | 遂宁市某镇防止返贫动态监测和帮扶工作方案 | 网上方案汇编 |
| 篇九 | 湖南某县防止返贫动态监测和帮扶实施方案（湘委乡振组发〔20xx〕1号之后） | zuowen.c321.cn/fangan/6117290.html；huarong.gov.cn；均无附件 |
| 篇十一 | 阜南县强化脱贫监测户、边缘户帮扶措施方案 | 网上方案汇编 |
| 篇十二 | 灵寿县防贫监测和帮扶方案 | 网上方案汇编 |
| 篇十四 | 安康市某县低收入人口动态监测和常态化帮扶方案 | 网上方案汇编 |
| 靖西方案 | 靖西县某乡精准扶贫工作实施方案（2014） | 网上方案汇编 |
| 贵州2023年规则 | 贵州省2023年防返贫监测数据质量规则 | github.com/Gzuwkj/fuping |
"""

READING = """## 怎样读、怎样写

- 一份口径是 `forms/<县>/policy_<年度>.toml`，只写与缺省（`cn`）不同的项目；每一项都要有出处。没有写的用缺省，标**缺省**。
- `area` 是区划代码或它的前几位（2、4、6、9、12 位）。村的代码以它开头的，用范围最小的那一份。
- `named = true`：方案隐去了地名，或属于另一项工作；`area` 只说明大致在哪里。这样的口径只在
  `--policy hunan` 或工作区设置里指名时使用。
- `year_source = "inferred"`：原文把年份隐去（20xx），年度是推定的，显示时标**推定**。
- 新年度另写一份，`extends = "hunan"` 指向旧的，只写改动；不写 `extends` 的新文件不继承旧文件。
- 没有本年度文件的，用最近的早先一份，标**沿用**。早于第一份的年度是错误（POLICY-105）。
- 一次办理始终用申请那天的口径；用编号加年度（`hunan@2021`）指名的，始终用那一份。
- 同一地区、同一年度有两份，`extends` 指向不存在的，项目写错、单位不对、负的天数，都在读取时一次列出。
"""


def policies_page(head):
    policies = load_policies(pack_folder())
    resolved = [policy_named(one.key, date(2100, 1, 1), policies) for one in policies]
    lines = [head + "# 政策口径\n", PLANS, READING, "## 各份口径\n"]
    lines += ["| 编号 | 名称 | 地区 | 年度 | 依据 |", "|---|---|---|---|---|"]
    lines += [_row(one) for one in resolved]
    for group in dict.fromkeys(figure.group for figure in FIGURES.values()):
        lines.append(f"\n## {group}\n")
        for figure in FIGURES.values():
            if figure.group == group:
                lines += _about(figure, resolved)
    return "\n".join(lines).rstrip() + "\n"


def _row(policy):
    area = f"{policy.area or '全国'}{'（须指名）' if policy.named else ''}"
    year = f"{policy.year}{'（推定）' if policy.inferred else ''}" if policy.year else "不限"
    return f"| `{policy.key}` | {policy.title} | {area} | {year} | {policy.plan or '本项目整理，逐项注明'} |"


def _about(figure, policies):
    stating = [one for one in policies if figure.name in one.own]
    silent = [one.id for one in policies if one not in stating]
    lines = [f"### {figure.label}\n", f"`policy.{figure.name}`\n", "| 口径 | 值 | 出处 |", "|---|---|---|"]
    for one in sorted(stating, key=lambda one: (one.year != 0, one.key)):
        cells = (one.key, figure.shown(one[figure.name]), one.sources[figure.name])
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    if silent:
        lines.append(f"\n没有写、用缺省的：{'、'.join(silent)}")
    return [*lines, ""]
