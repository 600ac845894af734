"""The vocabulary of one's own, as docs/packs.md tells it: written, checked, read with."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "packs.md"
BLOCK = re.compile(r"```toml\n# tu-vung/(\S+)\n(.*?)```", re.DOTALL)
SENTENCES = "Năm 2025, tỷ lệ số hóa hồ sơ đạt 78,5%. Toàn xã chuyển đổi 350 công đất trồng lúa.\n"


def dondoc(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: the packs in force are a process's own."""
    return subprocess.run(
        [sys.executable, "-m", "dondoc.cli", *map(str, words)], env=os.environ | environment,
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """The folder of the guide's examples."""
    folder = tmp_path / "tu-vung"
    folder.mkdir()
    for name, content in BLOCK.findall(GUIDE.read_text("utf-8")):
        (folder / name).write_text(content, "utf-8")
    return folder


def read(tmp_path: Path, *words: object, **environment: str) -> dict[str, tuple[object, object]]:
    """Name → (unit, indicator) of what is read in `SENTENCES`."""
    file = tmp_path / "bao-cao.txt"
    file.write_text(SENTENCES, "utf-8")
    done = dondoc("read", file, "--format", "json", *words, **environment)
    assert done.returncode == 0, done.stderr
    return {
        fact["name"]: (fact["unit"], fact.get("indicator_id"))
        for fact in json.loads(done.stdout)["indicators"]
    }


def test_the_guides_examples_hold(guide):
    """Copied from the guide and checked: right, with what it costs."""
    done = dondoc("packs", "check", guide)

    assert done.returncode == 0, done.stderr
    assert "Đúng cả" in done.stdout
    assert "5 kB" in done.stdout


@pytest.mark.parametrize("how", ["option", "environment"])
def test_words_of_ones_own_are_read(guide, tmp_path, how):
    """The new indicator is recognised and the new unit is one, both ways of naming the folder."""
    shipped = read(tmp_path)
    own = read(tmp_path, "--packs", guide) if how == "option" else read(tmp_path, DONDOC_PACKS=str(guide))

    assert ("%", "ty_le_ho_so_so_hoa") in own.values()
    assert ("%", "ty_le_ho_so_so_hoa") not in shipped.values()
    assert "công" in {unit for unit, _ in own.values()}


def test_a_wrong_example_and_a_broken_file_are_named(tmp_path):
    """A person who wrote it by hand learns which example, which file, and no document is read with it."""
    (tmp_path / "units.toml").write_text(
        '[[entries]]\nid = "ha"\nsymbol = "ha"\ndimension = "area"\nforms = ["ha"]\nok = ["5 tấn"]\n'
    )
    done = dondoc("packs", "check", tmp_path)
    assert done.returncode == 1
    assert "mục “ha” phải đọc được trong “5 tấn”" in done.stderr

    (tmp_path / "units.toml").write_text("[[entries\n")
    for code, words in ((1, ("packs", "check", tmp_path)), (2, ("read", tmp_path, "--packs", tmp_path))):
        done = dondoc(*words)
        assert done.returncode == code
        assert "units.toml" in done.stderr
        assert "Traceback" not in done.stderr
