"""Bodies as people and documents name them.

"UBND tỉnh Lam Sơn"          → Ủy ban nhân dân tỉnh (short form, the province's own name left out)
"Giám đốc Sở Tài chính"      → Sở Tài chính (who heads it answers for it)
"Sở Kế hoạch và Đầu tư"      → after its merger: the body that took over
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.bodies.models import Body, BodyKind, BodyName, Person, Position, Succession
from dondoc.web.core.today import today

# A province that is not the office's own: kept for its name, its dates and its figures.
ANOTHER_PROVINCE = Q(kind=BodyKind.PROVINCE, parent__isnull=False)
# … or a ministry: known and cited, but nobody here gives it work.
NOT_OURS = ANOTHER_PROVINCE | Q(kind=BodyKind.CENTRAL, parent__kind=BodyKind.CENTRAL)
SURE = 75  # from this score on a name is taken to mean the body

_SHORT = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "bch": "ban chap hanh",
    "btv": "ban thuong vu",
    "vp": "van phong",
    "bql": "ban quan ly",
}
# Two ways to say one thing, as whole beginnings of a name without marks.
_SAME = (
    ("ban chap hanh dang bo tinh", "tinh uy"),
    ("ban chap hanh dang bo thanh pho", "thanh uy"),
    ("ban chap hanh dang bo xa", "dang uy xa"),
    ("ban chap hanh dang bo phuong", "dang uy phuong"),
    ("dang bo tinh", "tinh uy"),
)
# Organs that govern what their name says after them, or the place they stand in.
_ORGANS = (
    "ban chap hanh dang bo",
    "doan dai bieu quoc hoi",
    "ban thuong vu",
    "hoi dong nhan dan",
    "uy ban nhan dan",
    "thuong truc",
    "thanh uy",
    "huyen uy",
    "dang uy",
    "tinh uy",
    "thi uy",
)
_PLACES = (BodyKind.PROVINCE, BodyKind.COMMUNE, BodyKind.DISTRICT)
# Who speaks or answers for a body.
_HEADS = (
    "uy vien",
    "pho bi thu thuong truc",
    "pho chu tich thuong truc",
    "pho bi thu",
    "pho chu tich",
    "pho giam doc",
    "pho truong ban",
    "ban thuong vu",
    "thuong truc",
    "chu tich",
    "giam doc",
    "thu truong",
    "truong ban",
    "chanh van phong",
    "bi thu",
    "lanh dao",
    "dong chi",
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A body found behind a name, how surely (0 … 100), and why."""

    body: Body
    score: int
    reason: str  # Vietnamese


