"""Pairs of a programme and a source with planted copies, for the evaluation of the check: made, not taken.

The sentences stand in `check_texts/`, all ours; what is done to them follows from a seed, so that every run
measures the same. Kinds of pair:

    verbatim      one to four sentences taken as they are
    light         the same with at most a fifth of the words changed: numbers, places, synonyms, words dropped
                  or put in, clauses turned round, tone marks and abbreviations written another way
    heavy         the same thing said in other words, by hand
    kept back     the same, of texts written after the check's limits had been set and not used for them
    places …      what a copyist does besides changing words, one at a time, on texts of their own: other
                  places and clauses in another order; abbreviations written out; no marks; every number
                  another; two sentences made one; one made two or three
    independent   two texts on one subject
    formula       nothing in common but what every plan says
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

TEXTS = Path(__file__).resolve().parent / "check_texts"
# Kind → what of `moves.toml` it takes; "one" and what the program changes in it.
MOVES = {
    "places, clauses": "turned", "written out": "one", "no marks": "one", "other numbers": "one",
    "merged": "merged", "split": "split",
}  # fmt: skip
KINDS = ("verbatim", "light", "heavy", "kept back", *MOVES, "independent", "formula")
WRITTEN_OUT = [
    ("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân"), ("MTTQ", "Mặt trận Tổ quốc"),
    ("TTHC", "thủ tục hành chính"), ("m2", "mét vuông"), ("km", "ki-lô-mét"), ("ha", "héc-ta"),
    ("quý II", "quý 2"), ("triệu đồng", "triệu"),
]  # fmt: skip
EACH = 40  # pairs of a kind

Spans = tuple[tuple[int, int], tuple[int, int]]  # in the programme, in the source


@dataclass
class Pair:
    """A programme, the text it is held against, and what was planted."""

    kind: str
    programme: str
    source: str
    planted: list[Spans] = field(default_factory=list)


PLACES = ["Thuận Giang", "Hòa Vang Tây", "Sơn Lĩnh", "Bình Khê", "Yên Thủy", "Long Mỹ Đông"]
BODIES = [
    "Sở Xây dựng",
    "Sở Nông nghiệp và Môi trường",
    "Đảng ủy xã Tân Mỹ",
    "Sở Y tế",
    "Đảng ủy phường Cửa Lộc",
]
PARENTS = [
    "Nghị quyết số 05-NQ/TU ngày 14/11/2025 của Ban Chấp hành Đảng bộ tỉnh",
    "Chương trình hành động số 08-CTr/TU ngày 05/12/2025 của Tỉnh ủy",
    "Quyết định số 2215/QĐ-UBND ngày 22/12/2025 của Ủy ban nhân dân tỉnh",
]
NAMES = ["Lê Văn Tám Hai", "Trần Thị Lụa", "Phan Đình Khoát", "Võ Thị Ngần"]
# What a copyist puts for what he finds. More than the check's own pack knows, on purpose.
SYNONYMS = [
    ("bố trí", "sắp xếp"), ("hướng dẫn", "chỉ dẫn"), ("trước ngày", "chậm nhất ngày"), ("báo cáo", "báo"),
    ("mỗi tuần", "hằng tuần"), ("mỗi quý", "hằng quý"), ("hằng năm", "hàng năm"), ("người dân", "nhân dân"),
    ("kiểm tra", "giám sát"), ("công bố", "thông báo"), ("bảo đảm", "đảm bảo"), ("tối thiểu", "ít nhất"),
    ("ít nhất", "tối thiểu"), ("trong đó", "riêng"), ("phải", "cần"), ("được", "đã được"),
    ("gửi về", "chuyển về"),
    ("kết luận", "kết quả"), ("niêm yết", "dán"), ("lập", "mở"), ("cán bộ", "công chức"), ("thu hồi", "rút"),
    ("hoàn thành", "làm xong"), ("nhập xong", "hoàn thành nhập"), ("công khai", "rộng rãi"),
    ("chuyên trách", "phụ trách"),
    ("ủy ban nhân dân", "UBND"), ("thẩm định", "xem xét"), ("tổ chức", "triển khai"),
    ("hệ thống", "dây chuyền"),
]  # fmt: skip
FILLERS = [
    "cơ bản",
    "thực sự",
    "đồng thời",
    "nhất là",
    "tiếp tục",
    "chủ động",
    "trực tiếp",
    "toàn bộ",
    "ngay",
    "cụ thể",
]
DROPPED = {"các", "từng", "của", "đã", "được", "và", "mới", "đó", "này", "ngay", "về", "phải", "còn", "có"}
OLD_TONES = [
    ("òa", "oà"),
    ("óa", "oá"),
    ("ủy", "uỷ"),
    ("thủy", "thuỷ"),
    ("hòa", "hoà"),
    ("lý", "lí"),
    ("kỳ", "kì"),
]
_TOKEN = re.compile(r"\w+(?:[.,/]\w+)*")


def texts(name: str = "subjects") -> list[dict[str, Any]]:
    """The subjects with their sentences."""
    loaded: list[dict[str, Any]] = tomllib.loads((TEXTS / f"{name}.toml").read_text("utf-8"))["subjects"]
    return loaded


def pairs(kind: str, *, each: int = EACH) -> list[Pair]:
    """The pairs of a kind, the same on every run."""
    return [_pair(kind, number) for number in range(each)]


def _pair(kind: str, number: int) -> Pair:
    chance = random.Random(f"{kind} {number}")
    subjects = texts()
    chance.shuffle(subjects)
    first, second, third = subjects[:3]
    if kind == "kept back":
        first = texts("later")[number % 2]
    if kind == "independent":
        mine, theirs = (first["one"], first["other"]) if number % 2 else (first["other"], first["one"])
        own, others = [*mine, *second["one"][:3]], [*theirs, *second["other"][:3]]
        return _assembled(kind, chance, own, others, [])
    own = [*second["other"], *third["other"][:3]]
    others = [*third["one"][3:], *second["one"][:4]]
    chance.shuffle(own)
    chance.shuffle(others)
    if kind in MOVES:
        return _assembled(kind, chance, own, others, [_moved(kind, number, chance)])
    if kind == "formula":
        return _assembled(kind, chance, own, others, [])
    planted: list[tuple[str, str]] = []
    used: set[int] = set()
    for _ in range(chance.randint(1, 2)):
        start = chance.randrange(6)
        places = [at for at in range(start, min(6, start + chance.randint(1, 4))) if at not in used]
        if not places:
            continue
        used.update(places)
        original = " ".join(first["one"][at] for at in places)
        made = [_changed(kind, chance, first, at) for at in places]
        planted.append((" ".join(made), original))
    return _assembled(kind, chance, own, others, planted)


def _moved(kind: str, number: int, chance: random.Random) -> tuple[str, str]:
    """One sentence of `moves.toml`, or both of a subject, and what became of it."""
    subjects = texts("moves")
    subject, at = subjects[number % len(subjects)], number // len(subjects) % 2
    if kind == "merged":
        return str(subject["merged"]), " ".join(subject["one"])
    original = str(subject["one"][at])
    if kind == "written out":
        return written_out(original), original
    if kind == "no marks":
        return unmarked(original), original
    if kind == "other numbers":
        return re.sub(r"\b\d+\b", lambda _: str(chance.randint(2, 99)), original), original
    return str(subject[MOVES[kind]][at]), original


def written_out(sentence: str) -> str:
    """Abbreviations in words."""
    for short, long in WRITTEN_OUT:
        sentence = re.sub(rf"\b{short}\b", long, sentence)
    return sentence


def unmarked(sentence: str) -> str:
    """Without marks: typed in bare letters."""
    plain = normalize("NFD", sentence.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not combining(letter))


def _changed(kind: str, chance: random.Random, subject: dict[str, Any], at: int) -> str:
    if kind in {"heavy", "kept back"}:
        return str(subject["reworded"][at])
    sentence = str(subject["one"][at])
    return lightly(sentence, chance) if kind == "light" else sentence


def _assembled(
    kind: str, chance: random.Random, own: list[str], others: list[str], planted: list[tuple[str, str]]
) -> Pair:
    """Both documents with their formula; the planted passages at chance places among their own sentences."""
    programme, mine = _document(chance, own, [copy for copy, _ in planted])
    source, theirs = _document(chance, others, [original for _, original in planted])
    return Pair(kind, programme, source, list(zip(mine, theirs, strict=True)))


def _document(
    chance: random.Random, own: list[str], passages: list[str]
) -> tuple[str, list[tuple[int, int]]]:
    formulas = tomllib.loads((TEXTS / "formulas.toml").read_text("utf-8"))
    place, body = chance.choice(PLACES), chance.choice(BODIES)
    words = {
        "place": place, "PLACE": place.upper(), "body": body, "BODY": body.upper(), "code": "VP",
        "parent": chance.choice(PARENTS), "number": chance.randint(3, 320),
        "day": f"{chance.randint(1, 28):02}",
        "month": f"{chance.randint(1, 12):02}", "post": "GIÁM ĐỐC", "name": chance.choice(NAMES),
    }  # fmt: skip

    def filled(name: str, count: int | None = None) -> list[str]:
        lines = list(formulas[name])
        if count is not None:
            lines = sorted(chance.sample(range(len(lines)), count))
            lines = [formulas[name][at] for at in lines]
        return [line.format(**words) for line in lines]

    pieces: list[tuple[str, int]] = [(line, -1) for line in filled("masthead", 1) + filled("opening", 3)]
    pieces += [(line, -1) for line in filled("aims")]
    body_lines = [(sentence, -1) for sentence in own]
    for index, passage in enumerate(passages):
        body_lines.insert(chance.randint(0, len(body_lines)), (passage, index))
    pieces += body_lines
    pieces += [(line, -1) for line in filled("closing", 5) + filled("ending")]
    text, places = "", [(0, 0)] * len(passages)
    for piece, index in pieces:
        if index >= 0:
            places[index] = (len(text), len(text) + len(piece))
        text += piece + "\n"
    return text, places


def lightly(sentence: str, chance: random.Random) -> str:
    """The sentence with at most a fifth of its words changed."""
    words = len(_TOKEN.findall(sentence))
    budget = int(words * chance.uniform(0.06, 0.2))
    if chance.random() < 0.3:
        sentence = _turned(sentence, chance)
    steps = [_synonym, _number, _place, _dropped, _filler, _other_word]
    for _ in range(40):
        if budget <= 0:
            break
        made, cost = chance.choice(steps)(sentence, chance)
        if 0 < cost <= budget:
            sentence, budget = made, budget - cost
    if chance.random() < 0.3:
        for new, old in OLD_TONES:
            sentence = sentence.replace(new, old)
    return sentence


Step = tuple[str, int]  # the sentence, how many words were changed; 0 where nothing could be


def _synonym(sentence: str, chance: random.Random) -> Step:
    fitting = [pair for pair in SYNONYMS if re.search(rf"\b{pair[0]}\b", sentence)]
    if not fitting:
        return sentence, 0
    old, new = chance.choice(fitting)
    return re.sub(rf"\b{old}\b", new, sentence, count=1), max(len(old.split()), len(new.split()))


def _number(sentence: str, chance: random.Random) -> Step:
    found = list(re.finditer(r"\b\d+\b", sentence))
    if not found:
        return sentence, 0
    match = chance.choice(found)
    return f"{sentence[: match.start()]}{chance.randint(2, 99)}{sentence[match.end() :]}", 1


def _place(sentence: str, chance: random.Random) -> Step:
    match = re.search(r"(?<=(?:xã|nh|ng|im) )[A-ZĐ]\w+(?: [A-ZĐ]\w+)+", sentence)
    if match is None:
        return sentence, 0
    new = chance.choice(PLACES)
    cost = max(len(match[0].split()), len(new.split()))
    return f"{sentence[: match.start()]}{new}{sentence[match.end() :]}", cost


def _dropped(sentence: str, chance: random.Random) -> Step:
    found = [m for m in _TOKEN.finditer(sentence) if m[0] in DROPPED]
    if not found:
        return sentence, 0
    match = chance.choice(found)
    return sentence[: match.start()] + sentence[match.end() :].lstrip(), 1


def _filler(sentence: str, chance: random.Random) -> Step:
    found = list(_TOKEN.finditer(sentence))[1:]
    match = chance.choice(found)
    words = chance.choice(FILLERS)
    return f"{sentence[: match.start()]}{words} {sentence[match.start() :]}", len(words.split())


def _other_word(sentence: str, chance: random.Random) -> Step:
    found = [m for m in _TOKEN.finditer(sentence) if m[0].isalpha() and m[0].islower()]
    if not found:
        return sentence, 0
    match = chance.choice(found)
    word = chance.choice(["vùng", "nhóm", "phần", "đợt", "điểm", "khối", "kênh", "gói", "suất", "loại"])
    return f"{sentence[: match.start()]}{word}{sentence[match.end() :]}", 1


def _turned(sentence: str, chance: random.Random) -> str:
    """Two clauses in the other order."""
    clauses = re.split(r"(?<=\w)[,;] ", sentence.rstrip("."))
    if len(clauses) < 2:
        return sentence
    at = chance.randrange(len(clauses) - 1)
    clauses[at], clauses[at + 1] = clauses[at + 1], clauses[at]
    turned = ", ".join(clauses)
    return turned[0].upper() + turned[1:] + "."
