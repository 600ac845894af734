"""A check's sentences in the reader's language; what it quotes stays Vietnamese.

A result is kept in Vietnamese, each remark with the item and the sentence of the pack it was made from. For
other readers the sentence is said again from these. What an office has added to the pack has no translation
and stays as it is.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext, gettext_lazy

from dondoc.packs import Entry, load
from dondoc.web.core.templatetags.dondoc import day, period
from dondoc.writing import check_labels

Json = dict[str, Any]


def summary(made: Json) -> list[str]:
    """The summary of a result as `spoken` gives it."""
    return check_labels.summary(made, gettext)


def when(due: str) -> str:
    """A day or period: "quý III/2026" for Vietnamese readers, "2026-Q3" for others."""
    if _is_vietnamese():
        return check_labels.day(due)
    return day(due) if due.count("-") == 2 and "/" not in due else period(due)


def spoken(made: Json) -> Json:
    """A result whose remarks are in the reader's language."""
    if _is_vietnamese():
        return made
    items = {str(entry["id"]): entry for entry in load().entries("check_clear")}
    vague = made["vague"]
    return made | {
        "vague": vague
        | {
            "items": [item | {"label": gettext(item["label"])} for item in vague["items"]],
            "document": [_spoken(lack, items) for lack in vague["document"]],
            "statements": [
                one | {"lacks": [_spoken(lack, items) for lack in one["lacks"]]}
                for one in vague["statements"]
            ],
        }
    }


def _spoken(lack: Json, items: dict[str, Entry]) -> Json:
    entry = items.get(lack["item"], {})
    template = str(entry.get(lack.get("sentence", ""), ""))
    filled = {"words": lack.get("filled", "")}
    # Where the office's pack, or an older version, says it otherwise, what was said then stands.
    known = bool(template) and template.format(**filled) == lack["what"]
    return lack | {
        "label": gettext(lack["label"]),
        "what": gettext(template).format(**filled) if known else gettext(lack["what"]),
        "advice": gettext(lack["advice"]),
    }


def _is_vietnamese() -> bool:
    return (get_language() or "vi").startswith("vi")


# What the pack check_clear and check_labels say, for the translators; a test holds that nothing is missing.
SAID = (
    gettext_lazy("rõ người"),
    gettext_lazy("Không nêu ai chủ trì."),
    gettext_lazy("Giao cho “{words}”: một tập thể, không có một đầu mối."),
    gettext_lazy("Nêu đúng một cơ quan hoặc một người chủ trì; các cơ quan khác ghi là phối hợp."),
    gettext_lazy("rõ việc"),
    gettext_lazy("Mở đầu bằng “{words}” và không nói làm ra cái gì, ở đâu, bao nhiêu."),
    gettext_lazy(
        "Đổi động từ chung thành việc làm được và đếm được: ban hành, xây, mở, rà soát cái gì, "
        "ở đâu, bao nhiêu."
    ),
    gettext_lazy("rõ thời gian"),
    gettext_lazy("Không nêu thời hạn."),
    gettext_lazy("“{words}” không phải là thời hạn: không biết đến ngày nào thì chậm."),
    gettext_lazy("Ghi ngày, tháng hoặc quý phải xong; việc lặp lại thì ghi ngày của mỗi kỳ."),
    gettext_lazy("rõ trách nhiệm"),
    gettext_lazy("Không nói ai chịu trách nhiệm về kết quả, báo cáo cho ai."),
    gettext_lazy("Ghi người phụ trách hoặc câu chịu trách nhiệm, và nơi nhận báo cáo kết quả."),
    gettext_lazy("rõ thẩm quyền"),
    gettext_lazy("Không nói ai quyết định, phê duyệt hoặc nghiệm thu."),
    gettext_lazy(
        "Ghi cấp quyết định: trình ai, ai phê duyệt, ai nghiệm thu, hay tự quyết định theo phân cấp."
    ),
    gettext_lazy("rõ sản phẩm"),
    gettext_lazy("Không nêu sản phẩm hoặc kết quả phải có."),
    gettext_lazy("Ghi văn bản, công trình hoặc con số mà người ngoài nhìn vào biết là xong."),
    gettext_lazy("số lượng"),
    gettext_lazy("Không có con số."),
    gettext_lazy("“{words}” thay cho con số."),
    gettext_lazy("Ghi bao nhiêu, trên tổng số bao nhiêu, đơn vị tính gì."),
    gettext_lazy("lộ trình"),
    gettext_lazy("Việc kéo dài hơn một năm mà không có mốc giữa chừng."),
    gettext_lazy("Chia thành mốc theo năm hoặc quý, mỗi mốc một kết quả."),
    gettext_lazy("nguồn lực"),
    gettext_lazy("Không nói tiền, người lấy từ đâu."),
    gettext_lazy(
        "Ghi kinh phí và nguồn (hoặc “không phát sinh kinh phí”), ở từng việc hay một câu cho cả văn bản."
    ),
    gettext_lazy("có số liệu"),
    gettext_lazy("Không có con số nào của đơn vị."),
    gettext_lazy("Đưa vào số hiện trạng và số phải đạt của chính đơn vị."),
    gettext_lazy("có tên đất, tên việc của mình"),
    gettext_lazy(
        "Không có địa danh, dự án, công trình nào của địa phương: đổi tên cơ quan là dùng được ở nơi khác."
    ),
    gettext_lazy("Nêu thôn, tuyến đường, dự án, hộ, cơ sở cụ thể mà kế hoạch nói đến."),
    gettext_lazy("có kiểm tra, giám sát"),
    gettext_lazy("Không có kiểm tra, giám sát nào: ai, ở đâu, khi nào."),
    gettext_lazy("Chỉ nhắc chung, không nói ai kiểm tra, ở đâu, khi nào."),
    gettext_lazy("Ghi ai kiểm tra, mấy nơi, vào tháng nào."),
    gettext_lazy("có sơ kết, tổng kết"),
    gettext_lazy("Không hẹn sơ kết, tổng kết hay đánh giá giữa kỳ."),
    gettext_lazy("Chỉ nhắc chung, không nói khi nào sơ kết, tổng kết."),
    gettext_lazy("Ghi tháng sơ kết, năm tổng kết và ai chuẩn bị."),
    gettext_lazy(
        "Không kể câu khuôn mẫu, {own} nội dung là của riêng văn bản này; {copied} trùng với "
        "văn bản khác ({passages} đoạn); {taken} nêu lại chỉ tiêu, nhiệm vụ cấp trên giao, "
        "không tính là chép."
    ),
    gettext_lazy(
        "Trong đó {share} chỉ trùng với văn bản ngoài phạm vi xem của người đọc: {passages} "
        "đoạn và tên các văn bản ấy không nêu ở đây."
    ),
    gettext_lazy("Trong {examined} nhiệm vụ, mục tiêu đã xem, số chưa nêu: {items}."),
    gettext_lazy("không thiếu mục nào"),
    gettext_lazy("Cả văn bản: {lacks}"),
    gettext_lazy("So với {source}: chỉ tiêu: {target}; nhiệm vụ: {task}."),
    gettext_lazy("nguyên văn"),
    gettext_lazy("sửa nhẹ"),
    gettext_lazy("diễn đạt lại"),
    gettext_lazy("số khác"),
    gettext_lazy("địa danh khác"),
    gettext_lazy("cách viết khác"),
    gettext_lazy("từ đồng nghĩa"),
    gettext_lazy("từ khác"),
    gettext_lazy("thêm"),
    gettext_lazy("bỏ"),
    gettext_lazy("đổi chỗ"),
    gettext_lazy("khuôn mẫu, không so"),
)
