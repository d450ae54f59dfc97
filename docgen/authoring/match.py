"""Labels of a blank → boxes of the case: synonyms kept as data, in the context of section and list, each with its reason."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any

from docgen.codes import LISTS, OptionList
from docgen.columns import Box, bare_heading, boxes, plain_heading, sheets

#: Below this a label counts as unknown.
LEAST = 0.6
_LEADING = re.compile(
    r"^(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)]?[.、．)）:：]|[\d]{1,2}(?=[\u4e00-\u9fff]))"
)
_OPTIONAL = re.compile(r"^(是否|有无|其中|主要|家庭|目前|现)")
_MARKS = re.compile(r"[“”\"'‘’《》<>/／\\\-—_＿·.。、，,；;？?！!]")
_ORDINAL = re.compile(r"第([一二三四五六七八九十]|\d{1,2})[次个条项名位]")
#: Labels that say little without their heading.
_VAGUE = frozenset(
    [
        "备注",
        "说明",
        "备注说明",
        "单位",
        "金额",
        "时间",
        "日期",
        "地点",
        "编号",
        "方式",
        "标准",
        "项目",
        "职务",
    ]
)
_YES_NO = ({"是", "否"}, {"有", "无"}, {"同意", "不同意"}, {"达标", "未达标"}, {"有异议", "无异议"})


@dataclass(frozen=True, slots=True)
class Known:
    """A value that a label may stand for: its expression before any filter, and what kind of value it is."""

    source: str
    kind: str
    label: str
    list_id: str = ""
    coded: bool = False
    path: str = ""
    ready: bool = False  # the expression is complete, no filter is wanted behind it


@dataclass(frozen=True, slots=True)
class Match:
    """What a label was taken for, how sure that is, and why (for clerks)."""

    known: Known | None
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Root:
    """Where a noun stands in an expression, and which words point to it."""

    name: str
    noun: str
    at: str
    words: tuple[str, ...]
    usual: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Records that a repeating block may be about."""

    name: str
    label: str
    each: str
    noun: str
    at: str
    words: tuple[str, ...]
    signs: tuple[str, ...]


@cache
def _declared() -> Mapping[str, Any]:
    return tomllib.loads(files("docgen").joinpath("authoring", "synonyms.toml").read_text(encoding="utf-8"))


@cache
def roots() -> tuple[Root, ...]:
    """Return the roots in their order, which breaks ties."""
    return tuple(
        Root(one["name"], one["noun"], one["at"], tuple(one["words"]), one["usual"])
        for one in _declared()["root"]
    )


@cache
def record_lists() -> tuple[Listed, ...]:
    """Return what repeating blocks may be about."""
    return tuple(
        Listed(
            one["name"],
            one["label"],
            one["each"],
            one["noun"],
            one["at"],
            tuple(one["words"]),
            tuple(one["signs"]),
        )
        for one in _declared()["list"]
    )


def normal(label: str) -> str:
    """Return a label as it is compared: no blanks, marks, brackets at its end or number before it."""
    text = bare_heading(_LEADING.sub("", plain_heading(label))) or plain_heading(label)
    return _MARKS.sub("", text).replace("（", "").replace("）", "")


@cache
def spellings(noun: str, at: str) -> Mapping[str, tuple[str, int]]:
    """Return the attributes of a noun by every spelling, with how directly it names them (0 its own label)."""
    table: dict[str, tuple[str, int]] = {}
    own = {
        box.path.removeprefix(f"{at}.") if at else box.path: box
        for box in boxes().values()
        if _inside(box.path, at)
    }
    for name in _declared()["computed"].get(noun, {}):
        for text in _declared()["synonyms"].get(noun, {}).get(name, ()):
            table.setdefault(normal(text), (name, 1))
    for name, box in own.items():
        if "." not in name and "[" not in name:
            table.setdefault(normal(box.label), (name, 0))
    for name, texts in _declared()["synonyms"].get(noun, {}).items():
        for text in texts:
            table.setdefault(normal(text), (name, 1))
    for sheet in sheets().values():
        for column in sheet.columns:
            name = column.at.removeprefix(f"{at}.") if at else column.at
            if name in own and "." not in name and "[" not in name:
                for text in (column.heading, *column.spellings):
                    table.setdefault(normal(text), (name, 2))
    return table


def _inside(path: str, at: str) -> bool:
    return path.startswith(f"{at}.") if at else "." not in path


def _known(noun: str, at: str, root: str, name: str) -> Known | None:
    computed = _declared()["computed"].get(noun, {}).get(name)
    if computed is not None:
        expression = str(computed.get("expression", "")).replace("{root}", root)
        return Known(
            expression or f"{root}.{name}", computed["kind"], name, computed.get("list", ""), False,
            f"{at}.{name}", bool(expression),
        )  # fmt: skip
    box = boxes().get(f"{at}.{name}" if at else name)
    return None if box is None else _of_box(box, f"{root}.{name}")


