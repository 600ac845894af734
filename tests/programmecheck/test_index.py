"""The index on disk: documents in and out one at a time, the right ones found and no others shown."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys

import pytest

from dondoc.programmecheck import Index, is_broken

WORDS = (
    "quỹ đất",
    "nhà ở",
    "xã hội",
    "kè sông",
    "trạm y tế",
    "giống lúa",
    "nước sạch",
    "học nghề",
    "lò gạch",
)


def text(seed, size=300):
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(size))


COPIED = (
    "Hộ bàn giao trước hạn được thưởng ba phần trăm giá trị bồi thường, hộ cố tình cản trở thì thông báo "
    "hai lần rồi cưỡng chế theo luật, có mặt trưởng thôn và đại diện mặt trận chứng kiến từ đầu đến cuối."
)


@pytest.fixture
def index(tmp_path):
    with Index(tmp_path / "index.sqlite3") as made:
        made.add_many((f"d{n}", text(n), f"Kế hoạch {n}", "1") for n in range(30))
        made.add("copied", f"{text(99)}\n{COPIED}\n{text(98)}", title="Kế hoạch chép")
        yield made


def test_the_document_that_shares_a_paragraph_comes_first(index):
    """One paragraph in a long text is enough."""
    found = index.candidates(f"{text(500)} {COPIED} {text(501)}")

    assert found[0].key == "copied"
    assert found[0].title == "Kế hoạch chép"


def test_what_may_not_be_shown_is_not(index):
    """A document the reader may not see is no candidate, whatever it shares."""
    found = index.candidates(COPIED, allowed=lambda key: key != "copied")

    assert "copied" not in [one.key for one in found]


def test_a_document_goes_out_and_comes_in_again(index):
    """Its prints go with it; the same key twice is one document."""
    size = len(index)
    index.remove("copied")

    assert len(index) == size - 1
    assert index.candidates(COPIED) == []

    index.add("copied", COPIED)
    index.add("copied", COPIED)

    assert len(index) == size
    assert index.text("copied") == COPIED
    with pytest.raises(KeyError):
        index.text("nothing")


def test_it_is_kept_on_disk(tmp_path):
    """What was put in is there when the file is opened again; another format empties it."""
    path = tmp_path / "kept.sqlite3"
    with Index(path) as index:
        index.add("a", COPIED, stamp="5:7")
    with Index(path) as index:
        assert index.stamps() == {"a": "5:7"}
        assert index.candidates(COPIED)[0].key == "a"
    sqlite3.connect(path).execute("UPDATE about SET value = '0'").connection.commit()
    with Index(path) as index:
        assert len(index) == 0


def test_how_many_say_the_same(index):
    """What many documents have is everybody's."""
    index.add_many((f"same{n}", f"{COPIED} {n}", "", "") for n in range(12))

    assert index.holders(COPIED) >= 12
    assert index.holders("Một câu không ai viết bao giờ về con đò ngang bến cũ") == 0


def test_a_failed_batch_leaves_nothing(index):
    """All documents of a call, or none."""
    size = len(index)

    def broken():
        yield "x", COPIED, "", ""
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        index.add_many(broken())

    assert len(index) == size


REWORDED = (
    "Ai giao đất sớm được thêm ba phần trăm giá trị bồi thường; người cố tình cản trở thì sau hai lần thông "
    "báo sẽ bị cưỡng chế, trước mặt trưởng thôn và người của mặt trận."
)


def test_a_sentence_in_other_words_leads_to_its_document(index):
    """No four words in a row are left, but some rare pairs of words."""
    assert index.candidates(REWORDED) == []

    found = index.reworded_candidates([text(500), REWORDED])

    assert found[0].key == "copied"
    assert "copied" not in [
        one.key for one in index.reworded_candidates([REWORDED], allowed=lambda key: key != "copied")
    ]


def test_pairs_go_with_their_document(index):
    """What is taken out, or put in again with other words, is found no more."""
    index.remove("copied")
    assert index.reworded_candidates([REWORDED]) == []

    index.add("copied", COPIED)
    index.add("copied", text(7))
    assert index.reworded_candidates([REWORDED]) == []


def test_other_synonyms_make_the_index_anew(tmp_path, monkeypatch):
    """Words that were compared as one when it was made have to be so when it is asked."""
    path = tmp_path / "kept.sqlite3"
    with Index(path) as made:
        made.add("a", COPIED)
    monkeypatch.setattr("dondoc.programmecheck.index.phrases_stamp", lambda: "other")

    with Index(path) as again:
        assert len(again) == 0
        assert again.reworded_candidates([REWORDED]) == []


def broken(path, at=None):
    """An index whose file was damaged: from its beginning, or in the middle."""
    with Index(path) as index:
        index.add_many((f"d{n}", text(n), "", "") for n in range(60))
    kept = bytearray(path.read_bytes())
    start = len(kept) // 3 if at is None else at
    kept[start : start + 40_000] = b"\x00\xff" * 20_000
    path.write_bytes(kept)


@pytest.mark.parametrize(("at", "why"), [(0, "no database any more"), (None, "pages in the middle")])
def test_a_broken_index_is_told_from_a_busy_one(tmp_path, at, why):
    """It is put aside and made anew; what another process holds or the disk refuses is no damage."""
    path = tmp_path / "index.sqlite3"
    broken(path, at)

    with pytest.raises(sqlite3.DatabaseError) as raised:
        Index(path, verify=True)

    assert is_broken(raised.value), why
    with Index.anew(path) as index:
        index.add("copied", COPIED)
        assert [one.key for one in index.candidates(COPIED)] == ["copied"]
    assert path.with_name("index.sqlite3.hong").exists()
    with pytest.raises(sqlite3.OperationalError) as busy:
        sqlite3.connect(tmp_path / "khong" / "co").execute("SELECT 1")
    assert not is_broken(busy.value)


def test_two_processes_at_once(tmp_path):
    """Each puts documents in while the other does; none is lost, none stands twice."""
    path = tmp_path / "index.sqlite3"
    code = (
        "import sys; from dondoc.programmecheck import Index\n"
        "with Index(sys.argv[1]) as index:\n"
        "    for n in range(15):\n"
        "        index.add(f'{sys.argv[2]}{n}', f'kế hoạch {n} của xã {sys.argv[2]} về nước sạch ' * 20)\n"
        "        index.add('common', f'văn bản chung lần {n} của hai xã cùng ghi ' * 20)\n"
    )
    with Index(path):
        running = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in "ab"]
        assert [process.wait(120) for process in running] == [0, 0]

    with Index(path, verify=True) as index:
        assert len(index) == 31
        assert [one.key for one in index.candidates("văn bản chung lần 14 của hai xã cùng ghi " * 20)] == [
            "common"
        ]
