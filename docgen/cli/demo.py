"""``docgen demo``: a whole workspace of an invented township, to try everything on."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from docgen.codes import label_of
from docgen.demo import Township, township, villages_of
from docgen.errors import fields, say
from docgen.roster import export_workbook
from docgen.store import CaseStore, init_workspace, safe_name, village_folder, write_whole
from docgen.village import VILLAGES, written
from docgen.workspace import Workspace

from .speech import as_json, line


def demo(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="示例工作区的文件夹；没有就新建。")],
    year: Annotated[int, typer.Option("--year", min=2021, max=2099, help="示例是哪一年的。")] = 2026,
    villages: Annotated[int, typer.Option("--villages", min=1, max=64, help="几个村。")] = 3,
    households: Annotated[int, typer.Option("--households", min=1, max=50_000, help="一共多少户。")] = 60,
    seed: Annotated[int, typer.Option("--seed", help="换一个数，就换一批人。")] = 1,
    json: Annotated[bool, typer.Option("--json", help="结果用 JSON 输出，给程序读。")] = False,
) -> None:
    """制作示例乡镇：人物都是虚构的，各类风险、各个办理阶段都有，另有少数户埋了错误。"""
    made = township(year, min(villages, households), households, seed)
    workspace = init_workspace(
        Workspace(folder, office="石桥镇防返贫监测办公室", township="石桥镇", county="栖云县")
    )
    with CaseStore(workspace.store) as store:
        at = datetime.now(UTC)
        store.save(made.cases, command="demo", reason="示例数据", at=at)
    rosters = _rosters(made, workspace)
    write_whole(workspace.root / VILLAGES, written(villages_of(made.cases)).encode())
    write_whole(workspace.root / "README.md", _readme(made).encode())
    if json:
        as_json(_summary(made, workspace, rosters))
        return
    people = sum(case.household.population for case in made.cases)
    named = fields(
        folder=workspace.root,
        villages=len(rosters),
        households=len(made.cases),
        people=people,
        seeded=len(made.seeded),
    )
    line(say("DEMO-201", named))
    line(say("DEMO-202", named))


def _rosters(made: Township, workspace: Workspace) -> list[Path]:
    """Write each village's roster beside the store, as a clerk would have got it."""
    codes = dict.fromkeys((case.area.village, case.area.code) for case in made.cases)
    files = []
    for village, code in codes:
        file = workspace.rosters / f"{safe_name(village_folder(village, code))}.xlsx"
        write_whole(file, export_workbook(case for case in made.cases if case.area.code == code))
        files.append(file)
    return files


def _summary(made: Township, workspace: Workspace, rosters: list[Path]) -> dict[str, object]:
    return {
        "folder": str(workspace.root),
        "households": len(made.cases),
        "as_of": made.as_of.isoformat(),
        "rosters": [file.name for file in rosters],
        "seeded": [{"household": one.household, "code": one.code, "what": one.what} for one in made.seeded],
    }


def _readme(made: Township) -> str:
    """Return the read-me of the sample: what is in it, what is wrong in it, what to try."""
    villages = Counter(case.area.village for case in made.cases)
    risks = Counter(risk.kind for case in made.cases for risk in case.risks)
    kinds = Counter(
        (label_of("procedure_kind", one.kind), "已办结" if one.closed else "办理中")
        for case in made.cases
        for one in case.procedures
    )
    largest = max(made.cases, key=lambda case: case.household.population)
    smallest = min(made.cases, key=lambda case: case.household.population)
    faults = [f"| {one.household} | {one.code} | {one.what} |" for one in made.seeded]
    return "\n".join(
        [
            "# 示例乡镇：栖云县石桥镇",
            "",
            "这里的县、乡镇、村、人名、证件号码、电话都是虚构的，行政区划代码 529926 并不存在。",
            f"数据按 {made.as_of.year} 年 {made.as_of.month} 月 {made.as_of.day} 日的情况编写。",
            "",
            "## 有什么",
            "",
            *[f"- {village}：{count} 户" for village, count in villages.items()],
            "",
            f"最大的一户是 {largest.number}（{largest.household.population} 人），"
            f"最小的一户是 {smallest.number}（{smallest.household.population} 人）。",
            "",
            "| 返贫致贫风险 | 户数 |",
            "|---|---|",
            *[f"| {risk} | {count} |" for risk, count in sorted(risks.items(), key=lambda item: -item[1])],
            "",
            "| 办理事项 | 进度 | 件数 |",
            "|---|---|---|",
            *[f"| {kind} | {state} | {count} |" for (kind, state), count in sorted(kinds.items())],
            "",
            "## 埋下的错误",
            "",
            *(["| 户号 | 规则 | 改了什么 |", "|---|---|---|", *faults] if faults else ["没有。"]),
            "",
            "其余各户核查没有任何问题。",
            "",
            "## 试一试（在这个文件夹里）",
            "",
            "```",
            "docgen check                                   # 找出上面埋下的错误",
            "docgen check --worklist 核查清单.xlsx          # 写成清单，填“更正值”",
            "docgen roster import 核查清单.xlsx             # 把更正值读回来",
            f"docgen case show {largest.number}                        # 看一户的全部数据",
            f"docgen fill -o 输出 --household {largest.number}         # 填这一户的表",
            "docgen fill -o 输出 --to docx,pdf              # 填全镇的表，另出 PDF",
            "docgen roster export 补充.xlsx --missing       # 还缺什么，做成采集表",
            "```",
            "",
        ]
    )
