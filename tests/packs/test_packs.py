"""The packs: what is shipped is sound, and a folder of one's own lies over it."""

from __future__ import annotations

import pytest

from dondoc import packs
from dondoc.errors import PackError
from dondoc.extraction.packcheck import PACK_READERS


def test_every_example_of_the_shipped_packs_holds():
    """Each entry is read in its `ok` examples and not in its `not` examples."""
    assert packs.check(packs.load(), PACK_READERS) == []


def test_a_wrong_example_is_told():
    """An example that does not hold is named with its family, entry and words."""
    shipped = packs.load()
    broken = packs.Packs(
        {"units": ({"id": "ha", "symbol": "ha", "forms": ["ha"], "ok": ["5 tấn"]},)}, shipped.hash
    )

    assert packs.check(broken, PACK_READERS) == ["units: mục “ha” phải đọc được trong “5 tấn”"]


def test_an_entry_without_an_example_is_told():
    """Nothing stands in a pack that no example shows."""
    bare = packs.Packs({"units": ({"id": "ha", "symbol": "ha", "forms": ["ha"]},)}, "")

    assert packs.check(bare, PACK_READERS) == ["units: mục “ha” chưa có ví dụ “ok”"]


def test_a_folder_lies_over_the_shipped_packs_by_id(tmp_path):
    """The same id replaces, a new id adds, `disabled` removes; the hash tells that words differ."""
    (tmp_path / "units.toml").write_text(
        '[[entries]]\nid = "ha"\nsymbol = "hecta"\nforms = ["ha"]\n[[entries]]\nid = "tan"\ndisabled = true\n'
        '[[entries]]\nid = "cong"\nsymbol = "công"\nforms = ["công đất"]\n',
        "utf-8",
    )
    (tmp_path / "notes.txt").write_text("not a pack", "utf-8")

    mine = packs.load(tmp_path).by_id("units")

    assert mine["ha"]["symbol"] == "hecta"
    assert "tan" not in mine
    assert "cong" in mine
    assert packs.load(tmp_path).hash != packs.load().hash
    assert packs.load().by_id("units")["ha"]["symbol"] == "ha"


def test_a_tsv_is_a_pack_too(tmp_path):
    """The first line names the columns; "|" parts several values."""
    (tmp_path / "mine.tsv").write_text("# own words\nid\tforms\tok\nx\tmột|hai\tmột hai\n", "utf-8")

    (entry,) = packs.load(tmp_path).entries("mine")

    assert entry == {"id": "x", "forms": ["một", "hai"], "ok": ["một hai"]}


BAD = [
    ("no id", "units.toml", '[[entries]]\nforms = ["ha"]\n', "thiếu “id”"),
    ("id twice", "units.toml", '[[entries]]\nid = "a"\n[[entries]]\nid = "a"\n', "có hai lần"),
    ("no TOML", "units.toml", "[[entries\n", "TOML"),
    ("forms is no list", "units.toml", '[[entries]]\nid = "a"\nforms = "ha"\n', "danh sách"),
    ("a row too short", "mine.tsv", "id\tforms\nx\n", "cột"),
    ("a row too long", "mine.tsv", "id\tforms\nx\ta\tb\n", "cột"),
]


@pytest.mark.parametrize(
    ("name", "content", "said"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_a_malformed_pack_says_what_is_wrong_and_where(tmp_path, name, content, said):
    """A person who wrote a pack by hand learns the file and the mistake."""
    (tmp_path / name).write_text(content, "utf-8")

    with pytest.raises(PackError, match=said) as error:
        packs.load(tmp_path)

    assert name in str(error.value)
