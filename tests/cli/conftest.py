"""What several commands' tests share: a small workspace with its archive."""

import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for


@pytest.fixture(scope="session")
def archived(tmp_path_factory):
    """A folder with the workspace 工作区 and, of its year 2026, the archive 档案; nobody changes either."""
    folder = tmp_path_factory.mktemp("archived")
    ways = (
        ("demo", folder / "工作区", "--households", 4, "--villages", 2),
        (
            *("archive", folder / "工作区", "--year", 2026, "-o", folder / "档案"),
            *("--today", "2026-11-30", "--form", "cn.identification.application"),
        ),
    )
    for words in ways:
        said = CliRunner().invoke(desk_for(words[:1]), [str(word) for word in words])
        assert said.exit_code in (0, 1), said.output
    return folder
