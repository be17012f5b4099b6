import io

import pytest

from ngoapp.mailings.address_list import UnreadableList, read_addresses

pytestmark = pytest.mark.once

HEADER = "name,street_address,city,country_area,postal_code,country_code"
ANN = "Ann Lee,1 Elm St,Edina,MN,55435,US"


def read(*rows, header=HEADER, encoding="utf-8"):
    return read_addresses(io.BytesIO("\r\n".join([header, *rows]).encode(encoding)))


def test_columns_are_found_by_name_in_any_order_and_case():
    found = read(
        "US,x,1 Elm St,Ann Lee,Edina,MN,55435",
        header="COUNTRY_CODE, Note ,street_address, Name ,City,Country_Area,postal_code",
    )
    assert found.addresses[0].address.name == "Ann Lee"
    assert found.addresses[0].address.postal_code == "55435"


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    assert len(read(ANN, encoding="utf-8-sig").addresses) == 1


def test_a_street_may_have_several_lines():
    found = read('Ann Lee,"1 Elm St\nApt 4",Edina,MN,55435,US')
    assert found.addresses[0].address.street_address == "1 Elm St\nApt 4"


def test_every_row_is_accounted_for_under_its_number():
    found = read(ANN, ",,,,,", "Bob,2 Elm St,Edina,MN,,US", f"{ANN},surplus", ANN)
    assert [entry.row for entry in found.addresses] == [2, 6]
    assert [row.row for row in found.refused] == [4, 5]
    assert found.blank == 1


def test_a_refused_row_says_what_is_missing():
    assert (
        read(",2 Elm St,Edina,MN,,US").refused[0].sentence
        == "Enter a name or an organization. Enter the ZIP code."
    )


def test_a_doubtful_row_is_kept_with_a_note():
    entry = read("Ann Lee,1 Elm St,Edina,MN,90210,US").addresses[0]
    assert entry.notes == ("The ZIP code “90210” does not seem to be in MN; check both.",)


def test_a_row_without_country_is_domestic_when_all_of_it_is():
    found = read("Ann Lee,1 Elm St,Edina,MN,55435,", "Bob,2 Rue X,Paris,,75001,")
    assert found.addresses[0].address.country_code == "US"
    assert found.refused[0].sentence == "Enter the country."


def test_an_unknown_country_is_refused():
    assert "“XQ” is not a country code" in read("Ann Lee,1 Elm St,Edina,MN,55435,xq").refused[0].sentence


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_spreadsheets_that_write_other_delimiters_are_read(delimiter):
    found = read(ANN.replace(",", delimiter), header=HEADER.replace(",", delimiter))
    assert found.addresses[0].address.city == "Edina"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "names no column “name”, “street_address”"),
        (f"name,{HEADER}\n", "names “name” twice"),
        (HEADER.replace("city,", ""), "names no column “city”"),
        (f'{HEADER}\n"Ann', "Line 2 of this file cannot be read"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(text, sentence):
    with pytest.raises(UnreadableList, match=sentence):
        read_addresses(io.BytesIO(text.encode()))


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_file_in_another_encoding_is_refused_with_what_to_do(encoding):
    with pytest.raises(UnreadableList, match="save it as “CSV UTF-8”"):
        read("José,1 Elm St,Edina,MN,55435,US", encoding=encoding)


def test_who_has_died_gets_no_label():
    found = read(f"{ANN},", f"{ANN},2026-03-01", f"{ANN},No", header=f"{HEADER},Deceased")
    assert [entry.row for entry in found.addresses] == [2, 4]
    assert found.deceased == [3]
