"""The same bytes every time: zip members without the hour they were written."""

from __future__ import annotations

import zipfile
from pathlib import Path

DAY = (2026, 1, 1, 0, 0, 0)


def settle(path: Path) -> None:
    """Rewrite a .docx or .xlsx with one fixed time on all its members."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
