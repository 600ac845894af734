"""From bytes to a current reading: what is taken in, what is refused, and what a crash leaves."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from dondoc.errors import DamagedFile
from dondoc.records import document as records
from dondoc.web.audit.models import Entry
from dondoc.web.search.models import Entry as Findable
from dondoc.web.sources import ingest, jobs, services, storage
from dondoc.web.sources.models import Document, Fact, File, MentionPlace, Reading, ReadJob

pytestmark = pytest.mark.django_db

RESOLUTION = """TỈNH ỦY LAM SƠN
Số: 21-NQ/TU
Lam Sơn, ngày 12 tháng 01 năm 2026

NGHỊ QUYẾT
về nhiệm vụ kinh tế năm 2026

I. Chỉ tiêu
- Thu ngân sách nhà nước năm 2026 đạt 17.200 tỷ đồng trở lên.
- Tốc độ tăng trưởng kinh tế (GRDP) năm 2026 đạt 10,5%.

II. Nhiệm vụ
1. Sở Xây dựng hoàn thành quy hoạch phân khu ven sông trước ngày 30/6/2026.
"""
PAPER = (
    "Ngày 02/02/2026, ông Lê Văn Nhã, Chủ tịch UBND tỉnh, cho biết thu ngân sách tháng 1 đạt 1.250 tỷ đồng."
)


def read_all(**batch: Any) -> Any:
    made = services.batch_add(**batch)
    jobs.run(once=True)
    return made


@pytest.fixture
def sent(cast: Any, province: Any) -> dict[str, Any]:
    return {"by": cast.analyst, "owner": province.root}


def test_upload_becomes_a_document(sent: dict[str, Any], province: Any) -> None:
    """A file sent in is in the register with heading, text and proposals, found by its words and traced."""
    batch = read_all(files=[("nq.txt", RESOLUTION.encode())], **sent)

    job = batch.jobs.get()
    document = Document.objects.get()
    assert (job.state, job.error) == ("done", "")
    assert (document.symbol, str(document.date), document.issuer) == (
        "21-NQ/TU",
        "2026-01-12",
        province.party,
    )
    assert document.standing == "issued"
    reading = Reading.objects.get(is_current=True)
    assert reading.text == RESOLUTION
    assert document.open_facts == reading.facts.count() > 0
    for fact in reading.facts.all():
        assert reading.text[fact.start : fact.end] == fact.quote
    assert {"indicator", "task"} <= set(reading.facts.values_list("kind", flat=True))
    assert Findable.objects.filter(kind="document", folded__contains="ven song").exists()
    assert set(Entry.objects.values_list("action", flat=True)) >= {
        "batch.add",
        "file.add",
        "document.add",
        "reading.add",
    }
    assert storage.get(File.objects.get().sha256, "") == RESOLUTION.encode()


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


BAD = [
    ("rong.txt", b"", "empty"),
    ("hong.docx", b"PK\x03\x04 nothing more", "damaged"),
    ("doi-ten.pdf", b"MZ\x90\x00" + bytes(500), "wrong_ending"),
    ("la.dwg", b"\x00\x01\x02\x03" * 50, "unsupported"),
    ("to.txt", b"a" * 50_000_001, "too_large"),
    ("bom.zip", _zip({"a.txt": bytes(60_000_000)}), "too_large"),
    ("goi-hong.zip", b"PK\x03\x04", "damaged"),
]


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[row[0] for row in BAD])
def test_bad_file_is_named_and_the_rest_goes_on(
    sent: dict[str, Any], name: str, data: bytes, code: str
) -> None:
    """What cannot be read is a failed job with name and reason, and not stored; good files are read."""
    batch = read_all(files=[(name, data), ("tot.txt", PAPER.encode())], **sent)

    bad, good = batch.jobs.all()
    assert (bad.state, bad.error_code) == ("failed", code)
    assert name.split(".", maxsplit=1)[0] in bad.error
    assert bad.file is None
    assert good.state == "done"
    assert File.objects.count() == 1


def test_secret_file_leaves_no_trace_of_itself(sent: dict[str, Any], settings: Any) -> None:
    """Of a file with a mark of state secrecy only time and person stay: no name, byte, text or hash."""
    secret = "MẬT\nTỈNH ỦY LAM SƠN\nSố: 03-BC/TU\n\nBÁO CÁO\nvề tình hình biên giới Vạn Phúc\n"

    batch = read_all(
        files=[("bien-gioi.txt", secret.encode()), ("g.zip", _zip({"van-phuc.txt": secret.encode()}))], **sent
    )

    for job in batch.jobs.all():
        assert (job.state, job.error_code, job.name, job.file) == ("failed", "secret", "", None)
        assert job.batch.created_by == sent["by"]
    assert not File.objects.exists()
    assert not list(Path(settings.FILES_ROOT).rglob("*")) if Path(settings.FILES_ROOT).exists() else True
    trail = " ".join(f"{e.label} {e.before} {e.after} {e.reason}" for e in Entry.objects.all())
    errors = " ".join(job.error for job in batch.jobs.all())
    for words in ("bien-gioi", "van-phuc", "Vạn Phúc", "03-BC"):
        assert words not in trail + errors


def test_zip_is_its_files(sent: dict[str, Any]) -> None:
    """Each file of a zip is a job of its own, one zip within it is opened too, rubbish is passed over."""
    inner = _zip({"ba.txt": b"Ba dong chu."})
    package = _zip(
        {"mot.txt": PAPER.encode(), "thu/hai.txt": b"Hai.", "__MACOSX/x": b"x", "trong.zip": inner}
    )

    batch = read_all(files=[("goi.zip", package)], **sent)

    names = [job.name for job in batch.jobs.all()]
    assert names == ["goi.zip/mot.txt", "goi.zip/thu/hai.txt", "goi.zip/trong.zip/ba.txt"]
    assert {job.state for job in batch.jobs.all()} == {"done"}


def test_same_bytes_twice_are_one_document(sent: dict[str, Any]) -> None:
    """The same file sent in again is read no second time and no fact is there twice."""
    read_all(files=[("a.txt", RESOLUTION.encode())], **sent)
    facts = Fact.objects.count()

    again = read_all(files=[("b.txt", RESOLUTION.encode())], **sent)

    assert again.jobs.get().state == "done"
    counts = (Document.objects.count(), File.objects.count(), Reading.objects.count(), Fact.objects.count())
    assert counts == (1, 1, 1, facts)


def test_same_heading_is_one_entry(sent: dict[str, Any]) -> None:
    """Issuer, type, symbol and day make a document: another file of it repeats what the first says."""
    read_all(files=[("a.txt", RESOLUTION.encode())], **sent)
    other = RESOLUTION + "\nNơi nhận:\n- Như trên.\n"

    read_all(files=[("b.txt", other.encode())], **sent)

    document = Document.objects.get()
    assert document.files.count() == 2
    second = document.files.get(name="b.txt")
    for fact in Fact.objects.filter(reading__file=second, kind="indicator"):
        assert fact.same_as is not None
        assert fact.same_as.quote == fact.quote


def test_sender_says_the_standing(sent: dict[str, Any]) -> None:
    """A sender may say that what they send is a draft, whatever the heading looks like."""
    read_all(files=[("a.txt", RESOLUTION.encode())], standing="draft", **sent)

    assert Document.objects.get().standing == "draft"


def _newer(monkeypatch: pytest.MonkeyPatch, version: str = "sau") -> None:
    made_by = ingest.Versions("1", version, "x")
    monkeypatch.setattr(ingest, "versions", lambda: made_by)


def test_newer_rules_make_a_new_reading(sent: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Read anew, open proposals step back; what was decided stays, is found again and not asked twice."""
    read_all(files=[("a.txt", RESOLUTION.encode())], **sent)
    old = Reading.objects.get()
    confirmed, rejected, *_open = old.facts.order_by("order")
    mention = services.fact_accept(fact=confirmed, by=sent["by"])
    services.fact_reject(fact=rejected, by=sent["by"])
    _newer(monkeypatch)

    assert services.files_reread() == 1
    assert services.files_reread() == 0, "it is queued already"
    jobs.run(once=True)

    new = Reading.objects.get(is_current=True)
    old.refresh_from_db()
    assert new != old
    assert old.text == RESOLUTION
    assert not old.is_current
    states = list(old.facts.order_by("order").values_list("state", flat=True))
    assert states[:2] == ["confirmed", "rejected"]
    assert set(states[2:]) == {"superseded"}
    assert new.facts.count() == len(states) - 2
    place = MentionPlace.objects.get(mention=mention, reading=new)
    assert new.text[place.start : place.end] == mention.quote
    assert Document.objects.get().open_facts == new.facts.count()


