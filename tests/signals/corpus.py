"""The labelled news and its scorer, where they are at hand: ../shared is not part of the product."""

from __future__ import annotations

import pytest

from benchmarks.detect import CORPUS, SHARED, lines, scorer, unlabelled, watched

__all__ = ["CORPUS", "SHARED", "lines", "needs_shared", "scorer", "unlabelled", "watched"]

needs_shared = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared")
