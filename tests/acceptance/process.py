"""The bot as the process that a person starts, and ends in both ways."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.waiting import WITHIN

ROOT = Path(__file__).parents[2]


@dataclass
class Bot:
    """`bot.py serve` with this config.toml, listening on `port`; its words go to `log`.

    Without a `token` it is installed by others alone. With an `app_token` it may open a line of Socket Mode. `secrets`
    are further ones, as [slack] names them.
    """

    config: Path
    port: int
    token: str
    secret: str
    app_token: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Give where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """Read everything it has said on stderr, over all its lives."""
        return self._log.read_text("utf-8")

    @property
    def _log(self) -> Path:
        return self.config.with_suffix(".log")

    def start(self) -> None:
        """Start it, without waiting for it."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("SIGNALS_")}
        tokens = {"SIGNALS_SLACK__SIGNING_SECRET": self.secret}
        if self.token:
            tokens["SIGNALS_SLACK__BOT_TOKEN"] = self.token
        if self.app_token:
            tokens["SIGNALS_SLACK__APP_TOKEN"] = self.app_token
        tokens |= {f"SIGNALS_SLACK__{name}": value for name, value in self.secrets.items()}
        command = [sys.executable, str(ROOT / "bot.py"), "serve", "--config", str(self.config)]
        with self._log.open("ab") as log:
            process = subprocess.Popen(command, env={**own, **tokens}, stdout=log, stderr=log, start_new_session=True)
        self.processes.append(process)

    async def ready(self) -> None:
        """Wait until it is well; fails with its own words when it ended instead, or never is."""
        said = "nothing"
        with suppress(TimeoutError):
            async with asyncio.timeout(WITHIN), aiohttp.ClientSession() as session:
                while self.processes[-1].poll() is None:
                    with suppress(aiohttp.ClientConnectionError):
                        async with session.get(f"{self.base}/healthz") as response:
                            if response.status == 200:
                                return
                            said = await response.text()
                    await asyncio.sleep(0.05)
        ended = self.processes[-1].poll() is not None
        raise AssertionError(f"the bot {'ended by itself' if ended else f'answered {said}'}:\n{self.log}")

    async def stop(self, within: float = 10.0) -> int:
        """Ask it to end, as systemd does; return its exit code. TimeoutExpired when it does not in time."""
        process = self.processes[-1]
        process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(process.wait, within)

    async def kill(self) -> None:
        """End it at once, whatever it is doing."""
        process = self.processes[-1]
        process.kill()
        await asyncio.to_thread(process.wait, 10)

    def clean_up(self) -> None:
        """Leave no process behind."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait(10)