def _of_box(box: Box, source: str) -> Known:
    return Known(source, box.kind, box.label, box.list_id, box.coded, box.path)


@cache
def known_by_source() -> Mapping[str, Known]:
    """Return every value that a label may stand for by its expression."""
    found: dict[str, Known] = {}
    places = [(one.noun, one.at, one.name) for one in roots()]
    places += [(one.noun, one.at, "row") for one in record_lists()]
    for noun, at, root in places:
        for name, _ in spellings(noun, at).values():
            known = _known(noun, at, root, name)
            if known is not None:
                found.setdefault(known.source, known)
    return found


def matches(label: str, section: str = "", options: Sequence[str] = ()) -> Match:
    """Return what a label outside lists stands for; ``known`` is None where nothing is sure enough."""
    found = [
        *_candidates(label, section),
        *_marked(label),
        *_collected(label, options),
        *_nth(label, section),
    ]
    return _best(found, label, options)


def matches_in(listed: Listed, label: str, options: Sequence[str] = ()) -> Match:
    """Return what a column of a list stands for."""
    nouns = [(listed.noun, listed.at, "row")]
    if listed.noun == "member":
        nouns += [
            ("work", f"{listed.at}.works[]", "row.works | last"),
            ("post", f"{listed.at}.posts[]", "row.posts | last"),
            ("insurance", f"{listed.at}.insurance", "row.insurance"),
        ]
    found = []
    for noun, at, root in nouns:
        for name, score, why in _named(noun, at, label):
            known = _known(noun, at, f"({root})" if "|" in root else root, name)
            if known is not None:
                found.append(Match(known, score, f"{why}，在「{listed.label}」清单里"))
    return _best(found, label, options)


def list_for(heading: str, labels: Sequence[str]) -> tuple[Listed, float, str] | None:
    """Return what a repeating block is about, by its heading and its columns."""
    ranked = sorted(
        ((_fit(one, heading, labels), -at, one) for at, one in enumerate(record_lists())), reverse=True
    )
    best, _, listed = ranked[0]
    if best < 0.45:
        return None
    return listed, min(0.97, best), f"列名与「{listed.label}」相符"


def _fit(listed: Listed, heading: str, labels: Sequence[str]) -> float:
    usable = [label for label in labels if normal(label) not in ("序号", "备注", "")]
    if not usable:
        return 0.0
    hits = sum(matches_in(listed, label).confidence >= LEAST for label in usable) / len(usable)
    signs = {normal(one) for one in listed.signs}
    signed = any(normal(label) in signs for label in usable)
    headed = any(normal(word) in normal(heading) for word in listed.words)
    return hits * (0.6 + 0.25 * signed + 0.15 * headed)


def _candidates(label: str, section: str) -> Iterator[Match]:
    where, words = normal(section), normal(label)
    for order, root in enumerate(roots()):
        pointed = next((word for word in root.words if where and word in where), "")
        prefix = next(
            (word for word in sorted(root.words, key=len, reverse=True) if words.startswith(word)), ""
        )
        for name, score, why in _named(root.noun, root.at, label):
            value = score + (0.04 if pointed else 0.0) - (0.0 if root.usual or pointed or prefix else 0.35)
            if where and not pointed and not prefix:  # the heading speaks of something else
                value -= 0.4 if words in _VAGUE else 0.15
            known = _known(root.noun, root.at, root.name, name)
            if known is not None and value > 0:
                told = f"{why}，在「{section}」栏里" if pointed else why
                yield Match(known, round(value - order * 0.001, 4), told)
        rest = words.removeprefix(prefix).lstrip("的")
        if prefix and rest and rest != words:
            for name, score, why in _named(root.noun, root.at, rest):
                known = _known(root.noun, root.at, root.name, name)
                if known is not None and score >= 0.9:
                    yield Match(known, round(score - 0.02 - order * 0.001, 4), f"「{prefix}」的{why}")


def _nth(label: str, section: str) -> Iterator[Match]:
    """What a heading like 第二次走访 says of its boxes: they are the second record's."""
    number = _ORDINAL.search(section)
    if number is None:
        return
    at = (
        int(number.group(1))
        if number.group(1).isdigit()
        else "一二三四五六七八九十".index(number.group(1)) + 1
    )
    for listed in record_lists():
        if not any(word in section for word in listed.words):
            continue
        root = f"{listed.each}[{at - 1}]"
        for name, score, why in _named(listed.noun, listed.at, label):
            known = _known(listed.noun, listed.at, root, name)
            if known is not None:
                yield Match(known, score + 0.03, f"{why}，在「{section}」栏里")


