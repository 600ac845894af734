"""How pages print what the product knows: icons, exact numbers, periods, days and states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django import template
from django.db.models import Model
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from dondoc.web.core.quantities import number_text
from dondoc.writing import labels

register = template.Library()

# state → (tone, shape, word); tone is one of ok, warn, bad, info, "" (idle).
FACT_STATES = {
    "proposed": ("info", "s-open", gettext_lazy("Chờ duyệt")),
    "confirmed": ("ok", "s-ok", gettext_lazy("Đã xác nhận")),
    "rejected": ("", "s-no", gettext_lazy("Đã loại")),
    "superseded": ("", "s-draft", gettext_lazy("Có bản đọc mới")),
}
STANDINGS = {
    "issued": ("ok", "s-ok", gettext_lazy("Đã ban hành")),
    "draft": ("", "s-draft", gettext_lazy("Dự thảo")),
    "press": ("warn", "press", gettext_lazy("Báo chí")),
}
JOB_STATES = {
    "queued": ("", "s-open", gettext_lazy("Đang chờ")),
    "running": ("info", "s-half", gettext_lazy("Đang đọc")),
    "done": ("ok", "s-ok", gettext_lazy("Đã đọc")),
    "failed": ("bad", "s-late", gettext_lazy("Không đọc được")),
}
KINDS = {
    "indicator": gettext_lazy("Số liệu, chỉ tiêu"),
    "task": gettext_lazy("Nhiệm vụ"),
    "person": gettext_lazy("Người, chức vụ"),
    "citation": gettext_lazy("Viện dẫn"),
    "meeting": gettext_lazy("Hội nghị"),
    "verdict": gettext_lazy("Số chỉ tiêu đạt"),
    "vote": gettext_lazy("Biểu quyết, bỏ phiếu"),
    "rating": gettext_lazy("Xếp loại"),
    "shortcoming": gettext_lazy("Tồn tại, khó khăn"),
    "proposal": gettext_lazy("Kiến nghị, đề xuất"),
}
# What the trail calls a change, in words; a change that is not named here is shown by its own name.
ACTIONS = {
    "batch.add": gettext_lazy("tải tệp lên"),
    "body.add": gettext_lazy("thêm cơ quan"),
    "body.name_add": gettext_lazy("thêm tên gọi của cơ quan"),
    "body.rename": gettext_lazy("đổi tên cơ quan"),
    "body.end": gettext_lazy("ghi cơ quan kết thúc hoạt động"),
    "body.link": gettext_lazy("ghi cơ quan đứng thêm ở cây khác"),
    "body.link_end": gettext_lazy("ghi cơ quan thôi đứng ở cây khác"),
    "body.move": gettext_lazy("chuyển cấp trên của cơ quan"),
    "body.succeeded": gettext_lazy("ghi cơ quan kế thừa"),
    "charge.add": gettext_lazy("phân công phụ trách"),
    "charge.end": gettext_lazy("thôi phụ trách"),
    "charge.succeeded": gettext_lazy("chuyển phụ trách sang cơ quan kế thừa"),
    "charge.withdraw": gettext_lazy("rút phân công phụ trách"),
    "token.add": gettext_lazy("tạo mã truy cập"),
    "token.withdraw": gettext_lazy("thu hồi mã truy cập"),
    "check.ask": gettext_lazy("yêu cầu soát văn bản"),
    "check.ask_draft": gettext_lazy("yêu cầu soát một dự thảo"),
    "check.make": gettext_lazy("soát xong văn bản"),
    "citation.link": gettext_lazy("gắn viện dẫn với văn bản"),
    "document.add": gettext_lazy("vào sổ văn bản"),
    "document.file_add": gettext_lazy("thêm tệp cho văn bản"),
    "coverage.compare": gettext_lazy("đối chiếu với văn bản thực hiện"),
    "coverage.confirm": gettext_lazy("xác nhận các gợi ý đối chiếu chắc chắn"),
    "coverage.decide": gettext_lazy("quyết định một gợi ý đối chiếu"),
    "document.life": gettext_lazy("ghi diễn biến của văn bản"),
    "document.life_cancel": gettext_lazy("hủy diễn biến ghi nhầm"),
    "document.stands_on": gettext_lazy("gắn văn bản đã ban hành"),
    "document.update": gettext_lazy("sửa thông tin văn bản"),
    "draft.answer": gettext_lazy("trả lời ý kiến góp ý"),
    "draft.comment": gettext_lazy("ghi ý kiến góp ý dự thảo"),
    "fact.accept": gettext_lazy("xác nhận"),
    "fact.correct": gettext_lazy("sửa và xác nhận"),
    "fact.merge": gettext_lazy("gộp vào mục đã có"),
    "fact.reject": gettext_lazy("loại"),
    "fact.reopen": gettext_lazy("mở lại"),
    "file.add": gettext_lazy("nhận tệp"),
    "file.refuse": gettext_lazy("từ chối tệp"),
    "file.reread": gettext_lazy("xếp hàng đọc lại"),
    "grant.add": gettext_lazy("giao vai trò"),
    "grant.end": gettext_lazy("thôi vai trò"),
    "import.apply": gettext_lazy("nhập bảng vào sổ"),
    "import.columns": gettext_lazy("chọn cột của bảng"),
    "import.drop": gettext_lazy("bỏ bảng chưa nhập"),
    "import.start": gettext_lazy("gửi bảng để nhập"),
    "import.undo": gettext_lazy("hoàn tác cả bảng đã nhập"),
    "indicator.add": gettext_lazy("thêm chỉ tiêu vào danh mục"),
    "figure.add": gettext_lazy("nhập số liệu"),
    "figure.correct": gettext_lazy("đính chính số liệu"),
    "figure.withdraw": gettext_lazy("rút số liệu"),
    "indicator.alias": gettext_lazy("học thêm tên gọi của chỉ tiêu"),
    "indicator.alias_withdraw": gettext_lazy("bỏ tên gọi của chỉ tiêu"),
    "indicator.merge": gettext_lazy("gộp chỉ tiêu"),
    "indicator.update": gettext_lazy("sửa chỉ tiêu trong danh mục"),
    "job.fail": gettext_lazy("không đọc được tệp"),
    "job.retry": gettext_lazy("đọc lại tệp"),
    "link.add": gettext_lazy("gắn văn bản với văn bản cấp trên"),
    "link.decline": gettext_lazy("ghi nhận hai văn bản không gắn với nhau"),
    "link.withdraw": gettext_lazy("bỏ gắn hai văn bản"),
    "member.add": gettext_lazy("thêm người vào tài khoản cơ quan"),
    "member.end": gettext_lazy("thôi làm việc bằng tài khoản cơ quan"),
    "obligation.generate": gettext_lazy("giao nghĩa vụ thực hiện văn bản"),
    "obligation.fulfilled": gettext_lazy("ghi nghĩa vụ đã thực hiện"),
    "obligation.studied": gettext_lazy("ghi kết quả học tập, quán triệt"),
    "obligation.extended": gettext_lazy("gia hạn nghĩa vụ"),
    "obligation.waived": gettext_lazy("miễn nghĩa vụ"),
    "obligation.owed_again": gettext_lazy("bỏ miễn nghĩa vụ"),
    "obligation.reopened": gettext_lazy("mở lại nghĩa vụ"),
    "obligation.note": gettext_lazy("ghi chú nghĩa vụ"),
    "obligation.succeeded": gettext_lazy("chuyển nghĩa vụ cho cơ quan kế thừa"),
    "form.confirm": gettext_lazy("xác nhận thể thức văn bản"),
    "form.doubt": gettext_lazy("rút xác nhận thể thức văn bản"),
    "paper.tables": gettext_lazy("tải các bảng của báo cáo"),
    "boundary.drop": gettext_lazy("bỏ ranh giới xã, phường"),
    "boundary.load": gettext_lazy("nạp ranh giới xã, phường"),
    "pack.ask": gettext_lazy("yêu cầu soạn gói báo cáo"),
    "pack.done": gettext_lazy("soạn xong gói báo cáo"),
    "pack.resume": gettext_lazy("soạn tiếp gói báo cáo"),
    "pack.stop": gettext_lazy("dừng soạn gói báo cáo"),
    "leader.look": gettext_lazy("xem trang lãnh đạo"),
    "paper.draft": gettext_lazy("soạn dự thảo văn bản"),
    "template.add": gettext_lazy("gửi mẫu văn bản"),
    "template.retire": gettext_lazy("về mẫu văn bản chuẩn"),
    "template.use": gettext_lazy("dùng lại một bản mẫu văn bản"),
    "followup.plan": gettext_lazy("lập danh sách nhắc việc của ngày"),
    "mail.said_sent": gettext_lazy("xác nhận thư đã tới"),
    "mail.again": gettext_lazy("cho gửi lại thư"),
    "mail.given_up": gettext_lazy("thôi gửi thư"),
    "letter.draft": gettext_lazy("soạn dự thảo công văn"),
    "letter.issue": gettext_lazy("ghi số công văn đã ban hành"),
    "letter.correct": gettext_lazy("sửa số, ngày công văn ghi nhầm"),
    "letter.withdraw": gettext_lazy("bỏ dự thảo công văn"),
    "criticism.record": gettext_lazy("ghi phê bình đã có quyết định"),
    "criticism.withdraw": gettext_lazy("gỡ mục phê bình ghi nhầm"),
    "feed.add": gettext_lazy("tạo địa chỉ lịch"),
    "feed.revoke": gettext_lazy("thu hồi địa chỉ lịch"),
    "reminder.rule_add": gettext_lazy("thêm mức nhắc"),
    "reminder.rule_withdraw": gettext_lazy("bỏ mức nhắc"),
    "position.add": gettext_lazy("ghi chức vụ"),
    "project.add": gettext_lazy("thêm dự án"),
    "project.capital": gettext_lazy("ghi vốn của dự án"),
    "project.clearance": gettext_lazy("ghi giải phóng mặt bằng"),
    "project.step": gettext_lazy("ghi bước thực hiện"),
    "project.capital_withdraw": gettext_lazy("rút số vốn ghi nhầm"),
    "project.clearance_withdraw": gettext_lazy("rút số mặt bằng ghi nhầm"),
    "project.step_withdraw": gettext_lazy("rút bước thực hiện"),
    "project.succeeded": gettext_lazy("chuyển dự án cho cơ quan kế thừa"),
    "project.targets": gettext_lazy("gắn chỉ tiêu cho dự án"),
    "project.update": gettext_lazy("sửa dự án"),
    "project.withdraw": gettext_lazy("rút dự án"),
    "reading.add": gettext_lazy("đọc xong"),
    "setup.matters": gettext_lazy("nạp diễn biến tồn tại, kiến nghị"),
    "setup.programmes": gettext_lazy("nạp chương trình công tác"),
    "reorganisation.make": gettext_lazy("sắp xếp tổ chức"),
    "reorganisation.undo": gettext_lazy("hoàn tác sắp xếp tổ chức"),
    "secret.add": gettext_lazy("ghi một văn bản mật"),
    "secret.done": gettext_lazy("ghi văn bản mật đã thực hiện"),
    "secret.reopen": gettext_lazy("mở lại văn bản mật ghi nhầm là xong"),
    "secret.withdraw": gettext_lazy("rút mục văn bản mật ghi nhầm"),
    "setup.replay": gettext_lazy("nạp quyết định của người duyệt"),
    "draft.join": gettext_lazy("gắn hai bản dự thảo"),
    "draft.part": gettext_lazy("tách bản dự thảo"),
    "setup.step": gettext_lazy("nạp một tệp của tỉnh mẫu"),
    "sign_in.wait": gettext_lazy("tạm dừng đăng nhập sau nhiều lần sai"),
    "system.add": gettext_lazy("thêm hệ thống khác"),
    "item.amended": gettext_lazy("sửa nội dung đăng ký"),
    "item.approved": gettext_lazy("đưa nội dung vào chương trình"),
    "item.decided": gettext_lazy("ghi quyết định về nội dung"),
    "item.dropped": gettext_lazy("rút nội dung khỏi chương trình"),
    "item.handed_in": gettext_lazy("trình hồ sơ"),
    "item.level_moved": gettext_lazy("chuyển cấp quyết định"),
    "item.moved": gettext_lazy("chuyển kỳ họp, ngày trình"),
    "item.note": gettext_lazy("ghi chú vào nội dung"),
    "item.refused": gettext_lazy("không đưa nội dung vào chương trình"),
    "item.registered": gettext_lazy("đăng ký nội dung"),
    "item.reopened": gettext_lazy("mở lại nội dung"),
    "item.sent_back": gettext_lazy("trả lại hồ sơ"),
    "matter.succeeded": gettext_lazy("chuyển tồn tại, kiến nghị cho cơ quan kế thừa"),
    "item.succeeded": gettext_lazy("chuyển nội dung cho cơ quan kế thừa"),
    "matter.add": gettext_lazy("ghi tồn tại, kiến nghị bằng tay"),
    "matter.withdraw": gettext_lazy("rút mục ghi bằng tay"),
    "matter.accepted": gettext_lazy("ghi người nêu đồng ý"),
    "matter.answered": gettext_lazy("trả lời"),
    "matter.assigned": gettext_lazy("giao trả lời, giải quyết"),
    "matter.fixed": gettext_lazy("ghi đã khắc phục"),
    "matter.not_accepted": gettext_lazy("ghi người nêu chưa đồng ý"),
    "matter.note": gettext_lazy("ghi chú vào mục"),
    "matter.remedy": gettext_lazy("gắn nhiệm vụ khắc phục"),
    "matter.reopened": gettext_lazy("mở lại mục"),
    "matter.repeated": gettext_lazy("ghi lặp lại"),
    "programme.approved": gettext_lazy("duyệt chương trình công tác"),
    "programme.closed": gettext_lazy("chốt đăng ký chương trình"),
    "programme.import": gettext_lazy("lấy nội dung chương trình từ văn bản"),
    "programme.issued": gettext_lazy("ban hành chương trình công tác"),
    "programme.opened": gettext_lazy("mở chương trình công tác"),
    "programme.reopened": gettext_lazy("mở lại đăng ký chương trình"),
    "session.add": gettext_lazy("thêm kỳ họp"),
    "session.move": gettext_lazy("dời ngày họp"),
    "target.allocate": gettext_lazy("phân bổ chỉ tiêu cho các đơn vị"),
    "target.compose": gettext_lazy("đặt thành phần của chỉ tiêu"),
    "target.path": gettext_lazy("lập lộ trình kế hoạch"),
    "target.path_withdraw": gettext_lazy("bỏ lộ trình kế hoạch"),
    "target.rules": gettext_lazy("đặt cách gộp của chỉ tiêu"),
    "target.version": gettext_lazy("giao, điều chỉnh chỉ tiêu"),
    "target.version_withdraw": gettext_lazy("rút lần quyết định chỉ tiêu"),
    "task.acknowledged": gettext_lazy("tiếp nhận nhiệm vụ"),
    "task.assigned": gettext_lazy("giao cơ quan chủ trì"),
    "task.correct": gettext_lazy("sửa nội dung nhiệm vụ"),
    "task.done": gettext_lazy("xác nhận hoàn thành"),
    "task.explained": gettext_lazy("giải trình"),
    "task.reminded": gettext_lazy("ghi công văn đôn đốc nhiệm vụ"),
    "task.explanation_asked": gettext_lazy("yêu cầu giải trình"),
    "task.extended": gettext_lazy("gia hạn nhiệm vụ"),
    "task.import": gettext_lazy("nhập nhiệm vụ từ bảng"),
    "task.opinion_asked": gettext_lazy("xin ý kiến về nhiệm vụ"),
    "task.opinion_given": gettext_lazy("cho ý kiến về nhiệm vụ"),
    "task.partners": gettext_lazy("sửa cơ quan phối hợp"),
    "task.reopened": gettext_lazy("mở lại nhiệm vụ"),
    "task.reported": gettext_lazy("báo cáo hoàn thành"),
    "task.resolve": gettext_lazy("chia nhiệm vụ cho từng cơ quan"),
    "task.resumed": gettext_lazy("tiếp tục thực hiện nhiệm vụ"),
    "task.returned": gettext_lazy("trả lại nhiệm vụ"),
    "task.succeeded": gettext_lazy("chuyển cho cơ quan kế thừa"),
    "partner.succeeded": gettext_lazy("chuyển việc phối hợp cho cơ quan kế thừa"),
    "part.succeeded": gettext_lazy("chuyển phần việc cho cơ quan kế thừa"),
    "task.transfer_asked": gettext_lazy("đề nghị chuyển nhiệm vụ"),
    "task.transfer_refused": gettext_lazy("không chuyển nhiệm vụ"),
    "task.transferred": gettext_lazy("chuyển cơ quan chủ trì"),
    "task.waiting": gettext_lazy("ghi nhận chờ cấp trên"),
    "task.withdraw": gettext_lazy("rút nhiệm vụ"),
    "task.lead": gettext_lazy("giao cơ quan chủ trì"),
    "task.note": gettext_lazy("ghi chú nhiệm vụ"),
    "task.reopen": gettext_lazy("mở lại nhiệm vụ"),
    "calendar.set": gettext_lazy("ghi ngày nghỉ, ngày làm bù"),
    "calendar.withdraw": gettext_lazy("bỏ ngày đã ghi trong lịch"),
    "day.save": gettext_lazy("lưu mốc ngày để xem lại"),
    "task.arrange": gettext_lazy("ghi người làm, nguồn lực của nhiệm vụ"),
    "task.arrange.undo": gettext_lazy("hoàn tác phần sắp xếp do bảng nhập"),
    "task.field": gettext_lazy("ghi lĩnh vực của nhiệm vụ"),
    "task.own": gettext_lazy("điền trường riêng của nhiệm vụ"),
    "document.field": gettext_lazy("thêm trường riêng cho nhiệm vụ của văn bản"),
    "document.field.change": gettext_lazy("sửa trường riêng của văn bản"),
    "task.occurrences": gettext_lazy("lập các kỳ của nhiệm vụ lặp lại"),
    "task.part": gettext_lazy("ghi phần việc của cơ quan phối hợp"),
    "task.recur": gettext_lazy("đặt kỳ lặp lại của nhiệm vụ"),
    "task.step": gettext_lazy("ghi bước của nhiệm vụ"),
    "task.trigger": gettext_lazy("gắn hạn với một sự kiện"),
    "task.undone": gettext_lazy("gỡ một lần ghi của nhiệm vụ"),
    "task.wait": gettext_lazy("ghi nhiệm vụ phải chờ"),
    "trigger.happened": gettext_lazy("ghi ngày xảy ra sự kiện"),
    "report.submitted": gettext_lazy("trình báo cáo"),
    "report.signed": gettext_lazy("nhập báo cáo đã ký"),
    "report.withdrawn": gettext_lazy("rút báo cáo về"),
    "report.confirmed": gettext_lazy("xác nhận báo cáo"),
    "schedule.again": gettext_lazy("chạy lại một việc máy tự làm"),
    "weekly.keep": gettext_lazy("lập danh sách giao ban tuần"),
    "report.checked": gettext_lazy("kiểm tra bản ký của báo cáo"),
    "report.returned": gettext_lazy("trả lại báo cáo"),
    "report.reopened": gettext_lazy("mở lại báo cáo đã khóa"),
    "report.closed": gettext_lazy("đóng lại báo cáo"),
    "report.amending": gettext_lazy("sửa số đã xác nhận"),
    "report.kept": gettext_lazy("thôi sửa số đã xác nhận"),
    "report.note": gettext_lazy("ghi chú báo cáo"),
    "report.import": gettext_lazy("nạp báo cáo từ bảng Excel"),
    "report.difficulty": gettext_lazy("nêu khó khăn, kiến nghị trong báo cáo"),
    "report.difficulty_withdraw": gettext_lazy("bỏ khó khăn, kiến nghị khỏi báo cáo"),
    "report.delegate": gettext_lazy("ủy quyền xác nhận báo cáo"),
    "report.delegation_withdraw": gettext_lazy("rút ủy quyền xác nhận báo cáo"),
    "report_calendar.add": gettext_lazy("thêm lịch báo cáo"),
    "report_calendar.version": gettext_lazy("đặt ngày của lịch báo cáo"),
    "report_calendar.choose": gettext_lazy("chọn lịch báo cáo cho cơ quan"),
    "report_form.add": gettext_lazy("thêm biểu báo cáo"),
    "report_form.update": gettext_lazy("sửa biểu báo cáo"),
    "report_form.generate": gettext_lazy("tạo báo cáo phải gửi theo biểu"),
    "setup.reports": gettext_lazy("nạp báo cáo định kỳ"),
    "contradiction.explain": gettext_lazy("giải thích mâu thuẫn số liệu"),
    "contradiction.reopen": gettext_lazy("bỏ giải thích mâu thuẫn số liệu"),
    "forecast.switch": gettext_lazy("bật, tắt dự báo thống kê"),
    "scenario.add": gettext_lazy("ghi kịch bản"),
    "scenario.withdraw": gettext_lazy("rút kịch bản"),
    "report.issue": gettext_lazy("ghi báo cáo phát hành"),
    "paper.issue": gettext_lazy("ghi văn bản ban hành"),
    "yardstick.add": gettext_lazy("ghi số cả nước, vùng"),
    "yardstick.withdraw": gettext_lazy("rút số cả nước, vùng"),
    "scoreboard.freeze": gettext_lazy("chốt bảng chỉ tiêu"),
    "verdict.decide": gettext_lazy("kết luận chỉ tiêu"),
    "verdict.rules": gettext_lazy("đặt quy tắc kết luận"),
    "verdict.withdraw": gettext_lazy("bỏ kết luận chỉ tiêu"),
    "user.add": gettext_lazy("thêm người dùng"),
    "user.password": gettext_lazy("đổi mật khẩu"),
    "user.update": gettext_lazy("sửa người dùng"),
}
_ICON = '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>'
_STATUS = '<span class="status {}">{}{}</span>'


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A picture from the sprite; decoration only, so words must stand beside it."""
    return _picture(_sprite(), name, classes)


