"""The words and patterns by which a statement stands as reached, estimated or a target."""

from __future__ import annotations

import re
from datetime import date

from dondoc.records.facts import IndicatorStatement
from dondoc.text.dates import first_day, last_day

# "4.200 tỷ đồng cho giai đoạn 2026 - 2030": a sum for later begins no row of aims.
FOR_LATER = re.compile(r" cho (?:giai đoạn|các năm|năm|nhiệm kỳ)(?!\w)")
BY_NORM = re.compile(
    r" (?:theo |mà |do |của |như )?(?:nghị quyết|quy hoạch|quy định|kế hoạch|tiêu chuẩn|quy chuẩn|đề ra|"
    r"yêu cầu|chuẩn)(?!\w)"
)
PAST_CUE = re.compile(
    r"(?<!\w)(?:đã|đạt được|thu hút được|hiện có|hiện còn|(?<!nhỏ và )vừa|được công nhận|lũy kế)(?!\w)"
)

DUTY = frozenset(
    [
        "phải",
        "phải thu",
        "yêu cầu",
        "được giao",
        "đề nghị",
        "giao cho",
        "không để",
        "dự toán năm",
        "kế hoạch năm",
    ]
)
# "đạt 28%, trong khi mục tiêu là 35%": an aim told beside a result.
AGAINST = re.compile(r"(?<!\w)(?:trong khi|thấp hơn|cao hơn|so với|chưa đạt)(?: (?:so với|đó|thì))? $")
REACHES = re.compile(r"(?<!ước )(?<!\w)(?:đạt|thực hiện|thu được|gieo (?:trồng|cấy)(?: được)?)(?: được)? $")
PART_IN = re.compile(r"(?<!\w)(?:trong đó|bao gồm|gồm)(?!\w)")
OTHER_ESTIMATED = re.compile(r"(?:,[^;.]{0,60})?; ?[^;.\d]{2,80}(?<!\w)ước")
ESTIMATED_BEHIND = re.compile(
    r"(?: ?\((?:số )?| )(?P<cue>ước|dự kiến)(?: (?:tính|thực hiện|đạt|vượt|hoàn thành|cả|năm|đến|hết|cuối))+"
    r"(?:[ ),.;]|$)|(?: [^\W\d]+){0,3} ?\((?:số )?(?P<aside>ước)(?: [^()]{0,40})?\)"
)
BUT = re.compile(r"(?<!\w)(?:trong khi|tuy nhiên|bù lại|ngược lại)(?!\w)")
ANOTHER = re.compile(r";|(?<!\w)(?:trong khi|nhưng|và có|tuy nhiên|bởi|do|vì)(?!\w)")
STRIVEN_FOR = ("chỉ tiêu ", "mục tiêu ", "dự toán ", "kế hoạch ", "số thu ")
NEXT_IN_LINE = re.compile(r"[\s;,]*(?:kế tiếp|tiếp đến|tiếp theo|kế đến|sau đó|xếp sau) là ")
# "với quyết tâm cao nhất, xã hoàn thành …", "chủ động, quyết tâm vượt qua khó khăn": a mood, no aim.
MOOD = re.compile(
    r"(?: chính trị)?"
    r"(?:[,.;]| (?:cao nhất|cao(?=[,.;])|lớn|mạnh mẽ|vượt qua|vượt khó|khắc phục|của|và)(?!\w))"
)
STRIVING = ("phấn đấu", "quyết tâm", "nỗ lực")
HAS_STRIVEN = re.compile(r"(?<!\w)đã(?:,? [^\W\d]+){0,4},? $")
WISH = re.compile(r"(?<!\w)(?:mơ|mong|công|quy|khế|giao|hiệp) $")
NOT_ONLY = re.compile(r"(?<!\w)không (?:chỉ |thể )?dừng(?: lại)? (?:ở|là|tại)(?!\w)")
PAID_TO_EACH = ("mức hỗ trợ ", "mức trợ cấp ", "mức phụ cấp ", "mức thưởng ")
POOR = re.compile(r"(?:hộ (?:cận )?|cận )nghèo [^,;.]{0,60}thu nhập[^,;.]{0,24}$")
PLAN_BEFORE = re.compile(
    r"(?:kế hoạch|dự toán|nghị quyết|chỉ tiêu|mục tiêu)(?: (?:được|giao|đề|ra|năm|của|[\w]+)){0,4} $"
)
WHOLE = re.compile(r"(?<!\w)(?:trong đó|bao gồm|gồm)(?!\w)|:")
LATE = 11  # the month from which on a year is told of as past
FAR_PROJECT = 160  # characters between a project's name and what it is to cost
NEAR_PARAGRAPHS = 4  # over which a year that opened one holds on
ROW = 1500  # characters over which targets go on
LOOKS_BACK = re.compile(
    r"(?<!\w)(?:đã|hiện|đến nay|(?<!nhỏ và )vừa|được công nhận|lũy kế|kết quả|so với cùng kỳ|so cùng kỳ|"
    r"thực tế|hôm nay|"
    r"ngày \d+|theo (?:báo cáo|thống kê|số liệu))(?!\w)"
)
NOT_DUE = re.compile(
    r"[;(]|(?<!\w)(?:mục tiêu|kế hoạch|chỉ tiêu|nghị quyết|phấn đấu|sẽ)(?!\w)"
)  # of what the day then is
DUE_CUES = frozenset(["before", "by"])
DUE_BEHIND = 200  # characters behind a number in which its day stands
BY_YEAR = re.compile(r"[\s\-–+•*]*(?:đến|tới|giai đoạn|mục tiêu|tầm nhìn)(?!\w)")
AIM_LEAD = re.compile(
    r"(?<!\w)(?:mục tiêu|chỉ tiêu)(?!\w)[^.;:\n]{0,60}:"
    r"|(?:^|(?<=\n)|(?<=\. )|(?<=- ))(?:kế hoạch|phương hướng|dự kiến|nhiệm vụ) (?:năm|giai đoạn|quý|tháng"
    r"|đến|phát triển|cụ thể|chủ yếu|6 tháng)(?!\w)[^.;:\n]{0,60}:"
    r"|(?<!\w)(?:nghị quyết|nhiệm kỳ mới)(?!\w)[^.;:\d]{0,50} với (?:một số |các |những |nhiều )?"
    r"(?:chỉ tiêu|mục tiêu)(?: chủ yếu| cụ thể| chính)?"
)
MET = re.compile(
    r"(?<!\w)(?:đạt|vượt|hoàn thành|kết quả|thực hiện|tăng|chưa|không|có (?:mức|số|tổng|tỷ lệ))(?!\w)"
)
# Targets that have been met lead in results: "đã hoàn thành cơ bản các" before "chỉ tiêu phát triển:".
MET_JUST = re.compile(r"(?<!\w)(?:đạt|vượt|hoàn thành)(?: [^\W\d]+){0,5} $")
# What had to be done has been: "đã phải chi", "khiến ngân sách trung ương phải bố trí".
HAD_TO = re.compile(r"(?<!\w)(?:đã|từng|khiến(?: cho)?(?: [^\W\d]+){1,5}|làm cho(?: [^\W\d]+){1,5}) $")
PLAN_INSIDE = re.compile(r"(?:kế hoạch|dự toán|mục tiêu|chỉ tiêu|nghị quyết|kh)(?:(?: |:)[^\d()]{0,24})?")
BY_PLAN = re.compile(
    r"[\s\-–+•*]*theo (?:kế hoạch|đề án|quy hoạch|lộ trình|nghị quyết)(?!\w)[^.;,]{0,60}, (?:đến|tới) "
    r"(?:hết |cuối )?(?:năm|giai đoạn)"
)
# "Nhiệm vụ trọng tâm huyện đặt ra trong năm 2026 là thu nhập đạt 60 triệu đồng"
SO_AS_TO = re.compile(  # "Để đạt 19 tiêu chí, …"
    r"[\s“\"'\-–]*(?:để|nhằm) (?:hoàn thành|đạt|có được|đưa)(?!\w)[^;]*$"
)
# "thống nhất giữ nguyên các chỉ tiêu đã đề ra, gồm …", "điều chỉnh kế hoạch … với tổng vốn …": decided upon
AIMS_KEPT = re.compile(
    r"(?<!\w)(?:giữ nguyên|thống nhất|thông qua|điều chỉnh|quyết nghị|phê duyệt)(?!\w)[^.;:\d]{0,40}?"
    r"(?:(?:chỉ tiêu|mục tiêu)(?!\w)[^.;:\d]{0,60}?,? (?:gồm|đó là|cụ thể(?: là)?|như(?! sau))(?!\w)"
    r"|kế hoạch(?!\w)[^.;:]{0,90}? với tổng (?:số )?(?:vốn|kinh phí|nguồn vốn|mức)(?!\w))"
)
# "để cả năm tăng 8% thì quý IV phải tăng 11%": what is wanted first
WANTED_FIRST = re.compile(r"(?:để|muốn) [^,;:.]{0,70}(?:tăng(?: trưởng)?|đạt)(?: trên| khoảng)? $")
MUST_THEN = re.compile(r"[^.;,]{0,24}(?:,| thì)(?: [^.;,]{1,50})? (?:phải|cần) ")
SET_OUT = re.compile(
    r"[\s\-–+•*]*(?:(?:các|những|một số) )?(?:nhiệm vụ|chỉ tiêu|mục tiêu|phương hướng)"
    r"(?! [^.;:\n]{0,60}(?:đạt được|hoàn thành|vượt))"
    r"[^.;:\n]{0,90} là (?!\d)"
)
# What a work gives once it is there: "khi đi vào hoạt động, nhà máy tạo việc làm cho 1.500 người".
ONCE_THERE = re.compile(
    r"[\s“\"'\-–]*(?:dự kiến,? )?(?:sau )?khi (?:[^\W\d]+ ){0,6}?"
    r"(?:hoàn thành|hoàn thiện|đi vào (?:hoạt động|vận hành|khai thác|sản xuất)|đưa vào (?:sử dụng|khai thác"
    r"|vận hành|hoạt động)|vận hành|xây (?:dựng )?xong)(?!\w)[^.;:\d]{0,80}, "
)
UP_TO = re.compile(r"(?: \(?(?:năm|cuối năm) \d{4}\)?) (?:tăng |giảm )?(?:lên|xuống|còn)(?!\w)")
AIMED = (
    "phấn đấu",
    "đặt mục tiêu",
    "đặt chỉ tiêu",
    "xác định mục tiêu",
    "hướng tới",
    "hướng đến",
    "quyết tâm",
)
THAT_IS = re.compile(r"[\s\-–+•*]*(?:theo đó|cụ thể|như vậy)[,:]")
PARTS = re.compile(r"[\s\-–+•*]*(?:trong đó|bao gồm)(?!\w)")
WHOLE_OF = re.compile(r"(?<!\w)ước(?!\w)[^.]*?(?<!\w)trong đó(?!\w)")
PART = re.compile(r"[, (]{1,3}(?:trong đó|bao gồm|gồm)(?!\w)")
# The plan itself: "Tổng kế hoạch vốn đầu tư công năm 2025 là 5.312 tỷ đồng".
PLANNED = ("tổng kế hoạch", "kế hoạch vốn", "kế hoạch đầu tư", "tổng dự toán", "dự toán ")
# A plan as it was handed down: "vượt chỉ tiêu mà tỉnh giao thêm hồi tháng 10 (320 tỷ đồng)".
PLAN_GIVEN = re.compile(
    r"(?<!\w)(?:dự toán|chỉ tiêu|kế hoạch)(?!\w)[^();:%]{0,60} giao(?: là |(?: [^().;:%]{1,24})? \()$"
)
OF_PLAN = re.compile(r"/ ?(?:kh|kế hoạch|dt|dự toán|ct|nq)(?: (?:giao|năm))? ?$")
NOT_REACHED = re.compile(r"(?:chưa|không) đạt (?:được )?(?:mức|mục tiêu|chỉ tiêu|yêu cầu)(?: là)? $")
PART_ON = re.compile(r"; ?(?:trong đó|bao gồm|gồm)(?!\w)[^;]*$")
RATES = re.compile(
    r"(?<!\w)(?:mức (?:thu|hỗ trợ|chi|thưởng|phụ cấp|trợ cấp|trần|sàn|đóng|bồi dưỡng|khoán)"
    r"(?! (?:nhập|hút|được|nộp|ngân sách|bình quân|tiêu))"
    r")(?!\w)"
)
# What comes of a rate is no rule: "mức đóng bảo hiểm tăng 12%", "mức hỗ trợ bình quân đạt 3 triệu đồng".
TURNED_OUT = re.compile(
    r"(?<!\w)(?:đạt|tăng|giảm|bình quân)"
    r"(?: (?:được|khoảng|hơn|trên|gần|thêm|là|tới|đến|mạnh|nhẹ|nhanh|khá|sâu))* $"
)
# What is paid for land is set by the province.
PRICE_SET = re.compile(r"(?:giá (?:đất )?|hệ số )(?:đền bù|bồi thường|tái định cư)(?!\w)")
# "Dự án … với tổng mức đầu tư 350 tỷ đồng": what one project is to cost.
TO_COST = re.compile(
    r"(?<!\d )(?<!\bhai )(?<!\bcác )(?<!\bba )(?<!\bnhiều )dự án (?!đã)"
    r"[^;.\d]{0,110}?(?:có|với) tổng mức đầu tư"
    r"(?: (?:là|khoảng|hơn|gần|trên|dự kiến))* $"
    r"|(?<=dự án)[^;]{1,120}tổng mức đầu tư(?: (?:của )?(?:\d|hai|ba|cả hai|các) giai đoạn)?"
    r"(?: (?:là|khoảng|hơn|gần|trên|dự kiến))* $"
    r"|(?:tổng (?:mức|vốn) đầu tư|vốn đầu tư)(?: của| cho)? dự án(?: này)?"
    r"(?: (?:là|khoảng|hơn|gần|trên|dự kiến))* $"
)
# Not "việc thực hiện chế độ, định mức, tiêu chuẩn với 36 cuộc kiểm tra".
NORM_NAME = re.compile(r"(?<!\w)(?<!chế độ, )định mức(?!\w)(?!, (?:tiêu chuẩn|chế độ|đơn giá))")
# What goods fetch is no norm: "giá hồ tiêu đều từ 92.000 đồng/kg trở lên".
MARKET_PRICE = re.compile(
    r"giá (?!đất|sàn|trần|dịch vụ|khởi điểm|tối |điện|nước|vé|đền bù|bồi thường|tái định cư|khám|thu "
    r"|niêm yết|cho thuê|bán nhà|nhà|thuê|bảo hộ|hỗ trợ)"
)
# "doanh nghiệp phải trả thêm | giảm còn 59%": what has to be done is only which ones.
DONE_BESIDES = re.compile(
    r" [^\W\d]+ [^.;:]*?(?<!chỉnh )(?<!\w)(?:là|đạt|chiếm|còn|giảm|tăng|lên|xuống)(?!\w)"
)
# Words of plans that are no verbs: "so với 15 chỉ tiêu kế hoạch năm, có 14/15 chỉ tiêu đạt".
PLAN_NOUNS = frozenset(
    ["kế hoạch năm", "dự toán năm", "mục tiêu năm", "chỉ tiêu kế hoạch", "kế hoạch giao", "chỉ tiêu giao",
     "dự toán giao", "mục tiêu", "được giao"]
)  # fmt: skip
# "kế hoạch vốn được giao 6.420 tỷ đồng; đến hết tháng 11 giải ngân 4.318 tỷ đồng": what came of the plan
DONE_OF_IT = re.compile(
    r"\d[^\d,;]*[,;] (?:đến|tính đến|đã|giải ngân|thực hiện|lũy kế|\d{1,2} tháng|hết tháng|thu được)(?!\w)"
)
RESULT_LEAD = re.compile(r"(?<!\w)(?:kết quả|tình hình|đánh giá)[^.;:\n]{0,90}:")
NORM = re.compile(r"(?:trở lên|trở xuống)$")


