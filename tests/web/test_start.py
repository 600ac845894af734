"""What a process loads before it is asked anything: adding up figures begins with a start of one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SETUP = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "dondoc.web.settings"
import django
django.setup()
print(*sorted(name for name in sys.argv[1:] if name in sys.modules))
"""


@pytest.mark.only_on("sqlite")  # in processes that are told of no other database
@pytest.mark.parametrize(
    "what",
    [
        "dondoc.extraction",  # half of what a whole server loads
        "numpy",  # a fifth
        "dondoc.writing.paper",
        "rest_framework",
        "lxml",
        "docx",
        "openpyxl",
    ],
)
def test_setting_up_the_application_does_not_load(what: str, tmp_path) -> None:
    """What only some requests need is loaded when the first of them comes."""
    done = subprocess.run(
        [sys.executable, "-c", SETUP, what],
        env=os.environ | {"DONDOC_DATA": str(tmp_path), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []
