"""From accepted words to a matter: a shortcoming, its cause, a difficulty; a proposal.

The same words of the same document are one row; said again in another document they are another row, so that
what comes back the next year can be seen to come back.
"""

from __future__ import annotations

from dondoc.text.normalize import search_key
from dondoc.web.bodies.models import Body
from dondoc.web.matters.models import Matter, NatureOfMatter
from dondoc.web.sources import figurebodies
from dondoc.web.sources.making import Making, Rows, revive


def shortcoming(making: Making) -> Rows:
    """What is wrong or hard, and whose work it is about: the speaker's, else the place's."""
    directory = making.books.directory
    body = making.body or _named(making, "speaker") or figurebodies.body_of(making.document, directory)
    return _matter(making, making.data["nature"], body)


def proposal(making: Making) -> Rows:
    """What is asked for, and who is to answer it; nobody where the words do not say."""
    return _matter(making, NatureOfMatter.PROPOSAL, making.body or _named(making, "to"))


def _named(making: Making, field: str) -> Body | None:
    name = making.data.get(field)
    found = making.books.directory.resolve(name, on=making.document.date) if name else None
    return found.body if found else None


def _matter(making: Making, nature: str, body: Body | None) -> Rows:
    data, document = making.data, making.document
    kept = Matter.objects.filter(document=document, nature=nature)
    same = [row.pk for row in kept if search_key(row.words) == search_key(data["words"])]
    known = revive(Matter.objects.filter(pk__in=same))
    if known is not None:
        return [known]
    made = Matter(
        document=document,
        nature=nature,
        words=data["words"],
        speaker_as_written=(data.get("speaker") or "")[:300],
        voice=data["voice"],
        because=data.get("cause") or "",
        to_as_written=(data.get("to") or "")[:300],
        body=body,
    )
    made.save()
    return [made]
