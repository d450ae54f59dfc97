"""``docgen init``: a new workspace."""

import typer
from typer.testing import CliRunner

from docgen.cli.init import init
from docgen.store import open_workspace


def test_a_workspace_is_made_with_the_offices_settings(tmp_path):
    app = typer.Typer()
    app.command()(init)
    done = CliRunner().invoke(
        app,
        [str(tmp_path / "工作区"), "--office", "试验镇人民政府", "--township", "试验镇", "--county", "某县"],
    )
    assert done.exit_code == 0
    assert "docgen roster new" in done.output
    made = open_workspace(tmp_path / "工作区")
    assert (made.office, made.township, made.county, made.policy) == (
        "试验镇人民政府",
        "试验镇",
        "某县",
        "",
    )