@cache
def _sprite() -> str:
    return static("core/icons.svg")  # asks the file system each time, and a page has hundreds of icons


@cache
def _picture(sprite: str, name: str, classes: str) -> SafeString:
    return format_html(_ICON, classes, sprite, name)


@register.simple_tag
def status(tone: str, shape: str, word: Any) -> SafeString:
    """A status chip: its shape, its word, and a tone of ok, warn, bad, info or none."""
    return format_html(_STATUS, f"status-{tone}" if tone else "", icon(shape), word)


@register.simple_tag
def fact_state(state: str) -> SafeString:
    """What has become of a proposal."""
    return _fact_state(get_language(), state)


@cache
def _fact_state(_language: str | None, state: str) -> SafeString:
    return status(*FACT_STATES[state])


@register.simple_tag
def standing(value: str) -> SafeString:
    """Issued, draft or press."""
    return status(*STANDINGS[value])


@register.simple_tag
def job_state(value: str) -> SafeString:
    """How far the reading of a file is."""
    return status(*JOB_STATES[value])


@register.simple_tag
def kind(name: str) -> SafeString:
    """The kind of a fact: its picture and its word."""
    return _kind(get_language(), name)


@cache
def _kind(_language: str | None, name: str) -> SafeString:
    return format_html('<span class="kind k-{}">{}{}</span>', name, icon(name, "icon-s"), KINDS[name])


