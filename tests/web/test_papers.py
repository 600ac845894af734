"""Papers drafted from the register, an office's own templates, and the two families kept apart."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import boards
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from dondoc.records.plan import Period
from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import BodyKind
from dondoc.web.bodies.services import body_add
from dondoc.web.judgement.contradictions import contradictions_of, told_apart
from dondoc.web.judgement.explaining import contradiction_explain
from dondoc.web.matters.models import Matter
from dondoc.web.papers import makers, periodic, periodicpaper, selectors, services
from dondoc.web.papers.letterhead import letterhead
from dondoc.web.papers.models import IssuedPaper, OfficeTemplate
from dondoc.web.papers.noted import Notes
from dondoc.web.programmes import life
from dondoc.web.programmes.models import Item, ItemEventChoice
from dondoc.web.programmes.periods import period_of
from dondoc.web.programmes.services import programme_add, session_add
from dondoc.writing.families import Signing, foreign_marks
from dondoc.writing.footnotes import mark, plain
from dondoc.writing.paper import Form
from dondoc.writing.papercheck import words_of
from dondoc.writing.paperkinds import KINDS

pytestmark = pytest.mark.django_db


def template(*lines: str) -> bytes:
    """A Word file with these paragraphs."""
    made, out = Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def test_each_body_gets_its_tasks_in_the_annex(stage: Any, cast: Any, province: Any) -> None:
    """Two departments, three tasks: both are addressed, each under its own heading, with day and partners."""
    document = stage.document()
    boards.task(document, province.finance, date(2026, 12, 31), action="trình kịch bản thu quý IV")
    boards.task(document, province.building, date(2026, 11, 30), action="bàn giao 50 căn nhà")
    boards.task(document, province.building, None, action="rà soát quy hoạch")
    boards.task(document, None, None, action="việc chưa rõ ai làm")
    fields = makers.letter_of_tasks(cast.access("analyst"), document, Notes())
    content = services.paper_draft(
        kind="cong-van-giao-nhiem-vu", form=Form.STATE, body=province.root, by=cast.analyst, about="việc",
        fields=letterhead(province.root, Form.STATE, KINDS["cong-van-giao-nhiem-vu"], year=2026) | fields,
    )  # fmt: skip
    said = words_of(content)

    assert fields["total"] == 3
    assert fields["addressees"] == [province.finance.name, province.building.name] or fields[
        "addressees"
    ] == [province.building.name, province.finance.name]
    for words in ("Trình kịch bản thu quý IV", "31/12/2026", "Bàn giao 50 căn nhà", "Không ghi thời hạn"):
        assert words in said
    assert "chưa rõ ai làm" not in said
    assert Entry.objects.get(action="paper.draft").after["paper"] == "cong-van-giao-nhiem-vu"
    made_with = Document(io.BytesIO(content)).core_properties.category
    assert made_with.startswith("Mẫu chuẩn cong-van-giao-nhiem-vu.state.docx, SHA-256 ")


SIGNED = [
    # family, signing, whose, the lines above the signature
    (Form.STATE, Signing.DEPUTY, "government", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    (Form.STATE, Signing.ORDER, "government", ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
    (Form.STATE, Signing.DEPUTY, "finance", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
    (Form.STATE, Signing.COLLECTIVE, "finance", ["GIÁM ĐỐC"]),
    (Form.PARTY, Signing.DEPUTY, "committee", ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"]),
    (Form.PARTY, Signing.ORDER, "committee", ["T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"]),
    (Form.PARTY, Signing.DEPUTY, "office", ["K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]),
    (Form.PARTY, Signing.ORDER, "office", ["T/L CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG"]),
]


@pytest.mark.parametrize(("form", "signing", "whose", "lines"), SIGNED)
def test_who_signs_on_whose_behalf(
    form: Form, signing: Signing, whose: str, lines: list[str], province: Any
) -> None:
    """Of a place its government or its committee signs; a department's deputy signs for its head.

    A committee's own office stands beneath its name, which is not said twice.
    """
    office = body_add(code="vptu", name="Văn phòng Tỉnh ủy", kind="party", parent=province.party, by=None)
    body = {"finance": province.finance, "office": office}.get(whose, province.root)
    head = letterhead(body, form, KINDS["thong-bao-ket-luan"], year=2026, signing=signing)
    assert head["signing"] == lines
    assert (": " in head["symbol"]) == (form is Form.STATE)
    if whose == "office":
        assert (head["above"], head["issuer"]) == ("TỈNH ỦY LAM SƠN", "VĂN PHÒNG")


def test_a_meetings_conclusions_are_what_was_recorded(cast: Any, province: Any) -> None:
    """Nothing while nothing is decided; then the words of the decision and who prepared it."""
    opened, on = date(2026, 9, 1), date(2026, 11, 17)
    programme = programme_add(body=province.party, period=period_of("year", on), by=cast.analyst, on=opened)
    session = session_add(body=province.party, name="BTV lần thứ 27", day=on, by=cast.analyst)
    matter = life.Matter(
        content="Đề án bãi đỗ xe ven sông", preparing=province.building, level="bureau", form="conclusion",
        session=session, due=date(2026, 11, 10),
    )  # fmt: skip
    item = life.register(programme=programme, matter=matter, by=cast.building, on=opened)
    access = cast.access("analyst")
    assert makers.notice_of_conclusions(access, session, Notes()) == {}
    for kind in (ItemEventChoice.APPROVED, ItemEventChoice.HANDED_IN, ItemEventChoice.DECIDED):
        item = Item.objects.get(pk=item.pk)
        life.act(item=item, kind=kind, on=on, by=cast.analyst, note="Đồng ý chủ trương, làm trong quý I")
    notes = Notes()
    made = makers.notice_of_conclusions(access, session, notes)
    assert made["subject"] == "kết luận tại Hội nghị Ban Thường vụ lần thứ 27"
    assert made["conclusions"] == [
        {
            "matter": "Đề án bãi đỗ xe ven sông",
            "decision": "Đồng ý chủ trương, làm trong quý I." + mark(0),
            "preparing": province.building.name,
        }
    ]
    assert [note.path for note in notes.rows] == [reverse("programme-item", args=[item.pk])]
    assert made["concluded_by"] == "Ban Thường vụ Tỉnh ủy", "the organ that met, not the whole committee"
    assert made["copies"] == [province.building.name]
    put_up = Item.objects.select_related("programme__body", "session").get(pk=item.pk)
    submitted = makers.submission(put_up, Notes())
    assert submitted["preparing"] == [f"{province.building.name}."]
    assert submitted["addressee"] == "Ban Thường vụ Tỉnh ủy"
    (proposal,) = submitted["proposal"]
    assert proposal.endswith("quyết định tại Hội nghị Ban Thường vụ lần thứ 27 ngày 17/11/2026.")
    # What is not there has no number, and none is left out between.
    assert [place for place in submitted["places"].values() if place] == list(
        range(1, 1 + sum(bool(submitted[name]) for name in submitted["places"]))
    )


def test_an_offices_template_is_used_below_it(cast: Any, province: Any) -> None:
    """The nearest office's own counts; every version is kept; the shipped one can be taken up again."""
    add = {"kind": "phieu-trinh", "form": Form.STATE, "file_name": "mau.docx", "by": cast.analyst}
    first = services.template_add(body=province.root, content=template("Trình {{ addressee }}"), **add)
    second = services.template_add(body=province.root, content=template("Kính {{ addressee }}"), **add)
    used = selectors.template_of("phieu-trinh", Form.STATE, province.finance)
    assert used.version == second.number == 2
    own = services.template_add(body=province.finance, content=template("Sở {{ addressee }}"), **add)
    assert selectors.template_of("phieu-trinh", Form.STATE, province.finance).content == bytes(own.content)
    services.template_use(template=first, by=cast.analyst)
    assert selectors.template_of("phieu-trinh", Form.STATE, province.building).version == 1
    services.template_retire(template=first, by=cast.analyst)
    assert selectors.template_of("phieu-trinh", Form.STATE, province.building).version == 0
    assert OfficeTemplate.objects.count() == 3
    assert [one.action for one in Entry.objects.filter(action__startswith="template.").order_by("pk")] == [
        *["template.add"] * 3, "template.use", "template.retire",
    ]  # fmt: skip


