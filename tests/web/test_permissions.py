"""One table of every address, who asks, and what they are answered; and that no address is missing from it.

The rows ask for what belongs to the province (kept at its root), so that an officer of one department does
not see it; what a row's service does in detail is tested with its page. `post` rows change something: for
whoever is refused, nothing may have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dondoc.exchange.ownfields import FieldKind
from dondoc.exchange.sheets import Row as SheetRow
from dondoc.exchange.sheets import Sheet
from dondoc.reading import pictures
from dondoc.records.plan import Period
from dondoc.web.accounts.agencies import agency_add, member_add
from dondoc.web.accounts.models import Grant
from dondoc.web.api.services import token_add
from dondoc.web.audit.models import Entry
from dondoc.web.bodies.charges import charge_add
from dondoc.web.bodies.models import Position
from dondoc.web.bodies.moving import body_link_add
from dondoc.web.chains.models import Correspondence, DraftComment, LifeKind
from dondoc.web.chains.secret import stub_add
from dondoc.web.chains.services import life_add, link_add
from dondoc.web.checks.services import check_ask, work_one
from dondoc.web.exchange.kept import sheet_json
from dondoc.web.exchange.models import ColumnMap, Import, System
from dondoc.web.followup.feeds import feed_add
from dondoc.web.followup.models import Criticism, Letter, Mail, WeeklyPaper
from dondoc.web.judgement.models import Explained, Scenario
from dondoc.web.judgement.services import board_freeze
from dondoc.web.judgement.yardsticks import yardstick_add
from dondoc.web.obligations.models import KindOfObligation
from dondoc.web.obligations.services import obligations_generate
from dondoc.web.papers.models import FormConfirmation, IssuedPaper, IssuedReport, OfficeTemplate
from dondoc.web.papers.packs import pack_ask
from dondoc.web.pictures.models import BoundarySet
from dondoc.web.plans import life as task_life
from dondoc.web.plans.models import EventKind
from dondoc.web.programmes import life as programme_life
from dondoc.web.programmes.life import register
from dondoc.web.programmes.services import programme_add, session_add
from dondoc.web.projects.models import Project
from dondoc.web.projects.services import capital_set
from dondoc.web.reorganisations.services import Founding, reorganise
from dondoc.web.reporting.drafts import Typed, cells_save, difficulty_add
from dondoc.web.reporting.models import Delegation, ReportCalendar
from dondoc.web.results.models import Observation
from dondoc.web.schedule.models import Run
from dondoc.web.sources import services, storage
from dondoc.web.sources.models import Batch, File, JobState, Mention, ReadJob
from dondoc.web.taskwork.models import Step, Trigger
from dondoc.web.taskwork.ownfields import field_add as own_field_add
from dondoc.web.workdays.models import DayRule
from web.once import once
from web.reports import quarter

pytestmark = pytest.mark.django_db

WHO = ("analyst", "finance", "reader", "inspector", "administrator", "nobody", "stranger")
# Also asked: a leader and văn thư of the province, the head of the finance department, and who follows the
# building department.
ALSO = ("leader", "clerk", "head", "supervisor")
OPEN = (200,) * 7  # needs no session
# analyst, officer of a department, reader, inspector, administrator, without a role, not signed in
SIGNED_IN = (200, 200, 200, 200, 200, 200, 302)
SEEN = (200, 404, 200, 200, 404, 404, 302)  # what the province keeps: read by who reads at its root
UPLOADS = (200, 200, 403, 403, 403, 403, 302)
SENT = (200, 404, 404, 404, 404, 404, 302)  # a batch of the province: for who uploads there
REVIEWS = (200, 404, 403, 403, 404, 404, 302)
DECIDES = (302, 404, 403, 403, 404, 404, 302)
RECORDS = (422, 404, 403, 403, 404, 404, 302)
IMPORTS = (200, 403, 403, 403, 403, 403, 302)
IMPORTED = (200, 404, 404, 404, 404, 404, 302)  # for who decides there what enters the register
BOARDS = (200, 200, 200, 200, 403, 403, 302)
KEPT = (302, 403, 403, 403, 403, 403, 302)
PEOPLE = (403, 403, 403, 403, 200, 403, 302)
KEEPS = (200, 403, 403, 403, 200, 403, 302)  # bodies and what becomes of them
DRAFTS = (200, 200, 403, 403, 403, 403, 302)  # acts for a body, decides for it or follows it
TEMPLATES = (200, 200, 403, 403, 200, 403, 302)
KEEPS_ONE = (200, 403, 403, 403, 200, 404, 302)
OWED = (200, 200, 404, 404)  # of `ALSO`: what the province owes and asks for
# What the others are answered where nothing else is said: the task is led by the building department, so who
# follows that sees its document, and the head of another department does not.
OTHERS: dict[tuple[int, ...], tuple[int, ...]] = {
    OPEN: (200, 200, 200, 200),
    SIGNED_IN: (200, 200, 200, 200),
    SEEN: (200, 200, 404, 200),
    UPLOADS: (403, 200, 403, 403),
    SENT: (404, 200, 404, 404),
    REVIEWS: (403, 403, 404, 403),
    DECIDES: (403, 403, 404, 403),
    KEPT: (403, 403, 403, 403),
    PEOPLE: (403, 403, 403, 403),
    IMPORTS: (403, 403, 403, 403),
    BOARDS: (200, 200, 200, 200),
}


@dataclass(frozen=True)
class Row:
    """An address by name, what its arguments are called on `Things`, and the answer for each of `WHO`."""

    name: str
    answers: tuple[int, ...]
    about: str = ""  # "document": the argument is its number; more than one between spaces
    post: bool = False
    also: tuple[int, ...] = ()  # for each of `ALSO`; () takes what `OTHERS` says

    @property
    def expected(self) -> dict[str, int]:
        """Everybody asked, and what they are answered."""
        also = self.also or OTHERS.get(self.answers, ())
        assert len(also) == len(ALSO), f"{self.name}: say in `also` what {ALSO} are answered"
        return dict(zip((*WHO, *ALSO), (*self.answers, *also), strict=True))


TABLE = [
    Row("sign-in", (302, 302, 302, 302, 302, 302, 200), also=(302, 302, 302, 302)),
    Row("sign-out", (302,) * 7, post=True, also=(302, 302, 302, 302)),
    Row("language", (302,) * 7, post=True, also=(302, 302, 302, 302)),
    Row("theme", (302,) * 7, post=True, also=(302, 302, 302, 302)),
    Row("health", OPEN),
    Row("password-change", SIGNED_IN),
    Row("desk", SIGNED_IN),
    Row("desk-matrix", (200, 403, 403, 403, 403, 403, 302), also=(200, 403, 403, 200)),
    # sending in
    Row("upload", UPLOADS),
    Row("batch-list", UPLOADS),
    Row("batch", SENT, "batch"),
    Row("job-retry", (302, 404, 404, 404, 404, 404, 302), "batch job", post=True, also=(404, 302, 404, 404)),
    # the register
    Row("document-list", SIGNED_IN),
    Row("document-export", SIGNED_IN, "kind"),
    Row("document", SEEN, "document"),
    Row(
        "file", (302, 404, 302, 302, 404, 404, 302), "file", also=(302, 302, 404, 302)
    ),  # its bytes are not kept on this stage
    Row("file-page", SEEN, "pictured page_number"),  # drawn already on this stage
    Row("document-heading", DECIDES, "document", post=True),  # nothing is asked for: back to the page
    Row("document-edit", REVIEWS, "document", also=(403, 200, 404, 403)),
    Row("document-stands-on", REVIEWS, "document"),
    # the chain of a document
    Row("document-chain", SEEN, "document"),
    Row("link-choose", REVIEWS, "document"),
    Row(
        "link-decide", (404, 404, 403, 403, 404, 404, 302), "document", True, (403, 403, 404, 403)
    ),  # no parent named
    Row("link-withdraw", DECIDES, "link", post=True, also=(403, 403, 404, 404)),
    Row(
        "life-add", (422, 404, 403, 403, 404, 404, 302), "document", True, (403, 403, 404, 403)
    ),  # no day given
    Row("life-cancel", DECIDES, "life", post=True),  # without a reason: back to the page
    # papers drafted, and the templates they are written in
    Row("picture-page", BOARDS),
    Row("picture-part", (200, 404, 200, 200, 403, 403, 302), "drawing", also=(200, 200, 404, 404)),
    Row(
        "picture-file", (200, 404, 200, 200, 403, 403, 302), "drawing drawing_kind", also=(200, 200, 404, 404)
    ),
    Row("boundary-list", KEEPS, also=(403, 403, 403, 403)),
    Row("boundary-drop", (302, 403, 403, 403, 302, 403, 302), "boundaries", True, (403, 403, 403, 403)),
    Row("leader-page", BOARDS),
    Row("leader-look", (302, 302, 302, 302, 403, 403, 302), post=True, also=(302, 302, 302, 302)),
    Row("leader-briefing", BOARDS, "briefing"),
    Row("paper-list", DRAFTS, also=(200, 403, 200, 200)),
    Row("pack-list", DRAFTS, also=(200, 403, 200, 200)),
    Row("pack", (200, 404, 404, 404, 404, 404, 302), "pack", also=(404,) * 4),  # its maker's alone
    Row("pack-file", (200, 404, 404, 404, 404, 404, 302), "pack", also=(404,) * 4),
    Row("pack-act", (302, 404, 404, 404, 404, 404, 302), "pack pack_act", post=True, also=(404,) * 4),
    Row("paper-periodic", DRAFTS, also=(200, 403, 200, 200)),
    Row("paper-draft", DRAFTS, "paper", also=(200, 403, 200, 200)),
    Row("template-list", TEMPLATES, also=(200, 403, 200, 200)),
    Row("template-file", TEMPLATES, "paper_kind paper_form", also=(200, 403, 200, 200)),
    Row("template-version", (200, 200, 404, 404, 200, 404, 302), "template", also=(200, 404, 200, 200)),
    Row("template-switch", (302, 403, 404, 404, 302, 404, 302), "template use", True, (403, 404, 403, 403)),
    Row("form-confirm", (302, 403, 403, 403, 403, 403, 302), "paper_form", True, (302, 403, 302, 403)),
    Row("form-doubt", (302, 403, 403, 403, 403, 403, 302), "confirmation", True, (302, 403, 403, 403)),
    # what bodies owe for a document
    Row("document-board", SEEN, "document"),
    Row("board-export", SEEN, "document kind"),
    Row("obligation-generate", (200, 404, 403, 403, 404, 404, 302), "document", also=(200, 403, 404, 403)),
    Row("obligation-list", SIGNED_IN),
    Row("obligation-export", SIGNED_IN, "kind"),
    Row("obligation", SEEN, "obligation", also=(200, 200, 404, 200)),
    Row(
        "obligation-act", (422, 404, 403, 403, 404, 404, 302), "obligation owed", True, (422, 403, 404, 403)
    ),  # no day given
    # what its children took up
    Row("document-coverage", SEEN, "document"),
    Row("coverage-export", SEEN, "document kind"),
    Row("coverage-compare", DECIDES, "document", post=True),
    Row(
        "correspondence-join", (404, 404, 403, 403, 404, 404, 302), "document", also=(403, 403, 404, 403)
    ),  # no clause named
    Row("correspondence-decide", DECIDES, "correspondence", post=True, also=(403, 403, 404, 404)),
    # secret documents: that they exist, for who decides
    Row("secret-export", (200, 403, 403, 403, 403, 403, 302), "kind", also=(200, 403, 200, 403)),
    Row("secret-list", (200, 403, 403, 403, 403, 403, 302), also=(200, 403, 200, 403)),
    Row("secret-done", (302, 404, 404, 404, 404, 404, 302), "secret", post=True, also=(302, 404, 404, 404)),
    # versions of a draft
    Row("document-versions", SEEN, "document"),
    Row("draft-join", DECIDES, "document", post=True),  # none chosen: back to the page
    Row("draft-part", DECIDES, "document", post=True),
    Row("comment-add", (422, 404, 403, 403, 404, 404, 302), "document", True, (403, 403, 404, 403)),
    Row("comment-answer", DECIDES, "document comment", post=True),  # without an answer: back to the page
    # review
    Row("review", REVIEWS, "document"),
    Row(
        "review-many", (404, 404, 403, 403, 404, 404, 302), "document", post=True, also=(403, 403, 404, 403)
    ),  # no action named
    Row(
        "fact", (302, 404, 302, 302, 404, 404, 302), "fact", also=(302, 302, 404, 302)
    ),  # without htmx: its place in the document
    Row("fact-why", (302, 404, 302, 302, 404, 404, 302), "fact", also=(302, 302, 404, 302)),
    Row("fact-accept", DECIDES, "fact", post=True),
    Row("fact-reject", DECIDES, "fact", post=True),
    Row("fact-reopen", DECIDES, "confirmed", post=True),
    Row("fact-correct", REVIEWS, "fact"),
    Row("fact-merge", REVIEWS, "fact"),
    Row("fact-suggestions", REVIEWS, "fact"),
    Row("indicator-choices", (200, 403, 403, 403, 403, 403, 302), also=(403, 403, 403, 403)),
    # boards
    Row("target-list", SIGNED_IN),
    Row("target-export", SIGNED_IN, "kind"),
    Row("target", SEEN, "target", also=(200, 200, 404, 404)),
    Row("target-add", (200, 403, 403, 403, 403, 403, 302), also=(403, 403, 403, 403)),
    Row("target-version-add", REVIEWS, "target", also=(403, 403, 404, 404)),
    Row(
        "target-version-withdraw", DECIDES, "target version", post=True, also=(403, 403, 404, 404)
    ),  # no reason given
    Row("target-rules", REVIEWS, "target", also=(403, 403, 404, 404)),
    Row("target-path", REVIEWS, "target", also=(403, 403, 404, 404)),
    Row("target-allocation", SEEN, "target", also=(200, 200, 404, 404)),
    Row("allocation-export", SEEN, "target", also=(200, 200, 404, 404)),
    Row("target-rollup", SEEN, "target", also=(200, 200, 404, 404)),
    Row("figure-add", REVIEWS, "target", also=(403, 403, 404, 404)),
    Row("figure-correct", REVIEWS, "figure", also=(403, 403, 404, 404)),
    Row("figure-withdraw", DECIDES, "figure", post=True, also=(403, 403, 404, 404)),  # no reason given
    Row("target-picture", SEEN, "target theme", also=(200, 200, 404, 404)),
    Row("target-series-export", SEEN, "target kind", also=(200, 200, 404, 404)),
    # scoreboards and verdicts
    Row("scoreboard-list", SIGNED_IN),
    Row("verdict-rules", SIGNED_IN),
    Row("scoreboard", SEEN, "document"),
    Row("scoreboard-export", SEEN, "document kind"),
    Row("scoreboard-freeze", REVIEWS, "document", also=(200, 403, 404, 403)),
    Row("scoreboard-join", REVIEWS, "document"),
    Row("frozen-board", SEEN, "frozen"),
    Row("verdict", SEEN, "version", also=(200, 200, 404, 404)),
    Row(
        "verdict-decide", (422, 404, 403, 403, 404, 404, 302), "version", True, (422, 403, 404, 404)
    ),  # no reason given
    Row("contradiction-list", SIGNED_IN),
    Row("contradiction-export", SIGNED_IN, "kind"),
    Row("document-contradictions", SEEN, "document"),
    Row(
        "contradiction-explain", (404, 404, 403, 403, 404, 404, 302), "document", True, (403, 403, 404, 403)
    ),  # no contradiction named
    Row("explanation-withdraw", DECIDES, "explained", post=True),  # no reason given
    Row("verdict-outlook", SEEN, "version", also=(200, 200, 404, 404)),
    Row("verdict-forecast", SEEN, "version", also=(200, 200, 404, 404)),
    Row("issued-list", SIGNED_IN),
    Row("issued-export", SIGNED_IN, "kind"),
    Row("issued-add", DRAFTS, also=(200, 200, 200, 200)),  # văn thư numbers what others draft
    Row("paper-issue", DRAFTS, "paper", also=(200, 200, 200, 200)),
    Row("issued-paper", SEEN, "issued_paper", also=(200, 200, 404, 404)),
    Row("paper-file", SEEN, "issued_paper", also=(200, 200, 404, 404)),
    Row("issued-report", SEEN, "issued", also=(200, 200, 404, 404)),
    Row("issued-file", SEEN, "issued", also=(200, 200, 404, 404)),
    Row("verdict-comparison", SEEN, "version", also=(200, 200, 404, 404)),
    Row("yardstick-list", SIGNED_IN, "indicator"),  # what others published is no secret
    Row("yardstick-add", (200, 403, 403, 403, 403, 403, 302), "indicator", also=(403, 403, 403, 403)),
    Row("yardstick-withdraw", KEPT, "yardstick", post=True),  # no reason given
    Row("scenario-add", REVIEWS, "version", also=(403, 403, 404, 404)),
    Row("scenario-withdraw", DECIDES, "scenario", post=True, also=(403, 403, 404, 404)),  # no reason given
    Row("forecast-switch", KEPT, "indicator", post=True),
    Row("verdict-withdraw", DECIDES, "version", post=True, also=(302, 403, 404, 404)),  # none to withdraw
    Row("project-list", SIGNED_IN),
    Row("project-export", SIGNED_IN, "kind"),
    Row("project-workbook", SIGNED_IN),
    Row("project-add", (200, 200, 403, 403, 403, 403, 302), also=(403, 403, 200, 403)),
    Row("project-import", (200, 200, 403, 403, 403, 403, 302), also=(403, 403, 200, 403)),
    # one's own: a project's import is undone by whoever brought it in
    Row("project-import-undo", (404, 404, 404, 404, 404, 404, 302), "document", post=True, also=(404,) * 4),
    Row("project", SEEN, "project", also=(200, 200, 404, 404)),
    Row("project-edit", REVIEWS, "project", also=(403, 403, 404, 404)),
    Row("project-withdraw", DECIDES, "project", post=True, also=(403, 403, 404, 404)),  # no reason given
    Row("project-capital", RECORDS, "project", post=True, also=(403, 403, 404, 404)),  # nothing given
    Row("project-clearance", RECORDS, "project", post=True, also=(403, 403, 404, 404)),
    Row("project-step", RECORDS, "project", post=True, also=(403, 403, 404, 404)),
    Row("project-step-withdraw", DECIDES, "project step", post=True, also=(403, 403, 404, 404)),
    Row("project-capital-withdraw", DECIDES, "project capital", post=True, also=(403, 403, 404, 404)),
    Row("project-clearance-withdraw", DECIDES, "project clearance", post=True, also=(403, 403, 404, 404)),
    Row("project-targets", DECIDES, "project", post=True, also=(403, 403, 404, 404)),
    Row("task-list", SIGNED_IN),
    Row("task-export", SIGNED_IN, "kind"),
    Row("task", SEEN, "task"),
    Row(
        "task-act", (422, 404, 403, 403, 404, 404, 302), "task act", post=True, also=(422, 403, 404, 403)
    ),  # no day given
    Row(
        "task-resolve", (422, 404, 403, 403, 404, 404, 302), "task", post=True, also=(422, 403, 404, 403)
    ),  # no body named
    # tables in and out
    Row("import-list", IMPORTS),
    Row("import-new", IMPORTS),
    Row("import-documents", IMPORTS),
    Row("import-template", IMPORTS),
    Row("target-import-template", IMPORTS),
    Row("target-template-export", BOARDS),
    Row("task-template-export", BOARDS),
    Row("annex-export", BOARDS),
    Row("annex-word-export", BOARDS),
    Row("system-list", IMPORTS),
    Row("system-export", IMPORTED, "system", also=(404,) * 4),
    Row("import", IMPORTED, "import", also=(404,) * 4),
    Row("import-marked", IMPORTED, "import", also=(404,) * 4),
    Row("import-columns", (422, *IMPORTED[1:]), "import", post=True, also=(404,) * 4),  # no column chosen
    Row("import-apply", (302, *IMPORTED[1:]), "import", post=True, also=(404,) * 4),
    Row("import-drop", (302, *IMPORTED[1:]), "import", post=True, also=(404,) * 4),
    Row("import-undo", (422, *IMPORTED[1:]), "import", post=True, also=(404,) * 4),  # no reason given
    # work programmes: that there is one is known to whoever registers in it, its matters are not
    Row("programme-list", SIGNED_IN),
    Row("programme-add", (200, 403, 403, 403, 403, 403, 302), also=(200, 403, 200, 403)),
    Row("programme", (200, 200, 200, 200, 404, 404, 302), "programme", also=(200, 200, 200, 200)),
    Row(
        "programme-act",
        (422, 403, 403, 403, 404, 404, 302),
        "programme close",
        post=True,
        also=(422, 403, 403, 403),
    ),
    Row("programme-register", (200, 200, 403, 403, 404, 404, 302), "programme", also=(200, 403, 200, 403)),
    Row("programme-import", (200, 403, 403, 403, 404, 404, 302), "programme", also=(200, 403, 403, 403)),
    Row("programme-word", (200, 403, 200, 200, 404, 404, 302), "programme", also=(200, 200, 403, 403)),
    Row("programme-item-list", SIGNED_IN),
    Row("programme-item-export", SIGNED_IN, "kind"),
    Row("programme-item", SEEN, "matter_of_programme"),
    Row(
        "programme-item-act",
        (422, 404, 403, 403, 404, 404, 302),
        "matter_of_programme approve",
        post=True,
        also=(422, 403, 404, 403),
    ),  # no day given
    Row("session-list", SIGNED_IN),
    Row("session-move", (302, 403, 403, 403, 404, 404, 302), "session", post=True, also=(302, 403, 403, 403)),
    Row(
        "task-undo", (302, 404, 403, 403, 404, 404, 302), "task event", post=True, also=(403, 403, 404, 403)
    ),  # the analyst's own act, for the lead
    Row("task-work", SEEN, "task"),
    Row("own-fields", REVIEWS, "document"),
    Row("task-fields", REVIEWS, "document"),
    Row("own-field", REVIEWS, "document own_field"),
    Row("task-own", REVIEWS, "task", also=(200, 403, 404, 403)),
    Row(
        "task-work-do", (422, 404, 403, 403, 404, 404, 302), "task work", post=True, also=(422, 403, 404, 403)
    ),  # a step that says nothing
    Row(
        "task-work-row",
        (422, 404, 403, 403, 404, 404, 302),
        "task row_work task_step",
        post=True,
        also=(422, 403, 404, 403),
    ),  # done on no day
    Row("part-list", SIGNED_IN),
    Row("part-export", SIGNED_IN, "kind"),
    Row("trigger-list", SIGNED_IN),
    Row(
        "trigger-happened",
        (422, 404, 403, 403, 404, 404, 302),
        "trigger",
        post=True,
        also=(422, 403, 404, 404),
    ),  # on no day
    Row("saved-days", SIGNED_IN),
    Row("task-bodies", SIGNED_IN),
    Row("task-bodies-export", SIGNED_IN, "kind"),
    Row("calendar", SIGNED_IN),
    Row(
        "calendar-set", (422, 403, 403, 403, 403, 403, 302), post=True, also=(422, 403, 403, 403)
    ),  # no day given
    Row(
        "calendar-withdraw",
        (302, 403, 403, 403, 403, 403, 302),
        "rule",
        post=True,
        also=(302, 403, 403, 403),
    ),
    Row("matter", SEEN, "matter"),
    Row("matter-add", IMPORTS, also=(403, 403, 403, 403)),
    Row("matter-assign-many", KEPT, also=(302, 403, 302, 403)),  # none is chosen: back to the list
    Row("matter-withdraw", DECIDES, "matter", post=True, also=(403, 403, 404, 403)),  # no reason given
    Row(
        "matter-act",
        (422, 404, 403, 403, 404, 404, 302),
        "matter note",
        post=True,
        also=(422, 403, 404, 403),
    ),  # no day given
    Row(
        "matter-repeat", (422, 404, 403, 403, 404, 404, 302), "matter", post=True, also=(422, 403, 404, 403)
    ),  # no earlier one named
    Row("matter-summary", SIGNED_IN),
    Row("matter-summary-export", SIGNED_IN, "kind"),
    Row("matter-review", SIGNED_IN),
    Row("matter-review-export", SIGNED_IN, "kind"),
    Row("shortcoming-list", SIGNED_IN),
    Row("shortcoming-export", SIGNED_IN, "kind"),
    Row("proposal-list", SIGNED_IN),
    Row("proposal-export", SIGNED_IN, "kind"),
    Row("tally-list", SIGNED_IN),
    # checks of programmes
    Row("check-list", SIGNED_IN),
    Row("check-draft", UPLOADS),
    Row("check-document", REVIEWS, "document"),
    Row("check", SEEN, "check"),
    Row("check-again", (302, 404, 403, 403, 404, 404, 302), "check", post=True, also=(403, 403, 404, 403)),
    Row("check-export", SEEN, "check check_kind"),
    Row("check-matrix", SEEN, "check kind"),
    # the interface for programs: who is not signed in is told so, and is led nowhere
    Row("api-checks", (200,) * 6 + (401,), also=(200,) * 4),
    Row("api-check", (*SEEN[:6], 401), "check", also=(200, 200, 404, 200)),
    Row("api-check-result", (*SEEN[:6], 401), "check", also=(200, 200, 404, 200)),
    Row("api-check-matrix", (*SEEN[:6], 401), "check", also=(200, 200, 404, 200)),
    Row("api-description", OPEN),
    Row("api-none", (404,) * 7, also=(404,) * 4),
    Row("token-list", SIGNED_IN),
    Row("token-withdraw", (302, 404, 404, 404, 404, 404, 302), "token", post=True, also=(404,) * 4),
    Row("tally-export", SIGNED_IN, "kind"),
    Row("indicator-list", SIGNED_IN),
    Row("indicator-export", SIGNED_IN, "kind"),
    Row("indicator-add", IMPORTS),
    Row("rules-example", SIGNED_IN),
    Row("indicator-edit", IMPORTS, "indicator"),
    Row("indicator-merge", IMPORTS, "indicator"),
    Row("indicator-alias-add", KEPT, "indicator", post=True),  # no name given
    Row("indicator-alias-withdraw", KEPT, "indicator alias", post=True),
    Row("indicator", SIGNED_IN, "indicator"),  # the catalogue is no secret; its figures are
    Row("body-export", SIGNED_IN, "kind"),
    Row("body-workbook", KEEPS, also=(403, 403, 403, 403)),
    Row("body-import", KEEPS, also=(403, 403, 403, 403)),
    Row("body-add", KEEPS, also=(403, 403, 403, 403)),
    Row("body-edit", KEEPS_ONE, "body", also=(403, 403, 403, 403)),
    Row("body-act", (422, 403, 403, 403, 422, 404, 302), "body body_act", post=True, also=(403,) * 4),
    Row("body-link-end", (302, 403, 403, 403, 302, 404, 302), "body_link", post=True, also=(403,) * 4),
    Row("reorganisation-list", SIGNED_IN),
    Row("reorganisation-add", KEEPS, also=(403, 403, 403, 403)),
    Row("reorganisation", (200, 200, 200, 200, 200, 404, 302), "reorganisation", also=(200,) * 4),
    Row(
        "reorganisation-undo",
        (302, 403, 403, 403, 302, 404, 302),
        "reorganisation",
        post=True,
        also=(403,) * 4,
    ),
    Row("pass-on", (302, 403, 403, 403, 302, 404, 302), "body", post=True, also=(403,) * 4),
    Row("national-list", KEEPS, also=(403, 403, 403, 403)),
    Row("charge-list", SIGNED_IN),
    Row("charge-export", SIGNED_IN, "kind"),
    Row("charge-add", KEEPS, also=(403, 403, 403, 403)),
    Row("charge-end", (302, 403, 403, 403, 302, 404, 302), "charge", post=True, also=(403,) * 4),
    Row("charge-withdraw", (302, 403, 403, 403, 302, 404, 302), "charge", post=True, also=(403,) * 4),
    Row("leader", (200, 200, 200, 200, 200, 404, 302), "leader", also=(200,) * 4),
    Row("body-list", SIGNED_IN),
    Row("restated", (200, 200, 200, 200, 200, 404, 302), "body", also=(200,) * 4),
    Row("restated-export", (200, 200, 200, 200, 200, 404, 302), "body kind", also=(200,) * 4),
    Row(
        "body", (200, 200, 200, 200, 200, 404, 302), "body", also=(200, 200, 200, 200)
    ),  # who manages people knows the bodies
    Row("person-list", SIGNED_IN),
    Row("person", (200, 200, 200, 200, 404, 404, 302), "person", also=(200, 200, 200, 200)),
    Row("search", SIGNED_IN),
    Row("audit-list", (200, 403, 403, 200, 200, 403, 302), also=(200, 403, 200, 200)),
    Row("audit-export", (200, 403, 403, 200, 200, 403, 302), "kind", also=(200, 403, 200, 200)),
    # follow-up
    Row("followup-board", SIGNED_IN),
    Row("followup-export", SIGNED_IN, "kind"),
    Row("followup-body", (200, 404, 200, 200, 404, 404, 302), "followed", also=(200, 200, 404, 200)),
    Row("letter-add", (422, 404, 403, 403, 404, 404, 302), "followed", True, (422, 403, 404, 422)),
    Row("criticism-add", (422, 404, 403, 403, 404, 404, 302), "followed", True, (422, 403, 404, 422)),
    Row("criticism-withdraw", (302, 404, 403, 403, 404, 404, 302), "criticism", True, (302, 403, 404, 302)),
    Row("letter-list", SIGNED_IN),
    Row("letter", (200, 404, 404, 404, 404, 404, 302), "letter", also=(200, 200, 404, 200)),
    Row("letter-docx", (200, 404, 404, 404, 404, 404, 302), "letter", True, (200, 200, 404, 200)),
    Row("letter-issue", (422, 404, 404, 404, 404, 404, 302), "letter", True, (403, 422, 404, 403)),
    Row("letter-correct", (422, 404, 404, 404, 404, 404, 302), "letter", True, (403, 422, 404, 403)),
    Row("letter-withdraw", (302, 404, 404, 404, 404, 404, 302), "letter", True, (302, 403, 404, 302)),
    Row("weekly", SIGNED_IN),
    Row("weekly-docx", (200, 403, 403, 403, 403, 403, 302), post=True, also=(200, 403, 403, 403)),
    Row("weekly-kept", SENT, "weekly_paper", also=(200, 404, 404, 404)),
    Row("schedule", KEEPS, also=(403, 403, 403, 403)),
    Row("schedule-again", (302, 403, 403, 403, 302, 403, 302), "duty", True, (403, 403, 403, 403)),
    Row("feed-list", SIGNED_IN),
    Row("feed-revoke", (302, 404, 404, 404, 404, 404, 302), "feed", True, (404, 404, 404, 404)),
    Row("feed", OPEN, "feed_token"),  # a secret address of its own
    Row("notice-list", SIGNED_IN),
    Row("reminder-rules", SIGNED_IN),
    Row("reminder-rule-add", (422, 403, 403, 403, 403, 403, 302), post=True, also=(422, 403, 403, 403)),
    Row("reminder-rule-withdraw", KEPT, "rung offset", True, (302, 403, 403, 403)),
    Row("mail-list", SIGNED_IN),
    Row("mail", (200, 404, 404, 404, 404, 404, 302), "mail", also=(200, 404, 404, 200)),
    Row("mail-decide", (302, 404, 404, 404, 404, 404, 302), "mail again", True, (302, 404, 404, 302)),
    # reports of a period: the province's own, asked for by its office
    Row("report-list", SIGNED_IN),
    Row("report-export", SIGNED_IN, "kind"),
    Row("reports-confirm", (302,) * 7, post=True, also=(302,) * 4),  # none ticked
    Row("report-board", SIGNED_IN),
    Row("report-board-export", SIGNED_IN, "kind"),
    Row("report", SEEN, "report", also=OWED),
    Row("report-save", DECIDES, "report", True, (403, 403, 404, 404)),
    Row("report-clash", DECIDES, "report clash", True, (403, 403, 404, 404)),
    Row("report-act", RECORDS, "report note", True, (422, 403, 404, 404)),  # a note that says nothing
    Row("report-extend", RECORDS, "report", True, (422, 403, 404, 404)),  # to no day
    Row("report-difficulty", RECORDS, "report", True, (403, 403, 404, 404)),  # without words
    Row("report-difficulty-withdraw", DECIDES, "report difficulty", True, (403, 403, 404, 404)),
    Row("report-workbook", SEEN, "report", also=OWED),
    Row("report-import", RECORDS, "report", True, (403, 403, 404, 404)),  # no file
    Row("report-import-marked", SEEN, "report report_import", also=OWED),
    Row("report-file", SEEN, "report report_event", also=OWED),
    Row("report-roll-up", SEEN, "report_form quarter third", also=OWED),
    Row("report-roll-up-export", SEEN, "report_form quarter third kind", also=OWED),
    Row("report-form-list", SIGNED_IN),
    Row("report-form-add", IMPORTS, also=(200, 403, 403, 403)),
    Row("report-form", SEEN, "report_form", also=OWED),
    Row("report-form-generate", DECIDES, "report_form", True, (302, 403, 404, 404)),
    Row("report-calendar-list", BOARDS),
    Row("report-calendar-version", IMPORTS, "report_calendar", also=(200, 403, 403, 403)),
    Row(
        "report-calendar-choose", (422, 403, 403, 403, 403, 403, 302), post=True, also=(422, 403, 403, 403)
    ),  # no body named
    Row(
        "report-calendar-add", (422, 403, 403, 403, 403, 403, 302), post=True, also=(422, 403, 403, 403)
    ),  # without a name
    Row("delegation-list", SIGNED_IN),
    Row(
        "delegation-withdraw", (403, 404, 403, 403, 404, 404, 302), "delegation", True, (403, 403, 404, 404)
    ),  # its head's alone, and nobody here is the province's
    # people
    Row("user-list", PEOPLE),
    Row("user-add", PEOPLE),
    Row("user", PEOPLE, "user"),
    Row("user-password", (403, 403, 403, 403, 422, 403, 302), "user", post=True, also=(403, 403, 403, 403)),
    Row("grant-add", (403, 403, 403, 403, 422, 403, 302), "user", post=True, also=(403, 403, 403, 403)),
    Row("agency-add", PEOPLE),
    Row("member-add", (403, 403, 403, 403, 422, 403, 302), "agency", post=True, also=(403,) * 4),
    Row("member-end", (403, 403, 403, 403, 302, 403, 302), "member", post=True, also=(403,) * 4),
    Row("grant-list", PEOPLE),
    Row("grant-export", PEOPLE, "kind"),
    Row(
        "grant-pass", (403, 403, 403, 403, 302, 403, 302), "grant", post=True, also=(403,) * 4
    ),  # without a body
    Row("grant-end", (403, 403, 403, 403, 422, 403, 302), "grant", post=True, also=(403, 403, 403, 403)),
]


@pytest.fixture
def things(stage: Any, cast: Any, province: Any) -> dict[str, Any]:
    """One of everything, of the province itself; the task is led by its building department."""
    return once("one of everything", lambda: _things(stage, cast, province))


def _things(stage: Any, cast: Any, province: Any) -> dict[str, Any]:
    document = stage.document()
    accepted = [stage.fact(document, kind) for kind in ("indicator", "task", "person")]
    rows: dict[str, Mention] = {
        fact.kind: services.fact_accept(fact=fact, by=cast.analyst) for fact in accepted
    }
    batch = Batch.objects.create(created_by=cast.analyst, owner=province.root)
    file = document.files.get()
    job = ReadJob.objects.create(batch=batch, file=file, name="a.txt", state=JobState.FAILED)
    version, task = rows["indicator"].target_version, rows["task"].task
    assert version is not None
    assert task is not None
    parent = stage.document(date=date(2025, 12, 1))
    link = link_add(child=document, parent=parent, relation="carries_out", by=cast.analyst)
    happened = life_add(document=document, kind=LifeKind.REPEALED, on=date(2026, 5, 1), by=cast.analyst)
    correspondence = Correspondence.objects.create(
        parent=parent, child=document, parent_task=task, child_task=task
    )
    own = own_field_add(document=document, by=cast.analyst, label="Nguồn vốn", kind=FieldKind.TEXT)
    stub = stub_add(symbol="3-NQ/TU", day=date(2026, 1, 5), due=None, owner=province.root, by=cast.analyst)
    comment = DraftComment.objects.create(
        document=document, file=file, on=date(2026, 1, 2), words="Nêu rõ hơn", by=cast.analyst
    )
    (owed,) = obligations_generate(
        document=parent, kind=KindOfObligation.STUDY, bodies=[province.building], due=None, basis="",
        by=cast.analyst,
    ).made  # fmt: skip
    task.partners.all().delete()  # the finance department has nothing to do with it
    system = System.objects.create(name="Hệ thống khác", owner=province.root, created_by=cast.analyst)
    ColumnMap.objects.create(
        owner=province.root, system=system, fingerprint="x", headings=["Việc"], columns=["action"],
        saved_by=cast.analyst,
    )  # fmt: skip
    table = Sheet("Bảng 1", ("Việc",), ("A",), 1, (SheetRow(2, ("Trồng cây",), (None,)),))
    imported = Import.objects.create(
        owner=province.root, file=file, name="a.xlsx", document=document, sheets=[sheet_json(table)],
        columns=["action"], created_by=cast.analyst,
    )  # fmt: skip
    noted = services.fact_accept(fact=stage.fact(document, "shortcoming"), by=cast.analyst).matter
    assert noted is not None
    programme = programme_add(
        body=province.party, period=Period.parse("2026"), by=cast.analyst, on=document.date
    )
    session = session_add(body=province.party, name="BTV lần thứ 8", day=None, by=cast.analyst)
    matter = register(
        programme=programme,
        matter=programme_life.Matter(content="Đề án", preparing=province.building),
        by=cast.analyst,
        on=document.date,
    )
    rule = DayRule.objects.create(day=date(2026, 11, 20), name="Hội nghị", set_by=cast.analyst)
    task_life.act(task=task, kind=EventKind.ACKNOWLEDGED, on=date(2026, 10, 1), by=cast.analyst)
    body_link = body_link_add(body=province.finance, parent=province.party, valid_from=None, by=None)
    made = reorganise(
        before=[province.commune],
        after=[Founding("Xã Đông Sơn mới", "commune", province.root)],
        on=date(2026, 7, 1),
        paper="NQ 1",
        by=cast.analyst,
        today=date(2026, 10, 20),
    )
    (charge,) = charge_add(
        leader=cast.leader, bodies=[province.finance], valid_from=date(2026, 1, 1), by=cast.analyst
    )
    agency = agency_add(username="sxd", name="Sở Xây dựng", by=None)
    member = member_add(agency=agency, person=cast.second, valid_from=date(2026, 1, 1), by=None)
    step = Step.objects.create(task=task, what="Lấy ý kiến", by=cast.analyst)
    trigger = Trigger.objects.create(what="Ban hành hướng dẫn", owner=province.root, by=cast.analyst)
    checked = check_ask(document=document, parents=[], neighbours=False, by=cast.analyst)
    work_one()
    frozen = board_freeze(
        access=cast.access("analyst"), document=document, occasion="Hội nghị lần thứ 9",
        as_of=date(2026, 10, 20), by=cast.analyst,
    )  # fmt: skip
    return {
        "frozen": frozen.pk,
        "explained": Explained.objects.create(
            key="k", document=document, words="1 ≠ 2", reason="In nhầm", explained_by=cast.analyst
        ).pk,
        "issued": IssuedReport.objects.create(
            body=province.root,
            form="state",
            period="2026",
            as_of=date(2026, 10, 20),
            number=1,
            symbol="310/BC-UBND",
            issued_on=date(2026, 10, 20),
            file_name="bc.docx",
            content=b"PK",
            sha256="",
            figures=[],
            figures_sha256="",
            issued_by=cast.analyst,
        ).pk,
        "issued_paper": IssuedPaper.objects.create(
            kind="thong-bao-ket-luan",
            body=province.root,
            form="party",
            subject="kết luận",
            source="session:0",
            number=1,
            symbol="142-TB/TU",
            issued_on=date(2026, 10, 20),
            file_name="tb.docx",
            content=b"PK",
            sha256="",
            rows=[],
            rows_sha256="",
            issued_by=cast.analyst,
        ).pk,
        "yardstick": yardstick_add(
            indicator=version.target.indicator,
            scope="country",
            period="2026",
            value=Decimal(7),
            status="official",
            publisher="Cơ quan thống kê",
            published_on=date(2026, 1, 15),
            by=cast.analyst,
            on=date(2026, 10, 20),
        ).pk,
        "scenario": Scenario.objects.create(
            target=version.target,
            name="KB",
            publisher="UBND",
            published_on=document.date,
            entered_by=cast.analyst,
        ).pk,
        "matter": noted.pk,
        "note": "note",
        "programme": programme.pk,
        "session": session.pk,
        "matter_of_programme": matter.pk,
        "close": "closed",
        "approve": "approved",
        "work": "step",
        "row_work": "step-done",
        "own_field": own.key,
        "task_step": step.pk,
        "trigger": trigger.pk,
        "rule": rule.pk,
        "event": task.events.get(kind="acknowledged").pk,
        "agency": agency.pk,
        "member": member.pk,
        "body_link": body_link.pk,
        "reorganisation": made.pk,
        "charge": charge.pk,
        "leader": cast.leader.pk,
        "body_act": "rename",
        "document": document.pk,
        "fact": stage.fact(document, "citation").pk,
        "confirmed": accepted[2].pk,
        "link": link.pk,
        "obligation": owed.pk,
        "comment": comment.pk,
        "secret": stub.pk,
        "correspondence": correspondence.pk,
        "owed": "studied",
        "life": happened.pk,
        "file": file.pk,
        "batch": batch.pk,
        "job": job.pk,
        "target": version.target_id,
        "version": version.pk,
        "figure": Observation.objects.create(
            indicator=version.target.indicator,
            body=province.root,
            status="estimate",
            mantissa=1,
            name_as_printed="Thu",
            created_by=cast.analyst,
            period="2026",
            by_hand=True,
            period_start=date(2026, 1, 1),
            period_end=date(2026, 12, 31),
        ).pk,
        "indicator": version.target.indicator_id,
        "project": (project := _project(province, cast)).pk,
        "step": project.steps.get().pk,
        "capital": project.capital.get().pk,
        "clearance": project.clearances.get().pk,
        "alias": version.target.indicator.aliases.create(name="Thu NS", folded="thu ns").pk,
        "task": task.pk,
        "body": province.root.pk,
        "person": Position.objects.get().person_id,
        "user": cast.reader.pk,
        "grant": Grant.objects.get(user=cast.reader).pk,
        "kind": "csv",
        "theme": "light",
        "act": "done",
        "import": imported.pk,
        "system": system.pk,
        "check": checked.pk,
        "check_kind": "json",
        **_report(province, cast, file),
        "pictured": _pictured(file).pk,
        "page_number": 1,
        **_followed(province, cast),
        "paper": "giao-nhiem-vu",
        "pack": pack_ask(
            bodies=[province.finance], period="2026", as_of=date(2026, 10, 20), by=cast.analyst
        ).pk,
        "pack_act": "dung",
        "drawing": f"path:{version.target_id}",
        "drawing_kind": "csv",
        "boundaries": BoundarySet.objects.create(
            owner=province.root,
            file_name="xa.geojson",
            sha256="0" * 64,
            source="Sở",
            features=1,
            created_by=cast.analyst,
        ).pk,
        "briefing": "docx",
        "paper_kind": "phieu-trinh",
        "paper_form": "state",
        "use": "dung",
        "template": OfficeTemplate.objects.create(
            body=province.root,
            kind="phieu-trinh",
            form="state",
            number=1,
            file_name="mau.docx",
            sha256="0" * 64,
            content=b"x",
            created_by=cast.analyst,
        ).pk,
        "confirmation": FormConfirmation.objects.create(
            form="party", body=province.root, basis="Hướng dẫn", by=cast.analyst
        ).pk,
        "token": token_add(user=cast.analyst, name="Hệ thống khác")[0].pk,
    }


def _pictured(file: Any) -> Any:
    """The file, with the picture of its first page drawn."""
    file.refresh_from_db()
    file.media = "pdf"
    file.save(update_fields=["media"])
    file.readings.update(pages=[[1, 0, 5]])
    storage.put_picture(file.sha256, 1, pictures.png(1, 1, 1, 1, b"\xff"))
    return file


def _report(province: Any, cast: Any, file: Any) -> dict[str, Any]:
    """A report of the province itself, with one of everything that hangs on it."""
    asked = quarter(province, cast, province.root)
    report, line = asked.of(province.root), asked.lines[0]
    for text, base in (("1", 0), ("2", 0)):
        cells_save(report=report, typed=[Typed(f"v{line.pk}", text, base)], by=cast.second)
    told = difficulty_add(report=report, nature="difficulty", words="Thiếu vốn", by=cast.second)
    kept = report.imports.create(name="a.xlsx", sha256=storage.put(b"x"), by=cast.second)
    paper = File.objects.create(
        sha256=storage.put(b"y"), name="da-ky.pdf", size=1, media="pdf", document=file.document,
        uploaded_by=cast.second,
    )  # fmt: skip
    signed = report.events.create(kind="note", on=date(2026, 9, 1), by=cast.second, file=paper)
    delegation = Delegation.objects.create(
        body=province.root, person=cast.second, valid_from=date(2026, 9, 1), valid_to=date(2026, 9, 2),
        reason="đi vắng", by=cast.leader,
    )  # fmt: skip
    return {
        "report": report.pk,
        "clash": report.changes.get(clash=True).pk,
        "difficulty": told.pk,
        "report_import": kept.pk,
        "report_event": signed.pk,
        "report_form": asked.form.pk,
        "quarter": "quarter",
        "third": "2026-Q3",
        "report_calendar": ReportCalendar.objects.get(code="office").pk,
        "delegation": delegation.pk,
    }


def _followed(province: Any, cast: Any) -> dict[str, Any]:
    """What follow-up has about the building department."""
    mail = Mail.objects.create(
        person=cast.second,
        day=date(2026, 10, 20),
        body=province.building,
        message_id="<1@x>",
        state="given_up",
    )
    letter = Letter.objects.create(
        kind="reminder", body=province.building, issuer=province.party, as_of=date(2026, 10, 20),
        drafted_by=cast.analyst,
    )  # fmt: skip
    criticism = Criticism.objects.create(
        body=province.building, symbol="9-TB/TU", decided_on=date(2026, 10, 1), decided_by="BTV",
        words="chậm", recorded_by=cast.analyst,
    )  # fmt: skip
    weekly = WeeklyPaper.objects.create(
        body=province.root, day=date(2026, 10, 20), lines=1, content=b"x", sha256="x"
    )
    Run.objects.create(
        duty="clean", day=date(2026, 10, 20), state="done", worker="x", started_at=mail.created_at
    )
    feed, token = feed_add(person=cast.analyst, body=province.building)
    return {
        "mail": mail.pk, "again": "again", "rung": "officer", "offset": "-7", "letter": letter.pk,
        "criticism": criticism.pk, "followed": province.building.pk, "feed": feed.pk, "feed_token": token,
        "weekly_paper": weekly.pk, "duty": "clean",
    }  # fmt: skip


def _project(province: Any, cast: Any) -> Project:
    """A project of the province itself, with a step."""
    made = Project.objects.create(code="DA-1", name="Đường", owner=province.root, created_by=cast.analyst)
    made.steps.create(step="policy", on=date(2026, 1, 1), by=cast.analyst)
    made.clearances.create(on=date(2026, 1, 1), area_mantissa=3, created_by=cast.analyst)
    capital_set(
        project=made, kind="planned", source="province", year=2026, value=Decimal(5), by=cast.analyst,
        on=date(2026, 1, 1),
    )  # fmt: skip
    return made


def named(resolver: URLResolver) -> Iterator[str]:
    """The name of every address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name"
            yield pattern.name


