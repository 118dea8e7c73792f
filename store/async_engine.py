"""SQLAlchemy's engine for asyncio without its ORM.

The package that the engine stands in also offers sessions, and with them loads the whole ORM: 8 MB and a tenth of a
second at every start, of which a store that writes its own statements uses nothing. So the engine's module is loaded
by itself; whoever imports from the package afterwards still gets all of its names.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType
from typing import TYPE_CHECKING

import sqlalchemy.ext

__all__ = ["AsyncConnection", "AsyncEngine", "create_async_engine"]

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
else:
    _PACKAGE = "sqlalchemy.ext.asyncio"

    def _engine() -> ModuleType:
        """Import the engine's module as if its package were empty, unless somebody has the whole package already."""
        if _PACKAGE in sys.modules:
            return import_module(f"{_PACKAGE}.engine")
        spec = PathFinder.find_spec(_PACKAGE, sqlalchemy.ext.__path__)
        empty = ModuleType(_PACKAGE)
        empty.__path__ = spec.submodule_search_locations
        sys.modules[_PACKAGE] = empty
        try:
            return import_module(f"{_PACKAGE}.engine")
        finally:
            del sys.modules[_PACKAGE]

    _loaded = _engine()
    AsyncConnection, AsyncEngine = _loaded.AsyncConnection, _loaded.AsyncEngine
    create_async_engine = _loaded.create_async_engine
