"""A room: what a village's archive says of itself, as bytes (目录, 登记, 表样, 说明, 档案信息).

Nothing here reads a disk or a clock; the corridor joins it with papers, register and store.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from .case import Area, Case
from .form import Form
from .ooxml import Ticks
from .pagecode import form_code, household_code
from .paper import STATES, Paper, State
from .policy import Policy

#: The files of a village's archive beside its papers, below the payload folder.
INDEX, REGISTER, README = "目录.csv", "register.csv", "说明.txt"
FORMS, POLICY = "政策与表样/表样.json", "政策与表样/政策口径.json"

#: The folders of its papers and cases.
VOLUMES, PAPERS, CASES = "户卷", "表", "户档"

#: The columns of the index, and of the register.
INDEX_HEAD = ("文件", "户号", "户主", "组", "题名", "表号", "版次", "格式", "件数", "编页", "页数", "备注")
REGISTER_HEAD = (
    "村代码", "户号", "表号", "题名", "版次", "环节", "状态", "状态时间", "登记时间",
    "内容SHA-256", "页面编码表码", "页面编码户码",
)  # fmt: skip

#: What a spreadsheet program would take for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a village's archive (归档文件): a line of the index. ``note`` says why one has no file.

    Of a volume there are its ``papers`` (件), the pages of them that are ``numbered``, and all its ``pages``.
    """

    path: str
    title: str
    format: str
    number: str = ""
    head: str = ""
    group: str = ""
    form: str = ""
    version: int | None = None
    papers: int | None = None
    numbered: int | None = None
    pages: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A version of a paper as the archive keeps it (登记摘要): without what stood in its boxes."""

    village: str
    household: str
    form: str
    title: str
    version: int
    stage: str
    state: State
    since: str
    made: str
    hash: str


def record_of(paper: Paper) -> Record:
    """Return what the archive keeps of a version on record."""
    said = paper.content
    return Record(
        said.village, said.household, said.form, said.title, paper.version, said.stage,
        paper.state, paper.since, paper.made, said.hash,
    )  # fmt: skip


def index_of(items: Iterable[Item]) -> bytes:
    """Return 目录.csv: a line per file, in the order given."""
    return _table(
        INDEX_HEAD,
        (
            (one.path, one.number, one.head, one.group, one.title, one.form, one.version, one.format, one.papers, one.numbered, one.pages, one.note)
            for one in items
        ),
    )  # fmt: skip


def counts_in(index: bytes) -> Mapping[str, tuple[int, int, int]]:
    """Return the papers, numbered pages and pages of each volume that an index lists, by path."""
    rows = csv.DictReader(io.StringIO(index.decode("utf-8-sig", "replace"), newline=""))
    found = {
        row["文件"]: (row.get("件数"), row.get("编页"), row.get("页数")) for row in rows if row.get("文件")
    }
    return {
        path: (int(papers), int(numbered), int(pages))
        for path, (papers, numbered, pages) in found.items()
        if papers and numbered and pages
    }


def register_of(records: Iterable[Record]) -> bytes:
    """Return register.csv: every version on record, its state, and what its page codes say of form and household."""
    return _table(
        REGISTER_HEAD,
        (
            (
                one.village, one.household, one.form, one.title, one.version, one.stage, STATES[one.state],
                one.since, one.made, one.hash, form_code(one.form), household_code(one.household),
            )
            for one in sorted(records, key=lambda one: (one.household, one.form, one.version))
        ),
    )  # fmt: skip


def case_file(case: Case) -> bytes:
    """Return a household's data as JSON, only what is stated."""
    return _json(case.model_dump(mode="json", exclude_defaults=True))


def forms_file(forms: Iterable[tuple[Form, str]]) -> bytes:
    """Return the declarations of forms, each with the SHA-256 of its template."""
    return _json([_declared(form, digest) for form, digest in forms])


