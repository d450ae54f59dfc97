"""Reads a filled document against its template: what stands in each slot, by the pen of whoever filled it.

The file may have been saved by another program since: only its texts and the order of its tables, rows and cells count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reading:
    """What a filled document says: values by slot, and the slots that could not be read.

    ``values`` holds texts (typed cells of a workbook: numbers and dates), ``Ticks``, whether a lone mark stands,
    and for a table a list of records. ``unread`` says why: ``missing`` (its place is gone, or the words around it were
    changed), ``together`` (nothing printed tells it from its neighbour), ``computed`` (its tag is an expression).
    """

    values: Mapping[str, Any]
    unread: Mapping[str, str] = field(default_factory=dict)


MISSING, TOGETHER, COMPUTED = "missing", "together", "computed"

__all__ = ["COMPUTED", "MISSING", "TOGETHER", "Reading"]
