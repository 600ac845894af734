"""Who must do a task is read whole, whoever it is: departments, boards, fronts, companies, people."""

from __future__ import annotations

import tomllib

import orders
import pytest

from dondoc.extraction import tasks

NAMES = tomllib.loads((orders.CORPUS / "leads.toml").read_text("utf-8"))["names"]
FRAMES = {
    "an article": (
        "decision",
        "Điều 2. Giao {name} rà soát danh mục, báo cáo UBND tỉnh trước ngày 30/6/2026.",
    ),
    "a heading": ("plan", "III. TỔ CHỨC THỰC HIỆN\n1. {Name}\n- Hướng dẫn lập hồ sơ theo mẫu."),
    "a heading with a colon": ("plan", "III. TỔ CHỨC THỰC HIỆN\n1. {Name}:\n- Hướng dẫn lập hồ sơ theo mẫu."),
    "a duty": ("plan", "III. TỔ CHỨC THỰC HIỆN\n1. {Name} chủ trì, phối hợp với các đơn vị rà soát hồ sơ."),
    "a charge": ("plan", "III. TỔ CHỨC THỰC HIỆN\n1. {Name} có trách nhiệm tổng hợp, báo cáo UBND tỉnh."),
    "a speech": (
        "press",
        "Kết luận, Chủ tịch UBND tỉnh Lê Văn Thử yêu cầu {name} khẩn trương rà soát dự án.",
    ),
}


@pytest.mark.parametrize("frame", FRAMES)
def test_every_name_is_read_whole(frame):
    """A name that ends too early or late names somebody else: each stands whole in each kind of sentence."""
    kind, text = FRAMES[frame]
    cut = {}
    for name in NAMES:
        opening = name[0].upper() + name[1:]
        found = tasks.find(orders.context(text.format(name=name, Name=opening), kind))
        wanted = name if "{name}" in text else opening
        leads = [task.lead for task in found]
        if leads != [wanted]:
            cut[name] = leads

    assert cut == {}
