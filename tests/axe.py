"""axe-core, which finds what a page denies to people who cannot see, point or tell colours apart: an npm package.

It is fetched as Node's own client fetches it, and held against its hash; npm keeps it for the next time.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

PACKAGE = "axe-core@4.14.1"
SHA512 = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def axe_script(folder: Path) -> str:
    """Fetch axe-core into `folder`; return its script. Skips the test with "needs Node" where there is no npm."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs Node")
    subprocess.run(
        [npm, "pack", PACKAGE, "--prefer-offline", "--silent", "--pack-destination", str(folder)],
        check=True,
        capture_output=True,
        cwd=folder,
        timeout=120,
    )
    (packed,) = folder.glob("*.tgz")
    assert b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode() == SHA512
    with tarfile.open(packed) as archive:
        script = archive.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode()


def violations(page: Page, script: str) -> list[str]:
    """Run axe in an open page; tell what it finds, with the places."""
    page.evaluate(script)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{one['id']}: {one['help']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"][:3]
    ]
