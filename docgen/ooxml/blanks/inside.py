"""What is blank inside a printed text: tick groups, ruled lines, date gaps, gaps before a unit, open colons."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.ooxml.blanks.grid import CONTROL, Control
from docgen.ooxml.blanks.values import label_of, squeezed
from docgen.ooxml.blanks.words import NOTE, SEALED, UNITS


@dataclass(frozen=True, slots=True)
class Mark:
    """One blank inside a text: a tick group (checkbox) or a gap (inline), with what is printed before it."""

    kind: str
    label: str
    why: str
    options: tuple[str, ...] = ()
    unit: str = ""


_DATE_WORD = re.compile(r"年月日?$|月日$")
_BOX = "□"
_BOXES = re.compile(r"[☐◻▢❑❏◯⬜🔲]|\[[ \u3000]+\]|【[ \u3000]*】")
_PARENTHESES = re.compile(r"[(（][ \u3000\u00a0_]*[)）]")
_MOUTHS = re.compile(r"口(?=(是|否|男|女|有|无)\b|(是|否|男|女|有|无)[ \u3000口、\n]|(是|否|男|女|有|无)$)")
_GAP = "[ \u3000\u00a0_]"
_DATE = (
    rf"(?:(?:19|20|二[〇○零])\d{{0,2}}{_GAP}*|{_GAP}*)年{_GAP}+月(?:{_GAP}*日)?(?:{_GAP}*时)?(?:{_GAP}*分)?"
    rf"|{_GAP}{{2,}}月{_GAP}+日(?:{_GAP}*时)?(?:{_GAP}*分)?"
)
_RULE = r"_{2,}|＿+|﹍{2,}|[.．]{6,}|…{3,}|\ue000"
_UNIT_GAP = rf"(?:[ \u00a0]{{3,}}|\u3000[ \u3000\u00a0]+)(?![^\s，。；]{{1,6}}[:：])(?=(?:{UNITS})(?:[^\u4e00-\u9fff]|$|{UNITS}|[，,。；;、共其（(]))"
_OPEN = r"[:：](?=[ \u3000\u00a0]{3,}|\u3000{2,}|[ \u3000\u00a0]*$)"
_BLANK = re.compile(f"(?P<date>{_DATE})|(?P<rule>{_RULE})|(?P<unit>{_UNIT_GAP})|(?P<colon>{_OPEN})")
#: Why a text with an open colon is a blank.
OPEN_COLON = "冒号后留空"
_WHY = {
    "date": "印有年月日空格",
    "rule": "印有横线",
    "unit": "单位前留有空格",
    "colon": OPEN_COLON,
    "control": "内容控件",
}
_QUESTION = re.compile(
    r"^(?P<option>.*?)(?:[\s\u3000；;。]+|^)(?P<question>[^\s\u3000□；;]{2,}[:：?？])[\s\u3000]*$", re.DOTALL
)
_CUT = re.compile(r"[，,；;。、\s\u3000（(]+")
_PLACE = re.compile(r"(省|自治区|市|州|县|区|旗|乡|镇|街道|村|社区|组|屯|队|号|居委会)([（(].{1,4}[）)])?")
_FROM_TO = re.compile("[自从由]|起?[至到]|止|起|[—－~～-]+")
_WHOLE_DATE = re.compile(
    r"^[\s\u3000_]*(?:20|二〇|二○)?[\s\u3000_]*年[\s\u3000_]*月(?:[\s\u3000_]*日)?[\s\u3000_]*$"
)


def unboxed(text: str) -> str:
    """The text with every kind of printed box as ``□``."""
    text = _BOXES.sub(_BOX, text)
    if len(_MOUTHS.findall(text)) >= 2:
        text = _MOUTHS.sub(_BOX, text)
    empty = _PARENTHESES.findall(text)
    if len(empty) >= 2 and _BOX not in text:
        return _PARENTHESES.sub(_BOX, text)
    return _PARENTHESES.sub("____", text) if len(empty) == 1 else text


def is_spaced(text: str) -> bool:
    """Whether a text is one word with its characters set apart: ``姓　名``, ``出 生 年 月``."""
    pieces = text.strip().strip(":：").split()
    return (
        len(pieces) >= 2
        and all(len(one) == 1 for one in pieces)
        and len(pieces) <= 10
        and not _DATE_WORD.match("".join(pieces))
    )


def ends_open(text: str) -> bool:
    """Whether a short label, on one line or several, has its only colon at the end."""
    plain = squeezed(text)
    return plain.endswith((":", "：")) and len(re.findall("[:：]", plain)) <= 2 and len(plain) <= 20


def is_date_gap(text: str) -> bool:
    """Whether nothing but a date to be written stands here."""
    return _WHOLE_DATE.match(text) is not None


def marks(text: str, controls: Sequence[Control] = ()) -> tuple[Mark, ...]:
    """The blanks inside a text, in its order."""
    text = unboxed(text)
    if _BOX in text:
        return tuple(_ticks(text, controls))
    if is_spaced(text):
        return ()
    if is_date_gap(text):
        return (Mark("inline", "", _WHY["date"]),)
    return tuple(_gaps(text, iter(controls)))


def _gaps(text: str, controls: Iterator[Control]) -> Iterator[Mark]:
    for line in text.split("\n"):
        if NOTE.match(squeezed(line)) or is_spaced(line):
            continue
        end, last = 0, ""
        for found in _BLANK.finditer(line):
            label, unit = _label(line[end : found.start()]), ""
            if found.group("colon") and _followed(line, found.end()):
                continue
            control = next(controls, None) if found.group() == CONTROL else None
            if _FROM_TO.fullmatch(squeezed(line[end : found.start()])):
                label = last
            last = label or last
            if found.group("unit") is not None and (not label or _PLACE.fullmatch(label)):
                label, unit = "", _unit(line[found.end() :])
            end = found.end()
            if control is not None:
                name = label or control.title
                yield Mark("inline", name, _WHY["control"], control.options)
            elif not (found.group("colon") and not label):
                yield Mark("inline", label, _WHY[found.lastgroup or "rule"], (), unit)


def _followed(line: str, end: int) -> bool:
    """Whether another kind of blank follows the colon's own gap, which is then the same blank."""
    rest = line[end:]
    found = _BLANK.search(rest)
    return (
        found is not None and found.lastgroup != "colon" and not rest[: found.start()].strip(" \u3000\u00a0")
    )


