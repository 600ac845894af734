"""A new installation: the sample province and a folder of one's own, through the services of the buttons."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import Grant, User
from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Body, Succession
from dondoc.web.plans.models import Indicator
from dondoc.web.sources import setup
from dondoc.web.sources.models import Document, Fact, Mention
from dondoc.web.sources.replay import find, replay
from dondoc.web.sources.services import fact_reopen

PROVINCE = """
[[body]]
id = "so-moi"
name = "Sở Nông nghiệp và Môi trường"
kind = "state"
parent = "tinh"

[[body]]
id = "so-cu"
name = "Sở Tài nguyên và Môi trường"
kind = "state"
parent = "tinh"
valid_to = 2025-02-28
successors = ["so-moi"]

[[body]]
id = "tinh"
name = "Tỉnh Thử"
names = ["toàn tỉnh"]
kind = "province"

[[body]]
id = "tinh-uy"
name = "Tỉnh ủy Thử"
names = ["Tỉnh ủy"]
kind = "party"
parent = "tinh"

[[person]]
name = "Lê Văn An"
position = "Bí thư Tỉnh ủy"
body = "tinh-uy"

[[user]]
username = "th"
name = "Trần Tổng Hợp"
role = "analyst"
body = "tinh-uy"

[[user]]
username = "cb"
name = "Đỗ Cán Bộ"
role = "officer"
body = "so-moi"

[[indicator]]
id = "rieng"
name = "Số tuyến đò an toàn"
names = ["tuyến đò ngang"]
unit = "tuyến"
"""
REPORT = """TỈNH ỦY THỬ
Số: 05-BC/TU
Thử, ngày 05 tháng 6 năm 2026

BÁO CÁO
kết quả 5 tháng

- Số tuyến đò an toàn năm 2026 đạt 16 tuyến.
- Thu ngân sách nhà nước năm 2026 đạt 1.256 tỷ đồng.
1. Sở Nông nghiệp và Môi trường trình đề án nước sạch trước ngày 30/9/2026.
"""
DECISIONS = """
format = 1

[[document]]
file = "bao-cao.txt"
reviewer = "th"
standing = "issued"

[[document.correct]]
quote = "Số tuyến đò an toàn năm 2026 đạt 16 tuyến"
kind = "indicator"
set = { value = "1.600" }

[[document.reject]]
quote = "không có câu này trong văn bản"
kind = "task"
why = "không thấy"

[[document.reject]]
quote = "câu này cũng không"
kind = "task"
why = "không thấy"
optional = true

[[document.accept]]
kind = "indicator"
at_least = 0
status = "actual"
"""


@pytest.fixture
def office(tmp_path: Path) -> dict[str, Path]:
    """A province file, a folder of one document and a file of decisions."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "bao-cao.txt").write_text(REPORT, "utf-8")
    (docs / "hong.pdf").write_bytes(b"%PDF-1.7 nothing")
    files = {"province": tmp_path / "p.toml", "documents": docs, "decisions": tmp_path / "d.toml"}
    files["province"].write_text(PROVINCE, "utf-8")
    files["decisions"].write_text(DECISIONS, "utf-8")
    return files