class Directory:
    """All bodies and names, loaded once in three queries and asked many times."""

    def __init__(self) -> None:
        self.bodies = {body.pk: body for body in Body.objects.all()}
        root = min(
            (b for b in self.bodies.values() if b.kind == BodyKind.PROVINCE and b.parent_id is None),
            key=lambda body: body.pk,
            default=None,
        )
        self.province = search_key(root.name) if root else ""
        for prefix in ("tinh ", "thanh pho "):
            self.province = self.province.removeprefix(prefix)
        # key → (body, from, to, whether it is a former or short name)
        self.names: dict[str, list[tuple[int, date | None, date | None, str]]] = defaultdict(list)
        for body in self.bodies.values():
            self._add(body.name, body.pk, body.valid_from, body.valid_to)
        for other in BodyName.objects.all():
            self._add(other.name, other.body_id, other.valid_from, other.valid_to)
        self.taken: dict[int, list[tuple[int, date]]] = defaultdict(list)
        for before, after, on in Succession.objects.filter(withdrawn_at=None).values_list(
            "predecessor_id", "successor_id", "on"
        ):
            self.taken[before].append((after, on))

    def _add(self, name: str, body: int, since: date | None, until: date | None) -> None:
        for key in self._keys(name):
            self.names[key].append((body, since, until, name))

    def _keys(self, name: str) -> list[str]:
        """Forms without marks that mean the same name, the plainest first."""
        key = " ".join(_SHORT.get(word, word) for word in search_key(name).split())
        keys = [key]
        if self.province and key.endswith(" " + self.province) and key != f"tinh {self.province}":
            keys.append(key.removesuffix(" " + self.province))
        if keys[-1].endswith(" tinh"):
            keys.append(keys[-1].removesuffix(" tinh"))
        for key in list(keys):
            for one, other in _SAME:
                if key == one or key.startswith(one + " "):
                    keys.append(other + key[len(one) :])
        return [key for key in dict.fromkeys(keys) if key]

    def candidates(self, name: str, *, on: date | None = None, limit: int = 5) -> list[Resolved]:
        """Bodies a name may mean on a day, best first."""
        keys = self._keys(name)
        best: dict[int, Resolved] = {}
        for n, key in enumerate(keys):
            self._named(best, key, 100 - 2 * n, "đúng tên gọi" if not n else "cùng tên gọi, viết khác", on)
        if not best:
            reason = f"người hoặc bộ phận thay mặt cơ quan (“{name}”)"
            for rest in _without_heads(keys):
                for n, key in enumerate(self._keys(rest)):
                    self._named(best, key, 86 - 2 * n, reason, on)
                if best:
                    break
        if not best:
            words = name.split()
            for end in range(len(words) - 1, 1, -1):
                for key in self._keys(" ".join(words[:end])):
                    self._named(best, key, SURE - 5, "trùng phần đầu của tên ghi trong văn bản", on)
                if best:
                    break
        if not any(found.score >= SURE for found in best.values()):
            self._alike(best, keys[0] if keys else "", on)
        found = sorted(best.values(), key=lambda r: (-r.score, r.body.sort_key, r.body.pk))
        return found[:limit]

    def resolve(self, name: str, *, on: date | None = None) -> Resolved | None:
        """The body a name means on a day; None where none does for sure, or several do alike."""
        if not name.strip():
            return None
        found = self.candidates(name, on=on, limit=2)
        if not found or found[0].score < SURE:
            return None
        if len(found) > 1 and found[1].score == found[0].score:
            return None
        return found[0]

    def issuer(self, name: str, *, on: date | None = None) -> Resolved | None:
        """The body that issued a document, as its heading prints it: often after the one it belongs to.

        "UBND TỈNH … SỞ XÂY DỰNG" is the department: the last words that are a name count.
        """
        whole = self.resolve(name, on=on)
        if whole is not None:
            return whole
        words = name.split()
        for start in range(1, len(words) - 1):
            found = self.resolve(" ".join(words[start:]), on=on)
            if found is not None:
                return found
        return None

    def governed_by(self, body: Body) -> Body | None:
        """The place or body that a committee or council governs; None for one that governs none.

        "Đảng ủy xã Đông Sơn" → Xã Đông Sơn, "Tỉnh ủy" → the province, "Sở Xây dựng" → None.
        """
        key = self._keys(body.name)[-1]
        organ = next((organ for organ in _ORGANS if key == organ or key.startswith(organ + " ")), None)
        if organ is None:
            return None
        rest = key.removeprefix(organ).strip()
        if rest in ("", "tinh", self.province, f"tinh {self.province}"):
            above: Body | None = body
            while above is not None and above.kind not in _PLACES:
                above = self.bodies.get(above.parent_id) if above.parent_id else None
            return above
        found = self.resolve(rest)
        return None if found is None or found.body.pk == body.pk else found.body

    def _named(self, best: dict[int, Resolved], key: str, score: int, reason: str, on: date | None) -> None:
        for pk, since, until, _written in self.names.get(key, ()):
            self._keep(best, self._on_day(pk, since, until, score, reason, on))

    def _keep(self, best: dict[int, Resolved], found: Resolved) -> None:
        known = best.get(found.body.pk)
        if known is None or known.score < found.score:
            best[found.body.pk] = found

    def _on_day(
        self, pk: int, since: date | None, until: date | None, score: int, reason: str, on: date | None
    ) -> Resolved:
        """The body itself, or who had taken over from it by that day."""
        body = self.bodies[pk]
        if on is None:
            return Resolved(body, score if body.valid_to is None else score - 5, reason)
        seen: set[int] = set()
        while body.valid_to is not None and body.valid_to < on and body.pk not in seen:
            seen.add(body.pk)
            after = [(self.bodies[s], day) for s, day in self.taken.get(body.pk, ()) if day <= on]
            if len(after) != 1:
                return Resolved(body, score - 30, f"{reason}; đã kết thúc hoạt động")
            reason = f"{body.name} đã được {after[0][0].name} kế thừa từ {after[0][1]:%d/%m/%Y}"
            body, score = after[0][0], score - 5
        if seen:
            return Resolved(body, score, reason)
        if (since is not None and on < since) or (body.valid_from is not None and on < body.valid_from):
            return Resolved(body, score - 15, f"{reason}; chưa có tên này vào ngày {on:%d/%m/%Y}")
        if until is not None and until < on:
            return Resolved(body, score - 3, "tên gọi cũ")
        return Resolved(body, score, reason)

    def _alike(self, best: dict[int, Resolved], key: str, on: date | None) -> None:
        """Names that share most of their words: proposals only, never sure."""
        words = set(key.split())
        if len(words) < 2:
            return
        for other, places in self.names.items():
            theirs = set(other.split())
            shared = len(words & theirs)
            share = 2 * shared / (len(words) + len(theirs))
            if shared >= 2 and share >= 0.6:
                for pk, since, until, written in places:
                    reason = f"tên gần giống “{written}”"
                    found = self._on_day(pk, since, until, 100, reason, on)
                    self._keep(best, replace(found, score=min(SURE - 5, int(70 * share))))


