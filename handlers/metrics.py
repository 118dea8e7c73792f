"""Counters and gauges for /metrics; labels are kinds and results, never names (E10, A20)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from model.subscription import Held, InDigest, Now, Update, Verdict

VERDICTS: Mapping[type[Verdict], str] = {Now: "now", InDigest: "in_digest", Update: "update", Held: "held"}
SECONDS = (1, 5, 15, 60, 300, 900, 1800, 3600, 4 * 3600, 24 * 3600)


class Tally:
    """One process's counts, in a registry of its own so that several may live side by side in tests."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._polls = Counter("signals_polls", "Polls", ["source", "result"], registry=self._registry)
        self._items = Counter("signals_items", "Items kept", ["source"], registry=self._registry)
        self._signals = Counter("signals_read", "Signals read out of items", ["kind"], registry=self._registry)
        self._verdicts = Counter("signals_verdicts", "What was decided", ["verdict", "cause"], registry=self._registry)
        self._posts = Counter("signals_posts", "Messages to Slack", ["kind", "result"], registry=self._registry)
        self._commands = Counter("signals_commands", "Slash-commands", ["word", "result"], registry=self._registry)
        self._presses = Counter("signals_presses", "Buttons pressed", ["action", "result"], registry=self._registry)
        self._modals = Counter("signals_submissions", "Modals submitted", ["modal", "result"], registry=self._registry)
        self._events = Counter("signals_events", "Events of Slack", ["event", "result"], registry=self._registry)
        self._hooks = Counter("signals_hooks", "Calls of webhooks", ["hook", "result"], registry=self._registry)
        self._outbox = Gauge("signals_outbox", "Messages in the outbox", ["state"], registry=self._registry)
        self._delivery = Histogram(
            "signals_delivery_seconds", "Between two steps of a message", ["step"], buckets=SECONDS,
            registry=self._registry,
        )  # fmt: skip

    def polled(self, source: str, result: str, items: int = 0) -> None:
        """Count a poll. Of `source` only what stands before the colon is kept: an address may hold a name."""
        kind = source.partition(":")[0]
        self._polls.labels(kind, result).inc()
        self._items.labels(kind).inc(items)

    def read(self, kind: str, count: int = 1) -> None:
        """Count signals of one kind."""
        self._signals.labels(kind).inc(count)

    def decided(self, verdicts: Iterable[Verdict]) -> None:
        """Count what was decided: now, in_digest, update, or held, and what kept it from speaking at once."""
        for verdict in verdicts:
            cause = verdict.cause if isinstance(verdict, Held | InDigest) else None
            self._verdicts.labels(VERDICTS[type(verdict)], cause or "").inc()

    def posted(self, kind: str, result: str, seconds: float | None = None) -> None:
        """Count what became of a message; `seconds` is from drawn to posted."""
        self._posts.labels(kind, result).inc()
        if seconds is not None:
            self.took("drawn_to_posted", seconds)

    def took(self, step: str, seconds: float) -> None:
        """Note how long a step of the way took: "published_to_posted", "published_to_fetched" and so on (A20)."""
        self._delivery.labels(step).observe(max(seconds, 0.0))

    def command(self, word: str, result: str) -> None:
        """Count a slash-command; `word` is one of our sub-words."""
        self._commands.labels(word, result).inc()

    def pressed(self, action: str, result: str) -> None:
        """Count a press; `action` is one of our verbs."""
        self._presses.labels(action, result).inc()

    def submitted(self, modal: str, result: str) -> None:
        """Count a submission; `modal` is one of ours."""
        self._modals.labels(modal, result).inc()

    def happened(self, event: str, result: str) -> None:
        """Count an event; `event` is one of ours."""
        self._events.labels(event, result).inc()

    def called(self, hook: str, result: str) -> None:
        """Count a call of a webhook; `hook` is one of config.toml's."""
        self._hooks.labels(hook, result).inc()

    def outbox(self, states: Mapping[str, int]) -> None:
        """Set how many messages are in each state now."""
        for state, count in states.items():
            self._outbox.labels(state).set(count)

    def text(self) -> bytes:
        """Write everything in Prometheus's text format."""
        return generate_latest(self._registry)
