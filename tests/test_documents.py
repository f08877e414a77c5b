"""The README and the glossary say what the program does."""

import re
from pathlib import Path

from annotator import cli
from annotator.domain.gold import GoldRecord
from annotator.ui.commands import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands():
    application = cli.make(None)
    return [
        info.name or info.callback.__name__.removesuffix("_command")
        for info in application.registered_commands
    ]


def test_every_command_of_the_command_line_stands_in_the_readme():
    shown = README.replace("annotator [", "annotator ")
    missing = [name for name in commands() if f"annotator {name}" not in shown]
    assert missing == []


def test_every_key_of_the_jsonl_stands_in_the_readme():
    missing = [key for key in GoldRecord.__annotations__ if f'"{key}"' not in README]
    assert missing == []


def test_the_picture_of_the_window_is_there():
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


def test_the_keys_of_the_daily_path_stand_in_the_readme():
    shown = README.replace("`", "")
    daily = ("tag.accept", "tag.reject", "tag.next", "tag.complete", "edit.undo", "file.export")
    names = {"Return": "Enter", "Ctrl+Return": "Ctrl+Enter", "Backspace": "Backspace"}
    for command in COMMANDS:
        if command.id in daily:
            key = command.shortcuts[0]
            assert names.get(key, key) in shown, command.id
