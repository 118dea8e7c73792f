"""Settings: config.toml and the environment, through pydantic-settings. Only bot.py imports this module.

Everything may stand in config.toml except secrets, which come from the environment (or an .env file beside it) as
SIGNALS_SLACK__BOT_TOKEN, SIGNALS_SLACK__APP_TOKEN, SIGNALS_SLACK__SIGNING_SECRET. Unknown keys are errors; all faults
are reported at once, each with its path. Files of rules and vocabulary are read here too, since the folders that use
them are pure.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PrivateAttr,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_settings import BaseSettings, DotEnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from digests.schedule import parse_quiet, parse_rhythm
from model.address import address, workspace_of
from model.company import Company
from model.errors import ConfigError
from model.language import Language
from model.signal import Kind
from model.story import State
from model.subscription import Audience, Density, Subscription
from sources.articles.settings import ArticlesSettings
from sources.directories.settings import WikidataSettings
from sources.settings import duration, spelled

HERE = Path(__file__).parent
SHORTEST_SECRET = 16  # characters of a webhook's secret; less can be guessed
OURS = "signals_"  # how our variables begin, in small letters
SECRETS = ("bot_token", "app_token", "signing_secret", "client_id", "client_secret", "token_key")
SECRETS_OF_SOURCES = ("token", "user", "password")

ONE_WORKSPACE = (
    'there is one workspace; for others set slack.mode = "http" and SIGNALS_SLACK__CLIENT_ID and _CLIENT_SECRET'
)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'"{name}" is no time zone: use a name such as Europe/Paris') from None
    return name


def _rhythm(text: str) -> str:
    parse_rhythm(text)
    return text


def _quiet(text: str) -> str:
    parse_quiet(text)
    return text


def _wait(text: object) -> timedelta:
    return timedelta(0) if isinstance(text, str) and re.fullmatch("0[smhd]", text.strip()) else duration(text)


Zone = Annotated[str, AfterValidator(_zone)]
Wait = Annotated[timedelta, BeforeValidator(_wait), PlainSerializer(spelled, return_type=str)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SlackSettings(_Section):
    """How to reach Slack. Without a bot token the mode is console: messages are drawn to the terminal."""

    mode: Literal["socket", "http", "console"] = "socket"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    api_url: str = "https://slack.com/api/"
    public_url: str = ""
    admins: tuple[Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{2,}$")], ...] = ()
    bot_token: SecretStr | None = None
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    client_id: SecretStr | None = None
    client_secret: SecretStr | None = None
    token_key: SecretStr | None = None
    redirect_url: Annotated[str, Field(pattern=r"^(https://\S+)?$")] = ""
    purge_after: Annotated[Wait, Field(le=timedelta(days=30))] = timedelta(days=30)

    @field_validator("public_url")
    @classmethod
    def _https(cls, url: str) -> str:
        if url and (urlsplit(url).scheme != "https" or not urlsplit(url).hostname):
            raise ValueError("must begin with https:// and name a host, or be empty")
        return url

    @field_validator("api_url")
    @classmethod
    def _https_or_local(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise ValueError("must begin with https:// (plain http only for a test server on this machine)")
        return url if url.endswith("/") else url + "/"


class UsSettings(_Section):
    """Our own company: what is known about private persons is shown to nobody while it is unset (requirement P1)."""

    name: str = ""
    domain: str = ""
    aliases: tuple[str, ...] = ()


class CompanySettings(_Section):
    """One company to watch."""

    name: Annotated[str, Field(min_length=1)]
    domain: str | None = None
    aliases: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    tier: Annotated[int, Field(ge=1, le=3)] = 2
    boards: dict[str, str] = Field(default_factory=dict)
    cik: int | None = None
    employees: Annotated[int | None, Field(gt=0)] = None
    departments: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()


class ChannelSettings(_Section):
    """What one Slack channel hears, and when."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{2,}$")]
    companies: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    threshold: Annotated[int, Field(ge=1, le=100)] = 75
    instant_from: Literal["reported", "confirmed"] = "reported"
    story_wait: Wait = timedelta(minutes=20)
    cap: Annotated[int, Field(ge=0, le=50)] = 3
    quiet: Annotated[str, AfterValidator(_quiet)] = "20:00-07:00"
    digest: Annotated[str, AfterValidator(_rhythm)] = "weekdays 09:00"
    timezone: Zone | None = None
    language: Language | None = None
    density: Density = Density.FULL
    workspace: Annotated[str, Field(pattern=r"^(T[A-Z0-9]{2,})?$")] = ""


