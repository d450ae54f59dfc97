"""A blank's places → a declaration: slots with bindings, expressions and options; what is signed stays empty."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docgen.authoring.match import Known, Match, find, list_for, matches, matches_in, normal
from docgen.codes import LISTS
from docgen.ooxml.blanks import Blanks, Field, RepeatBlock, detect
from docgen.ooxml.bound import Gap, gaps_at, text_at
from docgen.ooxml.bound.anchors import columns_of, place_of
from docgen.ooxml.bound.gaps import BOX

_NOT_NAMED = re.compile(r"[^\w]|_")
_YES = ("是", "有", "同意", "达标", "已")
#: Boxes of one character each: fewer side by side are cells of a table.
_DIGITS = 8
_NUMBERED = ("序号", "编号", "序")
Options = str | tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A slot to be: where it is, what it is called on paper, what it was taken for, and how sure that is.

    ``table`` is the name of the list it is a column of. ``options`` is the id of an option list, or code, label and
    other spellings of each printed option; ``printed`` are the printed ones.
    """

    name: str
    label: str
    section: str
    at: tuple[str, ...]
    source: str
    confidence: float
    why: str
    kind: str = "text"
    gap: int = -1
    box: int = -1
    table: str = ""
    printed: tuple[str, ...] = ()
    options: Options = ()
    where: str = ""
    extra: tuple[tuple[str, Any], ...] = ()

    @property
    def slot(self) -> str:
        """The full name of the slot."""
        return f"{self.table}.{self.name}" if self.table else self.name


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to be: its records, and the rows printed for them."""

    name: str
    label: str
    each: str
    rows: int
    at: str
    confidence: float
    why: str
    overflow: str = "continuation"


@dataclass(frozen=True, slots=True)
class Sign:
    """A place that stays empty in print."""

    name: str
    label: str
    section: str
    role: str
    at: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a declaration says of the places of a blank."""

    spots: tuple[Spot, ...] = ()
    tables: tuple[Listing, ...] = ()
    signs: tuple[Sign, ...] = ()
    left: tuple[tuple[str, str], ...] = ()  # what stays empty because no slot can stand there, and why


@dataclass(slots=True)
class _Names:
    """Gives every slot a name of its own."""

    taken: set[str] = field(default_factory=set)

    def of(self, wanted: str) -> str:
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        return name


def draft(blank: bytes, found: Blanks | None = None) -> Draft:
    """Return what the places of a blank are taken for."""
    blanks = found if found is not None else detect(blank)
    running = _running(blank, blanks)
    places = [place_of(one.at) for one in blanks.fields] + [at for at, _ in running]
    texts, gaps = text_at(blank, places), gaps_at(blank, places)
    digits = _digit_runs(blank, blanks)
    names, spots = _Names(), list[Spot]()
    tables, left = list[Listing](), list[tuple[str, str]]()
    for at in dict.fromkeys(place_of(one.at) for one in blanks.fields):
        here = [one for one in blanks.fields if place_of(one.at) == at]
        spots += _cell(here, at, texts.get(at, ""), gaps.get(at, ()), names, at in digits)
    for at, labels in running:
        spots += _gaps(at, [(label, "") for label in labels], gaps.get(at, ()), "正文", names)
    for number, block in enumerate(blanks.repeat_blocks, 1):
        made = _block(block, blank, names, number)
        if made is not None:
            tables.append(made[0])
            spots += made[1]
    return Draft(tuple(spots), tuple(tables), tuple(_signs(blanks.fields, names)), tuple(left))


def _digit_runs(blank: bytes, blanks: Blanks) -> set[str]:
    """The places that begin a run of boxes, one character each: empty cells behind them that are no places of their own."""
    taken = {place_of(one.at) for one in blanks.fields}
    runs = {}
    for one in blanks.fields:
        if one.kind == "text" and not one.at.sheet:
            before = f"{one.at.table}/{one.at.row}/"
            runs[place_of(one.at)] = [f"{before}{one.at.tc + step}" for step in range(1, _DIGITS)]
    texts = text_at(blank, [at for run in runs.values() for at in run])
    return {
        first
        for first, run in runs.items()
        if all(at not in taken and texts.get(at, "printed").strip() == "" for at in run)
    }


