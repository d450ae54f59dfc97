"""The one room that touches the disk: the case store, whole files, locks and output folders."""

from .cases import CaseStore, Version, in_order
from .effects import DISK, Disk
from .files import write_stream, write_whole
from .lock import locked
from .names import safe_name, village_folder
from .output import Delivery, Output, output
from .register import Register
from .settings import init_workspace, open_workspace

__all__ = [
    "DISK",
    "CaseStore",
    "Delivery",
    "Disk",
    "Output",
    "Register",
    "Version",
    "in_order",
    "init_workspace",
    "locked",
    "open_workspace",
    "output",
    "safe_name",
    "village_folder",
    "write_stream",
    "write_whole",
]