class Settings(BaseSettings):
    """The whole of config.toml."""

    model_config = SettingsConfigDict(
        env_prefix="SIGNALS_", env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    database: str = "sqlite:///signals.db"
    timezone: Zone = "Europe/Paris"
    language: Language = Language.ENGLISH
    contact: str = ""
    slack: SlackSettings = SlackSettings()
    us: UsSettings = UsSettings()
    articles: ArticlesSettings = ArticlesSettings()
    wikidata: WikidataSettings = WikidataSettings()
    companies: tuple[CompanySettings, ...] = ()
    channels: tuple[ChannelSettings, ...] = ()
    sources: dict[str, dict[str, object]] = Field(default_factory=dict)
    rules: dict[str, object] = Field(default_factory=dict)
    _file: Path | None = PrivateAttr(None)

    @field_validator("contact")
    @classmethod
    def _reaches_somebody(cls, said: str) -> str:
        page = urlsplit(said)
        site = page.scheme in {"http", "https"} and "." in (page.hostname or "")
        if said and not site and not re.fullmatch(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+", said):
            raise ValueError(
                f'"{said}" is no way to reach you: write a web page or an e-mail address, such as '
                '"https://example.com/bot" or "lea@example.com"; every site we read is told whom to ask'
            )
        return said

    @field_validator("database")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://")):
            raise ValueError('must be "sqlite:///FILE" or "postgresql://USER@HOST/NAME"')
        return url

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file. Of .env only what is ours is read here: it holds other secrets too."""
        if isinstance(dotenv_settings, DotEnvSettingsSource):
            ours = {name: value for name, value in dotenv_settings.env_vars.items() if name.startswith(OURS)}
            dotenv_settings.env_vars = ours
        return env_settings, dotenv_settings, init_settings


def load(path: Path, *, required: bool = True) -> Settings:
    """Read config.toml and the environment. Raises ConfigError with every fault at once."""
    if not path.exists():
        if required:
            raise ConfigError([f"{path} is not there: copy config.example.toml to {path} and edit it"])
        table: dict[str, object] = {}
    else:
        table = read_toml(path)
    faults = _misplaced_secrets(table, path)
    settings: Settings | None = None
    try:
        settings = Settings(_env_file=path.parent / ".env", **table)  # type: ignore[arg-type]  # pydantic checks
    except ValidationError as error:
        faults += [f"{path}: {_by_name(fault, table)}" for fault in describe(error)]
    if settings is not None:
        faults += [f"{path}: {fault}" for fault in _contradictions(settings)]
    if faults or settings is None:
        raise ConfigError(faults)
    settings._file = path if path.exists() else None
    return settings


def read_toml(path: Path) -> dict[str, object]:
    """Parse a TOML file; a fault names the file, the line and the column."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: not valid TOML: {error}"]) from None
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path}: cannot be read: write it in UTF-8 ({error.reason})"]) from None


