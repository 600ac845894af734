"""`python -m dondoc.cli`: how `dondoc up` starts its own children."""

import sys

from dondoc.cli import main

sys.exit(main())
