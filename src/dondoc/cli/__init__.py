"""The command `dondoc`: read files from a shell, serve the web application.

Exit codes: 0 all went well, 1 some files failed (listed on standard error), 2 the command was not understood,
130 stopped by Ctrl-C. Words are Vietnamese; `--lang en` or DONDOC_LANG=en gives English (`messages.py`).
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from dondoc.cli import messages

OK, FAILED, USAGE, STOPPED, PIPE_CLOSED = 0, 1, 2, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        argv: The words after `dondoc`; None takes those of this process.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    messages.choose(words, os.environ)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe may have no encoding that holds Vietnamese
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from dondoc.cli.parser import parse

    try:
        arguments = parse(words)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except SystemExit as stop:  # argparse: help was printed, or the usage was wrong
        return int(stop.code or OK)
    except KeyboardInterrupt:
        print(messages.tr("\nĐã dừng theo yêu cầu."), file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # the reader of our output (head, less) has gone: that is no error to report
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code