def own_period(fact: IndicatorStatement) -> bool:
    """Whether the statement's own sentence or paragraph says its period."""
    source = fact.fields.get("period")
    return source is not None and source.how not in {"title", "topic", "text before", "document date"}


def norm(fact: IndicatorStatement) -> bool:
    source = fact.fields.get("status")
    return source is not None and source.how == "norm"


# Steps of a procedure that a body has taken: what it put forward is its result.
PROCEEDED = re.compile(
    r"(?: [^\W\d]+){0,9}? (?:khởi tố|truy tố|xét xử|xử lý hình sự|tặng|phong tặng|truy tặng|xét tặng"
    r"|khen thưởng)(?!\w)"
)
ASKED_FOR = ("hồ sơ ", "đơn ", "người ", "trường hợp ", "văn bản ", "phiếu ", "tờ trình ")
SANCTIONS = (" kiểm điểm", " thu hồi", " giảm trừ", " khắc phục", " nộp", " rút kinh nghiệm", " truy thu")


def lies_ahead(fact: IndicatorStatement, day: date) -> bool:
    """Whether a statement's own words name a month or a day to come: "từ tháng 7, lương tăng 30%"."""
    source, period = fact.fields.get("period"), fact.period
    return source is not None and source.how == "clause" and period is not None and first_day(period) > day


