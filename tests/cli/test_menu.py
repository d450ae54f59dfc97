"""``docgen`` alone: the menu of the day's commands, on a terminal and off it."""

import os
import pty
import re
import subprocess
import sys

import pytest

from docgen.cli import desk_for
from docgen.cli.menu import DAY


def typed(answer, **environment):
    """Run docgen on a terminal of its own, type an answer, and return what stands there and the exit code."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "docgen"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"} | environment,
    )
    os.close(theirs)
    os.write(ours, answer.encode() + b"\n")
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end was closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return shown.decode("utf-8", "replace"), running.wait()


@pytest.mark.parametrize(
    ("answer", "said"),
    [("7", "--accept"), ("", "9. 检查本机缺什么"), ("77", "没有这个编号"), ("八", "没有这个编号")],
)
def test_a_number_shows_the_help_of_its_command(answer, said):
    shown, left = typed(answer)
    assert "1. 制作示例乡镇" in shown
    assert said in shown
    assert "Traceback" not in shown
    assert left == 0


def test_off_a_terminal_the_menu_is_only_shown():
    done = subprocess.run(
        [sys.executable, "-m", "docgen"], stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    assert done.stdout.decode().count("docgen ") > len(DAY)


def test_the_menu_speaks_english_when_it_is_asked_to():
    shown, _ = typed("", DOCGEN_LANG="en")
    assert "fill all forms" in shown
    assert "今天" not in shown


@pytest.mark.parametrize("command", [command for _, command in DAY])
def test_every_command_of_the_menu_exists(command):
    import typer

    words = [word for word in command.split()[1:] if re.fullmatch("[a-z]+", word)]
    found = typer.main.get_command(desk_for(words))
    for word in words:
        found = found.commands[word]
    assert found.help
