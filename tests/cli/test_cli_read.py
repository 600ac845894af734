"""`dondoc read` as a person types it: words in, exit code, both streams."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from dondoc.cli import main
from dondoc.cli.read import Names

REPORT = "Năm 2026, tổng thu ngân sách nhà nước ước đạt 16.900 tỷ đồng.\n"
SECRET = "TUYỆT MẬT\nTỈNH ỦY VEN SÔNG\nNghị quyết về một việc\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "bao-cao.txt"
    path.write_text(REPORT, "utf-8")
    return path


def test_one_document_as_json(report, capsys):
    """One document: the object of the fact format on standard output, nothing else, exit code 0."""
    assert main(["read", str(report), "--format", "json"]) == 0

    out, err = capsys.readouterr()
    printed = json.loads(out)
    assert {"document", "indicators", "tasks", "people", "citations", "meetings"} <= printed.keys()
    assert printed["document"]["name"] == "bao-cao.txt"
    assert printed["read_by"].keys() == {"reader", "rules", "packs"}
    assert "text" not in printed
    assert err == ""


def test_the_table_is_the_default(report, capsys):
    """Without a format a person gets something to read, whose figures are the document's."""
    assert main(["read", str(report)]) == 0

    assert "16.900 tỷ đồng" in capsys.readouterr().out


def test_explain_names_rule_and_words(report, capsys):
    """With --explain each fact shows its rule and each field the words it was read from."""
    assert main(["read", str(report), "--explain"]) == 0
    assert "↳ quy tắc:" in capsys.readouterr().out

    main(["read", str(report), "--format", "json", "--explain", "--text"])
    printed = json.loads(capsys.readouterr().out)
    fields = printed["indicators"][0]["fields"]
    assert fields
    for source in fields.values():
        if source["span"]:
            assert printed["text"][slice(*source["span"])] == source["quote"]


def test_several_documents_go_into_a_folder(report, tmp_path, capsys):
    """One NAME.json a document; folders are read through; two of one name keep both."""
    (tmp_path / "docs" / "sub").mkdir(parents=True)
    for name in ("docs/a.txt", "docs/sub/A.txt", "docs/sub/a.md"):
        (tmp_path / name).write_text(REPORT, "utf-8")
    out = tmp_path / "out"

    assert main(["read", str(tmp_path / "docs"), str(report), "--format", "json", "--out", str(out)]) == 0

    assert sorted(p.name for p in out.iterdir()) == ["A-2.json", "a-3.json", "a.json", "bao-cao.json"]
    for path in out.iterdir():
        assert json.loads(path.read_text("utf-8"))["document"]["sha256"]
    assert capsys.readouterr().out == ""


def test_bad_files_are_named_and_the_rest_goes_on(report, tmp_path, capsys):
    """Exit code 1; each failure on standard error by name with its reason; good files are all there."""
    (tmp_path / "rong.txt").write_bytes(b"")
    (tmp_path / "gia.pdf").write_bytes(b"MZ" + bytes(200))
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04" + bytes(50))
    out = tmp_path / "out"

    code = main(["read", str(tmp_path), str(tmp_path / "khong-co.txt"), "--out", str(out)])

    err = capsys.readouterr().err
    assert code == 1
    assert [p.name for p in out.iterdir()] == ["bao-cao.json"]
    for name in ("rong.txt", "gia.pdf", "hong.docx", "khong-co.txt"):
        line = next(line for line in err.splitlines() if name in line)
        assert len(line) > len(name) + 20, "a name without a reason"


def test_of_a_secret_document_nothing_is_kept(tmp_path, capsys):
    """Not its name, not its words: only that one was met, and what to do."""
    (tmp_path / "ten-rieng.txt").write_text(SECRET, "utf-8")
    (tmp_path / "b.txt").write_text(REPORT, "utf-8")
    out = tmp_path / "out"

    code = main(["read", str(tmp_path), "--out", str(out), "--progress"])

    printed = capsys.readouterr()
    assert code == 1
    assert [p.name for p in out.iterdir()] == ["b.json"]
    assert "ten-rieng" not in printed.err
    assert "bí mật nhà nước" in printed.err


# words after `dondoc`, what the sentence must say, why
USAGE = [
    (["red"], "red", "a command that does not exist"),
    (["read"], "ĐƯỜNG_DẪN", "nothing to read"),
    (["read", "x", "--format", "pdf"], "Có: json, table, xlsx, html", "a format that does not exist"),
    (["read", "x", "--fromat", "json"], "Không hiểu", "a misspelt option"),
    (["read", "x", "--out"], "--out", "an option without its value"),
    (["read", "x", "--jobs", "0"], "“0”", "no work can be done by nobody"),
    (["up", "--port", "99999"], "99999", "there is no such port"),
    (["up", "--docs", "/khong/co"], "/khong/co", "documents that are not there"),
    (["packs", "check", "/khong/co"], "/khong/co", "vocabularies that are not there"),
    (["--lang", "fr"], "fr", "a language we do not speak"),
]


@pytest.mark.parametrize(("words", "said", "why"), USAGE)
def test_usage_errors(words, said, why, capsys):
    """What is not understood: exit code 2, one Vietnamese sentence, and where to look."""
    assert main(words) == 2, why

    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "--help" in err
    assert len(err.splitlines()) == 2


@pytest.mark.parametrize("form", ["json", "html", "xlsx"])
def test_several_documents_need_a_folder(report, tmp_path, form, capsys):
    """Two documents cannot be one object on standard output."""
    other = tmp_path / "b.txt"
    other.write_text(REPORT, "utf-8")

    assert main(["read", str(report), str(other), "--format", form]) == 2
    assert "--out" in capsys.readouterr().err


