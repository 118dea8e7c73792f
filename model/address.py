"""Where somebody or something is in Slack, written as one word: a channel's or a member's id, and whose workspace.

The workspace of the bot token has no name of its own: there an address is Slack's id. Elsewhere it is "T0123/C0456".
The same id may stand in two workspaces (shared channels, members of an organisation), an address in one only.
"""

from __future__ import annotations

HOME = ""
BETWEEN = "/"


def address(workspace: str, id: str) -> str:
    """Write an id of a workspace; "" stays nothing, and what is an address already stays as it is."""
    return f"{workspace}{BETWEEN}{id}" if workspace and id and BETWEEN not in id else id


def workspace_of(address: str) -> str:
    """Tell whose workspace an address is in; HOME for the one of the bot token."""
    return address.rpartition(BETWEEN)[0]


def bare(address: str) -> str:
    """Give the id as Slack knows it."""
    return address.rpartition(BETWEEN)[2]


def beside(address_: str, id: str) -> str:
    """Write an id of the workspace in which another address is."""
    return address(workspace_of(address_), id)
