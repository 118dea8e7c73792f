"""The modals in which somebody hands in their own connections, and sees what saving them would change."""

from __future__ import annotations

from slack_sdk.models.blocks.block_elements import FileInputElement

from digests.blocks import bullets, context, line, rich, text
from digests.texts import count, number, say
from digests.views.parts import field, modal
from model.imported import Export
from model.message import View

CALLBACK = "import_people"
SAVE = "import_save"
FILE = "file"
MOST_LINES = 8


def view_import(about: str) -> View:
    """Ask for one file."""
    return modal(
        CALLBACK,
        say("view_import"),
        [
            rich(line(text(say("import_how"), cap=600))),
            field(FILE, say("import_file"), FileInputElement(action_id=FILE, filetypes=["csv"], max_files=1)),
            context(say("import_private")),
        ],
        about=about,
        submit=say("button_import_check"),
    )


def view_import_preview(export: Export, about: str) -> View:
    """Show in numbers what saving would change; nobody is named."""
    rows = [[text(said)] for said in import_told(export)]
    blocks = [rich(line(text(say("import_preview"), bold=True)), bullets(rows)), context(say("import_private"))]
    return modal(SAVE, say("view_import"), blocks, about=about, submit=say("view_save"))


def import_told(export: Export) -> list[str]:
    """Say what an export holds, and what of it could not be read."""
    if export.first:
        told = [say("import_first", rows=count("rows", export.rows))]
    else:
        slots = {name: number(getattr(export, name)) for name in ("new", "moved", "gone")}
        told = [say("import_counts", rows=count("rows", export.rows), **slots)]
    if export.unreadable:
        some = ", ".join(map(str, export.unreadable[:MOST_LINES]))
        rest = "…" if len(export.unreadable) > MOST_LINES else ""
        told.append(say("import_unreadable", lines=count("lines", len(export.unreadable)), numbers=some + rest))
    if not export.told:
        told.append(say("import_untold"))
    return told
