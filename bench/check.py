"""How fast a programme is held against thousands of documents: the index beside plain MinHash, in one run.

    .venv/bin/python bench/check.py                       10,000 documents of about 5 kB, a table
    .venv/bin/python bench/check.py --json                one flat object of named figures
    .venv/bin/python bench/check.py --documents 2000

Both read the same generated documents, in this process, on one core; times are the processor's, so that
others on the machine do not count. The alternative is what a user would put together: MinHash signatures of
each document (rensa, 128 hashes over words by threes) in its LSH index, in memory, asked with the programme
as a whole and with each of its paragraphs. The programme has about 40 pages; five of its paragraphs were
taken, lightly changed, from five of the documents; five more say in other words, by hand, what three
sentences of five others say: `found` and `reworded_found` are how many of them are named.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "src")]
import check_pairs  # noqa: E402 - beside the scripts

from dondoc import reading  # noqa: E402
from dondoc.programmecheck import Index, check_programme  # noqa: E402

DOCUMENTS, BYTES, PAGES, PLANTED, REWORDED = 10_000, 5_000, 40, 5, 5
PAGE = 2_400  # characters
ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gh",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
RHYMES = [
    "a",
    "ai",
    "an",
    "ang",
    "anh",
    "ao",
    "ât",
    "âm",
    "âu",
    "ăn",
    "ăng",
    "e",
    "em",
    "ên",
    "ênh",
    "i",
    "ia",
    "iêm",
    "iên",
    "inh",
    "o",
    "oai",
    "oan",
    "oi",
    "ôn",
    "ông",
    "ơi",
    "u",
    "ung",
    "ươi",
    "ương",
]
LIGHT = [
    "và",
    "của",
    "các",
    "những",
    "cho",
    "với",
    "về",
    "để",
    "trong",
    "tại",
    "trên",
    "là",
    "có",
    "được",
    "theo",
    "từ",
    "đến",
    "khi",
    "một",
    "cùng",
]


def vocabulary(chance: random.Random) -> list[str]:
    """6,000 words of two syllables, of which some are used far more than others."""
    syllables = [onset + rhyme for onset in ONSETS for rhyme in RHYMES]
    return [f"{chance.choice(syllables)} {chance.choice(syllables)}" for _ in range(6_000)]


WORDS = vocabulary(random.Random(7))
SHARES = [1 / (rank + 20) for rank in range(len(WORDS))]  # Zipf's, flattened at the top


def sentence(chance: random.Random) -> str:
    parts: list[str] = []
    for word in chance.choices(WORDS, SHARES, k=chance.randint(7, 16)):
        parts.append(word)
        if chance.random() < 0.35:
            parts.append(chance.choice(LIGHT))
        elif chance.random() < 0.1:
            parts.append(str(chance.randint(2, 4_000)))
    return " ".join(parts).capitalize() + "."


def text(chance: random.Random, size: int) -> str:
    """About `size` bytes of paragraphs."""
    paragraphs: list[str] = []
    total = 0
    while total < size:
        paragraphs.append(" ".join(sentence(chance) for _ in range(chance.randint(2, 4))))
        total += len(paragraphs[-1].encode()) + 1
    return "\n".join(paragraphs)


def programme(documents: list[str], chance: random.Random) -> tuple[str, set[int], set[int]]:
    """Forty pages with five paragraphs of others in them and five said anew, and whose they are."""
    paragraphs = text(chance, int(PAGES * PAGE * 1.35)).split("\n")
    owners = set(chance.sample(range(len(documents)), PLANTED))
    for owner in owners:
        taken = max(documents[owner].split("\n"), key=len)
        changed = " ".join(check_pairs.lightly(part + ".", chance) for part in taken.rstrip(".").split(". "))
        paragraphs.insert(chance.randrange(len(paragraphs)), changed)
    others = set(chance.sample(sorted(set(range(len(documents))) - owners), REWORDED))
    for owner, subject in zip(sorted(others), check_pairs.texts(), strict=True):
        at = chance.randrange(4)
        documents[owner] += "\n" + " ".join(subject["one"][at : at + 3])
        paragraphs.insert(chance.randrange(len(paragraphs)), " ".join(subject["reworded"][at : at + 3]))
    return "\n".join(paragraphs), owners, others


def by_dondoc(documents: list[str], asked: str, owners: set[int], others: set[int]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite3"
        with Index(path) as index:
            begun = time.process_time()
            for start in range(0, len(documents), 200):
                batch = documents[start : start + 200]
                index.add_many((str(start + n), words, "", "") for n, words in enumerate(batch))
            indexing = time.process_time() - begun
            begun = time.process_time()
            index.add("one more", documents[0])
            one = time.process_time() - begun
            index.remove("one more")
        size = path.stat().st_size
        document = reading.read_bytes(asked.encode(), "programme.txt")
        check_programme(reading.read_bytes(b"a b c", "a.txt"), [])  # imports and vocabularies
        with Index(path) as index:  # opened anew: nothing of it is in this process's memory
            begun = time.process_time()
            found = check_programme(document, [], index=index)
            query = time.process_time() - begun
            begun = time.process_time()
            index.candidates(document.text)
            candidates = time.process_time() - begun
    named = {int(passage.source) for passage in found.copying.passages}
    return {
        "documents_per_second": len(documents) / indexing,
        "one_document_ms": 1000 * one,
        "check_seconds": query,
        "candidates_seconds": candidates,
        "index_megabytes": size / 1e6,
        "found": float(len(named & owners)),
        "reworded_found": float(len(named & others)),
        "false": float(len(named - owners - others)),
    }


def by_minhash(documents: list[str], asked: str, owners: set[int], others: set[int]) -> dict[str, float]:
    from rensa import RMinHash, RMinHashLSH

    def sketch(words: str) -> RMinHash:
        made = RMinHash(num_perm=128, seed=42)
        parts = words.lower().split()
        made.update([" ".join(gram) for gram in zip(parts, parts[1:], parts[2:], strict=False)])
        return made

    begun = time.process_time()
    lsh = RMinHashLSH(threshold=0.3, num_perm=128, num_bands=32)
    for number, words in enumerate(documents):
        lsh.insert(number, sketch(words))
    indexing = time.process_time() - begun
    begun = time.process_time()
    named = set(lsh.query(sketch(asked)))
    for paragraph in asked.split("\n"):
        named.update(lsh.query(sketch(paragraph)))
    query = time.process_time() - begun
    return {
        "documents_per_second": len(documents) / indexing,
        "check_seconds": query,
        "found": float(len(named & owners)),
        "reworded_found": float(len(named & others)),
        "false": float(len(named - owners - others)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    chance = random.Random(20_260_630)
    documents = [text(chance, BYTES) for _ in range(asked.documents)]
    words, *whose = programme(documents, chance)
    made = {"dondoc": by_dondoc(documents, words, *whose), "minhash": by_minhash(documents, words, *whose)}
    flat = {
        f"{name}_{figure}": round(value, 3)
        for name, figures in made.items()
        for figure, value in figures.items()
    }
    flat |= {
        "documents": asked.documents,
        "programme_characters": len(words),
        "planted": PLANTED,
        "reworded": REWORDED,
    }
    if asked.json:
        print(json.dumps(flat, indent=1))
        return 0
    width = max(map(len, flat))
    for name, value in flat.items():
        print(f"{name:<{width}}  {value:>12,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