def test_no_address_is_missing() -> None:
    """Whoever adds a page says here who may see it."""
    assert sorted({row.name for row in TABLE}) == sorted(named(get_resolver()))


@pytest.mark.parametrize("row", TABLE, ids=[row.name for row in TABLE])
def test_who_is_answered_what(row: Row, signed_in: Callable[[str], Any], things: dict[str, Any]) -> None:
    """Each of the cast in turn; a refusal changes nothing, and a stranger is led to the door."""
    address = reverse(row.name, args=[things[name] for name in row.about.split()])
    expected = row.expected
    order = sorted(expected.items(), key=lambda pair: pair[1] < 400)  # refusals first
    answers = {}
    for who, status in order:
        client = signed_in(who)
        before = Entry.objects.count()
        response = client.post(address) if row.post else client.get(address)
        answers[who] = response.status_code
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end, the file is closed
        if status >= 400:
            assert Entry.objects.count() == before, who
        if who == "stranger" and status == 302 and row.name not in ("sign-out", "language", "theme"):
            assert response.headers["Location"].startswith(reverse("sign-in")), row.name
        done = row.name in ("fact-reopen", "charge-withdraw", "criticism-withdraw")
        if done and status == 302 and who != "stranger":
            break

    assert answers == {who: expected[who] for who in answers}


CHANGES = [row.name for row in TABLE if row.post]


@pytest.mark.parametrize("name", CHANGES)
def test_changes_take_a_post(name: str, signed_in: Callable[[str], Any], things: dict[str, Any]) -> None:
    """An address that changes something does nothing on GET, for anybody."""
    row = next(row for row in TABLE if row.name == name)
    address = reverse(name, args=[things[part] for part in row.about.split()])

    for who in ("analyst", "administrator"):
        assert signed_in(who).get(address).status_code in (405, 403, 404)
