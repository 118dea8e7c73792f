"""One sentence as a page for a browser, for whoever has just installed the app: no script, nothing loaded."""

from __future__ import annotations

from html import escape

from digests.texts import say

STYLE = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem;color:#1d1c1d}"


def notice_page(sentence: str) -> str:
    """Draw it. The sentence may hold a name that a stranger chose."""
    title = escape(say("app_name"))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body><h1>{title}</h1><p>{escape(sentence)}</p></body></html>"
    )
