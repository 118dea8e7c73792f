"""Official notices of lay-offs."""

from __future__ import annotations

from model.item import Notice
from model.signal import Kind, Seniority, SourceClass
from signals.reader import Reader
from store.values import read_signal, write_signal
from tests.make import at, company, item

DAY = at("2024-12-01")
READER = Reader([company()], [])


def test_a_notice_is_a_lay_off_with_its_day() -> None:
    (told,) = READER.read(item(shape=Notice("OpenAI", 120, DAY)))

    assert (told.kind, told.company, told.headcount, told.effective) == (Kind.LAYOFFS, "OpenAI", 120, DAY)
    assert (told.seniority, told.source_class) == (Seniority.GROUP, SourceClass.REGISTRY)
    assert read_signal(write_signal(told)) == told


def test_a_notice_without_a_number_or_a_day_is_one_all_the_same() -> None:
    (told,) = READER.read(item(shape=Notice("Open AI", None, None)))

    assert (told.headcount, told.effective) == (None, None)


def test_a_notice_of_somebody_else_is_nothing() -> None:
    assert READER.read(item(shape=Notice("Closed AI", 5, DAY))) == []