def _collected(label: str, options: Sequence[str]) -> Iterator[Match]:
    """What several records say together: the kinds of all risks, the categories of all measures."""
    for one in _declared()["collected"]:
        listed = LISTS[one["list"]]
        share = share_of(listed, options) if options else 0.0
        named = normal(label) in {normal(text) for text in one["labels"]}
        known = Known(
            one["source"], "options", listed.title, listed.id, path=one["source"].split()[0], ready=True
        )
        if named or share >= 0.6:
            yield Match(known, 0.955 if named else 0.7, f"标签或选项说的是「{listed.title}」")


def _marked(label: str) -> Iterator[Match]:
    """What a roster's heading states of a marked record (``contacts[role=helper].name``) is a root's box."""
    words = normal(label)
    marks = {
        "helper": "helper",
        "monitor": "monitor",
        "collector": "collector",
        "identification": "before",
        "elimination": "after",
    }
    for column in sheets()["户"].columns:
        if "=" not in column.path or words not in {
            normal(one) for one in (column.heading, *column.spellings)
        }:
            continue
        mark = re.search(r"=(\w+)\]", column.path)
        root = marks.get(mark.group(1)) if mark else None
        if root:
            yield Match(
                _of_box(column.box, f"{root}.{column.leaf}"), 0.95, f"与花名册列名「{column.heading}」相同"
            )


def _named(noun: str, at: str, label: str) -> Iterator[tuple[str, float, str]]:
    """The attributes of a noun that a label may name, each with a score and a reason."""
    table, words = spellings(noun, at), normal(label)
    if not words:
        return
    if words in table:
        name, how = table[words]
        yield name, 0.95 if how < 2 else 0.92, f"标签「{label}」是它的{'名称' if how == 0 else '通用写法'}"
        return
    bare = _OPTIONAL.sub("", words)
    if bare != words and bare in table:
        yield table[bare][0], 0.85, f"去掉「{words.removesuffix(bare)}」就是「{bare}」"
        return
    near = [(ratio, text) for text in table if len(text) >= 3 and (ratio := _alike(words, text)) >= 0.8]
    if near:
        ratio, text = max(near)
        yield table[text][0], round(0.4 + 0.4 * ratio, 3), f"与「{text}」相近"


def _alike(one: str, other: str) -> float:
    if one.endswith(other) or one.startswith(other):
        return 0.6 + 0.4 * len(other) / len(one)
    return SequenceMatcher(None, one, other).ratio()


def _best(found: Sequence[Match], label: str, options: Sequence[str]) -> Match:
    if options:
        found = [_with_options(match, options) for match in found]
        if not any(match.confidence >= LEAST for match in found):
            found = [*found, *_by_options(options)]
    best = max(found, key=lambda match: match.confidence, default=None)
    if best is None or best.confidence < LEAST:
        near = f"，最近的是「{best.known.label}」" if best is not None and best.known else ""
        return Match(None, best.confidence if best else 0.0, f"数据字典里没有「{label}」{near}")
    return best


def _with_options(match: Match, options: Sequence[str]) -> Match:
    """Weigh a match by whether the printed options are those of its list."""
    known = match.known
    if known is None:
        return match
    if known.kind == "yesno":
        fits = len(options) == 2 and {normal(one) for one in options} in _YES_NO
        share = 1.0 if fits else 0.0
    elif known.list_id:
        share = share_of(LISTS[known.list_id], options)
    else:
        return replace(match, confidence=match.confidence * 0.6, why=f"{match.why}，但该栏不是选项")
    if share >= 0.99:
        return replace(match, confidence=min(0.99, match.confidence + 0.02), why=f"{match.why}，选项一致")
    told = f"{match.why}，选项有 {share:.0%} 对得上"
    return replace(match, confidence=match.confidence * (0.55 + 0.4 * share), why=told)


def share_of(listed: OptionList, options: Sequence[str]) -> float:
    """Return which share of printed options are labels or other spellings of a list; 其他 counts for neither."""
    named = [one for one in options if normal(one) not in ("其他", "其它")] or list(options)
    return sum(find(listed, one) is not None for one in named) / len(named)


def find(listed: OptionList, text: str) -> Any:
    """Return the option that a printed text names."""
    return listed.find(text) or listed.find(normal(text))


def _by_options(options: Sequence[str]) -> Iterator[Match]:
    """The boxes whose list has all the printed options, where the label says nothing."""
    if len(options) < 3:
        return
    for root in roots():
        for box in boxes().values():
            if not box.list_id or not _inside(box.path, root.at) or not root.usual:
                continue
            name = box.path.removeprefix(f"{root.at}.")
            if "." not in name and share_of(LISTS[box.list_id], options) >= 0.99:
                yield Match(
                    _of_box(box, f"{root.name}.{name}"),
                    0.72,
                    f"选项与选项表「{LISTS[box.list_id].title}」一致",
                )
