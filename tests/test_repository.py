"""What the documents say of the repository is true, and the repository is fit to be cloned."""

import ast
import doctest
import importlib
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dondoc
from dondoc import records
from dondoc.cli.parser import _commands

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 400_000  # bytes of one file: what is larger belongs in a release, not in a clone
HOSTS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|@ ")
GUIDES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/deploy.md"]
SECTIONS = ("Context.", "Choice.", "Because.", "Given up.", "Look again when")


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


def targets() -> set[str]:
    """The commands of the Makefile."""
    return set(re.findall(r"^([a-z-]+):(?!=).*##", read("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("name", GUIDES)
def test_make_commands_in_the_guides_exist(name):
    """A command that a guide shows can be typed."""
    shown = set(re.findall(r"(?:^|`)make ([a-z-]+)", read(name), re.MULTILINE))

    assert shown <= targets()


def test_the_readme_shows_every_variable_of_make_up():
    """PORT, DOCS and OPEN can be learned from the first page."""
    for variable in ("PORT=", "DOCS=", "OPEN="):
        assert variable in read("README.md")


@pytest.mark.parametrize("name", GUIDES)
def test_dondoc_commands_in_the_guides_exist(name):
    """Every `dondoc …` in a guide is one the parser takes, with options that it knows."""
    commands = _commands()
    shown = re.findall(r"(?:^|`|&& )dondoc ([a-z]+)([^`#&\n]*)", read(name), re.MULTILINE)
    for command, rest in shown:
        assert command in commands, command
        known = commands[command].format_help()
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in known, f"dondoc {command}{rest}"


def test_every_command_is_documented():
    """A command nobody can find in the guides does not exist for its users."""
    guides = "".join(map(read, GUIDES))

    for command in _commands():
        assert f"dondoc {command}" in guides or f"make {command}" in guides, command


@pytest.mark.parametrize("name", [*GUIDES, "CHANGELOG.md", "docs/glossary.md", "docs/facts.md"])
def test_links_lead_somewhere(name):
    """A relative link names a file that is there."""
    for link in re.findall(r"\]\(([^)#:]+)\)", read(name)):
        assert ((ROOT / name).parent / link).exists(), link


def test_glossary_names_what_the_code_has():
    """The records' words in the glossary are the code's."""
    names = {
        name
        for path in (ROOT / "src" / "dondoc").rglob("*.py")
        if "migrations" not in path.parts
        for name in re.findall(r"\w+", path.read_text("utf-8"))
    }
    rows = [line.split("|") for line in read("docs/glossary.md").splitlines() if line.startswith("| ")][2:]

    assert len(rows) > 30
    for row in rows:
        for name in re.findall(r"`([A-Za-z_]+)`", row[2]):
            assert name in names, name


def test_glossary_has_every_record():
    """A noun of the core that the glossary does not explain is a word nobody agreed on."""
    glossary = read("docs/glossary.md")
    for name in (
        "Document",
        "Header",
        "Section",
        "Span",
        "Provenance",
        "Diagnostic",
        "Target",
        "Observation",
    ):
        assert f"`{name}`" in glossary, name


def decisions() -> list[Path]:
    return sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


def test_decisions_are_numbered_without_gaps():
    """0001, 0002 …: a number names one decision for ever."""
    assert [path.name[:4] for path in decisions()] == [f"{n:04}" for n in range(1, len(decisions()) + 1)]


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.stem)
def test_decisions_have_five_parts(path):
    """Context, Choice, Because, Given up, Look again when: in this order, none empty."""
    text = path.read_text("utf-8")
    places = [text.find(f"**{section}") for section in SECTIONS]

    assert -1 not in places
    assert places == sorted(places)
    assert text.startswith(f"# {path.name[:4]}. ")


def test_every_dependency_is_recorded_and_pinned():
    """A direct dependency has its line in decision 0010 and its version in constraints.txt."""
    recorded = read("docs/decisions/0010-dependencies-and-licences.md").lower()
    pinned = {
        normal(line.partition("==")[0]) for line in read("constraints.txt").splitlines() if "==" in line
    }
    extras = tomllib.loads(read("pyproject.toml"))["project"]["optional-dependencies"]

    for requirement in [name for extra in extras.values() for name in extra]:
        name = re.split(r"[\[<>=~! ]", requirement)[0]
        if name != "dondoc":
            assert name.lower() in recorded, name
            assert normal(name) in pinned, name


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_core_depends_on_nothing():
    """`pip install dondoc` brings no other package."""
    assert tomllib.loads(read("pyproject.toml"))["project"]["dependencies"] == []


def test_constraints_name_no_host():
    """Versions only: an office installs them from a mirror of its own."""
    lines = [line for line in read("constraints.txt").splitlines() if line and not line.startswith("#")]

    assert lines
    for line in lines:
        assert not HOSTS.search(line), line
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line), line


def test_the_version_is_one():
    """pyproject.toml and the package say the same."""
    assert tomllib.loads(read("pyproject.toml"))["project"]["version"] == dondoc.__version__


def test_files_are_small_and_nothing_built_is_tracked():
    """A clone is quick, and holds what people wrote."""
    for path in tracked():
        if path.is_file():
            assert path.stat().st_size <= LARGEST, path
            assert path.suffix not in (".pyc", ".mo", ".sqlite3", ".woff2", ".ttf"), path


def test_public_names_are_the_intended_ones():
    """Every name that `dondoc` promises is there, and nothing is imported before it is used."""
    for name in dondoc.__all__:
        assert getattr(dondoc, name) is not None
        assert name in dir(dondoc)
    with pytest.raises(AttributeError, match="nothing"):
        dondoc.nothing  # noqa: B018 - the access is the test


def test_importing_dondoc_costs_nothing():
    """`import dondoc` loads no stage, no file format and no web framework."""
    script = (
        "import sys, dondoc; print(*[m for m in sys.modules if m.startswith(('dondoc.', 'django', 'lxml'))])"
    )
    import sys

    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout

    assert printed.split() == []


def core_modules() -> list[str]:
    """Every module before the web."""
    found = pkgutil.walk_packages(dondoc.__path__, "dondoc.")
    return [m.name for m in found if not m.name.startswith(("dondoc.web", "dondoc.cli.__main__"))]


@pytest.mark.parametrize("name", core_modules())
def test_examples_in_docstrings_run(name):
    """What a docstring shows is what happens."""
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)

    assert failed == 0


