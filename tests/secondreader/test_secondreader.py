"""The second reader: only what stands in the words gets in, and a model that fails takes nothing away."""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.errors import SecondReaderError
from dondoc.extraction import extract
from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import default_lexicon
from dondoc.reading import read_bytes
from dondoc.records.document import Document
from dondoc.records.facts import Facts, IndicatorStatement
from dondoc.records.source import Span
from dondoc.secondreader import (
    Block,
    Claim,
    Endpoint,
    OpenAIBackend,
    SecondReading,
    doubtful,
    from_environment,
    second_read,
)
from dondoc.secondreader.claims import Reason
from dondoc.secondreader.grounding import locate
from dondoc.secondreader.prompt import understood

# One block: two numbers the rules are made to know nothing of, one of them said twice, and a sentence
# that orders without saying whom.
TEXT = (
    "Tăng trưởng của tỉnh Lam Sơn ước đạt 13,45%, quy mô đạt khoảng 7,6 tỷ USD, "
    "vượt 26,1% kế hoạch; nơi khác cũng ghi 7,6 tỷ USD. Cần hoàn thành quy hoạch trước ngày 30/9/2026."
)


class Canned:
    """A backend that says what the test wants said."""

    name = "llm:canned"

    def __init__(self, *claims: Claim) -> None:
        self.claims = claims
        self.seen: list[Block] = []

    def propose(self, block: Block) -> Sequence[Claim]:
        self.seen.append(block)
        return self.claims


def unread(text: str = TEXT) -> tuple[Document, Facts]:
    """A document of which the rules have read nothing, so that every number is in doubt."""
    return read_bytes(text.encode(), "tin.txt"), Facts()


def indicator(quote: str, occurrence: int = 1, **fields: str) -> Claim:
    return Claim("indicator", quote, occurrence, {"name": "Tăng trưởng"} | fields)


def read_with(*claims: Claim, text: str = TEXT) -> tuple[Facts, SecondReading]:
    document, facts = unread(text)
    return facts, second_read(document, facts, Canned(*claims))


# What a quote of a model may look like, and what must become of it: the words of the text, or nothing.
QUOTES = [
    ("ước đạt 13,45%", 1, {}, "13,45%", "a true quote"),
    ("ước đạt 13,54%", 1, {}, None, "two digits changed places: another number"),
    ("ước đạt 15,45%", 1, {}, None, "one digit is another"),
    ("khoảng 7,6 triệu USD", 1, {}, None, "another scale is another number"),
    ("thu ngân sách đạt 9.999 tỷ đồng", 1, {}, None, "invented"),
    ("tăng hơn mười ba phần trăm", 1, {}, None, "a paraphrase"),
    (
        unicodedata.normalize("NFD", "ước đạt 13,45%"),
        1,
        {},
        "13,45%",
        "decomposed letters are the same letters",
    ),
    ("VƯỢT 26,1 %", 1, {}, "26,1%", "capitals and spaces change no number"),
    ("ước\u00a0đạt  13,45%", 1, {}, "13,45%", "white space is white space"),
    ("7,6 tỷ USD", 2, {}, "7,6 tỷ USD", "the second mention is the second mention"),
    ("7,6 tỷ USD", 3, {}, None, "there is no third"),
    ("ước đạt 13,45%, quy mô đạt khoảng 7,6 tỷ USD", 1, {}, None, "two numbers are no one number"),
    ("13,45%", 1, {"value": "13.45", "unit": "%"}, "13,45%", "the value as JSON writes it"),
    ("13,45%", 1, {"value": "13,54"}, None, "the value contradicts the quote"),
    ("7,6 tỷ USD", 1, {"unit": "triệu USD"}, None, "the unit contradicts the quote"),
    ("13,45%", 1, {"name": "Tốc độ tăng GRDP"}, None, "the name is not the text's"),
    ("13,45%", 1, {"indicator_id": "khong_co"}, None, "no such indicator in the catalogue"),
    ("13,45%", 1, {"indicator_id": "grdp_growth"}, "13,45%", "an indicator of the catalogue"),
    ("ngày 30/9/2026", 1, {}, None, "a day is no quantity"),
]


