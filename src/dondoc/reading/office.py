"""Old Office files and OpenDocument (.doc, .xls, .rtf, .odt, .ods) through LibreOffice, when it is installed.

LibreOffice turns them into .docx or .xlsx, which are then read like any other. It runs with a profile of its
own, made for this one file: no macros, no links followed, nothing remembered.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from dondoc.errors import DamagedFile, FileTooLarge, ReadTimeout, UnsupportedFile
from dondoc.reading import programs
from dondoc.reading.draft import Limits
from dondoc.reading.programs import Allowance

BECOMES = {"doc": "docx", "rtf": "docx", "odt": "docx", "xls": "xlsx", "ods": "xlsx"}
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_TITLES = {
    "doc": "tệp Word đời cũ (.doc)",
    "xls": "tệp Excel đời cũ (.xls)",
    "rtf": "tệp RTF",
    "odt": "tệp LibreOffice (.odt)",
    "ods": "bảng tính LibreOffice (.ods)",
}
_INSTALL = "Cài LibreOffice trên máy chủ, hoặc mở tệp rồi lưu thành .{} và gửi lại."
_ADDRESS_SPACE = 6_000_000_000  # LibreOffice maps far more than it uses
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}</oor:items>
"""
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Common/Java", "Enable", "false"),
)


def installed() -> bool:
    """Whether LibreOffice is there."""
    return programs.find("soffice") is not None


def convert(data: bytes, name: str, media: str, limits: Limits) -> tuple[bytes, str]:
    """The file as .docx or .xlsx, and which of them.

    Raises:
        UnsupportedFile: LibreOffice is not installed.
        ReadTimeout: It took too long.
        DamagedFile: LibreOffice cannot open it.
        FileTooLarge: What it made is over the limit.
    """
    program = programs.find("soffice")
    target = BECOMES[media]
    if program is None:
        why = f"{_TITLES[media]}, và máy này chưa cài LibreOffice để mở"
        raise UnsupportedFile(name, why, todo=_INSTALL.format(target))
    made = _converted(program, data, name, media, _FILTERS[target], limits)
    if made is None:
        if target == "xlsx":  # LibreOffice's parts are installed one by one
            why = f"{_TITLES[media]}, LibreOffice không mở được (có thể chưa cài phần bảng tính Calc)"
            raise UnsupportedFile(name, why, todo=_INSTALL.format(target))
        raise DamagedFile(name, "LibreOffice không mở được")
    return made, target


def as_pdf(data: bytes, name: str, limits: Limits) -> bytes:
    """A .docx as PDF, pages as LibreOffice sets them.

    Raises:
        UnsupportedFile: LibreOffice is not installed.
        ReadTimeout: It took too long.
        DamagedFile: LibreOffice cannot open it.
        FileTooLarge: What it made is over the limit.
    """
    program = programs.find("soffice")
    if program is None:
        why = "máy chủ này chưa cài LibreOffice nên chưa tạo được PDF"
        raise UnsupportedFile(name, why, todo="Tải tệp Word, hoặc nhờ người quản trị cài LibreOffice.")
    made = _converted(program, data, name, "docx", "pdf", limits)
    if made is None:
        raise DamagedFile(name, "LibreOffice không chuyển được sang PDF")
    return made


def _converted(program: str, data: bytes, name: str, media: str, target: str, limits: Limits) -> bytes | None:
    """What LibreOffice makes of a file; None where it makes nothing. `target`: "pdf", "docx:MS Word …"."""
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        home = Path(folder)
        source = home / f"tep.{media}"
        source.write_bytes(data)
        _write_profile(home / "profile")
        run = programs.run(
            [
                program,
                f"-env:UserInstallation={(home / 'profile').as_uri()}",
                *(
                    "--headless",
                    "--norestore",
                    "--nolockcheck",
                    "--nodefault",
                    "--nologo",
                    "--nofirststartwizard",
                ),
                *("--convert-to", target, "--outdir", str(home / "out"), str(source)),
            ],
            home=home,
            allowance=Allowance(limits.seconds, _ADDRESS_SPACE, limits.max_unpacked_bytes),
        )
        if run.code is None:
            raise ReadTimeout(name, f"quá {limits.seconds:g} giây")
        made = home / "out" / f"tep.{target.partition(':')[0]}"
        if not made.is_file():
            return None
        if made.stat().st_size > limits.max_file_bytes:
            raise FileTooLarge(name, f"chuyển đổi ra hơn {limits.max_file_bytes // 1_000_000} MB")
        return made.read_bytes()


def _write_profile(folder: Path) -> None:
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), "utf-8")
