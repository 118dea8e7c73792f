"""Tokens are kept as nobody can read them without the key, which is never stored (requirement E7)."""

from __future__ import annotations

from collections.abc import Sequence

from model.errors import ConfigError

# cryptography is imported where it is used: it takes 7 MB, and only several workspaces have tokens to hide.
NAME = "SIGNALS_SLACK__TOKEN_KEY"


def new_key() -> str:
    """Make a key."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode("ascii")


class Vault:
    """Encrypts with the first key and opens with any of them. Raises ConfigError for what is no key."""

    def __init__(self, keys: Sequence[str]) -> None:
        from cryptography.fernet import Fernet, MultiFernet

        if not keys:
            raise ConfigError([f"{NAME} is needed to keep tokens: make one with `bot.py tokens new-key`"])
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise ConfigError([f"{NAME} is no key: make one with `bot.py tokens new-key`"]) from None

    def hide(self, purpose: str, secret: str) -> str:
        """Encrypt a secret for one purpose: what was hidden for another row does not open there."""
        return self._fernet.encrypt(f"{purpose}\n{secret}".encode()).decode("ascii") if secret else ""

    def show(self, purpose: str, hidden: str) -> str:
        """Decrypt what `hide` returned. Raises ConfigError when no key fits, or when it was hidden for another."""
        if not hidden:
            return ""
        from cryptography.fernet import InvalidToken

        try:
            known, _, secret = self._fernet.decrypt(hidden).decode().partition("\n")
        except InvalidToken:
            known, secret = "", ""
        if known != purpose:
            why = "does not open the tokens that are stored: set the key they were stored with, beside the new one"
            raise ConfigError([f"{NAME} {why} (NEW,OLD), or remove the installs and let people install again"])
        return secret
