"""Workspaces (工作区) made and opened: the settings file and what stands around it."""

import difflib
import json
import os
from pathlib import Path
from typing import Any

from docgen import toml
from docgen.errors import DataFileError, UsageError, say
from docgen.errors import fields as named
from docgen.workspace import SETTINGS, Workspace, find

from .cases import CaseStore
from .database import create
from .effects import DISK, Disk, fault, shown
from .files import TEMPORARY, WORKING, discard, flush_folders, make_folders, write_whole

_TEXTS = ("office", "township", "county", "policy")
_KEYS = (*_TEXTS, "forms", "plugins")


def init_workspace(workspace: Workspace, *, disk: Disk = DISK) -> Workspace:
    """Make the folder of ``workspace``: settings, an empty case store, rosters and attachments.

    The settings file comes last: it makes the folder a workspace. A store that lost it is kept.
    """
    root = workspace.root.absolute()
    around = find(root)
    if around is not None:
        code = "STORE-401" if around == root else "STORE-402"
        raise UsageError(code, where=shown(root), around=shown(around))
    make_folders(root, disk=disk)
    _make_store(workspace.store, disk)
    for folder in (workspace.rosters, workspace.attachments):
        make_folders(folder, disk=disk)
    write_whole(root / SETTINGS, _settings(workspace).encode(), disk=disk)
    flush_folders([root], disk=disk)
    return open_workspace(root)


def _make_store(path: Path, disk: Disk) -> None:
    """Make the case store whole, under a temporary name; one that is there must be docgen's."""
    if path.exists():
        CaseStore(path, disk=disk).close()
        return
    working = path.with_name(f"{WORKING}{os.getpid()}{TEMPORARY}")
    try:
        os.close(disk.create(working))
        create(working, disk=disk)
        disk.rename(working, path)
    except OSError as error:
        discard(working, disk)
        raise fault(error, path) from error
    except BaseException:
        discard(working, disk)
        raise


def _settings(workspace: Workspace) -> str:
    forms = [folder.as_posix() for folder in workspace.forms]
    lines = (
        ("office", workspace.office, "单位，印在需要署名的表上"),
        ("township", workspace.township, "乡（镇）"),
        ("county", workspace.county, "县（市、区）"),
        ("policy", workspace.policy, "默认政策口径，空着就按村所在地区，见 docgen policy list"),
        ("forms", forms, "另外的表样文件夹"),
    )
    rows = [f"{key} = {_toml(value)}  # {note}" for key, value, note in lines]
    return "\n".join(["# docgen 工作区设置", *rows, ""])


def _toml(value: object) -> str:
    """Return text, or a list of it, as TOML writes it: like JSON, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def open_workspace(folder: Path) -> Workspace:
    """Return the workspace in ``folder``, with the settings of its ``docgen.toml``."""
    path = folder / SETTINGS
    settings = _read(path)
    problems = [*_unknown(settings), *_mistyped(settings)]
    if problems:
        raise DataFileError("STORE-404", where=shown(path), details=problems)
    forms = tuple(folder / entry for entry in settings.get("forms", ()))
    plugins = tuple(settings["plugins"]) if "plugins" in settings else None
    return Workspace(
        root=folder, forms=forms, plugins=plugins, **{key: settings[key] for key in _TEXTS if key in settings}
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return toml.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError("STORE-403", where=shown(path.parent)) from error
    except OSError as error:
        raise fault(error, path) from error
    except UnicodeDecodeError as error:
        raise DataFileError("STORE-405", where=shown(path), reason="UTF-8") from error
    except (toml.TOMLDecodeError, RecursionError) as error:
        raise DataFileError("STORE-405", where=shown(path), reason=error) from error


def _unknown(settings: dict[str, Any]) -> list[str]:
    return [_strange(key) for key in settings if key not in _KEYS]


def _strange(key: str) -> str:
    close = difflib.get_close_matches(key, _KEYS, n=1)
    if close:
        return say("STORE-406", named(key=key, close=close[0]))
    return say("STORE-407", named(key=key, known="、".join(_KEYS)))


def _mistyped(settings: dict[str, Any]) -> list[str]:
    texts = [key for key in _TEXTS if not isinstance(settings.get(key, ""), str)]
    for key in ("forms", "plugins"):
        entries = settings.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            texts.append(key)
    return [say("STORE-408", named(key=key)) for key in texts]
