"""Word's automatic list numbers: printed before each paragraph, stored nowhere in the text."""

from __future__ import annotations

import pytest
from ooxml import abstract, docx, level, num, p, style

from dondoc import reading
from dondoc.reading.numbering import written

_OUTLINE = abstract(
    0, level(0, "upperRoman", "%1."), level(1, "decimal", "%2."), level(2, "lowerLetter", "%3)")
)
_LEGAL = abstract(
    0, level(0, "decimal", "Điều %1."), level(1, "decimal", "%1.%2."), level(2, "decimal", "%1.%2.%3.")
)

_NEVER = '<w:lvlRestart w:val="0"/>'
_ANEW = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
_LINKED = (
    '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/>'
    + level(0, "decimal", "%1.")
    + "</w:abstractNum>"
)

# rule, numbering.xml, (numId, level) of each paragraph or None, the labels printed
LISTS = [
    ("a number goes on", _OUTLINE + num(1, 0), [(1, 0), (1, 0)], ["I.", "II."]),
    (
        "a lower level begins anew under each higher one",
        _OUTLINE + num(1, 0),
        [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
        ["I.", "1.", "2.", "II.", "1."],
    ),
    (
        "labels of several levels",
        _LEGAL + num(1, 0),
        [(1, 0), (1, 1), (1, 2), (1, 2)],
        ["Điều 1.", "1.1.", "1.1.1.", "1.1.2."],
    ),
    (
        "unnumbered text between does not restart",
        _OUTLINE + num(1, 0),
        [(1, 0), None, (1, 0)],
        ["I.", "", "II."],
    ),
    ("a missing parent is printed as its first number", _LEGAL + num(1, 0), [(1, 1)], ["1.1."]),
    (
        "a list may begin elsewhere",
        abstract(0, level(0, "decimal", "%1)", start=5)) + num(1, 0),
        [(1, 0), (1, 0)],
        ["5)", "6)"],
    ),
    (
        "two nums of one list go on counting",
        _OUTLINE + num(1, 0) + num(2, 0),
        [(1, 0), (2, 0)],
        ["I.", "II."],
    ),
    (
        "a start override restarts once",
        _OUTLINE + num(1, 0) + num(2, 0, _ANEW),
        [(1, 0), (1, 0), (2, 0), (2, 0)],
        ["I.", "II.", "I.", "II."],
    ),
    (
        "an overridden level prints its own way",
        _OUTLINE + num(1, 0, f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "Mục %1:")}</w:lvlOverride>'),
        [(1, 0)],
        ["Mục 1:"],
    ),
    (
        "a level that never restarts",
        abstract(0, level(0, "decimal", "Phần %1."), level(1, "decimal", "Điều %2.", more=_NEVER))
        + num(1, 0),
        [(1, 0), (1, 1), (1, 0), (1, 1)],
        ["Phần 1.", "Điều 1.", "Phần 2.", "Điều 2."],
    ),
    (
        "legal numbering turns Roman parents into Arabic",
        abstract(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", more="<w:isLgl/>"))
        + num(1, 0),
        [(1, 0), (1, 0), (1, 1)],
        ["I.", "II.", "2.1."],
    ),
    (
        "a symbol font's bullet is a dash",
        abstract(0, level(0, "bullet", "\uf0b7")) + num(1, 0),
        [(1, 0)],
        ["-"],
    ),
    ("a plus stays a plus", abstract(0, level(0, "bullet", "+")) + num(1, 0), [(1, 0)], ["+"]),
    ("a level may print no number", abstract(0, level(0, "none", "")) + num(1, 0), [(1, 0)], [""]),
    ("numId 0 switches numbering off", _OUTLINE + num(1, 0), [(0, 0)], [""]),
    ("an unknown list prints nothing", _OUTLINE + num(1, 0), [(9, 0)], [""]),
    ("a list that is defined by a list style", _LINKED + num(1, 0), [(1, 0), (1, 0)], ["1.", "2."]),
]


@pytest.mark.parametrize(("rule", "numbering", "places", "labels"), LISTS, ids=[row[0] for row in LISTS])
def test_labels(rule, numbering, places, labels):
    """Each paragraph begins with the number Word would print."""
    body = [p("Việc", number=place) for place in places]

    text = reading.read_bytes(docx(*body, numbering=numbering), "a.docx", isolate=False).text

    assert text.splitlines() == [f"{label} Việc".strip() for label in labels]


def test_numbers_come_with_the_style():
    """A heading style tied to a list level numbers its paragraphs, and so does a style based on it."""
    styles = (
        style("H1", "heading 1", ppr='<w:numPr><w:numId w:val="1"/></w:numPr>')
        + style("H2", "heading 2", ppr='<w:numPr><w:numId w:val="1"/></w:numPr>')
        + style("Own", "Riêng", based="H1")
        + style("Own2", "Riêng 2", based="H2")
    )
    numbering = abstract(
        0,
        level(0, "upperRoman", "%1.", more='<w:pStyle w:val="H1"/>'),
        level(1, "decimal", "%2.", more='<w:pStyle w:val="H2"/>'),
    ) + num(1, 0)
    body = [
        p("Một", style="H1"),
        p("Hai", style="H2"),
        p("Ba", style="H2"),
        p("Bốn", style="Own"),
        p("Năm", style="H1", number=(0, 0)),
        p("Sáu", style="Own2"),
    ]

    text = reading.read_bytes(docx(*body, styles=styles, numbering=numbering), "a.docx", isolate=False).text

    assert text.splitlines() == ["I. Một", "1. Hai", "2. Ba", "II. Bốn", "Năm", "1. Sáu"]


def test_a_deleted_paragraph_takes_no_number():
    """An item deleted with its end mark leaves no gap in the numbers."""
    from ooxml import deleted

    gone = p(deleted("Bỏ"), number=(1, 0), properties='<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>')
    body = [p("Một", number=(1, 0)), gone, p("Hai", number=(1, 0))]

    text = reading.read_bytes(docx(*body, numbering=_OUTLINE + num(1, 0)), "a.docx", isolate=False).text

    assert text.splitlines() == ["I. Một", "II. Hai"]


@pytest.mark.parametrize(
    ("number", "form", "words"),
    [
        (1990, "upperRoman", "MCMXC"),
        (4, "lowerRoman", "iv"),
        (27, "lowerLetter", "aa"),  # Word doubles the letter
        (3, "upperLetter", "C"),
        (7, "decimalZero", "07"),
        (21, "vietnameseCounting", "hai mươi mốt"),
        (15, "vietnameseCounting", "mười lăm"),
        (5, "chineseCounting", "5"),  # unknown: decimal
        (0, "lowerLetter", "0"),  # no letter for it
    ],
)
def test_written(number, form, words):
    """Numbers are written as the list's format says."""
    assert written(number, form) == words
