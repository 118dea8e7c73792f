"""Which rows are at addresses of one workspace (model/address.py)."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from model.address import BETWEEN

BROUGHT = ("connections", "note")


def inside(column: ColumnElement[str], workspace: str) -> ColumnElement[bool]:
    """Whether an address is in a workspace; "" is the one of the bot token, whose addresses are plain ids."""
    if not workspace:
        return ~column.contains(BETWEEN, autoescape=True)
    return column.startswith(f"{workspace}{BETWEEN}", autoescape=True)


def brought_into(column: ColumnElement[str], workspace: str) -> ColumnElement[bool]:
    """Whether a source is what the people of a named workspace bring in: "connections:T1/U1", "note:T1/"."""
    first, second = (column.startswith(f"{kind}:{workspace}{BETWEEN}", autoescape=True) for kind in BROUGHT)
    return first | second


def mentioned(column: ColumnElement[str], workspace: str) -> ColumnElement[bool]:
    """Whether JSON may hold an address of a named workspace; who reads it knows which."""
    return column.contains(f'"{workspace}{BETWEEN}', autoescape=True)