def _without_heads(keys: list[str]) -> list[str]:
    """What is left when the words for who speaks are taken off the front, one after the other."""
    rests = []
    for key in keys:
        rest = key
        while head := next((head for head in _HEADS if rest.startswith(head + " ")), None):
            rest = rest.removeprefix(head + " ")
            rests.append(rest)
    return rests


def resolve(name: str, *, on: date | None = None) -> Resolved | None:
    """The body that a name as written means on a day; None where none does or several do.

    Ask a `Directory` where there are many names.
    """
    return Directory().resolve(name, on=on)


def candidates(name: str, *, on: date | None = None, limit: int = 5) -> list[Resolved]:
    """Bodies a name may mean, best first."""
    return Directory().candidates(name, on=on, limit=limit)


def bodies_seen(access: Access) -> QuerySet[Body]:
    """Every body, for whoever reads content: who leads what is no secret inside a province."""
    bodies = Body.objects.select_related("parent")
    return bodies if access.can(Action.READ) or access.can(Action.MANAGE_PEOPLE) else bodies.none()


def bodies_in_scope(access: Access) -> QuerySet[Body]:
    """The bodies of the reader's own branch, and those taken over; no other province, no ministry."""
    bodies = Body.objects.exclude(NOT_OURS)
    return bodies if access.everything else bodies.filter(pk__in=among(access.body_ids))


def body_options(access: Access) -> list[tuple[int, str]]:
    """The same as (key, name), for a select."""
    return list(bodies_in_scope(access).values_list("pk", "name"))


def living(found: QuerySet[Body]) -> QuerySet[Body]:
    """Of these bodies the ones there are today: what is gone is answered for by its successor.

    Nor other provinces and ministries, which are known but whose work is not kept here.
    """
    return found.filter(Q(valid_to=None) | Q(valid_to__gte=today())).exclude(NOT_OURS)


def bodies_acted_for(access: Access, action: Action) -> QuerySet[Body]:
    """The bodies a person has this right in, of those there are today, in Vietnamese order."""
    return living(Body.objects.filter(pk__in=access.bodies(action))).order_by("sort_key", "pk")


def bodies_kept(access: Access) -> QuerySet[Body]:
    """The bodies the reader keeps: adds, renames, merges; no other province."""
    return Body.objects.filter(pk__in=access.bodies(Action.ORGANISE)).exclude(ANOTHER_PROVINCE)


def districts_open(access: Access, *, on: date) -> QuerySet[Body]:
    """Districts that the books still have on a day when there are none any more."""
    return bodies_kept(access).filter(Q(valid_to=None) | Q(valid_to__gte=on), kind=BodyKind.DISTRICT)


def body_seen(access: Access, pk: int) -> Body:
    """One body; Http404."""
    body = bodies_seen(access).filter(pk=pk).first()
    if body is None:
        raise Http404
    return body


def people_seen(access: Access) -> QuerySet[Person]:
    """People with a standing position, for whoever reads content."""
    standing = Position.objects.filter(withdrawn_at__isnull=True)
    people = Person.objects.filter(Exists(standing.filter(person=OuterRef("pk")))).prefetch_related(
        Prefetch("positions", standing.select_related("body").order_by("-on", "pk"))
    )
    return people if access.can(Action.READ) else people.none()
