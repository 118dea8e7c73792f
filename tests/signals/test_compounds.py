"""Compounds and Swiss spellings of the lexicon."""

from __future__ import annotations

from signals.compounds import Ends, compounded, endings, swiss


def test_a_starred_word_stands_for_each_word_of_the_list_with_that_end() -> None:
    faults: list[str] = []
    lists = {"titles": ("chef", "part*chef", "chipchef")}
    assert compounded(lists, {"part": ("solar", "chip")}, "de.toml", faults) == {
        "titles": ("chef", "solarchef", "chipchef")
    }
    assert not faults


def test_a_compound_of_an_unknown_list_is_a_fault() -> None:
    faults: list[str] = []
    compounded({"titles": ("part*chef",)}, {}, "de.toml", faults)
    assert faults == ["de.toml: titles has 'part*chef', but there is no word list [words].part"]


def test_sharp_s_is_also_written_as_switzerland_does() -> None:
    assert swiss("{actor} schließt|stößt!") == "{actor} schließt|schliesst|stößt|stösst!"
    assert swiss("@fire {actor}") == "@fire {actor}"


def test_a_word_means_what_its_longest_end_does() -> None:
    ends = Ends(endings({"vp": ("*chef",), "ic": ("*profi", "chef"), "group": ("*chefs",)}), {"nochef"})
    words = ["solarchef", "solarchefs", "vertriebsprofi", "xychef", "chef", "nochef", "solar2chef", "tisch"]
    assert [ends[word] for word in words] == ["vp", "group", "ic", "", "", "", "", ""]


def test_an_end_is_no_word_of_its_list() -> None:
    faults: list[str] = []
    assert compounded({"titles": ("chef", "*chef")}, {}, "de.toml", faults) == {"titles": ("chef",)}
    assert not faults
