"""httpx without its command line and structlog without its drawn tracebacks: both load rich where it is installed.

A bot uses neither, and our own commands load rich when a person watches. Whoever runs for weeks imports this first,
before anything else imports httpx or structlog, and holds 5 MB less.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _without(*packages: str) -> Iterator[None]:
    """Let the block import none of these; what is loaded already stays."""
    hidden = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # Python refuses what stands there as None
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _without("rich", "pygments", "click"):
    import httpx  # noqa: F401  (others import it later)
    import structlog  # noqa: F401  (others import it later)
