"""What every test stands on: a home of its own, and one of the two databases."""

import os
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="quincunx-test-"))
os.environ.setdefault("QUINCUNX_HOME", str(HOME))
os.environ.setdefault("QUINCUNX_SECRET", "only-for-tests")
os.environ.setdefault("QUINCUNX_DATABASE", f"sqlite:///{HOME / 'test.db'}")
