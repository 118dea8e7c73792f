"""What holds for every test: no skip without its place on the list, and Hypothesis that repeats itself on CI."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

LISTED = [
    line.strip()
    for line in (Path(__file__).parent / "skips.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("TALENT_SIGNALS_TEST_PROFILE") or ("ci" if os.environ.get("CI") else "here"))


class SkipWatch:
    """Collects skips; on CI one whose reason is not listed in tests/skips.txt fails the run."""

    def __init__(self) -> None:
        self.unlisted: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            reason = str(report.longrepr[2]).removeprefix("Skipped: ")
            if not any(reason.startswith(listed) for listed in LISTED):
                self.unlisted.append(f"{report.nodeid}: {reason}")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.unlisted and os.environ.get("CI") and not hasattr(session.config, "workerinput"):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.unlisted and os.environ.get("CI"):
            terminalreporter.section("skips that tests/skips.txt does not list")
            terminalreporter.write_line("\n".join(self.unlisted))


# A collection walks all that the suite holds by then, lexicons and syntax trees; the usual 700 new objects come soon.
NEW_OBJECTS = 100_000


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(NEW_OBJECTS)
    config.pluginmanager.register(SkipWatch())