def run(**options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("setup_province", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_province_is_set_up_once(office: dict[str, Path], tmp_path: Path) -> None:
    """All that the files say is set up; run again, nothing is twice and no decision undone."""
    out, err = run(**office)

    assert Body.objects.get(code="so-moi").parent == setup.root_body()
    own = Succession.objects.get(successor__code="so-moi")
    assert own.on.isoformat() == "2025-03-01"
    assert Indicator.objects.get(code="rieng").unit == "tuyến"
    assert Indicator.objects.filter(code="grdp_growth").exists(), "the catalogue's are there too"
    analyst, officer = User.objects.get(username="th"), User.objects.get(username="cb")
    assert Access.of(analyst, setup.FIRST_DAY).can(Action.REVIEW, setup.root_body()), (
        "serves the whole province"
    )
    assert not Access.of(officer, setup.FIRST_DAY).can(Action.READ, setup.root_body())
    kept = tmp_path / "accounts.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    password = next(
        line.split("\t")[1] for line in kept.read_text("utf-8").splitlines() if line.startswith("th\t")
    )
    assert password in out
    assert analyst.check_password(password)
    assert "hong.pdf" in err
    assert "không thấy “không có câu này trong văn bản”" in err
    assert "câu này cũng không" not in err
    mention, other = Mention.objects.order_by("start")
    assert mention.observation is not None
    assert other.observation is not None
    assert (mention.observation.value, other.observation.value) == (1600, 1256)
    assert mention.fact.decided_by == analyst

    fact_reopen(fact=mention.fact, by=analyst)
    counts = [model.objects.count() for model in (Body, User, Grant, Indicator, Document, Fact)]
    again, _ = run(**office)
    assert counts == [model.objects.count() for model in (Body, User, Grant, Indicator, Document, Fact)]
    assert password not in again
    assert Fact.objects.get(pk=mention.fact_id).state == "proposed", "what a visitor undid stays undone"
    assert Entry.objects.filter(action="setup.replay").count() == 1


@pytest.mark.django_db
def test_folder_of_ones_own(office: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a province file: what every province has, two accounts, documents read, nothing decided."""
    monkeypatch.setenv("DONDOC_DEMO_PASSWORD", "mat-khau-chung-2026")

    out, _ = run(documents=office["documents"])

    assert setup.root_body().name == "Tỉnh (chưa đặt tên)"
    assert Body.objects.filter(name="Sở Tài chính", parent__name="Ủy ban nhân dân tỉnh").exists()
    assert set(Grant.objects.values_list("role", flat=True)) == {"analyst", "administrator"}
    assert User.objects.get(username="tonghop").check_password("mat-khau-chung-2026")
    assert "mat-khau-chung-2026" in out
    document = Document.objects.get()
    assert document.open_facts > 0
    assert not Mention.objects.exists()
    assert Access.of(User.objects.get(username="tonghop"), setup.FIRST_DAY).can(Action.REVIEW, document.owner)
    assert "Đăng nhập bằng tài khoản đã có" in run(documents=office["documents"])[0], "run again, it is there"
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_unknown_parent_is_told(tmp_path: Path) -> None:
    """A body under one that is not in the file is told by its id, and nothing is made up."""
    file = tmp_path / "p.toml"
    file.write_text('[[body]]\nid = "a"\nname = "A"\nkind = "state"\nparent = "b"\n', "utf-8")

    with pytest.raises(ValueError, match="không có trong tệp: a"):
        setup.province_load(file)


class _Fact:
    """As much of a fact as `find` looks at."""

    def __init__(
        self, name: str, start: int, end: int, value: str = "1", at: tuple[int, int] | None = None
    ) -> None:
        self.name, self.start, self.end, self.data = name, start, end, {"value": value}
        self.value_start, self.value_end = at or (None, None)


TEXT = "Thu đạt 12.900 tỷ, tăng 8%.\nChi đạt 12.900 tỷ đồng."
FACTS = [
    _Fact("thu", 0, 17, "12900", (8, 17)),
    _Fact("tăng", 0, 26, "8", (24, 26)),
    _Fact("chi", 28, 51, "12900", (36, 50)),
]
QUOTES = [
    ("đạt 12.900 tỷ", None, "thu", "the first place where it stands"),
    ("Chi đạt 12.900", None, "chi", "touches by its span"),
    ("tăng 8%", None, "tăng", "rather the number in the quote"),
    ("Thu đạt 12.900 tỷ, tăng 8%", "8", "tăng", "with the value as printed"),
    ("đạt   12.900\ntỷ", "12.900", "thu", "spaces and line breaks are one space"),
    ("Thu đạt", "77", None, "no such value"),
    ("không có", None, None, "no such words"),
]


@pytest.mark.parametrize(("quote", "value", "name", "why"), QUOTES, ids=[row[3] for row in QUOTES])
def test_facts_are_found_by_quote(quote: str, value: str | None, name: str | None, why: str) -> None:
    """A quote names the fact it touches, the nearest of several, or none."""
    found: Any = find(TEXT, FACTS, quote, value)  # type: ignore[arg-type]

    assert (found and found.name) == name


@pytest.mark.slow
@pytest.mark.django_db
def test_sample_province(root: Path) -> None:
    """The sample is read and decided on as its files say: every quote of its reviewer names a fact."""
    sample = root / "sample"
    setup.province_load(sample / "province.toml")
    _, err = run(province=sample / "province.toml", documents=sample / "documents")

    done = replay(sample / "decisions.toml")

    assert (done.problems, err.count("“")) == ([], 0)
    assert done.made > 300
    assert Document.objects.count() >= 14
    assert Mention.objects.filter(task__lead__isnull=False).count() > 50


@pytest.mark.slow
@pytest.mark.only_on("sqlite")  # the script has an embedded database of its own
def test_people_save_while_the_worker_reads(root: Path) -> None:
    """Eight people deciding while a worker reads see no error; scaled down from scripts/load_saves.py."""
    command = [sys.executable, str(root / "scripts" / "load_saves.py"), "--documents", "12", "--limit", "2"]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=240)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "errors: 0" in done.stdout
