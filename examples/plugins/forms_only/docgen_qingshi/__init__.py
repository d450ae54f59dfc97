"""Forms of an invented township for docgen."""

from pathlib import Path

from docgen import hookimpl, load_forms


@hookimpl
def register_forms():
    """Bring the forms in the folder forms/."""
    return load_forms(Path(__file__).parent)
