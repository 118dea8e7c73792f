"""What this folder has to know of config.toml: where Slack is, who we are there, where we listen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

SLACK_HOOKS = ("https://hooks.slack.com/", "https://hooks.slack-gov.com/")


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """The [slack] section with its secrets; bot.py makes it from config.toml. Secrets stay out of repr().

    `api_url` is the root of the Web API with its closing slash. `command` is the slash-command of manifest.yaml.
    `admins` are the ids of those who may do everything in the bot token's workspace.
    With `client_id` and `client_secret` further workspaces install the app; `redirect_url` is where Slack sends them
    back to, "" for the one of the app's page.
    """

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    host: str = "127.0.0.1"
    port: int = 3000
    command: str = "/signals"
    admins: frozenset[str] = frozenset()
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    redirect_url: str = ""
    purge_after: timedelta = timedelta(days=30)

    @property
    def authorize_url(self) -> str:
        """Where people let the app in: on the host of the Web API."""
        api = urlsplit(self.api_url)
        return f"{api.scheme}://{api.netloc}/oauth/v2/authorize"

    @property
    def secrets(self) -> tuple[str, ...]:
        """List what must never reach a log."""
        return tuple(
            secret for secret in (self.bot_token, self.signing_secret, self.app_token, self.client_secret) if secret
        )

    @property
    def reply_prefixes(self) -> tuple[str, ...]:
        """List how a response_url may begin: Slack's hook hosts, and the host of `api_url` (requirement B8).

        A whole "scheme://host/" prefix leaves no room for user names, ports or look-alike hosts.
        """
        api = urlsplit(self.api_url)
        return (*SLACK_HOOKS, f"{api.scheme}://{api.netloc}/")