@register.filter
def kind_name(name: str) -> str:
    return str(KINDS.get(name, name))


@register.filter
def action_name(action: str) -> str:
    """A change of the trail in words: fact.accept → xác nhận."""
    return str(ACTIONS.get(action, action))


@register.filter
def number(value: Any) -> str:
    """An exact number with its separators: Decimal("2500.5") → 2.500,5. Anything else is left as it is."""
    if value is None or value == "":
        return ""
    if type(value) is int and -1000 < value < 1000:  # tables have thousands of them
        return str(value)
    try:
        return number_text(value if isinstance(value, Decimal) else Decimal(str(value)))
    except InvalidOperation:
        return str(value)


@register.filter
def quantity(row: Any) -> str:
    """A stored quantity with its unit, at its printed decimals: 13,40 %, 50–55 triệu đồng."""
    printed = number_text(row.value, row.decimals)
    if row.value_max is not None:
        printed += f"–{number_text(row.value_max, row.decimals_max)}"
    return f"{printed} {row.unit}".strip()


@register.filter
def period(text: str | None) -> str:
    """2023-Q3 → quý III/2023; 2023-01/2023-09 → 9 tháng đầu năm 2023. What is no period is left as it is."""
    if not text:
        return ""
    if (get_language() or "vi").startswith("vi"):
        return labels.period_told(text)
    return text.replace("/", "–")


