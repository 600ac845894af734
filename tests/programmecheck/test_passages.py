"""Passages that stand in two documents: what is found, where it ends, what is marked, what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc import reading
from dondoc.programmecheck import find_passages
from dondoc.programmecheck.units import Prepared
from dondoc.programmecheck.words import words_of
from dondoc.records.check import Change, Likeness

BEFORE = "Xã Tân Mỹ có 14 thôn, nghề chính là dệt chiếu và nuôi cá lồng trên sông."
AFTER = "Lò gạch cũ ở bến đò được giữ lại làm nhà trưng bày của làng nghề."
WORDS = (
    "Trung tâm Nước sạch lập sổ theo dõi áp lực từng tuyến ống, đo vào 6 giờ sáng và 19 giờ tối, "
    "niêm yết kết quả tại trụ sở Ủy ban nhân dân xã."
)


def read(text):
    return reading.read_bytes(text.encode(), "a.txt")


def found(mine, theirs=WORDS):
    programme = read(f"{BEFORE}\n{mine}\n{AFTER}\n")
    source = read(f"Chợ phiên họp mồng hai và mười sáu.\n{theirs}\nCây đa đầu làng ba trăm tuổi.\n")
    return programme, source, find_passages(programme, source, key="s")


# the sentence as copied, how near it is, which changes are marked, why
ABBREVIATED = WORDS.replace("Ủy ban nhân dân", "UBND")
TURNED = (
    "Niêm yết kết quả tại trụ sở Ủy ban nhân dân xã, Trung tâm Nước sạch lập sổ theo dõi áp lực "
    "từng tuyến ống, đo vào 6 giờ sáng và 19 giờ tối."
)
REWORDED = (
    "Trung tâm Nước sạch mở sổ ghi áp lực các tuyến ống, đo lúc 5 giờ sáng và 20 giờ tối, dán kết quả "
    "tại trụ sở UBND xã."
)
COPIES = [
    (WORDS, Likeness.VERBATIM, set(), "word for word"),
    (ABBREVIATED, Likeness.VERBATIM, {Change.SPELLING}, "an abbreviation is the same word"),
    (WORDS.replace("Ủy", "Uỷ"), Likeness.VERBATIM, set(), "the old place of a tone mark is no difference"),
    (WORDS.replace("niêm yết", "niêm yêt"), Likeness.VERBATIM, {Change.SPELLING}, "a wrong mark is shown"),
    (WORDS.replace("19 giờ", "17 giờ"), Likeness.LIGHT, {Change.NUMBER}, "another number is a change"),
    (WORDS.replace("niêm yết", "dán"), Likeness.LIGHT, {Change.WORDS}, "another word"),
    (WORDS.replace("theo dõi áp lực", "theo dõi kỹ áp lực"), Likeness.LIGHT, {Change.ADDED}, "words put in"),
    (WORDS.replace("kết quả ", ""), Likeness.LIGHT, {Change.DROPPED}, "words left out"),
    (TURNED, Likeness.LIGHT, {Change.MOVED}, "clauses turned round"),
    (REWORDED, Likeness.HEAVY, {Change.WORDS, Change.NUMBER, Change.SPELLING}, "over a fifth of the words"),
]  # fmt: skip


@pytest.mark.parametrize(("copy", "likeness", "changes", "why"), COPIES, ids=[row[3] for row in COPIES])
def test_a_copied_sentence_is_found_whole(copy, likeness, changes, why):
    """The passage is the sentence, no more and no less, with every change marked in both texts."""
    programme, source, passages = found(copy)

    (passage,) = passages
    assert programme.text[passage.span.slice] == copy
    assert source.text[passage.source_span.slice] == WORDS
    assert passage.likeness is likeness, why
    assert {d.change for d in passage.differences} == changes, why


ALONE = [
    ("Các sở, ban, ngành và các huyện, thành phố phối hợp với các cơ quan, đơn vị liên quan.",
     "Dự họp có các sở, ban, ngành, các huyện, thành phố, các cơ quan, đơn vị liên quan.", "addressees"),
    ("Kim ngạch xuất khẩu tăng 11,7%; nhập khẩu tăng 4,7%.",
     "Kim ngạch xuất khẩu tăng 8,1%; nhập khẩu tăng 3,7%.", "one form, other figures: another statement"),
    ("An ninh chính trị, trật tự, an toàn xã hội được giữ vững; quốc phòng được củng cố.",
     "Trật tự, an toàn xã hội được giữ vững, an ninh chính trị ổn định, quốc phòng nâng lên.", "set phrases"),
    ("Căn cứ Nghị quyết số 05-NQ/TU ngày 14/11/2025 của Ban Chấp hành Đảng bộ tỉnh;",
     "Căn cứ Nghị quyết số 05-NQ/TU ngày 14/11/2025 của Ban Chấp hành Đảng bộ tỉnh;", "a legal basis"),
    ("Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Văn phòng để tổng hợp, báo cáo.",
     "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Văn phòng để tổng hợp, báo cáo.",
     "a closing sentence"),
    ("Mỗi thôn chọn hai hộ làm thử, thu hoạch xong họp bàn rồi mới nhân rộng ra cả xã.",
     "Hai thôn thu hoạch xong thì họp, bàn chuyện nhân giống cho vụ sau của mỗi hộ.", "one subject"),
]  # fmt: skip


@pytest.mark.parametrize(("mine", "theirs", "why"), ALONE, ids=[row[2] for row in ALONE])
def test_what_everybody_writes_is_no_copy(mine, theirs, why):
    """Formula, addressees, set phrases and one subject make no passage."""
    _, _, passages = found(mine, theirs)

    assert passages == [], why


def test_a_passage_of_several_sentences_is_one():
    """Neighbours in both texts are read as one passage, also where the source parts them by bullets."""
    one = "Hộ bàn giao trước hạn được thưởng 3% giá trị bồi thường của thửa đất đó."
    other = "Khu tái định cư phải có điện, nước, đường nhựa trước khi mời dân bốc thăm nền."
    programme, _, passages = found(f"{one} {other}", f"- {one}\n- {other}")

    assert [programme.text[p.span.slice] for p in passages] == [f"{one} {other}"]


def test_what_stands_nowhere_else_stays_its_own():
    """A document against one that has nothing of it: no passage."""
    programme, source = read(f"{BEFORE}\n{AFTER}\n"), read(WORDS)

    assert find_passages(programme, source, key="s") == []


def test_a_long_copy_costs_no_more_than_its_length():
    """A whole document against itself is one passage, found without comparing every word with every other."""
    lines = [
        f"{WORDS[:-1]} thứ {n}, ghi thêm mực nước hồ số {n * 7 % 97} và tên người đo ca {n * 13 % 89}."
        for n in range(100)
    ]
    document = read("\n".join(lines))

    passages = find_passages(document, document, key="s")

    assert len(passages) <= 3
    assert passages[0].span.start == 0
    assert passages[-1].span.end == len(document.text.rstrip())


TEXT = st.text(st.sampled_from("aăâđ đ,.;:|\n-123ÁỦệ \u00a0İ"), max_size=120)


@given(TEXT, TEXT)
def test_any_text_can_be_compared(mine, theirs):
    """Nothing fails, and every passage and difference lies inside its text."""
    programme, source = read(f"a {mine}"), read(f"a {theirs}")

    for passage in find_passages(programme, source, key="s"):
        assert 0 <= passage.span.start < passage.span.end <= len(programme.text)
        assert 0 <= passage.source_span.start < passage.source_span.end <= len(source.text)


@given(TEXT)
def test_words_stand_where_they_say(text):
    """Starts and ends ascend and cut out something; nothing is moved by letters that change their length."""
    words = words_of(text)

    assert all(0 <= start < end <= len(text) for start, end in zip(words.starts, words.ends, strict=True))
    assert words.starts == sorted(words.starts)


def test_list_marks_are_no_words():
    """“3. ”, “a) ” and a row's number are not compared."""
    task = "3. Rà soát 12 cụm công nghiệp, giao lại đất cho xã trước Tết;"
    text = Prepared(read(f"{task}\na) Giao đất\n1.2 | Bàn giao mặt bằng | 15/4/2026\n"))

    written = [text.written(at) for at in range(len(text.words))]
    assert not {"3", "a", "1.2"} & {*written}
    assert {"12", "15", "mặt"} <= {*written}
