"""The bench imports its own modules beside it, under pytest as under `python -m tests.bench`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