def test_out_must_be_a_folder(report, capsys):
    """A file where the folder should be is a usage error, and the file stays as it is."""
    assert main(["read", str(report), "--out", str(report)]) == 2

    assert report.read_text("utf-8") == REPORT


def test_nothing_to_read(tmp_path, capsys):
    """An empty folder is not a success."""
    assert main(["read", str(tmp_path)]) == 1
    assert capsys.readouterr().err.strip()


def test_pages_and_workbooks(report, tmp_path, capsys):
    """Pages are one a document, the workbook is one for all."""
    out = tmp_path / "out"

    assert main(["read", str(report), "--format", "html", "--out", str(out)]) == 0
    assert main(["read", str(report), "--format", "xlsx", "--out", str(out)]) == 0

    assert "<mark" in (out / "bao-cao.html").read_text("utf-8")
    book = openpyxl.load_workbook(BytesIO((out / "dondoc.xlsx").read_bytes()))
    assert book.worksheets[0]["A2"].value == "bao-cao.txt"


def test_without_the_excel_part_a_sentence_says_how_to_install_it(report, tmp_path, monkeypatch, capsys):
    """`pip install dondoc` alone writes no workbook; that is said before anything is read."""
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    assert main(["read", str(report), "--format", "xlsx", "--out", str(tmp_path / "out")]) == 2
    assert "dondoc[files]" in capsys.readouterr().err


def test_zips_are_read_through(tmp_path, capsys):
    """A zip is a folder."""
    with zipfile.ZipFile(tmp_path / "ho-so.zip", "w") as package:
        package.writestr("x/a.txt", REPORT)
        package.writestr("x/b.txt", REPORT)

    assert main(["read", str(tmp_path / "ho-so.zip"), "--out", str(tmp_path / "out")]) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.json", "b.json"]


def test_progress_on_request(report, tmp_path, capsys):
    """Progress goes to standard error, and only when somebody watches or asks."""
    main(["read", str(report), "--format", "json", "--progress"])
    assert "[1/1] bao-cao.txt" in capsys.readouterr().err

    main(["read", str(report), "--format", "json"])
    assert capsys.readouterr().err == ""


NAMES = [
    (["a.docx", "a.pdf", "A.txt"], ["a", "a-2", "A-3"], "one folder on a system that ignores case"),
    (["a-2.txt", "a.txt", "a.md"], ["a-2", "a", "a-3"], "a number that was a name already"),
    (["..", "", ".htaccess"], ["van-ban", "van-ban-2", "htaccess"], "names that are none"),
    (['a<b>:"c.txt'], ["a_b___c"], "letters a file system refuses"),
    (["a\x1b[2J.txt"], ["a_[2J"], "control characters"),
    (["đ" * 300 + ".txt"], ["đ" * 80], "longer than a file system takes"),
]


@pytest.mark.parametrize(("given", "taken", "why"), NAMES)
def test_names_of_results(given, taken, why):
    """Results are named after their documents, never twice, and never outside the folder."""
    names = Names()

    assert [names.take(name) for name in given] == taken, why


def test_results_are_whole_or_absent(report, tmp_path, monkeypatch, capsys):
    """A full disk is a failure that names the document, and leaves no half file."""

    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)

    assert main(["read", str(report), "--out", str(tmp_path / "out")]) == 1
    assert "bao-cao.txt" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


def dondoc(*words: str, **options) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "dondoc.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        **options,
    )


def test_a_closed_pipe_is_no_error(report):
    """`dondoc read … | head` prints no trace when head has had enough."""
    process = dondoc("read", *[str(report)] * 400)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()

    _, err = process.communicate(timeout=60)

    assert b"Traceback" not in err
    assert process.returncode == 141


def test_ctrl_c_ends_with_a_sentence(tmp_path, report):
    """Ctrl-C stops the run with a sentence and code 130, never a trace."""
    folder = [str(report)] * 5000
    process = dondoc("read", *folder, "--out", str(tmp_path / "out"), "--progress")
    assert process.stderr is not None
    process.stderr.readline()  # it has begun

    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert b"Traceback" not in err
    assert process.returncode == 130


def test_help_is_quick_and_vietnamese():
    """--help needs no web framework and comes before anybody wonders; English on request."""
    began = time.monotonic()
    out, _ = dondoc("--help").communicate(timeout=60)

    assert "Cách dùng" in out.decode()
    assert time.monotonic() - began < 5
    english, _ = dondoc("--lang", "en", "--help").communicate(timeout=60)
    assert "Usage" in english.decode()
    assert "Cách dùng" not in english.decode()


def test_packs_check(tmp_path, capsys):
    """Every vocabulary reads its own examples; one that does not is named with the words it misses."""
    assert main(["packs", "check"]) == 0
    assert "ví dụ" in capsys.readouterr().out

    bad = '[[entries]]\nid = "thu-sai"\nforms = ["tấn"]\nok = ["không có đơn vị nào ở đây"]\n'
    (tmp_path / "units.toml").write_text(bad, "utf-8")

    assert main(["packs", "check", str(tmp_path)]) == 1
    assert "thu-sai" in capsys.readouterr().err


def test_packs_check_names_a_malformed_file(tmp_path, capsys):
    """A slip of the keyboard is a sentence with the file's name."""
    (tmp_path / "units.toml").write_text("[[entries]\n", "utf-8")

    assert main(["packs", "check", str(tmp_path)]) == 1
    assert "units.toml" in capsys.readouterr().err
