"""The one way to the outside: every byte a source reads comes through Fetcher (requirements C1 to C17)."""

from sources.fetcher.client import Fetcher
from sources.fetcher.limits import Limits

__all__ = ["Fetcher", "Limits"]
