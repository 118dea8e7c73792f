"""The first set-up, in three steps: three companies, a channel, and what its digest of last week would have been."""

from __future__ import annotations

from slack_sdk.models.blocks import Block

from digests.blocks import context, line, rich, text
from digests.texts import say
from digests.views.parts import channel, field, modal, typed
from model.message import Block as Drawing
from model.message import Drawn, View

CALLBACK = "setup"
CHANNEL = "channel"
COMPANIES = ("company1", "company2", "company3")
LONGEST = 200
EXAMPLES = ("OpenAI openai.com", "Anthropic anthropic.com", "Mistral AI mistral.ai")


def view_setup_companies(about: str) -> View:
    """Ask for up to three companies."""
    fields = [
        field(name, say("setup_company", number=n), typed(name, most=LONGEST, shows=shows), optional=n > 1)
        for n, (name, shows) in enumerate(zip(COMPANIES, EXAMPLES, strict=True), 1)
    ]
    blocks = [rich(line(text(say("setup_step1")))), *fields]
    return modal(CALLBACK, say("setup_title"), blocks, about=about, submit=say("setup_next"))


def view_setup_channel(about: str) -> View:
    """Ask for the channel that shall hear of them."""
    asked = field(CHANNEL, say("setup_channel"), channel(CHANNEL), hint=say("setup_channel_hint"))
    blocks = [rich(line(text(say("setup_step2")))), asked]
    return modal(CALLBACK, say("setup_title"), blocks, about=about, submit=say("setup_next"))


def view_setup_sample(sample: Drawn, about: str) -> View:
    """Show the channel's digest of the last seven days; nothing in it can be pressed."""
    shown = [block for block in sample.blocks if block["type"] != "actions"]
    blocks: list[Block | Drawing] = [rich(line(text(say("setup_step3")))), *shown, context(say("setup_invite"))]
    return modal(CALLBACK, say("setup_title"), blocks, about=about, submit=say("setup_send"))