@pytest.mark.parametrize("name", core_modules())
def test_modules_open_with_a_sentence(name):
    """Every module of the core says what it is for."""
    module = importlib.import_module(name)
    assert module.__file__ is not None
    said = ast.get_docstring(ast.parse(Path(module.__file__).read_text("utf-8")))

    assert said


def test_records_import_nothing_of_the_rest():
    """The nouns stand alone: `records` needs `errors` and the standard library only."""
    for path in Path(records.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("dondoc"):
                assert node.module.split(".")[1] in ("records", "errors"), path


# environment, exit code, why
SKIPS = [({"CI": "true"}, 1, "CI has everything a test may need"), ({"CI": ""}, 0, "a laptop need not")]


@pytest.mark.parametrize(("environ", "code", "why"), SKIPS)
def test_a_skipped_test_fails_in_ci(environ, code, why, tmp_path):
    """What CI does not run it must not call green; the skipped test is named."""
    (tmp_path / "conftest.py").write_text(read("tests/conftest.py"), "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    skipped = "def test_needs_a_thing():\n    pytest.skip('no thing')\n"
    case = f"import pytest\n\n\n{skipped}\n\ndef test_fine():\n    pass\n"
    (tmp_path / "test_case.py").write_text(case, "utf-8")
    words = [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "no:cacheprovider", str(tmp_path)]

    done = subprocess.run(
        words, cwd=tmp_path, env=os.environ | environ, capture_output=True, text=True, check=False
    )

    assert done.returncode == code, why
    assert done.stdout.rstrip().splitlines()[-1].count("1 passed, 1 skipped") == 1
    assert ("test_case.py::test_needs_a_thing" in done.stdout) == bool(code)


def test_tests_of_another_database_are_left_out_not_skipped(tmp_path):
    """A test for PostgreSQL alone does not count as skipped where the run is on SQLite."""
    (tmp_path / "conftest.py").write_text(read("tests/conftest.py"), "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    case = "import pytest\n\n\n@pytest.mark.only_on('{}')\ndef test_{}():\n    pass\n"
    for vendor in ("sqlite", "postgresql"):
        (tmp_path / f"test_{vendor}.py").write_text(case.format(vendor, vendor), "utf-8")
    words = [sys.executable, "-m", "pytest", "-v", "-p", "no:django", "-p", "no:cacheprovider", str(tmp_path)]
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"CI": "true"}

    done = subprocess.run(words, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert "test_sqlite PASSED" in done.stdout
    assert "test_postgresql" not in done.stdout