@pytest.mark.parametrize(("quote", "occurrence", "fields", "words", "why"), QUOTES)
def test_only_what_stands_in_the_text_gets_in(quote, occurrence, fields, words, why):
    """A quote is the text's own words or the claim is dropped, with its reason counted."""
    facts, result = read_with(indicator(quote, occurrence, **fields))

    got = [TEXT[fact.value_span.slice] for fact in facts.indicators]
    if words is None:
        assert got == [], why
        assert len(result.rejected) == 1
        assert result.reasons().total() == 1
    else:
        (found,) = got
        assert found.endswith(words), why
        assert result.added == 1
        assert result.rejected == []
    if occurrence == 2:
        assert facts.indicators[0].value_span.start > TEXT.index("nơi khác")


def test_a_fact_of_the_second_reader_says_so():
    """Value and unit are our reader's, the name is the text's, and the reviewer is told who proposed."""
    facts, _ = read_with(indicator("7,6 tỷ USD", name="quy mô", status="estimate"))

    (fact,) = facts.indicators
    assert (str(fact.value), fact.unit, fact.bound) == ("7.6", "tỷ USD", "about")
    assert (fact.name, fact.status) == ("quy mô", "estimate")
    assert fact.rule == fact.fields["name"].how == "llm:canned"
    assert TEXT[fact.fields["name"].span.slice] == "quy mô"
    assert fact.notes


def known(name: str) -> Facts:
    at = TEXT.index("13,45%")
    fact = IndicatorStatement(
        Span(0, at + 6), value_span=Span(at, at + 6), name=name, unit="%", confidence=0.3
    )
    return Facts(indicators=[fact])


COMPLETIONS = [
    ("", "Tăng trưởng", "Tăng trưởng", 1, "an empty name is filled"),
    ("tốc độ", "Tăng trưởng", "tốc độ", 0, "where the rules have a name, theirs stands"),
    ("tăng trưởng", "Tăng trưởng", "tăng trưởng", 0, "the same name fills nothing"),
]


@pytest.mark.parametrize(("had", "said", "has", "filled", "why"), COMPLETIONS)
def test_the_rules_win(had, said, has, filled, why):
    """The model fills what is empty; what differs from the rules is a note for the reviewer."""
    document, _ = unread()
    facts = known(had)

    result = second_read(document, facts, Canned(indicator("13,45%", name=said)))

    assert facts.indicators[0].name == has, why
    assert result.filled == filled
    assert any("đề nghị tên" in note for note in facts.indicators[0].notes) == (has == "tốc độ")
    assert len(facts.indicators) == 1


ORDER = "Cần hoàn thành quy hoạch trước ngày 30/9/2026."
TASKS = [
    (
        {"deadline": "2026-09-30"},
        ORDER,
        ("2026-09-30", None),
        "the deadline is our reader's reading of the words",
    ),
    ({"deadline": "2026-10-30"}, ORDER, None, "another day than the words say"),
    ({"lead": "tỉnh Lam Sơn"}, ORDER, (None, "tỉnh Lam Sơn"), "a lead named elsewhere in the block"),
    ({"lead": "Sở Xây dựng"}, ORDER, None, "a lead that stands nowhere"),
    ({}, "Cần hoàn thành quy hoạch", None, "half a sentence is no task"),
    ({}, "cần hoàn thành QUY HOẠCH trước ngày 30/9/2026", (None, None), "the sentence, without its mark"),
]


@pytest.mark.parametrize(("fields", "quote", "wanted", "why"), TASKS)
def test_tasks(fields, quote, wanted, why):
    """A task is a whole sentence of the text; who and when must stand in it or beside it."""
    facts, result = read_with(Claim("task", quote, 1, fields))

    if wanted is None:
        assert facts.tasks == [], why
        assert len(result.rejected) == 1
        return
    (task,) = facts.tasks
    assert TEXT[task.span.slice].rstrip(".") == ORDER.rstrip(".")
    assert (task.deadline, task.lead) == wanted, why


