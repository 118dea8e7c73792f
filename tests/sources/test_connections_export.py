"""Reading a member's export: every variant, hostile files within bounds, and never an e-mail address."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Changed
from sources.connections.export import BadLine, Kind, read_export
from tests.sources.recorded import FIXTURES, assert_golden

EXPORTS = sorted((FIXTURES / "connections" / "exports").iterdir())
SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "linkedin"
COLUMNS = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
JANE = ("Jane", "Doe", "https://www.linkedin.com/in/jane-doe", "", "Acme", "Engineer", "12 Mar 2024")


def sheet(*rows: Iterable[str], columns: Sequence[str] = COLUMNS, delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([columns, *rows])
    return text.getvalue().encode()


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_an_export_reads_as_its_golden(path: Path) -> None:
    assert_golden(FIXTURES / "connections" / "goldens" / f"{path.name}.json", asdict(read_export(path.read_bytes())))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_what_a_spreadsheet_makes_of_it_reads_the_same(delimiter: str, encoding: str, newline: str) -> None:
    saved = sheet(JANE, delimiter=delimiter).decode().replace("\r\n", newline).encode(encoding)

    assert read_export(saved) == read_export(sheet(JANE))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12 Mar 2024", "2024-03-12"),
        ("7-Feb-22", "2022-02-07"),
        ("03/15/2024", "2024-03-15"),
        ("2024-03-12", "2024-03-12"),
        ("12 March 2024", "2024-03-12"),
        ("15/03/2024", "2024-03-15"),
        ("1 de enero de 2024", "2024-01-01"),
        ("12 mars 2024", "2024-03-12"),
        ("7. Dez. 2022", "2022-12-07"),
        ("31 Feb 2024", "None"),
        ("12 Mar 20244", "None"),
        ("gestern", "None"),
        ("", "None"),
    ],
)
def test_days_are_read_however_they_are_written(written: str, read: str) -> None:
    assert str(read_export(sheet((*JANE[:6], written))).rows[0].connected) == read


@pytest.mark.parametrize(
    ("address", "profile"),
    [
        ("https://www.linkedin.com/in/Jane-Doe/", "jane-doe"),
        ("linkedin.com/in/jane-doe", "jane-doe"),
        ("http://fr.linkedin.com/in/jane-doe/en?trk=people", "jane-doe"),
        ("HTTPS://WWW.LINKEDIN.COM/IN/JANE-DOE#top", "jane-doe"),
        ("https://www.linkedin.com/in/jos%C3%A9-r", "josé-r"),
        ("https://www.linkedin.com/in/jane%40doe.example", ""),
        ("https://notlinkedin.com/in/jane-doe", ""),
        ("https://www.linkedin.com/company/acme", ""),
        ("", ""),
    ],
)
def test_a_profile_is_recognised_however_its_address_is_written(address: str, profile: str) -> None:
    assert read_export(sheet((*JANE[:2], address, *JANE[3:]))).rows[0].profile == profile


def test_columns_are_found_by_name_in_any_order_after_any_preamble() -> None:
    turned = sheet(JANE[::-1], columns=COLUMNS[::-1])

    assert read_export(b'Notes:\n"An, odd ""preamble"""\n\n' + turned).rows == read_export(sheet(JANE)).rows


PREAMBLE = '"When exporting your connection data, you may notice that some addresses are missing. You will, ..."'


@pytest.mark.parametrize(
    "preamble",
    [
        "",
        "\n",
        "Notes:\n",
        f"Notes:\n{PREAMBLE}\n",
        f"Notes:\r\n{PREAMBLE}\r\n\r\n",
        f"{PREAMBLE}\n\n\n",
        ",,,,,,\n;;\n",
    ],
    ids=["none", "blank", "one line", "no blank", "whole", "no notes", "of a spreadsheet"],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "BOM"])
def test_whatever_stands_before_the_header_is_passed_over(preamble: str, mark: str) -> None:
    assert read_export((mark + preamble).encode() + sheet(JANE)) == read_export(sheet(JANE))


