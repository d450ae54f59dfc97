"""Which axis of a matrix names its cells: the row's label or the column's; the other one is the section."""

import re
from collections.abc import Sequence

from docgen.ooxml.blanks.words import (
    ATTRIBUTES,
    GENERIC,
    ITEMS,
    KIN,
    OCCASIONS,
    OPINION,
    ORDINAL,
    SEALED,
    YES_NO,
)


def row_names(rows: Sequence[str], columns: Sequence[str], corner: str) -> tuple[bool, str]:
    """Whether the row labels name the cells, and why (for clerks)."""
    heads = tuple(dict.fromkeys(columns))
    if any(OPINION.search(head) or SEALED.search(head) for head in heads):
        return False, "表头有意见、签字栏，行首是环节"
    if sum(1 for head in heads if YES_NO.match(bare(head))) > 1:
        return True, "表头是可选的答案，行首是问题"
    if len(heads) == 1 and not _mostly(rows, KIN) and not _mostly(rows, ORDINAL):
        return True, "只有一列可填，行首说明填什么"
    several = len(heads) > 2 and all(GENERIC.match(head) for head in heads)
    if not several and all(OCCASIONS.search(head) or GENERIC.match(head) for head in heads):
        return True, "表头只说时点或数值，行首说明填什么"
    if _mostly(rows, KIN) or _mostly(rows, ORDINAL):
        return False, "行首是人或次序，表头说明填什么"
    if _mostly(rows, OCCASIONS):
        return False, "行首是时点，表头说明填什么"
    if _mostly(heads, KIN) or _mostly(heads, ORDINAL) or _mostly(heads, OCCASIONS):
        return True, "表头是人、次序或时点，行首说明填什么"
    if _mostly(heads, ATTRIBUTES) and len(heads) > 1:
        return False, "表头是各栏属性，行首是对象"
    if _mostly(rows, ATTRIBUTES):
        return True, "行首是各项属性，表头是对象"
    return _by_shape(rows, heads, corner)


def bare(head: str) -> str:
    """A head without the sign that says how to tick under it: 有（√）."""
    return re.sub(r"[（(]?(打|划|画)?[√✓]+[）)]?$", "", head)


def _by_shape(rows: Sequence[str], heads: Sequence[str], corner: str) -> tuple[bool, str]:
    """Without words to go by: labels of one make are occasions; a corner that says 项目 names the rows."""
    if _alike(heads) and not _alike(rows):
        return True, "各列表头同类，行首说明填什么"
    if _alike(rows) and not _alike(heads):
        return False, "各行行首同类，表头说明填什么"
    if corner and ITEMS.search(corner) and len(heads) <= 3:
        return True, "左上角说明行首是项目"
    return False, "表头说明填什么"


def _mostly(words: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return bool(words) and sum(1 for word in words if pattern.search(word)) * 3 >= len(words) * 2


def _alike(words: Sequence[str]) -> bool:
    """Whether labels share how they begin or end: 识别时/消除时, 第一户/第二户."""
    if len(words) < 2:
        return False
    first = words[0]
    return all(word[-1:] == first[-1:] for word in words) or all(word[:1] == first[:1] for word in words)
