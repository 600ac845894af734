"""The packs: what is shipped is sound, and a folder of one's own lies over it."""

from __future__ import annotations

import pytest

from dondoc import packs
from dondoc.errors import PackError
from dondoc.extraction.lexicon import Lexicon
from dondoc.extraction.packcheck import pack_readers
from dondoc.extraction.packreport import collisions, costs
from dondoc.packs.checking import check
from dondoc.programmecheck.packcheck import all_readers


def test_every_example_of_the_shipped_packs_holds():
    """Each entry is read in its `ok` examples and not in its `not` examples."""
    loaded = packs.load()

    assert check(loaded, all_readers(Lexicon(loaded))) == []


def test_every_family_has_a_reader():
    """No example stands there unread."""
    loaded = packs.load()

    assert loaded.families.keys() == all_readers(Lexicon(loaded)).keys()


def test_a_wrong_example_is_told():
    """An example that does not hold is named with its family, entry and words."""
    shipped = packs.load()
    broken = packs.Packs(
        {"units": ({"id": "ha", "symbol": "ha", "forms": ["ha"], "ok": ["5 tấn"]},)}, shipped.hash
    )

    assert check(broken, pack_readers(Lexicon(shipped))) == ["units: mục “ha” phải đọc được trong “5 tấn”"]


def test_an_entry_without_an_example_is_told():
    """Nothing stands in a pack that no example shows."""
    bare = packs.Packs({"units": ({"id": "ha", "symbol": "ha", "forms": ["ha"]},)}, "")

    assert check(bare, pack_readers(Lexicon())) == ["units: mục “ha” chưa có ví dụ “ok”"]


def test_a_folder_lies_over_the_shipped_packs_by_id(tmp_path):
    """The same id replaces, a new id adds, `disabled` removes; the hash tells that words differ."""
    (tmp_path / "units.toml").write_text(
        '[[entries]]\nid = "ha"\nsymbol = "hecta"\ndimension = "area"\nforms = ["ha"]\n'
        '[[entries]]\nid = "tan"\ndisabled = true\n'
        '[[entries]]\nid = "cong"\nsymbol = "công"\ndimension = "area"\n'
        'forms = ["công đất"]\n',
        "utf-8",
    )
    (tmp_path / "notes.txt").write_text("not a pack", "utf-8")

    mine = packs.load(tmp_path).by_id("units")

    assert mine["ha"]["symbol"] == "hecta"
    assert "tan" not in mine
    assert "cong" in mine
    assert packs.load(tmp_path).hash != packs.load().hash
    assert packs.load().by_id("units")["ha"]["symbol"] == "ha"


def test_an_entry_of_ones_own_is_read_with_its_own_words(tmp_path):
    """The examples of a folder are read with that folder's words, not with the shipped ones alone."""
    (tmp_path / "units.toml").write_text(
        '[[entries]]\nid = "cong"\nsymbol = "công"\ndimension = "area"\nforms = ["công đất"]\n'
        'ok = ["chuyển đổi 350 công đất"]\n',
        "utf-8",
    )
    mine = packs.load(tmp_path)

    assert check(mine, pack_readers(Lexicon(mine))) == []


SHARED = [
    ({"units": ["tấn"]}, [], "a word once has one meaning"),
    ({"units": ["tấn", "Tấn"]}, ["units/0 units/1"], "capitals make no other word"),
    (
        {"units": ["nhà"], "not_counted": ["nhà"]},
        ["units/0 not_counted/0"],
        "both are looked for after a number",
    ),
    ({"units": ["tỉnh"], "issuers": ["tỉnh"]}, [], "one stands after a number, the other in a heading"),
    ({"orgs": ["tỉnh", "tỉnh"]}, [], "a part of a name may play two parts"),
]


@pytest.mark.parametrize(("words", "told", "why"), SHARED)
def test_a_word_in_two_places_is_told(words, told, why):
    """A collision names both entries; which words may meet is a matter of where they are looked for."""
    families = {
        family: tuple({"id": str(n), "forms": [form]} for n, form in enumerate(forms))
        for family, forms in words.items()
    }

    found = collisions(packs.Packs(families, ""))

    assert [f"{collision.first} {collision.second}" for collision in found] == told, why


def test_what_finding_costs_is_told_for_every_family_with_words():
    """The dearest family comes first; each has its number of words and a time above nothing."""
    found = costs(packs.load())

    assert {cost.family for cost in found} > {"units", "count_nouns", "orgs", "indicators"}
    assert [cost.microseconds for cost in found] == sorted(
        (cost.microseconds for cost in found), reverse=True
    )
    assert all(cost.forms > 0 and cost.microseconds > 0 for cost in found)


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
    (
        "a key is missing",
        "units.toml",
        '[[entries]]\nid = "a"\nforms = ["a"]\n',
        "thiếu “dimension”, “symbol”",
    ),
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