def test_lost_quote_is_told(sent: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A confirmed fact whose words the newer text does not hold keeps its own, and is listed as not found."""
    read_all(files=[("a.txt", RESOLUTION.encode())], **sent)
    mention = services.fact_accept(fact=Fact.objects.filter(kind="indicator")[0], by=sent["by"])
    _newer(monkeypatch)
    read = ingest.read

    def changed(file: File) -> Any:
        from dataclasses import replace

        document = read(file)
        return replace(document, text=document.text.replace("ngân sách", "ngan sach"))

    monkeypatch.setattr(ingest, "read", changed)
    services.files_reread()
    jobs.run(once=True)

    place = MentionPlace.objects.get(mention=mention)
    assert place.start is None
    mention.refresh_from_db()
    assert "ngân sách" in mention.quote


def test_crash_between_chunks_leaves_nothing_twice(
    sent: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken up again after a crash, a reading has every proposal once, whatever was there already."""
    lines = "".join(
        f"- Chỉ tiêu số {n}: thu ngân sách xã thứ {n} đạt {n + 100} tỷ đồng.\n" for n in range(120)
    )
    monkeypatch.setattr(ingest, "ROWS", 20)
    services.batch_add(files=[("dai.txt", (RESOLUTION + lines).encode())], **sent)
    stop = threading.Event()
    count = 0
    keep = Fact.objects.bulk_create

    def breaks(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        if count == 3:
            raise KeyboardInterrupt
        return keep(*args, **kwargs)

    monkeypatch.setattr(
        type(Fact.objects), "bulk_create", lambda self, *a, **k: breaks(*a, **k), raising=True
    )
    with pytest.raises(KeyboardInterrupt):
        jobs.run(once=True, stop=stop)
    monkeypatch.undo()
    assert Reading.objects.filter(is_current=True).count() == 0
    assert 0 < Fact.objects.count() < 100
    ReadJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    jobs.run(once=True)

    reading = Reading.objects.get()
    assert reading.is_current
    assert reading.facts.count() == reading.facts.values("key").distinct().count() > 100
    assert ReadJob.objects.get().state == "done"
    assert ReadJob.objects.get().attempts == 2


def test_poison_is_given_up(sent: dict[str, Any]) -> None:
    """A file that has ended three workers is not read a fourth time, and its sender is told."""
    services.batch_add(files=[("a.txt", PAPER.encode())], **sent)
    late = timezone.now() - timedelta(seconds=1)
    ReadJob.objects.update(state="running", attempts=3, lease_until=late, worker="gone:1")

    assert jobs.run(once=True) == 0

    job = ReadJob.objects.get()
    assert job.state == "failed"
    assert "3 lần" in job.error


def test_claim_is_exclusive(sent: dict[str, Any]) -> None:
    """A job that somebody holds is nobody else's until the lease is over."""
    services.batch_add(files=[("a.txt", PAPER.encode())], **sent)

    first = jobs.claim("one")
    assert first is not None
    assert jobs.claim("two") is None
    ReadJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    second = jobs.claim("two")
    assert second is not None
    jobs.work(first)  # it wakes up, reads to the end and finds that the job is no longer its own

    assert ReadJob.objects.get().state == "running"
    assert not Reading.objects.filter(is_current=True).exists()
    jobs.work(second)
    assert ReadJob.objects.get().state == "done"
    assert Reading.objects.get().is_current


def test_asked_to_stop_it_puts_the_job_back(sent: dict[str, Any]) -> None:
    """SIGTERM in the middle of a file leaves the job as it was, for whoever comes next."""
    services.batch_add(files=[("a.txt", PAPER.encode())], **sent)
    stop = threading.Event()
    job = jobs.claim("one")
    assert job is not None
    stop.set()

    jobs.work(job, stop=stop)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.lease_until) == ("queued", 0, None)


def test_error_of_ours_is_tried_again_then_told(
    sent: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program error does not stop the worker; after three the sender learns that it is ours."""

    def breaks(_document: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(ingest, "extract", breaks)
    services.batch_add(files=[("a.txt", PAPER.encode())], **sent)

    assert jobs.run(once=True) == 3

    job = ReadJob.objects.get()
    assert (job.state, job.attempts) == ("failed", 3)
    assert "Báo người quản trị" in job.error


def test_store_tells_what_is_gone(settings: Any) -> None:
    """Bytes that are gone or changed on the disk are never read as if they were the file."""
    sha256 = storage.put(b"mot")
    assert storage.put(b"mot") == sha256
    storage.path_of(sha256).write_bytes(b"hai")
    with pytest.raises(DamagedFile):
        storage.get(sha256, "a.txt")
    storage.path_of(sha256).unlink()
    with pytest.raises(DamagedFile):
        storage.get(sha256, "a.txt")
    assert oct(storage.path_of(sha256).parent.stat().st_mode)[-3:] == "700"


def test_reading_is_bounded_in_queries(sent: dict[str, Any], django_assert_max_num_queries: Any) -> None:
    """The transactions that keep a document do not grow with its proposals."""
    lines = "".join(f"- Thu ngân sách xã thứ {n} năm 2026 đạt {n + 100} tỷ đồng.\n" for n in range(200))
    services.batch_add(files=[("dai.txt", lines.encode())], **sent)

    with django_assert_max_num_queries(80):
        jobs.run(once=True)

    assert Fact.objects.count() > 150
    assert connection.vendor in ("sqlite", "postgresql")


class _Told(BaseHTTPRequestHandler):
    """A model that names the one number, and invents another."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        claims = [
            {"kind": "indicator", "quote": quote, "fields": {"name": "Cầu bắc qua sông"}}
            for quote in ("12 m", "13 m")
        ]
        content = json.dumps({"claims": claims})
        raw = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None: ...


def test_a_second_reader_of_the_offices_own(
    sent: dict[str, Any], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Named in the environment, it completes the proposals and says so; that reading is another one."""
    text = "Ngày 02/02/2026, Sở Xây dựng thông báo. Cầu bắc qua sông cách bờ 12 m, xong phần móng."
    read_all(files=[("tin.txt", text.encode())], **sent)
    before = set(Fact.objects.values_list("rule", flat=True))
    server = HTTPServer(("127.0.0.1", 0), _Told)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("DONDOC_READER_URL", f"http://127.0.0.1:{server.server_port}/v1")
    monkeypatch.setenv("DONDOC_READER_MODEL", "qwen")
    try:
        read_all(files=[("tin.txt", (text + "\n").encode())], **sent)
    finally:
        server.shutdown()
        server.server_close()

    assert "llm:qwen" not in before
    reading = Reading.objects.latest("pk")
    assert reading.rules_version.endswith("+llm:qwen")
    (fact,) = reading.facts.filter(rule="llm:qwen")
    assert "12 m" in fact.quote
    assert fact.state == "proposed"
    assert (settings.DATA / "second-reader").is_dir()


@pytest.mark.parametrize(
    ("title", "opening", "called"),
    [
        ("Tỉnh họp", "Sáng nay họp.", "Tỉnh họp"),
        ("", "Sáng nay họp.", "Sáng nay họp."),
        ("", "", "date TPO - Sáng"),
    ],
)
def test_a_page_without_a_headline_is_called_by_its_opening(title: str, opening: str, called: str) -> None:
    """Not by a crawler's stamp, nor by a whole paragraph."""
    header = records.Header(title=title, opening=opening)
    document = records.Document(sha256="", text="date TPO - Sáng\nnay", header=header)

    assert ingest.title_of(document, "a.txt") == called