def test_a_wrong_template_is_told_and_nothing_typed_is_lost(
    signed_in: Callable[[str], Any], province: Any
) -> None:
    """The page says which field there is not, with the one that was meant."""
    file = SimpleUploadedFile("mau.docx", template("{{ adressee }}"))
    sent = {"body": province.root.pk, "kind": "phieu-trinh", "form": "state", "file": file, "note": "sửa chữ"}
    response = signed_in("analyst").post(reverse("template-list"), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "adressee" in page
    assert "addressee" in page
    assert "sửa chữ" in page
    assert not OfficeTemplate.objects.exists()


def test_a_body_writes_in_its_own_family_only(
    signed_in: Callable[[str], Any], province: Any, stage: Any
) -> None:
    """A department has no Party papers; the province has both."""
    document = stage.document(symbol="12/TB-UBND")
    boards.task(document, province.finance, date(2026, 12, 31))
    client, address = signed_in("analyst"), reverse("paper-draft", args=["giao-nhiem-vu"])
    sent = {"document": "12/TB-UBND", "form": "party", "signing": "collective", "file": "docx"}
    assert client.post(address, sent | {"body": province.finance.pk}).status_code == 422
    for form in Form:
        response = client.post(address, sent | {"body": province.root.pk, "form": form.value})
        assert response.status_code == 200
        assert not foreign_marks(words_of(response.content), form)


def test_a_form_is_unverified_until_an_office_confirms_it(
    signed_in: Callable[[str], Any], province: Any, cast: Any
) -> None:
    """The Party's form is shipped unchecked and says so; who confirms it is kept, and can take it back."""
    client = signed_in("analyst")
    assert "chưa văn phòng nào xác nhận" in client.get(reverse("template-list")).content.decode()
    client.post(reverse("form-confirm", args=["party"]), {"body": province.root.pk, "basis": "Hướng dẫn 05"})
    page = client.get(reverse("template-list")).content.decode()
    assert "chưa văn phòng nào xác nhận" not in page
    assert "Hướng dẫn 05" in page
    (confirmation,) = [
        one for row in selectors.template_board(cast.access("analyst")) for one in row.confirmations
    ]
    client.post(reverse("form-doubt", args=[confirmation.pk]))
    assert "chưa văn phòng nào xác nhận" in client.get(reverse("template-list")).content.decode()
    with pytest.raises(ValidationError):
        services.form_confirm(form=Form.PARTY, body=province.root, basis=" ", by=cast.analyst)


def test_nobody_here_writes_for_the_centre(signed_in: Callable[[str], Any], province: Any) -> None:
    """The centre's bodies are in the register, and the analyst may read them; papers are not theirs."""
    page = signed_in("analyst").get(reverse("paper-periodic")).content.decode()
    assert f'<option value="{province.finance.pk}"' in page
    assert f'<option value="{province.centre.pk}"' not in page


SPOKEN_FOR = [  # who confirmed, whose paper, whether it is beyond doubt then, why
    ("party", "root", True, "a committee speaks for the province it leads"),
    ("office", "root", True, "the committee's office for the committee"),
    ("office", "party", True, "and for its own papers"),
    ("building", "root", False, "a department for nobody above it"),
    ("commune", "party", False, "a commune not for the province"),
]


@pytest.mark.parametrize(
    ("said_by", "whose", "clear", "why"), SPOKEN_FOR, ids=[row[-1] for row in SPOKEN_FOR]
)
def test_whose_papers_a_confirmation_is_for(
    province: Any, cast: Any, said_by: str, whose: str, clear: bool, why: str
) -> None:
    """Until an office that speaks for the body has confirmed it, a draft says that nobody has."""
    office = body_add(
        code="vptu", name="Văn phòng Tỉnh ủy", kind=BodyKind.PARTY, parent=province.party, by=cast.analyst
    )
    bodies = {"office": office} | {
        name: getattr(province, name) for name in ("party", "root", "building", "commune")
    }
    template = selectors.template_of("phieu-trinh", Form.PARTY, bodies[whose])
    assert "399-QĐ/TW" in template.doubt
    assert not selectors.template_of("phieu-trinh", Form.STATE, bodies[whose]).doubt, "its rule is in print"
    services.form_confirm(form=Form.PARTY, body=bodies[said_by], basis="Hướng dẫn 05", by=cast.analyst)
    assert bool(selectors.template_of("phieu-trinh", Form.PARTY, bodies[whose]).doubt) is not clear, why


def test_a_draft_says_that_its_form_is_in_doubt_and_what_is_kept_does_not(
    signed_in: Callable[[str], Any], province: Any, stage: Any, cast: Any
) -> None:
    """Above the first page, so that nothing moves; gone once an office confirmed, or in its own template."""
    boards.task(stage.document(symbol="12-TB/TU"), province.finance, date(2026, 12, 31))
    client = signed_in("analyst")
    asked = {
        "document": "12-TB/TU", "form": "party", "signing": "collective", "file": "docx",
        "body": province.root.pk,
    }  # fmt: skip
    draft = reverse("paper-draft", args=["giao-nhiem-vu"])
    assert "chưa văn phòng nào xác nhận" in client.get(draft).content.decode()
    assert "chưa văn phòng nào xác nhận" in heading_of(client.post(draft, asked).content)
    kept = reverse("paper-issue", args=["giao-nhiem-vu"])
    numbered = asked | {"symbol": "7-CV/TU", "issued_on": "2026-01-05"}
    assert client.post(kept, numbered).status_code == 302
    assert not heading_of(bytes(IssuedPaper.objects.get().content))
    services.form_confirm(form=Form.PARTY, body=province.party, basis="Hướng dẫn 05", by=cast.analyst)
    assert not heading_of(client.post(draft, asked).content)
    assert "chưa văn phòng nào xác nhận" not in client.get(draft).content.decode()


def heading_of(paper: bytes) -> str:
    """What stands above the first page."""
    return "".join(one.text for one in Document(io.BytesIO(paper)).sections[0].first_page_header.paragraphs)


def test_a_report_is_drafted_from_what_is_confirmed(
    signed_in: Callable[[str], Any], cast: Any, province: Any, stage: Any, django_assert_max_num_queries: Any
) -> None:
    """One figure, one target, six tasks; in either family and as a book, in a bounded number of queries."""
    issued = stage.document(symbol="305/BC-SL", date=date(2026, 9, 28))
    exports = boards.indicator("Kim ngạch xuất khẩu", "triệu USD")
    aim = boards.target(exports, province.root, "2026", basis="committee")
    boards.version(aim, "2350", cast.analyst, document=issued)
    boards.figure(
        exports, province.root, "2026-01/2026-09", "1742", cast.analyst, document=issued, unit="triệu USD"
    )
    for n in range(6):
        boards.task(issued, province.finance, date(2026, 9, 1 + n), action=f"việc {n}")
    access = cast.access("analyst", date(2026, 10, 20))
    with django_assert_max_num_queries(18):
        data = periodic.report_data(
            access, province.root, Form.STATE, Period.parse("2026-01/2026-09"), as_of=date(2026, 10, 20)
        )
    assert data.counts.open_late == 6
    assert list(data.verdicts.values()) == ["Chậm tiến độ"]
    sent = {
        "body": province.root.pk, "period": "2026-01/2026-09", "as_of": "2026-10-20", "notes": "on",
        "signing": "collective",
    }  # fmt: skip
    client, address = signed_in("analyst"), reverse("paper-periodic")
    for form in Form:
        said = words_of(client.post(address, sent | {"form": form.value, "file": "docx"}).content)
        assert "Kim ngạch xuất khẩu" in said
        assert "1.742 triệu USD" in said
        assert not foreign_marks(said, form)
    assert client.post(address, sent | {"form": "state", "file": "xlsx"}).content[:2] == b"PK"
    # A body of which nothing is known gets no empty report.
    empty = client.post(address, sent | {"body": province.commune.pk, "form": "state", "file": "docx"})
    assert empty.status_code == 422
    assert Entry.objects.filter(action__in=["paper.draft", "paper.tables"]).count() == 3


UNFIT = "không khớp nhau"


def test_a_sentence_whose_numbers_do_not_fit_says_so(
    signed_in: Callable[[str], Any], cast: Any, province: Any, stage: Any
) -> None:
    """6/70 is no 8,45 %: the report repeats the words and warns, until somebody has explained it."""
    paper = stage.document(symbol="305/BC-SL", date=date(2026, 9, 28))
    words = "Có 6/70 xã chưa đạt, chiếm 8,45%"
    tally = {"status": "actual", "bound": "exact", "period": "2026", "unit": "xã", "measure": "tally"}
    stage.fact(
        paper, "indicator", "Có 6/70 xã chưa đạt", name="số xã chưa đạt", value="6", out_of="70", **tally
    )
    stage.fact(
        paper, "indicator", "chiếm 8,45%", name="tỷ lệ xã chưa đạt", value="8.45", decimals=2,
        **(tally | {"unit": "%", "measure": "share"}),
    )  # fmt: skip
    for said in (words, "Có 6 xã chậm báo cáo"):
        Matter.objects.create(
            document=paper, nature="shortcoming", words=said, voice="document", body=province.finance
        )

    def drafted() -> list[str]:
        data = periodic.report_data(
            cast.access("analyst", date(2026, 10, 20)), province.root, Form.PARTY,
            Period.parse("2026-01/2026-09"), as_of=date(2026, 10, 20),
        )  # fmt: skip
        return [plain(one) for one in periodicpaper.report_fields(data)["shortcomings"]]

    assert [UNFIT in one for one in drafted()] == [True, False]
    (found,) = contradictions_of(cast.access("analyst"), paper)
    contradiction_explain(
        key=found.found.key,
        document=paper,
        words=told_apart(found),
        reason="tính trên 71 xã",
        by=cast.analyst,
    )
    assert [UNFIT in one for one in drafted()] == [False, False]


BESIDE = [  # the level a second report tells, which of the first one's comparisons are said beside it, why
    ("11500", False, "78 % of the plan is of the 11.076 of the report that says so"),
    ("11076", True, "both tell the same figure"),
    ("11.1", True, "11,1 thousand billion is the same figure in fewer digits"),
    ("", True, "only one report tells it"),
]


@pytest.mark.parametrize(("second", "said", "why"), BESIDE, ids=[row[-1] for row in BESIDE])
def test_a_share_stands_only_beside_the_figure_it_is_of(
    second: str, said: bool, why: str, cast: Any, province: Any, stage: Any
) -> None:
    """Of two reports the later one's figure stands; what the earlier says of its own is not put beside it."""
    nine, revenue = "2026-01/2026-09", boards.indicator("Thu ngân sách")
    first, later = (stage.document(date=date(2026, 9, day)) for day in (20, 28))
    given = {"document": first, "as_of": date(2026, 9, 20)}
    boards.figure(revenue, province.root, nine, "11076", cast.analyst, **given)
    boards.figure(
        revenue, province.root, nine, "78", cast.analyst, unit="%", measure="attainment", base="plan", **given
    )
    if second:
        unit = {"unit": "nghìn tỷ đồng", "factor": "1000"} if "." in second else {}
        given = {"document": later, "as_of": date(2026, 9, 28)}
        boards.figure(revenue, province.root, nine, second, cast.analyst, **unit, **given)
    data = periodic.report_data(
        cast.access("analyst", date(2026, 10, 20)), province.root, Form.STATE, Period.parse(nine),
        as_of=date(2026, 10, 20),
    )  # fmt: skip
    (prose,) = [plain(one["text"]) for one in periodicpaper.report_fields(data)["sections"]]
    assert ("bằng 78% kế hoạch" in prose) is said, why
