"""Serve one of the two sides with the very settings of `testamur serve`."""

import os
import sys
from dataclasses import replace

from app.cli.serve import run
from app.config import read_settings

if __name__ == "__main__":
    target, port = sys.argv[1:]
    run(replace(read_settings(os.environ), port=int(port)), target)
