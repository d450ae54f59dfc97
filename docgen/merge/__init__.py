"""The room where what rosters say becomes cases: nothing is overwritten in silence, nothing is dropped.

Filling a blank and changing a value are listed as changes; where two statements of one run disagree, or
where it cannot be told who is meant, it is a conflict and the earlier statement stands.
"""

from .households import CONFLICTS, Merged, merge, merge_loose
from .records import Change

__all__ = ["CONFLICTS", "Change", "Merged", "merge", "merge_loose"]
