"""Everything that can be drawn, under one roof: values in, Block Kit out."""

from __future__ import annotations

from digests.draw_alert import draw_alert, draw_thread_line, draw_update
from digests.draw_audit import draw_audit
from digests.draw_card import draw_card
from digests.draw_compare import draw_compare
from digests.draw_digest import draw_digest
from digests.draw_flow import draw_flow
from digests.draw_list import draw_list
from digests.draw_mutes import draw_mutes
from digests.draw_people import draw_import_offer, draw_people
from digests.draw_rules import draw_rules, draw_tried
from digests.draw_said import draw_done, draw_gone, draw_help, draw_menu, draw_said, draw_story, draw_unknown
from digests.draw_search import draw_search
from digests.draw_sources import draw_sources
from digests.draw_why import draw_why

__all__ = (
    "draw_alert",
    "draw_audit",
    "draw_card",
    "draw_compare",
    "draw_digest",
    "draw_done",
    "draw_flow",
    "draw_gone",
    "draw_help",
    "draw_import_offer",
    "draw_list",
    "draw_menu",
    "draw_mutes",
    "draw_people",
    "draw_rules",
    "draw_said",
    "draw_search",
    "draw_sources",
    "draw_story",
    "draw_thread_line",
    "draw_tried",
    "draw_unknown",
    "draw_update",
    "draw_why",
)