def test_the_address_may_stand_last_or_be_missing() -> None:
    last = [*range(2), *range(3, 7), 2]
    moved = sheet([JANE[n] for n in last], columns=[COLUMNS[n] for n in last])
    without = sheet([JANE[n] for n in last[:-1]], columns=[COLUMNS[n] for n in last[:-1]])

    assert read_export(moved) == read_export(sheet(JANE))
    assert [(row.person, row.profile, str(row.connected)) for row in read_export(without).rows] == [
        ("Jane Doe", "", "2024-03-12")
    ]


def test_commas_within_quotes_are_part_of_a_value() -> None:
    row = (*JANE[:4], 'Acme, "the" Company, Inc.', "VP, Sales; EMEA", JANE[6])
    (read,) = read_export(sheet(row)).rows

    assert (read.company, read.position) == ('Acme, "the" Company, Inc.', "VP, Sales; EMEA")


@pytest.mark.parametrize(
    "header",
    [
        "Prénom;Nom;URL;Adresse e-mail;Entreprise;Poste;Connecté le",
        "Vorname;Nachname;URL;E-Mail-Adresse;Unternehmen;Position;Verbunden am",
        "Nombre;Apellidos;URL;Correo electrónico;Empresa;Cargo;Conectado el",
        "FIRST NAME;last_name;Url;Email Address;COMPANY;position;Connected on",
    ],
)
def test_headers_are_read_in_four_languages_and_any_case(header: str) -> None:
    body = f"{header}\n{';'.join(JANE)}\n"

    assert read_export(body.encode()) == read_export(sheet(JANE))


@pytest.mark.parametrize("value", ['=HYPERLINK("http://evil.example","x")', "=1+1", "+SUM(A1)", "@cmd(x)", " =A1"])
def test_a_formula_is_a_bad_line_and_no_name(value: str) -> None:
    for column in (0, 4, 5):
        row = (*JANE[:column], value, *JANE[column + 1 :])
        export = read_export(sheet(row, ("Bo", "Reed", "linkedin.com/in/bo", "", "Globex", "", "1 Apr 2020")))
        assert [row.person for row in export.rows] == ["Bo Reed"]
        assert export.bad_lines == (BadLine(2, "a value is a formula"),)


def test_two_of_one_name_and_day_are_two_and_one_profile_at_two_companies_is_nobody() -> None:
    nameless = ("Jane", "Doe", "", "", "Acme", "Engineer", "12 Mar 2024")
    export = read_export(sheet(nameless, (*nameless[:4], "Globex", *nameless[5:])))
    assert len(export.rows) == 2

    export = read_export(sheet(JANE, (*JANE[:4], "Globex", *JANE[5:]), ("Bo", "Reed", "linkedin.com/in/bo", *JANE[3:])))
    assert [row.person for row in export.rows] == ["Bo Reed"]
    assert [bad.number for bad in export.bad_lines] == [3]


# Recruiters' lists

RECRUITER = (
    "First name,Last name,Email,Phone number,Job title,Company,Location,Pipeline stage,Note,Note visibility,Tags\n"
)


def test_a_recruiters_list_is_told_by_its_header_and_keeps_nothing_but_the_seat() -> None:
    line = (
        'Jane,Doe,jane@home.example,+33 1 23,Engineer,Acme,"Lyon, France",Contacted,"Is ill, call later",Private,a;b\n'
    )
    export = read_export((RECRUITER + line).encode())
    (row,) = export.rows

    assert (export.kind, row.company, row.position) == (Kind.CANDIDATES, "Acme", "Engineer")
    assert not any(word in repr(export) for word in ("home.example", "+33", "ill", "Contacted", "Private", "Lyon"))


def test_talent_hubs_candidates_name_no_company_and_the_refusal_says_so() -> None:
    with pytest.raises(Changed, match=r"Talent Hub's Candidates\.csv: it says of nobody where they work"):
        read_export(b"candidate_id,project_id,first_name,last_name,emails,profile_url\n1,7,Jane,Doe,,\n")


# Files that stream by