def _label(text: str) -> str:
    pieces = [piece for piece in re.split(r"[，,；;。]|\s{2,}|\u3000{1,}", text.strip()) if squeezed(piece)]
    last = pieces[-1] if pieces else ""
    if is_spaced(text):
        last = text
    if len(squeezed(last)) > 14 and ("、" in last or " " in last):
        last = _CUT.split(last)[-1]
    cleaned = re.sub(r"^[\d一二三四五六七八九十]+[.、．)）]", "", label_of(last))
    if _FROM_TO.fullmatch(cleaned):
        return ""
    if re.fullmatch(UNITS, cleaned) and not last.rstrip().endswith((":", "：")):
        return ""
    return label_of(_balanced(cleaned).strip("￥¥$"))


def _balanced(text: str) -> str:
    """The text without a bracket that was cut from its other half."""
    opened, closed = text.count("（") + text.count("("), text.count("）") + text.count(")")
    if opened > closed:
        return text.replace("（", "", 1) if text.startswith("（") else text.partition("（")[2] or text
    return text.strip("）)") if closed > opened else text


def _unit(rest: str) -> str:
    found = _PLACE.match(rest) or re.match(UNITS, rest)
    return found.group() if found else ""


def _ticks(text: str, controls: Sequence[Control]) -> Iterator[Mark]:
    pieces = text.split(_BOX)
    if _behind(pieces):
        yield from _trailing(pieces[:-1])
        return
    head, extra = _question_of(pieces[0])
    yield from extra
    options: list[str] = []
    for number, piece in enumerate(pieces[1:], start=2):
        option, question = _split(piece, number == len(pieces))
        options.append(_option(option))
        if question is not None:
            yield _group(head, options)
            head, options = question, []
    if options:
        yield _group(head, options)
    tail = pieces[-1].partition("\n")[2]
    if tail.strip() and not SEALED.search(tail):
        yield from _gaps(tail, iter(controls))


def _group(head: str, options: Sequence[str]) -> Mark:
    return Mark("checkbox", head, "印有方框选项", tuple(one for one in options if one))


def _behind(pieces: Sequence[str]) -> bool:
    """Whether the boxes stand behind their options: ``是□否□``."""
    return (
        not squeezed(pieces[-1]).strip("。；;，,)）")
        and bool(squeezed(pieces[0]))
        and not re.search(r"[:：?？]\s*$", pieces[0])
        and len(pieces) > 2
    )


def _trailing(pieces: Sequence[str]) -> Iterator[Mark]:
    head, _, first = pieces[0].rpartition("：") if "：" in pieces[0] else pieces[0].rpartition(":")
    if not head and re.search(r"[ \u3000\n]", pieces[0].strip()) and not is_spaced(pieces[0]):
        head, first = pieces[0].strip().rsplit(maxsplit=1)
    options = [_option(one) for one in (first, *pieces[1:])]
    yield _group(label_of(head), options)


def _question_of(text: str) -> tuple[str, list[Mark]]:
    """The question before the first box, and the blanks that stand before it."""
    before, _, last = text.rpartition("\n")
    extra = list(_gaps(before, iter(()))) if before.strip() else []
    pieces = [piece for piece in re.split(r"_{2,}|[；;。]", last) if squeezed(piece)]
    question = label_of(pieces[-1]) if pieces else ""
    if not question and before.strip() and not extra:
        question = label_of(before.rpartition("\n")[2])
    return re.sub(r"^[（(]|[）)]$", "", question) if question.count("（") != 1 else question, extra


def _split(piece: str, last: bool) -> tuple[str, str | None]:
    """An option's text, and the question that begins behind it."""
    if last:
        return piece.partition("\n")[0], None
    option, _, rest = piece.partition("\n")
    if squeezed(rest):
        return option, label_of(rest.rpartition("\n")[2])
    found = _QUESTION.match(piece)
    if found and squeezed(found.group("option")):
        return found.group("option"), label_of(found.group("question"))
    return piece, None


def _option(text: str) -> str:
    """An option as it is matched: without rules, punctuation and spaces around it."""
    words = re.sub(r"_{2,}.*$|＿+.*$|\ue000.*$", "", text, flags=re.DOTALL)
    cleaned = squeezed(words).strip("、，,。；;:：/／|")
    return re.sub(r"[（(][）)]?$", "", cleaned)
