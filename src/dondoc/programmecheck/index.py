"""Which of thousands of documents may share passages with a programme: an index, one document at a time.

Four words in a row make a print; one print in four is kept, whatever stands around it, so that the same words
give the same prints in every document. SQLite keeps print → documents, and each document's text for the
alignment of the few that share rare prints. How many documents have a print says what everybody writes.

Who rewords leaves no four words in a row. So SQLite's full-text index (FTS5, without positions) also keeps
every two content words in a row and every figure, synonyms as one word: a sentence that shares some rare ones
of them with a document is worth a look.

    with Index(path) as index:
        index.add("a.docx", text, title="Kế hoạch 48/KH-SNNMT")
        index.candidates(programme_text)
        index.reworded_candidates(sentences)
"""

from __future__ import annotations

import sqlite3
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from operator import add
from pathlib import Path
from types import TracebackType

from dondoc.programmecheck.words import LIGHT_WORDS, NUMBER, PLACE, phrases_stamp, plain_words

FORMAT = "2"  # of prints and pairs; another one, or other synonyms, and the index is built anew
CANDIDATES = 20  # documents that are compared word by word
_KEPT = 3  # mask: a print is kept where its last two bits are 0
_TWO_HITS = 2  # a document with fewer rare prints in common is no candidate
_COMMON = 0.05  # of the documents: a print that more of them have leads nowhere
_COMMON_LEAST = 20  # documents, so that a small index does not call everything common
_RARE = 0.005  # of the documents: pairs that more of them have are not looked at
_RARE_LEAST = 8
_TELLING = 3  # rare pairs and figures that one sentence has to share with a document
_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS document (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, title TEXT NOT NULL, stamp TEXT NOT NULL,
    prints BLOB NOT NULL, text BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS print (hash INTEGER, document INTEGER, PRIMARY KEY (hash, document)) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS pair
    USING fts5 (words, content = '', detail = 'none', columnsize = 0, tokenize = 'ascii');
"""


def is_broken(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is at fault: not that another process writes or the disk is full."""
    return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def is_one(path: Path) -> bool:
    """Whether a file begins as an index does, or is empty: what is not ours is not put aside."""
    with path.open("rb") as file:
        return file.read(len(_BEGINS)) in {_BEGINS, b""}


_BEGINS = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Found:
    """A document of the index that shares rare words in a row with the text asked for."""

    key: str
    title: str
    shared: int  # rare prints in common
    weight: float  # their worth: the rarer, the more


class Index:
    """The prints of many documents in one SQLite file; "" keeps them in memory."""

    def __init__(self, path: Path | str, *, verify: bool = False) -> None:
        """Open or make the index; one made by another version of the prints is emptied.

        Args:
            path: The file.
            verify: Read it through first: a second for some hundred megabytes.

        Raises:
            sqlite3.DatabaseError: The file is broken or no index (`is_broken`), or cannot be written. What is
                broken further in is met while it is asked.
        """
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        try:
            if verify:
                self._verify()
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    def _verify(self) -> None:
        said = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            error = sqlite3.DatabaseError(said)
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA cache_size=-131072")
        self._db.executescript(_SCHEMA)
        made_as = f"{FORMAT} {phrases_stamp()}"
        row = self._db.execute("SELECT value FROM about WHERE name = 'format'").fetchone()
        if row is None or row[0] != made_as:
            self._db.executescript(
                "DELETE FROM print; DELETE FROM document; INSERT INTO pair (pair) VALUES ('delete-all');"
            )
            self._db.execute("INSERT OR REPLACE INTO about VALUES ('format', ?)", (made_as,))

    @classmethod
    def anew(cls, path: Path) -> Index:
        """An empty index in the place of a broken one, which is kept beside it as `NAME.hong`."""
        path.replace(path.with_name(f"{path.name}.hong"))
        for rest in ("-wal", "-shm"):  # they belong to the broken one
            path.with_name(path.name + rest).unlink(missing_ok=True)
        return cls(path)

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM document").fetchone()[0])

    # -- documents in and out -----------------------------------------------------------------------------

    def add(self, key: str, text: str, *, title: str = "", stamp: str = "") -> None:
        """Put a document in, in the place of an older one of that key."""
        self.add_many([(key, text, title, stamp)])

    def add_many(self, documents: Iterable[tuple[str, str, str, str]]) -> int:
        """Put documents in, in one transaction: (key, text, title, stamp); how many."""
        rows: list[tuple[int, int]] = []
        pairs: list[tuple[int, str]] = []
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            for key, text, title, stamp in documents:
                self._drop(key)
                words = plain_words(text)
                found = prints_of(words)
                packed = _packed(found)
                made = db.execute(
                    "INSERT INTO document (key, title, stamp, prints, text) VALUES (?, ?, ?, ?, ?)",
                    (key, title, stamp, packed, zlib.compress(text.encode("utf-8", "replace"), 1)),
                )
                number = int(made.lastrowid or 0)
                rows += [(value, number) for value in found]
                pairs.append((number, " ".join(pairs_of(words))))
            rows.sort()  # neighbours in the tree are written together
            db.executemany("INSERT OR IGNORE INTO print VALUES (?, ?)", rows)
            db.executemany("INSERT INTO pair (rowid, words) VALUES (?, ?)", pairs)
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
        return len(pairs)

    def remove(self, key: str) -> None:
        """Take a document out; nothing where it is not there."""
        self._db.execute("BEGIN IMMEDIATE")
        self._drop(key)
        self._db.execute("COMMIT")

    def _drop(self, key: str) -> None:
        row = self._db.execute("SELECT id, prints, text FROM document WHERE key = ?", (key,)).fetchone()
        if row is None:
            return
        # An index without contents is told what it loses: the same words as went in (`phrases_stamp`).
        words = pairs_of(plain_words(zlib.decompress(row[2]).decode("utf-8")))
        self._db.execute(
            "INSERT INTO pair (pair, rowid, words) VALUES ('delete', ?, ?)", (row[0], " ".join(words))
        )
        self._db.executemany(
            "DELETE FROM print WHERE hash = ? AND document = ?", [(v, row[0]) for v in _unpacked(row[1])]
        )
        self._db.execute("DELETE FROM document WHERE id = ?", (row[0],))

    def stamps(self) -> dict[str, str]:
        """Key → what it was put in with: to see what has changed since."""
        return dict(self._db.execute("SELECT key, stamp FROM document"))

    def titles(self) -> dict[str, str]:
        """Key → how the document is named."""
        return dict(self._db.execute("SELECT key, title FROM document"))

    def text(self, key: str) -> str:
        """A document's text as it was put in.

        Raises:
            KeyError: There is none of that key.
        """
        row = self._db.execute("SELECT text FROM document WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return zlib.decompress(row[0]).decode("utf-8")

    # -- asked --------------------------------------------------------------------------------------------

    def candidates(
        self, text: str, *, limit: int = CANDIDATES, allowed: Callable[[str], bool] | None = None
    ) -> list[Found]:
        """The documents that share most rare prints with a text, the likeliest first.

        Args:
            text: Of the programme.
            limit: How many at most.
            allowed: Whether a document of this key may be named; None allows all.
        """
        total = len(self)
        if not total:
            return []
        common = max(_COMMON_LEAST, _COMMON * total)
        shared: Counter[int] = Counter()
        weight: dict[int, float] = {}
        for value in prints(text):
            holders = self._holders(value, int(common) + 1)
            if not holders or len(holders) > common:
                continue
            worth = log(1 + total / len(holders))
            for number in holders:
                shared[number] += 1
                weight[number] = weight.get(number, 0.0) + worth
        likely = [number for number, hits in shared.items() if hits >= _TWO_HITS]
        likely.sort(key=lambda number: -weight[number])
        found: list[Found] = []
        for number in likely:
            key, title = self._names(number)
            if allowed is None or allowed(key):
                found.append(Found(key, title, shared[number], weight[number]))
                if len(found) == limit:
                    break
        return found

    def reworded_candidates(
        self,
        sentences: Iterable[str],
        *,
        limit: int = CANDIDATES,
        allowed: Callable[[str], bool] | None = None,
    ) -> list[Found]:
        """The documents that may say a sentence in other words, the likeliest first.

        A document is as likely as its likeliest sentence: one reworded paragraph in a long text is enough.

        Args:
            sentences: Of the programme.
            limit: How many at most.
            allowed: Whether a document of this key may be named; None allows all.
        """
        total = len(self)
        if not total:
            return []
        most = int(max(_RARE_LEAST, _RARE * total))
        known: dict[str, list[int]] = {}
        best: dict[int, tuple[float, int]] = {}
        for sentence in sentences:
            shared: dict[int, int] = {}
            weight: dict[int, float] = {}
            for word in set(pairs_of(plain_words(sentence))):
                holders = known.get(word)
                if holders is None:
                    holders = known[word] = self._holders_of_pair(word, most)
                for number in holders:
                    shared[number] = shared.get(number, 0) + 1
                    weight[number] = weight.get(number, 0.0) + log(1 + total / len(holders))
            for number, hits in shared.items():
                if hits >= _TELLING:
                    best[number] = max(best.get(number, (0.0, 0)), (weight[number], hits))
        found: list[Found] = []
        for number in sorted(best, key=lambda number: (-best[number][0], number)):
            key, title = self._names(number)
            if allowed is None or allowed(key):
                found.append(Found(key, title, best[number][1], best[number][0]))
                if len(found) == limit:
                    break
        return found

    def _holders_of_pair(self, word: str, most: int) -> list[int]:
        """The documents that have a pair; none where more than `most` do."""
        rows = self._db.execute(
            "SELECT rowid FROM pair WHERE pair MATCH ? LIMIT ?", (word, most + 1)
        ).fetchall()
        return [row[0] for row in rows] if len(rows) <= most else []

    def _names(self, number: int) -> tuple[str, str]:
        row = self._db.execute("SELECT key, title FROM document WHERE id = ?", (number,)).fetchone()
        return str(row[0]), str(row[1])

    def _holders(self, value: int, most: int) -> list[int]:
        rows = self._db.execute("SELECT document FROM print WHERE hash = ? LIMIT ?", (value, most))
        return [row[0] for row in rows]

    def holders(self, words: str, *, most: int = 1000) -> int:
        """In how many documents a sentence may stand: the middle one of its prints' counts."""
        counts = sorted(len(self._holders(value, most)) for value in prints(words))
        return counts[len(counts) // 2] if counts else 0


_KNOWN: dict[str, int] = {}  # word → its number; the words of a language are few
_MANY_WORDS = 200_000


def prints(text: str) -> list[int]:
    """The kept prints of a text: 32-bit numbers, each once, ascending."""
    return prints_of(plain_words(text))


def pairs_of(words: Sequence[str]) -> list[str]:
    """Two content words in a row as one, and figures, in the text's order; of small letters and digits.

    >>> pairs_of(["do", "dem", "=ubnd", "va", "312", "thua", "dat", "2026"])
    ['n312', 'demubnd', 'ubndthua', 'thuadat']
    """
    content = [word.strip("=").replace("_", "") for word in words if word not in _SAYS_LITTLE and word > "="]
    figures = ["n" + digits for word in words if word < ":" and len(digits := _digits(word)) > 1]
    return [
        *(digits for digits in figures if not (len(digits) == 5 and digits.startswith(("n19", "n20")))),
        *map(add, content, content[1:]),
    ]


def _digits(word: str) -> str:
    return word.replace(".", "").replace(",", "")


_SAYS_LITTLE = LIGHT_WORDS | {PLACE, NUMBER}


def prints_of(words: Sequence[str]) -> list[int]:
    """The same of a text's words (`plain_words`)."""
    known = _KNOWN
    if len(known) > _MANY_WORDS:
        known.clear()
    numbers: list[int] = []
    for word in words:
        number = known.get(word)
        if number is None:
            number = known[word] = 0 if word[0] <= "9" else zlib.crc32(word.encode())
        numbers.append(number)
    return sorted(_hashes(numbers))


def _hashes(numbers: list[int]) -> set[int]:
    """Four numbers in a row → one; those whose last bits are 0. Of pairs of figures alone none is kept."""
    pairs = [one * _FIRST + other for one, other in pairwise(numbers)]
    return {
        value
        for one, other in zip(pairs, pairs[2:], strict=False)
        if not (value := (one * _THEN + other) >> 7 & 0xFFFFFFFF) & _KEPT and one and other
    }


_FIRST, _THEN = 0x9E3779B1, 0x85EBCA77  # odd, so that each word counts in each bit


def _packed(values: list[int]) -> bytes:
    made = array("L" if array("I").itemsize != _BYTES else "I", values)
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()


_BYTES = 4  # of a print on disk, the lowest first


def _unpacked(packed: bytes) -> Iterator[int]:
    return (int.from_bytes(packed[at : at + _BYTES], "little") for at in range(0, len(packed), _BYTES))
