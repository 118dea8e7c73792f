"""The files of the fake Slack: what is uploaded is kept, what people handed in is given to whoever has the token."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Drawer:
    """`files` are uploads by id, taken while `takes_files`; the first `unready` messages that show one are refused.

    `kept` are files that people uploaded, by path.
    """

    token: str = "xoxb-test"  # noqa: S105  (a made-up one)
    base: str = ""
    takes_files: bool = True
    gives_files: bool = True
    unready: int = 0
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)

    def file(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        if not (self.gives_files if method == "files.info" else self.takes_files):
            needed = "files:read" if method == "files.info" else "files:write"
            return {"ok": False, "error": "missing_scope", "needed": needed, "provided": "commands,chat:write"}
        if method == "files.getUploadURLExternal":
            id = f"F{len(self.files) + 1}"
            self.files[id] = {"id": id, **body, "done": False}
            return {"ok": True, "file_id": id, "upload_url": f"{self.base}/upload/{id}"}
        if method == "files.completeUploadExternal":
            made = json.loads(body["files"])
            for one in made:
                done = {"done": "bytes" in self.files[one["id"]], "channel": body.get("channel_id")}
                self.files[one["id"]] |= {**one, **done}
            return {"ok": True, "files": [{"id": one["id"], "title": one["title"]} for one in made]}
        if method == "files.info" and body.get("file") in self.kept:
            address = f"{self.base}/files-pri/{body['file']}/download/Connections.csv"
            size = len(self.kept[body["file"]])
            return {"ok": True, "file": {"id": body["file"], "size": size, "url_private_download": address}}
        return {"ok": False, "error": "file_not_found"}

    async def upload(self, request: web.Request) -> web.Response:
        known = self.files[request.match_info["file"]]
        known["bytes"] = await request.read()
        right = len(known["bytes"]) == int(known["length"])
        return web.Response(status=200 if right else 400, text="OK" if right else "length")

    async def give(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        return web.Response(body=self.kept[request.match_info["file"]], content_type="text/csv")

    def shows_unknown(self, body: dict[str, Any]) -> bool:
        shown = [b["slack_file"]["id"] for b in body.get("blocks", []) if b["type"] == "image" and "slack_file" in b]
        if shown and self.unready:
            self.unready -= 1
            return True
        return any(not self.files.get(id, {}).get("done") for id in shown)
