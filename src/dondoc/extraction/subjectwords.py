"""The words that subjects are found with: made from the packs, once for a lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dondoc.extraction.lexicon import Lexicon
from dondoc.text.matcher import trie_pattern
from dondoc.text.normalize import fold

# A clause's beginning that no list of words says: list marks, spans of time, the place that has what follows.
_STARTS = (
    r"(?:[-–+*•“\"'(]|\d{1,2}[.)]|[a-zđ]\))\s+",
    r"[\w ]{2,30}? nhất là(?: việc)?(?!\w)",  # "tăng mạnh nhất là thu từ đất"
    r"bình quân (?:trong )?\d+ năm(?!\w)|bình quân(?! (?:thu|đầu))(?!\w)",
    r"so với [^,;:.()\d]{2,40},",
    r"(?:trong )?tuần (?:thứ )?\d{1,2}(?!\w)",
    r"(?:trong |qua |sau )?(?:\d{1,2}|hai|ba|bốn) (?=năm (?:19|20)\d\d)",  # "trong 5 năm 2021-2025"
    (
        r"(?:năm học|niên (?:độ|vụ)|nhiệm kỳ|thời kỳ|năm (?:ngân sách|tài chính)|"
        r"vụ (?:đông xuân|xuân hè|hè thu|thu đông|mùa|đông|xuân))(?= (?:năm )?(?:19|20)\d\d)"
    ),
    (
        r"(?:trong |qua |sau |tính chung |tính gộp |gộp )?\d{1,2} (?:tháng|năm)"
        r"(?: đầu năm| qua| nay| gần đây| trở lại đây)?(?!\w)"
    ),
    r"(?:toàn (?:tỉnh|thành phố|huyện|xã|ngành|quốc|quân|hệ thống|đảng bộ)|cả nước)(?!\w)(?! đạt chuẩn)",
    r"(?:toàn )?(?:tỉnh|thành phố|huyện|tp|ta|cả nước|vùng)(?= (?:có|đạt|đã|phấn đấu|sẽ|đề ra|phải)(?!\w))",
)
_TRULY = "".join(
    f"(?<!{word})" for word in ("một ", "chỉ ", "dân ", "hệ ", "đổi ", "tế ", "quyền ", "hội ", "tảng ")
)


@dataclass(slots=True)
class Words:
    """Patterns made from the packs."""

    trailing: frozenset[str]  # phrases that only lead to a number
    change: frozenset[str]  # verbs of change
    kept: frozenset[str]  # compounds that end as one of these two does, and are part of the name
    head: re.Pattern[str]
    weak_heads: frozenset[str]
    noun: re.Pattern[str]  # what is counted
    action: re.Pattern[str]  # what is done with it
    general: frozenset[str]  # words that say nothing of what is measured
    leading: re.Pattern[str]  # what a clause begins with before its subject


def words(lexicon: Lexicon) -> Words:
    """Made once for a lexicon."""
    made = lexicon.compiled.get("linking")
    if made is None:
        verbs = {fold(form) for form in lexicon.packs.by_id("clause_words")["before_number"]["forms"]}
        change: set[str] = set()
        for entry in lexicon.packs.entries("verbs"):
            if entry["id"] == "shield":
                continue
            (change if entry["measure"] == "change" else verbs).update(fold(form) for form in entry["forms"])
        for entry in lexicon.packs.entries("bounds"):
            verbs.update(fold(form) for form in entry["forms"])
        starts = {fold(form) for entry in lexicon.packs.entries("clause_starts") for form in entry["forms"]}
        heads: set[str] = set()
        weak: set[str] = set()
        for entry in lexicon.packs.entries("heads"):
            (weak if entry.get("weak") else heads).update(fold(form) for form in entry["forms"])
        numbers = {f"số {fold(noun)}" for noun in lexicon.packs.forms("count_nouns")}
        general = {fold(form) for form in lexicon.packs.by_id("clause_words")["general"]["forms"]}
        made = lexicon.compiled["linking"] = Words(
            general=frozenset(general),
            action=re.compile(
                rf"(?:{trie_pattern({fold(verb) for verb in lexicon.packs.forms('actions')})})(?!\w)"
            ),
            trailing=frozenset(verbs),
            change=frozenset(change),
            kept=frozenset(fold(form) for form in lexicon.packs.by_id("clause_words")["kept_end"]["forms"]),
            head=re.compile(rf"(?<!\w){_TRULY}(?:{trie_pattern(heads | weak | numbers)})(?!\w)"),
            weak_heads=frozenset(weak),
            noun=re.compile(
                rf"(?:{trie_pattern({fold(noun) for noun in lexicon.packs.forms('count_nouns')})})(?!\w)"
            ),
            leading=re.compile(rf"(?:{'|'.join(_STARTS)}|(?:{trie_pattern(starts)})(?!\w))[\s,:]*"),
        )
    assert isinstance(made, Words)
    return made


MOST_WORDS = 5  # of a phrase


def ends_with(tail: list[str], phrases: frozenset[str]) -> str:
    """The longest of `phrases` that the words end with, "" where they end with none."""
    if tail[-1].lstrip('(“"‹') not in last_words(phrases):  # most words end none
        return ""
    tail = tail[-MOST_WORDS:]
    tail[0] = tail[0].lstrip('(“"‹')
    for first in range(len(tail)):
        said = " ".join(tail[first:]).lstrip('(“"‹')
        if said in phrases:
            return said
    return ""


@lru_cache(maxsize=8)  # a lexicon has a few such sets
def last_words(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset([phrase.rpartition(" ")[2] for phrase in phrases])