def test_a_task_without_a_lead_is_completed():
    """The rules read the task; the model says whose it is, and everything else stays."""
    text = (
        "KẾ HOẠCH\nvề quy hoạch\n\nII. NHIỆM VỤ\n"
        "Trong quý III, yêu cầu rà soát quy hoạch các khu công nghiệp. Việc này thuộc Sở Xây dựng.\n"
    )
    document = read_bytes(text.encode(), "kh.txt")
    facts = extract(document)
    assert [task.lead for task in facts.tasks] == [None]
    before = facts.tasks[0].action

    quote = "Trong quý III, yêu cầu rà soát quy hoạch các khu công nghiệp."
    result = second_read(document, facts, Canned(Claim("task", quote, 1, {"lead": "Sở Xây dựng"})))

    assert result.filled == 1
    assert (facts.tasks[0].lead, facts.tasks[0].action) == ("Sở Xây dựng", before)


def test_only_doubtful_blocks_are_shown():
    """A paragraph the rules have read well is not sent; a doubtful one comes with its questions."""
    text = "Năm 2025, thu ngân sách đạt 16.900 tỷ đồng.\n\n" + TEXT + "\n"
    document = read_bytes(text.encode(), "tin.txt")
    facts = extract(document)
    facts.indicators = facts.indicators[:1]
    canned = Canned()

    second_read(document, facts, canned)

    assert [block.text for block in canned.seen] == [TEXT]
    assert any("13,45%" in doubt for doubt in canned.seen[0].doubts)
    assert canned.seen[0].sentences[-1].startswith("Cần hoàn thành")


@given(st.text(alphabet="aăâbđ é12,%\u00a0\n", max_size=40), st.data())
def test_a_quote_cut_out_of_a_text_is_found(text, data):
    """Whatever is cut out is found again, and what is found says the same letters."""
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]

    found = locate(text, quote)

    letters = "".join(quote.split())
    assert (found is None) == (letters == "")
    if found is not None:
        assert "".join(text[found.slice].split()).lower() == letters.lower()


# --- the endpoint, on loopback ----------------------------------------------------------------------


class Server:
    """Answers from a script and keeps what it was asked."""

    def __init__(self, answers: list[Any]) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server.asked.append(json.loads(body))
                server.headers.append(dict(self.headers))
                code, content = answers.pop(0) if len(answers) > 1 else answers[0]
                raw = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(code)
                if code == 302:
                    self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: object) -> None: ...

        self._http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def make(*answers: Any) -> Server:
        servers.append(Server(list(answers)))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