def _signs(fields: Iterable[Field], names: _Names) -> Iterator[Sign]:
    for one in fields:
        if one.kind in ("signature", "photo"):
            role = "photo" if one.kind == "photo" else one.role
            yield Sign(names.of(f"sign_{role}"), one.label, one.section, role, place_of(one.at))


def _cell(
    fields: Sequence[Field], at: str, text: str, gaps: Sequence[Gap], names: _Names, digits: bool
) -> Iterator[Spot]:
    """The slots of one cell: it as a whole, its groups of boxes, its gaps."""
    box, inline = 0, list[tuple[str, str]]()
    for one in fields:
        if one.kind == "checkbox" and BOX in text:
            yield _ticks(one.label, one.section, one.options, at, box, str(one.at), names)
            box += max(1, len(one.options))
        elif one.kind == "inline":
            inline.append((one.label, one.section))
        elif one.kind == "tick":
            yield _lone(one, at, names)
        elif one.kind == "text":
            yield from _text(one, at, text, gaps, names, digits)
    if inline:
        yield from _gaps(at, inline, gaps, str(fields[0].at), names)


def _text(one: Field, at: str, text: str, gaps: Sequence[Gap], names: _Names, digits: bool) -> Iterator[Spot]:
    if gaps and text.strip():
        yield from _gaps(at, [(one.label, one.section)], gaps, str(one.at), names)
        return
    match = matches(one.label, one.section)
    name, source, why = _valued(match, one.label, one.section, names)
    kind = "digits" if digits else "text"
    yield Spot(
        name, one.label, one.section, (at,), source if kind == "text" else _raw(match, one.label, one.section),
        _sure(match, one.confidence), why, kind, where=str(one.at),
    )  # fmt: skip


def _lone(one: Field, at: str, names: _Names) -> Spot:
    """A tick in an empty cell."""
    match = matches(one.label, one.section)
    known = match.known if match.known and match.known.kind == "yesno" else None
    base = known.source if known else f"facts[{_fact(one.label, one.section)!r}]"
    name = names.of(_name_of(base))
    return Spot(
        name, one.label, one.section, (at,), f"'√' if {base} else ''",
        _sure(match, one.confidence) if known else 0.5,
        match.why if known else f"{match.why}，作为附加栏目", where=str(one.at),
    )  # fmt: skip


def _ticks(
    label: str, section: str, options: Sequence[str], at: str, box: int, where: str, names: _Names
) -> Spot:
    match = matches(label, section, options)
    known = match.known
    base = known.source if known else f"facts[{_fact(label or '、'.join(options[:2]), section)!r}]"
    confidence = match.confidence if known else 0.5
    return Spot(
        names.of(_name_of(base)), label or "、".join(options), section, (at,), base, confidence,
        match.why if known else f"{match.why}，作为附加栏目", "ticks", -1, box,
        printed=tuple(options), options=options_for(known, options), where=where,
    )  # fmt: skip


def options_for(known: Known | None, printed: Sequence[str]) -> Options:
    """Pair printed options with the codes of the list, or with themselves."""
    if known is not None and known.kind == "yesno":
        yes = next((one for one in printed if normal(one).startswith(_YES)), printed[0])
        return tuple(("true" if one == yes else "false", one) for one in printed)
    pairs = []
    for one in printed:
        option = find(LISTS[known.list_id], one) if known is not None and known.list_id else None
        pairs.append((option.code, option.label, one) if option else (one, one))
    return tuple(pairs)


