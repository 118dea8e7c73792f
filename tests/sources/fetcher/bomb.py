"""Run as a process: fetch two gzip bombs that would grow to ten gigabytes, print by how much this process grew.

The server lives in another process, so that only what the fetcher holds is measured.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import resource
import sys
import time
import zlib
from multiprocessing.connection import Connection

from model.errors import Refused
from sources.fetcher import Limits
from tests.sources.fetcher.hostile import Answer, Question, fetcher, said, serving

HEAD = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
MIB = 1024 * 1024


def _bomb() -> Answer:
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    begin = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)

    async def answer(_: Question, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + begin)
        for _again in range(10_000):
            writer.write(again)
            await writer.drain()

    return answer


def _serve(port_is: Connection) -> None:
    async def main() -> None:
        async with serving({"/bomb": _bomb(), "/good": said(200, bytes(MIB))}) as server:
            port_is.send(server.port)
            await asyncio.Event().wait()

    asyncio.run(main())


def _most_memory() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (MIB if sys.platform == "darwin" else 1024)


async def _fetch(base: str) -> dict[str, object]:
    limits = {"/five-mib": Limits(spacing=0, ratio=10**9), "/ratio": Limits(spacing=0)}
    refused = []
    async with fetcher() as http:
        await http.get(f"{base}/good", allow_private=True)
    before, start = _most_memory(), time.process_time()
    for name, limit in limits.items():
        async with fetcher(limit) as http:
            for _ in range(5):
                try:
                    await http.get(f"{base}/bomb", allow_private=True)
                except Refused:
                    continue
            refused.append(name)
    return {"refused": refused, "grown_mib": _most_memory() - before, "seconds": time.process_time() - start}


def main() -> None:
    """Print one line of JSON."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    try:
        sys.stdout.write(json.dumps(asyncio.run(_fetch(f"http://127.0.0.1:{ours.recv()}"))))
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