def said(*claims: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return 200, {"choices": [{"message": {"content": json.dumps({"claims": claims}, ensure_ascii=False)}}]}


GOOD = {"kind": "indicator", "quote": "13,45%", "occurrence": 1, "fields": {"name": "Tăng trưởng"}}
FALSE = {"kind": "indicator", "quote": "13,54%", "occurrence": 1, "fields": {"name": "Tăng trưởng"}}


def backend(server: Server, cache: Path | None = None, **options: Any) -> OpenAIBackend:
    return OpenAIBackend(Endpoint(server.url, "qwen", pause=0, timeout=5, **options), cache=cache)


def test_over_http(serve):
    """One request a doubtful block, temperature 0, a schema, the key; the false claim is dropped."""
    server = serve(said(GOOD, FALSE))
    document, facts = unread()

    result = second_read(document, facts, backend(server, key="k"))

    assert [str(fact.value) for fact in facts.indicators] == ["13.45"]
    assert facts.indicators[0].rule == "llm:qwen"
    assert [rejection.reason for rejection in result.rejected] == [Reason.NOT_IN_TEXT]
    (request,) = server.asked
    assert request["temperature"] == 0
    assert request["response_format"]["type"] == "json_schema"
    assert TEXT[:40] in request["messages"][1]["content"]
    assert server.headers[0]["Authorization"] == "Bearer k"
    assert any(d.code == "second_reader_rejected" for d in facts.diagnostics)


def test_a_server_that_knows_no_schema_is_asked_without(serve):
    """The first refusal teaches it; the answer counts all the same."""
    server = serve((400, {"error": "response_format"}), said(GOOD))
    document, facts = unread()

    second_read(document, facts, backend(server))

    assert len(facts.indicators) == 1
    assert "response_format" not in server.asked[1]


def test_an_answer_is_kept_on_disk(serve, tmp_path):
    """The same block asks once, also in another process; another model asks anew."""
    server = serve(said(GOOD))
    for _ in range(2):
        document, facts = unread()
        second_read(document, facts, backend(server, tmp_path))
        assert len(facts.indicators) == 1
    assert len(server.asked) == 1

    document, facts = unread()
    second_read(document, facts, OpenAIBackend(Endpoint(server.url, "other", pause=0), cache=tmp_path))
    assert len(server.asked) == 2


FAILURES = [
    ([(500, {})], 3, "busy: asked three times"),
    ([(401, {})], 1, "the key is wrong: asking again helps nothing"),
    ([(302, {})], 1, "a redirect is not followed: the text stays where it was sent"),
    ([(200, b"no json")], 1, "no JSON"),
    ([(200, {"choices": []})], 1, "no choice"),
    ([(200, {"choices": [{"message": {"content": "Xin chào"}}]})], 1, "the model chats"),
    ([(200, {"choices": [{"message": {"content": '{"claims": 7}'}}]})], 1, "claims are no list"),
    ([(200, b"[" * 1_100_000)], 1, "an answer without end"),
]


@pytest.mark.parametrize(("answers", "requests", "why"), FAILURES)
def test_a_model_that_fails_takes_nothing_away(serve, answers, requests, why):
    """The rules' facts stay, the silence is told, nothing is raised."""
    server = serve(*answers)
    document, _ = unread()
    facts = known("tốc độ")

    result = second_read(document, facts, backend(server))

    assert result.unanswered == 1, why
    assert [fact.name for fact in facts.indicators] == ["tốc độ"]
    assert [d.code for d in facts.diagnostics] == ["second_reader_silent"]
    assert len(server.asked) == requests


def test_an_endpoint_that_is_down_is_not_asked_for_every_block(tmp_path):
    """After three silent blocks the rest of the document goes on without it."""
    text = "\n\n".join(f"{TEXT[:-1]} lần {n}." for n in range(6))
    document = read_bytes(text.encode(), "tin.txt")
    facts = Facts()
    down = OpenAIBackend(Endpoint("http://127.0.0.1:9/v1", "qwen", pause=0, tries=1), cache=tmp_path)

    result = second_read(document, facts, down)

    assert (result.asked, result.unanswered) == (3, 6)


SETTINGS = [
    ({}, None, "off by default"),
    ({"DONDOC_READER_URL": ""}, None, "empty is off"),
    (
        {"DONDOC_READER_URL": "http://h/v1", "DONDOC_READER_MODEL": "m"},
        "llm:m",
        "on where an address is given",
    ),
    ({"DONDOC_READER_URL": "http://h/v1"}, SecondReaderError, "a model must be named"),
    ({"DONDOC_READER_URL": "file:///etc/passwd", "DONDOC_READER_MODEL": "m"}, SecondReaderError, "no file"),
    ({"DONDOC_READER_URL": "h:8080", "DONDOC_READER_MODEL": "m"}, SecondReaderError, "no address"),
]


@pytest.mark.parametrize(("environment", "wanted", "why"), SETTINGS)
def test_it_is_off_unless_asked_for(environment, wanted, why):
    """No address, no second reader; a wrong one is said before a document is read."""
    if wanted is SecondReaderError:
        with pytest.raises(SecondReaderError):
            from_environment(environment)
        return
    made = from_environment(environment)
    assert (made.name if made else None) == wanted, why


ANSWERS = [
    ('{"claims": []}', 0, "nothing"),
    ('```json\n{"claims": [{"kind": "task", "quote": "q", "fields": {}}]}\n```', 1, "fenced, no occurrence"),
    (
        '{"claims": [{"kind": "person", "quote": "q"}, 7, {"kind": "task", "quote": 7}]}',
        0,
        "other forms are left out",
    ),
    (json.dumps({"claims": [GOOD] * 80}), 50, "no more than a block can hold"),
]


@pytest.mark.parametrize(("answer", "count", "why"), ANSWERS)
def test_what_a_model_writes_is_understood_or_left_out(answer, count, why):
    """The form is strict where it must be; entries of another form are no reason to lose the rest."""
    assert len(understood(answer)) == count, why


def test_a_document_the_rules_read_well_has_no_doubtful_block():
    """Nothing is sent where nothing is asked."""
    document = read_bytes("Thu ngân sách đạt 16.900 tỷ đồng.".encode(), "tin.txt")

    assert doubtful(Context(document, default_lexicon()), extract(document)) == []