@register.filter
def day(value: date | datetime | str | None) -> str:
    """31/12/2026, whatever the language: the form of the documents."""
    if not value:
        return ""
    if isinstance(value, str):
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value:%d/%m/%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """31/12/2026 14:05, local time."""
    return f"{timezone.localtime(value):%d/%m/%Y %H:%M}" if value else ""


@register.filter
def percent_of(part: int, whole: int) -> int:
    """`part` of `whole` in whole percent, never 100 before all is done."""
    return 100 * part // whole if whole else 100


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A value by a key that is a variable; None where there is none."""
    return mapping.get(key) if mapping else None


@register.filter
def total(counts: Mapping[str, int]) -> int:
    """All of the numbers together."""
    return sum(counts.values())


@register.filter
def row_name(row: Model) -> str:
    """What a form says of a row of any table, e.g. plans.task:12."""
    return f"{row._meta.label_lower}:{row.pk}"


@register.filter
def row_words(row: Model) -> str:
    """A confirmed row in a line; a figure with its number as Vietnamese prints it."""
    target = getattr(row, "target", None)
    if target is not None:
        return f"{target.indicator}, {period(target.period)}: {quantity(row)}"
    if hasattr(row, "mantissa"):
        return f"{getattr(row, 'indicator', '')}, {period(getattr(row, 'period', ''))}: {quantity(row)}"
    return str(row)


@register.filter
def field_name(name: str) -> str:
    """A fact's field as an official says it."""
    return labels.field(name)


@register.filter
def bytes_text(size: int) -> str:
    """8 kB, 1,2 MB."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size // 1024} kB"
    return f"{number_text(Decimal(size) / (1024 * 1024), 1)} MB"