class Generated(RawIOBase):
    """A file that is made while it is read: `head`, then `filler` for ever (or `size` bytes of it)."""

    def __init__(self, head: bytes, filler: bytes, size: int = 2**30) -> None:
        self._head, self._left = head, size
        self._chunk = filler * max(1, 2**16 // len(filler))
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        some = (self._head or self._chunk)[: min(size, self._left)]
        self._head = b""
        self._left -= len(some)
        self.given += len(some)
        return some


@pytest.mark.parametrize(
    ("filler", "says", "most"),
    [
        (b"\0", "larger than 20 MB", 21 * 2**20),
        (b"x", "larger than 20 MB", 21 * 2**20),
        (b",", "larger than 20 MB", 21 * 2**20),
        (b'"', "larger than 20 MB", 21 * 2**20),
        (b"\n", "more than 150,000 lines", 2**20),
        (b"a,b\n", "More than 1,000 lines cannot be read; 3: it has 2 values, the header has 7", 2**20),
        (b"\0\n", "More than 1,000 lines cannot be read; 3: it holds NUL bytes", 2**20),
        (b'"\n', "More than 1,000 lines cannot be read|names no connection|150,000 lines", 2**20),
        (b"=HYPERLINK(1),b,c,d,e,f,g\n", "More than 1,000 lines cannot be read; 3: a value is a formula", 2**20),
    ],
    ids=["NULs", "one endless value", "columns", "quotes", "blank", "short", "NUL lines", "open quotes", "formulas"],
)
def test_g15_a_gigabyte_stops_at_the_first_bound_and_says_why(filler: bytes, says: str, most: int) -> None:
    stream = Generated(sheet(JANE), filler)
    tracemalloc.start()
    try:
        with pytest.raises(Changed, match=says):
            read_export(cast("BinaryIO", stream))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert stream.given <= most
    assert peak < 8 * 2**20


def test_a_zip_says_to_unpack_it_and_is_hardly_read() -> None:
    stream = Generated(b"PK\x03\x04", bytes(range(256)))
    with pytest.raises(Changed, match="unpack it first"):
        read_export(cast("BinaryIO", stream))
    assert stream.given < 2**20


def test_an_endless_value_between_good_lines_costs_its_own_line_only() -> None:
    bo = sheet(("Bo", "Reed", "linkedin.com/in/bo", *JANE[3:])).splitlines(keepends=True)[1]
    export = read_export(BytesIO(sheet(JANE) + b'Cy,"' + b"x" * 5_000_000 + b"\n" + bo))

    assert [row.person for row in export.rows] == ["Jane Doe", "Bo Reed"]
    assert export.bad_lines == (BadLine(3, "it is too long"),)


def test_one_person_listed_twice_is_one_row_and_closed_accounts_are_none() -> None:
    closed = ("", "", "https://www.linkedin.com/in/gone", "", "", "", "")

    assert len(read_export(sheet(JANE, JANE, closed, [""] * 7)).rows) == 1


def test_a_quote_left_open_spoils_its_own_line_only() -> None:
    lines = sheet(JANE).decode() + 'Bo,Reed,linkedin.com/in/bo,,"Globex,Engineer,01 Apr 2020\r\n'
    lines += "".join(f"Cy,No{n},linkedin.com/in/cy{n},,Acme,Engineer,01 Apr 2020\r\n" for n in range(30))
    export = read_export(lines.encode())

    assert len(export.rows) == 31
    assert export.bad_lines == (BadLine(3, "a quote is opened and never closed"),)


def test_a_file_cut_short_never_gives_half_a_row() -> None:
    whole = sheet(
        JANE, ("Bo", "Reed", "https://www.linkedin.com/in/bo-reed", "", "Globex", "Head of Sales", "1 Apr 2020")
    )
    rows = read_export(whole).rows
    start = whole.index(b"Bo,Reed")
    for end in range(start, len(whole) - len("1 Apr 2020\r\n")):
        assert read_export(whole[:end]).rows in (rows, rows[:1])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "No line says First Name"),
        (b"PK\x03\x04 a zip archive", "unpack it first"),
        (b"%PDF-1.7", "No line says First Name"),
        (b"CONVERSATION ID,FROM,TO\n1,Ann,Bob\n", "not an export of connections"),
        (sheet(), "names no connection"),
        (sheet(*[("a", "b")] * 1_200), "More than 1,000 lines cannot be read"),
        (sheet(JANE) + b"\n" * 200_000, "more than 150,000 lines"),
        (b"x" * (20 * 2**20 + 1), "larger than 20 MB"),
    ],
    ids=["empty", "zip", "pdf", "messages", "nobody", "bad", "blank", "large"],
)
def test_what_is_no_export_is_refused_with_what_to_do(body: bytes, says: str) -> None:
    with pytest.raises(Changed, match=says) as caught:
        read_export(body)

    assert "Give the Connections.csv" in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [b"," * 1_000_000, b"\0" * 1_000_000, b"a" * 1_000_000, b'"' * 999_999, b"a,b" * 300_000, b'"a",' * 200_000],
    ids=["columns", "nuls", "long", "quotes", "values", "quoted"],
)
def test_a_monstrous_line_is_one_bad_line(line: bytes) -> None:
    export = read_export(
        sheet(JANE) + line + b"\n" + sheet(JANE).splitlines()[1].replace(b"jane-doe", b"other") + b"\n"
    )

    assert [row.profile for row in export.rows] == ["jane-doe", "other"]
    assert [bad.number for bad in export.bad_lines] == [3]