def starts_after(period: str, day: date) -> bool:
    """Whether a period lies ahead of a day: next year, or a stage of years that has just begun."""
    first = int(period[:4])
    return first > day.year or (first == day.year and last_day(period).year > day.year)


def spoken(flat: str, start: int, end: int) -> bool:
    """Whether a target word is about something reached: "vượt mục tiêu đề ra", "không đạt mục tiêu"."""
    form = flat[start:end]
    if form in {
        "mục tiêu",
        "chỉ tiêu giao",
        "dự toán giao",
        "chỉ tiêu kế hoạch",
        "được giao",
        "dự toán năm",
        "kế hoạch năm",
        "kế hoạch giao",
        "mục tiêu năm",
    }:
        before = flat[max(0, start - 26) : start]
        return (
            re.search(
                r"(?:vượt|hơn|đạt|đạt được|so với|so|hoàn thành|bằng|%|chương trình|dự toán|mục tiêu|"
                r"chỉ tiêu) ?(?:[\w ]{0,12})$",
                before,
            )
            is not None
        )
    if form == "đề nghị" and flat[max(0, start - 12) : start].endswith(ASKED_FOR):
        return True  # "4.215 hồ sơ đề nghị hưởng trợ cấp"
    if form.startswith(("đề nghị", "kiến nghị", "đề xuất")) and PROCEEDED.match(flat, end) is not None:
        return True  # "đề nghị truy tố 18 vụ", "đề nghị chủ tịch nước tặng huân chương cho 2 tập thể"
    if form == "yêu cầu" and flat.startswith(SANCTIONS, end):
        return True  # what an inspection has asked for is its result
    return form == "yêu cầu" and flat[max(0, start - 8) : start].endswith(("đáp ứng ", " theo "))
