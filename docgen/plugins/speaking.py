"""What the template engine says, in the words of the office."""

from docgen import fields, say
from docgen.ooxml import Place, Problem


def told(problem: Problem) -> str:
    """Return a template's problem as one sentence: what, where, what to do."""
    return f"{problem.code} {say(problem.code)}（{place(problem.place)}{_hint(problem)}）{say(problem.code, part='do')}"


def _hint(problem: Problem) -> str:
    return f"，{problem.hint}" if problem.hint else ""


def place(where: Place) -> str:
    """Return where in a template something is, as a clerk would point at it."""
    if where.sheet:
        return f"工作表「{where.sheet}」{where.ref}"
    grid = f"第{where.table}个表第{where.row}行第{where.cell}格" if where.table else where.part
    return f"{grid}「{where.text}」附近" if where.text else grid


def sentence(code: str) -> str:
    """Return what a code of the engine means."""
    return say(code, fields())