@pytest.mark.slow
def test_more_people_than_linkedin_allows_are_refused() -> None:
    crowd = sheet(*[(*JANE[:2], f"linkedin.com/in/j{n}", *JANE[3:]) for n in range(50_001)])

    with pytest.raises(Changed, match="more than 50,000 people"):
        read_export(crowd)


@pytest.mark.slow
@pytest.mark.parametrize("filler", [b"\0", b",", b'"', b"\n", "é".encode(), "😀".encode(), b'"\n', b"a,\r\n"])
def test_twenty_hostile_megabytes_take_little_memory(filler: bytes) -> None:
    body = sheet(JANE) + filler * (20 * 2**20 // len(filler) - 200)
    tracemalloc.start()
    try:
        read_export(body)
    except Changed:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert peak < 16 * 2**20


@given(st.binary(max_size=400))
def test_arbitrary_bytes_raise_changed_and_nothing_else(body: bytes) -> None:
    for start in (b"", sheet(JANE)):
        try:
            read_export(start + body)
        except Changed:
            continue


@given(
    st.emails(),
    st.integers(0, 6),
    st.sampled_from(["{}", "Doe {}", "{} (work)", "mailto:{}", "<{}>", "a,{};b", "\u200b{}"]),
)
def test_an_email_address_never_survives_in_whatever_column(email: str, column: int, form: str) -> None:
    row = list(JANE)
    row[column] = form.format(email)
    told = told_of(sheet(row)).casefold()

    assert email.casefold() not in told
    assert "@" not in told.replace("@ ", "")


def told_of(body: bytes) -> str:
    try:
        return repr(read_export(body))
    except Changed as error:
        return str(error)


def test_what_only_looks_like_an_address_stays() -> None:
    (row,) = read_export(sheet((*JANE[:4], "@Work", "VP @ Acme, ex VP@Globex", "12 Mar 2024"))).rows

    assert (row.company, row.position) == ("@Work", "VP @ Acme, ex VP@Globex")


def test_a_bad_line_is_named_by_number_and_never_repeated() -> None:
    export = read_export(sheet(JANE, ("Secret", "Person", "", "secret@person.example", "Acme", "Spy", "?")))

    assert [bad.number for bad in export.bad_lines] == [3]
    assert "ecret" not in repr(export)


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_shapes_seen_in_the_wild_are_read() -> None:
    found = [read_export(path.read_bytes()) for path in sorted(SHARED.glob("*onnections*.csv"))]

    assert [len(export.rows) for export in found] == [2, 3, 10]
    assert not any(export.bad_lines for export in found)