def _gaps(
    at: str, labels: Sequence[tuple[str, str]], gaps: Sequence[Gap], where: str, names: _Names
) -> Iterator[Spot]:
    """The slots of the gaps in a printed text; a date takes one for each of its parts."""
    for (label, section), parts in _paired(labels, gaps):
        match = matches(label, section) if label else Match(None, 0.0, "空格前没有标签")
        if len(parts) == 1 and not parts[0][1].part:
            name, source, why = _valued(match, label, section, names)
            yield Spot(
                name,
                label or "空格",
                section,
                (at,),
                source,
                _sure(match, 0.9),
                why,
                "text",
                parts[0][0],
                where=where,
            )
            continue
        base = _raw(match, label or "日期", section)
        for number, gap in parts:
            source = f"{base} | part_of('{gap.part}')" if gap.part else base
            yield Spot(
                names.of(f"{_name_of(base)}_{gap.part or number}"), f"{label or '日期'}（{_PARTS.get(gap.part, '')}）",
                section, (at,), source, _sure(match, 0.9), f"{match.why}；印有年月日空格", "text", number, where=where,
            )  # fmt: skip


_PARTS = {"year": "年", "month": "月", "day": "日"}


def _paired(
    labels: Sequence[tuple[str, str]], gaps: Sequence[Gap]
) -> Iterator[tuple[tuple[str, str], list[tuple[int, Gap]]]]:
    """Pair detected labels with gaps: by their number where it agrees, else by the words before each gap."""
    units: list[list[tuple[int, Gap]]] = []
    for number, gap in enumerate(gaps):
        if units and gap.part and units[-1][-1][1].date == gap.date:
            units[-1].append((number, gap))
        else:
            units.append([(number, gap)])
    if len(units) == len(labels):
        yield from zip(labels, units, strict=True)
        return
    rest = list(units)
    for label in labels:
        for unit in rest:
            if not label[0] or normal(unit[0][1].before).endswith(normal(label[0])):
                yield label, unit
                rest = rest[rest.index(unit) + 1 :]
                break


def _running(blank: bytes, blanks: Blanks) -> list[tuple[str, list[str]]]:
    """The paragraphs outside tables that have blanks, with the labels of these in order."""
    out: list[tuple[str, list[str]]] = []
    if not blanks.paragraph_blanks:
        return out
    shown = {f"p{number}": "" for number in range(600)}
    texts = text_at(blank, list(shown))
    rest = list(blanks.paragraph_blanks)
    for at, text in texts.items():
        plain = re.sub(r"\s+", " ", text.replace("\ue000", "____")).strip()
        labels = []
        while rest and re.sub(r"[\s_]+", "", rest[0].paragraph) == re.sub(r"[\s_]+", "", plain):
            labels.append(rest.pop(0).label)
        if labels and BOX not in plain:
            out.append((at, labels))
    return out


def _block(block: RepeatBlock, blank: bytes, names: _Names, number: int) -> tuple[Listing, list[Spot]] | None:
    """A list and its columns; one that nothing is known of takes numbered facts."""
    columns = list(columns_of(block))
    labels = [label for label, _ in columns]
    heading = ""
    chosen = list_for(heading, labels)
    listed = chosen[0] if chosen else None
    name = names.of(listed.name if listed else f"list{number}")
    label = listed.label if listed else f"清单{number}"
    each = listed.each if listed else f"facts | numbered('{label}')"
    texts = text_at(blank, [at for _, at in columns])
    spots, own = list[Spot](), _Names()
    for column, ats in _lanes(columns):
        text = texts.get(ats[0], "")
        if normal(column) in _NUMBERED and text.strip():
            continue
        spots.append(_column(column, ats, text, name, label, listed, own))
    if not spots:
        return None
    first = columns[0][1]
    rows = block.last_row - block.first_row + 1
    why = chosen[2] if chosen else "数据字典里没有这样的清单，逐行作为附加栏目"
    return Listing(name, label, each, rows, first, chosen[1] if chosen else 0.5, why), spots


def _lanes(columns: Sequence[tuple[str, str]]) -> list[tuple[str, tuple[str, ...]]]:
    """Columns by label; where records stand side by side, each has a place in every one of them."""
    grouped: dict[str, list[str]] = {}
    for label, at in columns:
        grouped.setdefault(label, []).append(at)
    counts = {len(ats) for ats in grouped.values()}
    if len(counts) == 1 and counts != {1}:
        return [(label, tuple(ats)) for label, ats in grouped.items()]
    return [(label, (at,)) for label, at in columns]


