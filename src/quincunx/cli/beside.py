"""Run a command that ends with the process that started it, however that one ends.

So `python -m quincunx.cli.beside duty`. Only Linux can; elsewhere a killed server
leaves its duty loop to be stopped by hand.
"""

import ctypes
import runpy
import signal
import sys

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG in prctl(2)


def main() -> None:
    """Tie this process to its parent, then be the program."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
    runpy.run_module("quincunx", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
