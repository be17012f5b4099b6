"""The alphabet of an honour roll."""

import pytest

from ngoapp.acknowledgments.sorting import sort_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Jack and Elizabeth Lewis", "lewis, jack"),
        ("Ann Smith and Bob Jones", "smith, ann"),
        ("The Smith Family", "smith"),
        ("The Mayo Foundation", "mayo foundation"),
        ("A Helping Hand Fund", "helping hand fund"),
        ("Éva Nagy", "nagy, eva"),
        ("J. R. Miller Jr.", "miller, j r"),
        ("Ana & Luis Ruiz", "ruiz, ana"),
        ("Madonna", "madonna"),
        ("Mary Ann O'Neil", "o'neil, mary ann"),
        ("王小明", "王小明"),
        ("&", "&"),
    ],
)
def test_a_name_stands_where_a_reader_looks_for_it(name: str, key: str) -> None:
    assert sort_key(name) == key
