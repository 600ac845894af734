"""What the reader's steps and rules are called in words, for who asks why a fact says what it says.

A step or rule that is new and not named here is shown by its own name: better an English word than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

STEPS: Mapping[str, Any] = {
    "addressee": _("nơi được giao việc"),
    "after": _("chữ đứng sau"),
    "ballots": _("số phiếu nêu trong đoạn"),
    "before": _("chữ đứng trước"),
    "brackets": _("chữ trong ngoặc"),
    "caption": _("tên bảng"),
    "beside the number": _("chữ quanh con số"),
    "chain": _("nối tiếp vế trước"),
    "clause": _("vế câu"),
    "column": _("cột của bảng"),
    "column head": _("đầu cột"),
    "cue": _("chữ báo hiệu"),
    "date": _("ngày ghi trong câu"),
    "day": _("ngày ghi trong câu"),
    "day after": _("ngày ghi sau số, ký hiệu"),
    "day before": _("ngày ghi phía trước"),
    "document": _("phần đầu văn bản"),
    "document date": _("ngày của văn bản"),
    "duty": _("câu giao việc"),
    "frame": _("thời gian chung của câu, đoạn"),
    "group row": _("hàng nhóm của bảng"),
    "head body": _("cơ quan, địa phương ở đầu cột"),
    "heading": _("đề mục phía trên"),
    "imperative": _("câu yêu cầu"),
    "kind": _("tên loại văn bản"),
    "label": _("tên đứng cạnh số"),
    "lead-in": _("câu dẫn phía trên"),
    "list mark": _("đầu mục liệt kê"),
    "longer form": _("tên đầy đủ ở chỗ khác trong văn bản"),
    "name, title": _("chức vụ sau tên"),
    "norm": _("câu quy định"),
    "noun": _("danh từ được đếm"),
    "number": _("con số"),
    "obligation": _("câu nêu trách nhiệm"),
    "of how many": _("“trong tổng số”, “trên”"),
    "order": _("câu giao việc"),
    "paragraph": _("đoạn văn"),
    "part": _("phần được đếm"),
    "phối hợp": _("chữ “phối hợp”"),
    "repeat": _("câu đã nêu phía trên"),
    "right": _("chữ bên phải"),
    "row": _("đầu hàng của bảng"),
    "row body": _("cơ quan, địa phương ở đầu hàng"),
    "row group": _("nhóm ở đầu hàng"),
    "row total": _("hàng, cột tổng"),
    "row whole": _("hàng, cột tổng"),
    "seats": _("số đại biểu"),
    "sentence": _("câu văn"),
    "session": _("kỳ họp, phiên họp"),
    "shared": _("phần chung của câu"),
    "subject": _("chủ ngữ của câu"),
    "symbol": _("số, ký hiệu"),
    "text before": _("đoạn phía trước"),
    "title": _("trích yếu"),
    "title, name": _("chức vụ trước tên"),
    "topic": _("chủ đề của đoạn"),
    "unit": _("đơn vị tính"),
    "unit column": _("cột đơn vị tính"),
    "verb": _("động từ của câu"),
    "words": _("lời của câu"),
    "worked out": _("tính ra từ các số trong câu"),
    "year after": _("năm ghi phía sau"),
    "của": _("chữ “của”"),
}
RULES: Mapping[str, Any] = {
    "asks": _("câu đề nghị, kiến nghị"),
    "body after": _("cuộc họp: cơ quan đứng sau"),
    "body before": _("cuộc họp: cơ quan đứng trước"),
    "body issuer": _("cuộc họp của cơ quan ban hành"),
    "body verb": _("cơ quan họp, tổ chức"),
    "congress": _("văn kiện đại hội"),
    "count, verdict": _("số lượng kèm mức đạt"),
    "duty": _("cơ quan kèm việc phải làm"),
    "imperative": _("câu yêu cầu, giao việc"),
    "indicator": _("con số trong câu"),
    "indicator table": _("con số trong bảng"),
    "kind, symbol": _("loại văn bản kèm số, ký hiệu"),
    "law, day": _("luật kèm ngày"),
    "name, title": _("tên rồi chức vụ"),
    "obligation": _("câu nêu trách nhiệm"),
    "order": _("câu giao việc"),
    "said": _("câu nêu điều chưa được"),
    "said obligation": _("lời phát biểu nêu trách nhiệm"),
    "said order": _("lời phát biểu giao việc"),
    "table row": _("hàng của bảng"),
    "title": _("tên văn bản"),
    "title, name": _("chức vụ rồi tên"),
    "under a heading": _("mục nằm dưới đề mục cùng loại"),
}


def step_name(how: str) -> str:
    """A step in words: "column head" → đầu cột."""
    return str(STEPS.get(how, how))


def rule_name(rule: str) -> str:
    """A rule in words."""
    return str(RULES.get(rule, rule))
