"""A room: an untouched blank becomes a form (空白表入库): its labels are matched, its places bound, its proof drawn."""

from docgen.authoring.declare import Draft, Listing, Sign, Spot, draft
from docgen.authoring.settle import settle
from docgen.authoring.toml import declaration

__all__ = ["Draft", "Listing", "Sign", "Spot", "declaration", "draft", "settle"]
