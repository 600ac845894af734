"""Which words `dondoc` understands, and what it says when it does not."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import dondoc
from dondoc.cli import check, messages, packs, read, serve
from dondoc.cli.messages import tr

# What argparse says in English → what an official is told. First match wins.
ERRORS = (
    (r"the following arguments are required: (.*)", "Thiếu: {0}."),
    (r"unrecognized arguments: (.*)", "Không hiểu: {0}."),
    (r"argument (\S+): invalid choice: '?([^']*?)'? \(choose from (.*)\)", "{0}: không có “{1}”. Có: {2}."),
    (r"argument (\S+): expected (?:one|at least one) argument", "{0}: thiếu giá trị đi kèm."),
    (r"argument (\S+): invalid \S+ value: '(.*)'", "{0}: “{1}” không dùng được ở đây."),
    (r"argument (\S+): not allowed with argument (\S+)", "{0} và {1} không dùng cùng nhau."),
    (r"argument (\S+): ignored explicit argument '(.*)'", "{0}: không nhận giá trị “{1}”."),
    (r"ambiguous option: (\S+) could match (.*)", "{0} chưa rõ: có thể là {1}."),
)  # fmt: skip


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help whose first word is ours, wide enough for Vietnamese."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26)

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, tr("Cách dùng: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks like the rest of dondoc."""

    def __init__(self, prog: str, description: str = "", epilog: str = "") -> None:
        super().__init__(
            prog,
            description=description,
            epilog=epilog,
            formatter_class=_Help,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = tr("Tham số")
        self._optionals.title = tr("Tùy chọn")
        self.add_argument("-h", "--help", action="help", help=tr("in hướng dẫn này rồi thoát"))
        self.add_argument(
            "--lang",
            choices=messages.LANGUAGES,
            metavar="vi|en",
            help=tr("ngôn ngữ của lệnh (mặc định: vi; English: --lang en)"),
        )

    def error(self, message: str) -> NoReturn:
        """One sentence on what was not understood, and where to look; exit code 2."""
        for pattern, sentence in ERRORS:
            if match := re.fullmatch(pattern, message):
                message = tr(sentence).format(*(words.replace("'", "") for words in match.groups()))
                break
        advice = tr("Xem cách dùng: {command} --help").format(command=self.prog)
        print(f"{message}\n{advice}", file=sys.stderr)
        raise SystemExit(2)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command with its values; `run` is the function that does it.

    Raises:
        SystemExit: Help or the version was asked for (0), or the words were not understood (2).
    """
    commands = _commands()
    top = _top(commands)
    # Ours, not argparse's subparsers: each command keeps its own help and its own errors.
    at = next(
        (i for i, word in enumerate(words) if not word.startswith("-") and words[i - 1 : i] != ["--lang"]),
        None,
    )
    if at is None:
        top.parse_args(words)
        top.print_help()
        raise SystemExit(0)
    name = words[at]
    if name not in commands:
        choices = ", ".join(commands)
        top.error(f"argument {tr('LỆNH')}: invalid choice: '{name}' (choose from {choices})")
    given = commands[name].parse_args([*words[:at], *words[at + 1 :]])
    given.parser = commands[name]
    return given


def _top(commands: dict[str, Parser]) -> Parser:
    listed = "\n".join(f"  {name:<8}{(c.description or '').splitlines()[0]}" for name, c in commands.items())
    top = Parser(
        "dondoc",
        tr("Đôn đốc: đọc nghị quyết, chương trình, báo cáo; giữ chỉ tiêu và nhiệm vụ; theo dõi kết quả."),
        tr("Các lệnh:")
        + f"\n{listed}\n\n"
        + tr(
            "Bắt đầu:\n"
            "  dondoc up                          mở trang với một tỉnh mẫu trong trình duyệt\n"
            "  dondoc up --docs THƯ_MỤC           mở trang với văn bản của mình\n"
            "  dondoc read nghi-quyet.docx        xem chỉ tiêu, nhiệm vụ trong một văn bản\n"
            "\n"
            "Hướng dẫn của từng lệnh: dondoc LỆNH --help"
        ),
    )
    top.usage = tr("dondoc LỆNH [tùy chọn]")
    top.add_argument(
        "--version", action="version", version=f"dondoc {dondoc.__version__}", help=tr("in phiên bản")
    )
    return top


def _commands() -> dict[str, Parser]:
    return {
        "read": _read(),
        "check": _check(),
        "up": _up(),
        "serve": _serve(),
        "worker": _simple("worker", serve.worker, tr("Chạy trình đọc nền: đọc các tệp đã tải lên.")),
        "demo": _demo(),
        "packs": _packs(),
        "verify": _verify(),
        "manage": _manage(),
    }


def _read() -> Parser:
    parser = Parser(
        "dondoc read",
        tr("Đọc văn bản thành số liệu, nhiệm vụ, nhân sự, viện dẫn, cuộc họp."),
        tr(
            "Ví dụ:\n"
            "  dondoc read bao-cao.docx\n"
            "  dondoc read bao-cao.docx --format json > bao-cao.json\n"
            "  dondoc read thu-muc/ ho-so.zip --format html --out ket-qua/\n"
            "\n"
            "Mã thoát: 0 đọc được tất cả; 1 có tệp không đọc được (nêu tên và lý do); 2 sai cách dùng."
        ),
    )
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar=tr("ĐƯỜNG_DẪN"),
        help=tr("tệp .docx .pdf .xlsx .html .txt .md, thư mục hoặc tệp .zip"),
    )
    parser.add_argument(
        "--format",
        choices=read.FORMATS,
        help=tr("json: cho chương trình khác; table: bảng trên màn hình; xlsx: Excel; html: trang có tô màu")
        + tr(" (mặc định: table)"),
    )
    parser.add_argument(
        "--out", type=Path, metavar=tr("THƯ_MỤC"), help=tr("ghi mỗi văn bản một tệp vào thư mục này")
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help=tr("kèm quy tắc đã đọc ra dữ kiện, và từng trường lấy từ chữ nào"),
    )
    parser.add_argument("--text", action="store_true", help=tr("json: kèm toàn văn mà các vị trí trỏ vào"))
    parser.add_argument("--progress", action="store_true", help=tr("báo tiến độ cả khi không có màn hình"))
    parser.add_argument(
        "--jobs", type=_count, metavar="N", help=tr("số tệp đọc cùng lúc (mặc định: số nhân của máy)")
    )
    _words(parser)
    parser.add_argument(
        "--second-reader",
        metavar=tr("ĐỊA_CHỈ"),
        help=tr(
            "mô hình của chính cơ quan đọc lại chỗ chưa rõ, ví dụ http://10.0.0.5:8080/v1 (mặc định: không)"
        ),
    )
    parser.add_argument("--model", metavar=tr("TÊN"), help=tr("tên mô hình ở địa chỉ ấy"))
    parser.set_defaults(run=read.run)
    return parser


def _check() -> Parser:
    parser = Parser(
        "dondoc check",
        tr("Soát một chương trình, kế hoạch trước khi ban hành: chỗ chép, chỗ chưa rõ, chỗ bỏ quên."),
        tr(
            "Ví dụ:\n"
            "  dondoc check ke-hoach.docx --against chuong-trinh-tinh.docx\n"
            "  dondoc check ke-hoach.docx --against nghi-quyet.docx --neighbours cac-xa/\n"
            "  dondoc check ke-hoach.docx --against nghi-quyet.docx --format docx --out soat.docx\n"
            "\n"
            "Kết quả nêu câu chữ để người soạn xem lại, không phải lời đánh giá."
        ),
    )
    check.add_arguments(parser)
    _words(parser)
    return parser


def _up() -> Parser:
    parser = Parser(
        "dondoc up",
        tr("Mở cả hệ thống: cơ sở dữ liệu, trình đọc nền, trang web; Ctrl-C để dừng."),
        tr(
            "Chạy lại lúc nào cũng được: dữ liệu cũ được giữ nguyên.\n"
            "Không đưa bí mật nhà nước vào hệ thống này."
        ),
    )
    _where(parser)
    _docs(parser)
    parser.add_argument(
        "--open", action=argparse.BooleanOptionalAction, default=True, help=tr("mở trình duyệt")
    )
    parser.set_defaults(run=serve.up)
    return parser


def _serve() -> Parser:
    parser = _simple("serve", serve.serve, tr("Chỉ chạy trang web (trình đọc nền: dondoc worker)."))
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help=tr("cổng (mặc định: 8000)"))
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar=tr("ĐỊA_CHỈ"),
        help=tr("nghe ở địa chỉ này (mặc định: 127.0.0.1)"),
    )
    return parser


def _demo() -> Parser:
    parser = _simple("demo", serve.demo, tr("Tạo tỉnh mẫu từ các văn bản kèm theo, rồi in cách đăng nhập."))
    _docs(parser)
    return parser


def _packs() -> Parser:
    parser = Parser("dondoc packs", tr("Kiểm tra các bộ từ vựng mà phần đọc dùng."))
    parser.add_argument(
        "action", choices=["check"], metavar="check", help=tr("chạy mọi ví dụ trong bộ từ vựng")
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar=tr("THƯ_MỤC"),
        help=tr("bộ từ vựng riêng, chồng lên bộ có sẵn"),
    )
    parser.set_defaults(run=packs.run)
    return parser


def _verify() -> Parser:
    parser = _simple(
        "verify", serve.verify, tr("Tính lại mọi số suy ra và đối chiếu; mã thoát 1 khi có chỗ khác.")
    )
    parser.add_argument("--repair", action="store_true", help=tr("tính lại những chỗ khác rồi đối chiếu lại"))
    return parser


def _manage() -> Parser:
    parser = _simple("manage", serve.manage, tr("Lệnh quản trị của Django, ví dụ: dondoc manage migrate."))
    parser.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="…", help=tr("lệnh và tùy chọn của Django")
    )
    return parser


def _simple(name: str, run: serve.Command, description: str) -> Parser:
    parser = Parser(f"dondoc {name}", description)
    _data(parser)
    parser.set_defaults(run=run)
    return parser


def _where(parser: Parser) -> None:
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help=tr("cổng (mặc định: 8000)"))
    _data(parser)


def _docs(parser: Parser) -> None:
    parser.add_argument(
        "--docs", type=Path, metavar=tr("THƯ_MỤC"), help=tr("văn bản để đọc; không có thì dùng tỉnh mẫu")
    )


def _data(parser: Parser) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        metavar=tr("THƯ_MỤC"),
        help=tr("nơi giữ cơ sở dữ liệu và tệp (mặc định: DONDOC_DATA, hoặc var/)"),
    )
    _words(parser)


def _words(parser: Parser) -> None:
    parser.add_argument(
        "--packs",
        type=Path,
        metavar=tr("THƯ_MỤC"),
        help=tr("đọc thêm bộ từ vựng riêng ở đây (mặc định: DONDOC_PACKS)"),
    )


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError(text)
    return port


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count
