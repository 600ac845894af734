"""`dondoc check` from a shell: a plan against its parent and a folder, in every form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dondoc.cli import main

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample" / "documents"
PLAN = str(SAMPLE / "06-ke-hoach-48-kh-snnmt.docx")
PARENT = str(SAMPLE / "03-chuong-trinh-hanh-dong-08-ctr-tu.docx")
COPY = "Mỗi tổ ba người đo từng thửa, ký tại thực địa và báo số hộ đã xong vào chiều thứ sáu hằng tuần.\n"


def test_a_plan_against_its_parent(capsys):
    """The table names the shares and quotes what is copied."""
    assert main(["check", PLAN, "--against", PARENT]) == 0

    printed = " ".join(capsys.readouterr().out.split())  # wrapped at the width of the terminal
    assert "trùng với văn bản khác" in printed
    assert "Tập trung vào ba chuỗi" in printed


def test_neighbours_are_indexed_once(tmp_path, capsysbinary):
    """A folder is read into the index; the next run reads what is new."""
    folder = tmp_path / "xa"
    folder.mkdir()
    (folder / "tan-my.txt").write_text("Kế hoạch của xã Tân Mỹ về kè sông.\n" + COPY, "utf-8")
    plan = tmp_path / "plan.txt"
    plan.write_text("Kế hoạch của xã khác, viết cho chợ phiên.\n" + COPY, "utf-8")
    index = str(tmp_path / "index.sqlite3")
    words = ["check", str(plan), "--index", index, "--format", "json", "--neighbours"]

    assert main([*words, str(folder)]) == 0
    made = json.loads(capsysbinary.readouterr().out)
    assert [p["likeness"] for p in made["passages"]] == ["verbatim"]
    assert made["sources"][0]["key"].endswith("tan-my.txt")

    (folder / "tan-my.txt").write_text("Kế hoạch mới của xã Tân Mỹ.\n", "utf-8")
    assert main([*words, str(folder)]) == 0
    assert json.loads(capsysbinary.readouterr().out)["passages"] == []
    assert main([*words, "corpus"]) == 0


def test_what_is_gone_from_the_folder_goes_out_of_the_index(tmp_path, capsysbinary):
    """A file that was deleted is no neighbour any more; the others stay as they were read."""
    folder = tmp_path / "xa"
    folder.mkdir()
    (folder / "tan-my.txt").write_text("Kế hoạch của xã Tân Mỹ về kè sông.\n" + COPY, "utf-8")
    (folder / "cua-loc.txt").write_text("Kế hoạch của phường Cửa Lộc về chợ cá.\n", "utf-8")
    plan = tmp_path / "plan.txt"
    plan.write_text("Kế hoạch của xã khác, viết cho chợ phiên.\n" + COPY, "utf-8")
    words = ["check", str(plan), "--index", str(tmp_path / "i.sqlite3"), "--format", "json", "--neighbours"]
    assert main([*words, str(folder)]) == 0
    assert json.loads(capsysbinary.readouterr().out)["passages"]

    (folder / "tan-my.txt").unlink()
    assert main([*words, str(folder)]) == 0

    made = json.loads(capsysbinary.readouterr().out)
    assert (made["passages"], made["neighbours_searched"]) == ([], 1)


def test_nobody_copies_from_what_came_later(tmp_path, capsys):
    """A neighbour issued after the programme is not held against it, and that is said."""
    folder = tmp_path / "xa"
    folder.mkdir()
    head = "ỦY BAN NHÂN DÂN XÃ {}\nSố: 4/KH-UBND\n{}, ngày {} tháng 3 năm 2026\nKẾ HOẠCH\nVề chợ phiên\n\n"
    (folder / "b.txt").write_text(head.format("TÂN MỸ", "Tân Mỹ", 20) + COPY, "utf-8")
    plan = tmp_path / "plan.txt"
    plan.write_text(head.format("CỬA LỘC", "Cửa Lộc", 12) + COPY, "utf-8")

    assert main(["check", str(plan), "--neighbours", str(folder), "--format", "json"]) == 0

    said = capsys.readouterr()
    assert json.loads(said.out)["passages"] == []
    assert "ra sau ngày" in said.err


def test_a_broken_index_is_made_anew(tmp_path, capsys):
    """With a sentence; a file that is no index at all is refused and left as it is."""
    index = tmp_path / "index.sqlite3"
    index.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5_000)
    words = ["check", PLAN, "--neighbours", str(tmp_path / "xa"), "--index"]
    (tmp_path / "xa").mkdir()
    (tmp_path / "xa" / "tan-my.txt").write_text("Kế hoạch của xã Tân Mỹ.\n" + COPY, "utf-8")

    assert main([*words, str(index)]) == 0
    assert "bị hỏng, được lập lại" in capsys.readouterr().err

    letter = tmp_path / "cong-van.docx"
    letter.write_bytes(b"PK\x03\x04 Word")
    assert main([*words, str(letter)]) == 2
    assert "không phải tệp chỉ mục" in capsys.readouterr().err
    assert letter.read_bytes().endswith(b"Word")


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_file_to_send_back(tmp_path, form):
    """A page or a Word file is written whole."""
    out = tmp_path / f"soat.{form}"

    assert main(["check", PLAN, "--against", PARENT, "--format", form, "--out", str(out)]) == 0
    assert out.stat().st_size > 5_000


REFUSED = [
    (["check", "khong-co.docx"], 1, "khong-co.docx", "a file that is not there"),
    (["check", PLAN, "--neighbours", "corpus"], 2, "--index", "the corpus needs its index"),
    (["check", PLAN, "--neighbours", "/khong/co"], 2, "/khong/co", "a folder that is not there"),
    (["check", PLAN, "--against", PLAN], 2, "chính nó", "a plan against itself"),
    (["check"], 2, "CHƯƠNG_TRÌNH", "nothing to check"),
]


@pytest.mark.parametrize(("words", "code", "said", "why"), REFUSED, ids=[row[3] for row in REFUSED])
def test_what_cannot_be_done_is_said(capsys, words, code, said, why):
    """One sentence on standard error."""
    assert main(words) == code, why
    assert said in capsys.readouterr().err