def _column(
    label: str, ats: tuple[str, ...], text: str, table: str, title: str, listed: object, own: _Names
) -> Spot:
    from docgen.authoring.match import Listed

    printed = tuple(normal(one) for one in text.split(BOX)[1:] if normal(one)) if BOX in text else ()
    if normal(label) in _NUMBERED:
        return Spot(own.of("index"), label, title, ats, "index", 0.97, "序号", table=table, where=ats[0])
    match = (
        matches_in(listed, label, printed)
        if isinstance(listed, Listed)
        else Match(None, 0.0, f"数据字典里没有「{label}」")
    )
    number = "index" if isinstance(listed, Listed) else "row"
    fact = f"facts | fact('{title}', {number}, '{_plain(label)}')"
    known = match.known
    if printed:
        return Spot(
            own.of(_name_of(known.source if known else label)), label, title, ats, known.source if known else fact,
            match.confidence if known else 0.5, match.why, "ticks", -1, 0, table, printed, options_for(known, printed), ats[0],
        )  # fmt: skip
    source = written(known, label) if known else fact
    return Spot(
        own.of(_name_of(known.source if known else label)), label, title, ats, source,
        match.confidence if known else 0.5, match.why if known else f"{match.why}，作为附加栏目", table=table, where=ats[0],
    )  # fmt: skip


def _valued(match: Match, label: str, section: str, names: _Names) -> tuple[str, str, str]:
    """A slot's name, expression and reason."""
    if match.known is None:
        fact = _fact(label, section)
        return names.of(_name_of(fact)), f"facts[{fact!r}]", f"{match.why}，作为附加栏目"
    return names.of(_name_of(match.known.source)), written(match.known, label), match.why


def _raw(match: Match, label: str, section: str) -> str:
    return match.known.source if match.known else f"facts[{_fact(label, section)!r}]"


def _sure(match: Match, least: float) -> float:
    """A place that is doubtful makes its meaning doubtful; an unknown label is half known."""
    return round(min(match.confidence, max(least, 0.6)), 2) if match.known else 0.5


def written(known: Known, label: str) -> str:
    """Return the expression that writes a value as paper wants it."""
    if known.ready:
        return known.source
    if known.kind == "birth":
        return f"{known.source} | {'cn_date' if '日' in label else 'cn_month'}"
    behind = {"date": "cn_date", "month": "cn_month", "money": "money", "amount": "number", "yesno": "yes_no"}
    if known.kind in behind:
        return f"{known.source} | {behind[known.kind]}"
    return f"{known.source} | label('{known.list_id}')" if known.coded else known.source


def _fact(label: str, section: str) -> str:
    """The name of an extra box: its label, under its section where it has one."""
    words = _plain(label) or "附加栏目"
    head = _plain(section)
    return f"{head}_{words}" if head and head != words and len(head) <= 12 else words


def _plain(text: str) -> str:
    return _NOT_NAMED.sub("", text)


def _name_of(source: str) -> str:
    """A slot's name after the expression that fills it."""
    first = source.split("|")[0].strip().strip("()")
    quoted = re.search(r"\['(.+?)'\]", first)
    words = quoted.group(1) if quoted else first
    cleaned = re.sub(r"\W+", "_", words).strip("_") or "box"
    cleaned = re.sub(r"^(row|head)_", "", cleaned) if not quoted else cleaned
    return f"box_{cleaned}" if cleaned[0].isdigit() else cleaned


def with_options(made: Draft, compiled: dict[str, tuple[str, ...]]) -> Draft:
    """Add to each printed option the text that the template's boxes carry, where it reads otherwise."""
    return replace(made, spots=tuple(_respelt(spot, compiled.get(spot.slot, ())) for spot in made.spots))


def _respelt(spot: Spot, texts: Sequence[str]) -> Spot:
    if spot.kind != "ticks" or not texts:
        return spot
    if isinstance(spot.options, str) or len(texts) != len(spot.options):
        return replace(spot, options=tuple((text, text) for text in texts))
    pairs = tuple(
        tuple(dict.fromkeys([pair[0]])) + tuple(dict.fromkeys([*pair[1:], text]))
        for pair, text in zip(spot.options, texts, strict=True)
    )
    return replace(spot, options=pairs)
