"""The frozen program's first line."""

import sys

from desktop_app.__main__ import main

sys.exit(main())
