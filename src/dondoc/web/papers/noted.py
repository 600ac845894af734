"""Where what a paper says comes from: pages of the register, for its footnotes and links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from dondoc.writing import footnotes


@dataclass(frozen=True, slots=True)
class Note:
    """A source: what its footnote says, and the page it leads to."""

    text: str
    page: str  # the name of its address: "document", "indicator", "task"
    key: int | None = None  # of the page's row; None: the page has none
    query: str = ""  # of a list: what it is asked for, "state=open_late&body=4"

    @property
    def path(self) -> str:
        """The page's address inside the site."""
        path = reverse(self.page, args=[] if self.key is None else [self.key])
        return f"{path}?{self.query}" if self.query else path


@dataclass(slots=True)
class Notes:
    """A paper's sources in the order they are named; each once."""

    rows: list[Note] = field(default_factory=list)
    _places: dict[Note, int] = field(default_factory=dict)

    def place(self, note: Note) -> int:
        """Its index, added where it is new."""
        if note not in self._places:
            self._places[note] = len(self.rows)
            self.rows.append(note)
        return self._places[note]

    def mark(self, text: str, page: str, key: int | None = None) -> str:
        """The mark of a footnote."""
        return footnotes.mark(self.place(Note(text, page, key)))

    def linked(self, words: str, text: str, page: str, key: int | None = None, query: str = "") -> str:
        """The words with a link to their source."""
        return footnotes.linked(self.place(Note(text, page, key, query)), words)

    def printed(self, address: Callable[[str], str]) -> list[footnotes.Note]:
        """As the writer of papers takes them; `address` makes a path of the site whole."""
        return [footnotes.Note(f"{note.text.rstrip('.')}.", address(note.path)) for note in self.rows]