def policy_file(policy: Policy) -> bytes:
    """Return the figures of a policy with the places they come from."""
    told = {
        "key": policy.key,
        "title": policy.title,
        "area": policy.area,
        "year": policy.year,
        "plan": policy.plan,
        "address": policy.address,
        "figures": policy.figures,
        "sources": policy.sources,
        "origins": policy.origins,
    }
    return _json(told)


def bag_info(area: Area, year: int, as_of: date, office: str, counts: Mapping[str, int]) -> dict[str, str]:
    """Return the lines of bag-info.txt: BagIt's own, then what identifies electronic records (DA/T 46).

    ``counts`` are further numbers by their label (户数, 件数 …). The day is the archive's, never the clock's.
    """
    title = f"{area.county}{area.township}{area.village}{year}年度防止返贫监测帮扶档案"
    lines = {
        "Source-Organization": office,
        "External-Description": title,
        "External-Identifier": f"{area.code}-{year}",
        "Bagging-Date": as_of.isoformat(),
        "立档单位名称": office,
        "题名": title,
        "年度": str(year),
        "县": area.county,
        "乡镇": area.township,
        "行政村": area.village,
        "行政区划代码": area.code,
        "归档日期": as_of.isoformat(),
        **{label: str(number) for label, number in counts.items()},
        "格式信息": "PDF/A-2b、DOCX、XLSX、JSON、CSV（UTF-8）",
        "摘要算法": "SHA256",
        "含个人信息": "是",
    }
    return {label: text for label, text in lines.items() if text}


def readme(area: Area, year: int, households: int) -> bytes:
    """Return 说明.txt: what lies here, how to read it and how to prove it whole, without docgen."""
    return f"""{area.county}{area.township}{area.village} {year} 年度防止返贫监测帮扶档案（{households} 户）

一、这里有什么
  {INDEX}            每个文件一行：户号、户主、题名、版次、页数
  {VOLUMES}/户号.pdf    一户一卷（PDF/A）
  村卷.pdf            全村一卷（PDF/A）
  {PAPERS}/户号/…         填好的表（Word、Excel）
  {CASES}/户号.json     这一户的数据（UTF-8 文本）
  {REGISTER}        文书登记：每份文书的版次和状态，不含填写内容
  政策与表样/         填表时用的政策口径、表样声明和模板的摘要
  没有的文件夹就是这一年没有这类材料。

二、怎样查验
  本说明在 data 文件夹里，它的上一级文件夹是一个 BagIt 档案包。在那里运行：
    sha256sum -c manifest-sha256.txt
    sha256sum -c tagmanifest-sha256.txt
  每行都是“OK”（成功），就说明一个字节也没有变。Windows 上可用 certutil -hashfile 文件 SHA256 逐个核对。
  用 docgen 查验：docgen verify 文件夹。任何支持 BagIt（RFC 8493）的软件也能查验。

三、注意
  含完整证件号码和家庭情况，按保密和个人信息保护的规定保管、借阅。
  不要在这里改名、改动或添加文件；要更正，请改数据后重新归档。
""".encode()


def fingerprint(*parts: Any) -> str:
    """Return a digest of values: equal for equal values, whatever process or machine made them."""
    return hashlib.sha256(
        json.dumps([_plain(part) for part in parts], ensure_ascii=False).encode()
    ).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Ticks):
        return ["ticks", sorted(value.chosen), value.other]
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in sorted(value.items())}
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return [type(value).__name__, str(value)]


def _declared(form: Form, digest: str) -> dict[str, Any]:
    """Return what a form declares, without the places of files on this machine."""
    return {
        "key": form.key,
        "title": form.title,
        "catalogue": form.catalogue,
        "source": form.source,
        "about": form.about,
        "when": form.when,
        "stages": form.stages,
        "copies": form.copies,
        "template": form.template.name,
        "template_sha256": digest,
        "fields": [asdict(one) for one in form.fields],
        "tables": [asdict(one) for one in form.tables],
        "signatures": [asdict(one) for one in form.signatures],
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, default=_as_text) + "\n").encode()


def _as_text(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a table that spreadsheet programs open by a click: UTF-8 with its mark, formulas defused."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + lines.getvalue().encode()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text