def read_tables(folder: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Read every TOML file of a folder of rules or vocabulary, in order of their names, each when it is asked for."""
    return ((file.name, read_toml(file)) for file in sorted(folder.glob("*.toml")))


def file_of(settings: Settings) -> Path | None:
    """Tell which file the settings were read from, None when there was none."""
    return settings._file


def environment(settings: Settings) -> Mapping[str, str]:
    """Map the environment's variables, those of the .env file beside config.toml among them: it holds secrets too."""
    beside = settings._file.parent / ".env" if settings._file else Path(".env")
    written = DotEnvSettingsSource(Settings, env_file=beside, case_sensitive=True).env_vars
    return {**{name: value for name, value in written.items() if value}, **os.environ}


# What to write where an id of Slack is expected and a name was given.
_FORMS: Mapping[str, str] = {
    "admins": 'write the id, such as "U0123456789" (Slack: a person\'s profile > ... > Copy member ID), not the name',
    "id": 'write the id, such as "C0123456789" (Slack: channel name > View channel details), not the name',
    "workspace": 'write the id, such as "T0123456789", not the name',
}


def describe(error: ValidationError) -> list[str]:
    """Turn pydantic's faults into one sentence each, with the path as it stands in the file."""
    return [_sentence(fault["loc"], fault["msg"], fault["type"]) for fault in error.errors()]


def _sentence(location: Sequence[int | str], message: str, kind: str) -> str:
    path = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    if kind == "extra_forbidden":
        return f"{path}: unknown key; see config.example.toml for those that exist"
    if kind == "missing":
        return f"{path}: is needed"
    name = next((part for part in reversed(location) if isinstance(part, str)), "")
    if kind == "string_pattern_mismatch" and name in _FORMS:
        return f"{path}: {_FORMS[name]}"
    if kind == "tuple_type" and len(location) == 1:
        return f"{path}: write [[{path}]], in two brackets, before each"
    if kind == "tuple_type":
        return f'{path}: write a list, such as ["one", "two"]'
    return f"{path}: {re.sub('^Value error, ', '', message)}"


def _by_name(fault: str, table: Mapping[str, object]) -> str:
    """Name the company that a fault is in as well: nobody counts the [[companies]] of a file."""
    number = re.match(r"companies\[(\d+)\]", fault)
    companies = table.get("companies")
    if number is None or not isinstance(companies, list) or not isinstance(said := companies[int(number[1]) - 1], dict):
        return fault
    name = said.get("name")
    return f"{number[0]} ({name}){fault[number.end() :]}" if isinstance(name, str) and name else fault


def _misplaced_secrets(table: Mapping[str, object], path: Path) -> list[str]:
    sources = table.get("sources")
    places: list[tuple[str, object, Sequence[str]]] = [("slack", table.get("slack"), SECRETS)]
    for name, section in sources.items() if isinstance(sources, dict) else ():
        places.append((f"sources.{name}", section, SECRETS_OF_SOURCES))
    return [
        f"{path}: {place}.{key}: secrets do not belong in a file: set "
        f"SIGNALS_{place.replace('.', '__').upper()}__{key.upper()} instead"
        for place, section, keys in places
        for key in keys
        if isinstance(section, dict) and key in section
    ]


def _contradictions(settings: Settings) -> list[str]:
    names = [company.name for company in settings.companies]
    faults = [f"companies: {name} stands twice" for name, times in sorted(Counter(names).items()) if times > 1]
    ids = [address(channel.workspace, channel.id) for channel in settings.channels]
    faults += [f"channels: {channel} stands twice" for channel, times in sorted(Counter(ids).items()) if times > 1]
    known = set(names)
    for number, channel in enumerate(settings.channels, 1):
        if channel.workspace and not several(settings):
            faults.append(f"channels[{number}].workspace: {ONE_WORKSPACE}")
        faults += [
            f"channels[{number}].companies: {name} is not among [[companies]]: add it there"
            for name in channel.companies
            if name not in known
        ]
    return faults


def several(settings: Settings) -> bool:
    """Tell whether further workspaces may install the app: in http mode, where its client id and secret are known."""
    slack = settings.slack
    return slack.mode == "http" and slack.client_id is not None and slack.client_secret is not None


def token_keys(settings: Settings) -> list[str]:
    """List the keys of stored tokens, that for new ones first."""
    said = settings.slack.token_key.get_secret_value() if settings.slack.token_key else ""
    return [key.strip() for key in said.split(",") if key.strip()]


def companies(settings: Settings) -> tuple[Company, ...]:
    """List the companies of the file as the product knows them."""
    return tuple(Company(**company.model_dump()) for company in settings.companies)


def subscription(settings: Settings, channel: ChannelSettings) -> Subscription:
    """Turn one [[channels]] table into what the deciders read."""
    return Subscription(
        workspace=channel.workspace,
        channel=address(channel.workspace, channel.id),
        zone=ZoneInfo(channel.timezone or settings.timezone),
        companies=frozenset(channel.companies),
        kinds=frozenset(channel.kinds),
        threshold=channel.threshold,
        instant_from=State(channel.instant_from),
        story_wait=int(channel.story_wait.total_seconds()),
        cap=channel.cap,
        quiet=parse_quiet(channel.quiet),
        digest=parse_rhythm(channel.digest),
        language=channel.language or settings.language,
        density=channel.density,
    )


def subscriptions(settings: Settings) -> tuple[Subscription, ...]:
    """List every channel's subscription; owners of imports get theirs from `person`."""
    return tuple(subscription(settings, channel) for channel in settings.channels)


def defaults(settings: Settings, channel: str) -> Subscription:
    """Subscription of a channel that config.toml does not name but where somebody typed `/signals watch`."""
    base = subscription(settings, ChannelSettings(id="C00"))
    return replace(base, channel=channel, workspace=workspace_of(channel))


def own(settings: Settings, channel: str) -> Subscription:
    """What a channel hears by this file alone: its own table, or the defaults."""
    found = next((one for one in settings.channels if one.id == channel), None)
    return subscription(settings, found) if found else defaults(settings, channel)


def person(settings: Settings, owner: str) -> Subscription:
    """Subscription of somebody who imported their own connections: a direct message each weekday, nothing instant."""
    base = defaults(settings, owner)
    return replace(base, cap=0, audience=Audience.PERSON)
