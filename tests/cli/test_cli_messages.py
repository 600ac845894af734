"""Every word of the command line has its English, and both fit the same values."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from dondoc.cli import main, messages, parser

HERE = Path(messages.__file__).parent


def spoken() -> set[str]:
    """Every text the command line passes to `tr`."""
    texts = {sentence for _, sentence in parser.ERRORS}
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("tr", "messages.tr"):
                texts |= {part.value for part in node.args if isinstance(part, ast.Constant)}
    return texts


@pytest.fixture
def english():
    messages.choose(["--lang", "en"], {})
    yield messages.tr
    messages.choose([], {})


def test_nothing_is_left_untranslated(english):
    """Each text has an English one, with the same places for values."""
    for text in spoken():
        translated = english(text)
        assert translated != text, text
        assert places(translated) == places(text), text


def places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_no_translation_is_left_over():
    """en.po holds nothing that is no longer said."""
    known = dict(messages._entries((HERE / "en.po").read_text("utf-8")))

    assert known.keys() == spoken()


LANGUAGES = [
    ([], {}, "vi"),
    ([], {"LANG": "en_US.UTF-8"}, "vi"),  # a server's usual setting says nothing of its readers
    ([], {"DONDOC_LANG": "en"}, "en"),
    (["--lang", "vi"], {"DONDOC_LANG": "en"}, "vi"),
    (["read", "--lang=en", "x"], {}, "en"),
]


@pytest.mark.parametrize(("words", "environ", "language"), LANGUAGES)
def test_which_language(words, environ, language):
    """Vietnamese unless asked otherwise; what is typed goes before what is set."""
    assert messages.choose(words, environ) == language
    messages.choose([], {})


@pytest.mark.parametrize("command", ["read", "up", "serve", "worker", "demo", "packs", "manage"])
def test_every_command_has_help(command, capsys):
    """`dondoc COMMAND --help` says what it does, without an English word of argparse's."""
    assert main([command, "--help"]) == 0

    out = capsys.readouterr().out
    assert not re.search(r"usage:|options:|positional|show this help", out)
    assert f"dondoc {command}" in out


def test_version(capsys):
    """The version is the package's."""
    import dondoc

    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"dondoc {dondoc.__version__}"
