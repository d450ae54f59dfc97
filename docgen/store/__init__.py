"""The one room that touches the disk: the case store, whole files, locks and output folders."""

from .backup import Backup, back_up, is_sealed, restore
from .bag import Bagged, Piece, Withheld, kept, write_bag
from .cases import CaseStore, Version, in_order
from .effects import DISK, Disk
from .files import write_stream, write_whole
from .leftovers import clean
from .lock import locked
from .names import folded, safe_name, village_folder
from .output import Delivery, Output, output
from .register import Register
from .scans import LARGEST, Scan, Scans
from .settings import init_workspace, open_workspace
from .toplist import archive_place, close_top

__all__ = [
    "DISK",
    "LARGEST",
    "Backup",
    "Bagged",
    "CaseStore",
    "Delivery",
    "Disk",
    "Output",
    "Piece",
    "Register",
    "Scan",
    "Scans",
    "Version",
    "Withheld",
    "archive_place",
    "back_up",
    "clean",
    "close_top",
    "folded",
    "in_order",
    "init_workspace",
    "is_sealed",
    "kept",
    "locked",
    "open_workspace",
    "output",
    "restore",
    "safe_name",
    "village_folder",
    "write_bag",
    "write_stream",
    "write_whole",
]
