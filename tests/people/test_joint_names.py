"""Two names in one line."""

import pytest

from ngoapp.people.joint_names import joint_name, reads_like_two, stands_for_both

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (("Jack Lewis", "Elizabeth Lewis"), "Jack and Elizabeth Lewis"),
        (("Ana Ruiz", "Ben Cho"), "Ana Ruiz and Ben Cho"),
        (("Jack A. Lewis", "elizabeth lewis"), "Jack A. and elizabeth Lewis"),
        (("Jack Lewis Jr.", "Elizabeth Lewis"), "Jack Lewis Jr. and Elizabeth Lewis"),
        (("Jack Lewis Jr.", "Tom Berg Jr."), "Jack Lewis Jr. and Tom Berg Jr."),
        (("Dr. Jack Lewis", "Elizabeth Lewis"), "Dr. Jack Lewis and Elizabeth Lewis"),
        (("María García López", "Juan García López"), "María García López and Juan García López"),
        (("Mary Jo Smith", "Billy Jo Smith"), "Mary Jo Smith and Billy Jo Smith"),
        (("Ana de la Cruz", "Leo de la Cruz"), "Ana de la Cruz and Leo de la Cruz"),
        (("Nagy Anna", "Nagy Péter"), "Nagy Anna and Nagy Péter"),
        (("Lewis", "Lewis"), "Lewis and Lewis"),
        (("陳美玲", "王大文"), "陳美玲 and 王大文"),
        (("  Ana   Ruiz ", ""), "Ana Ruiz"),
        (("Ana Ruiz", "Ben Cho", "Cy Day"), "Ana Ruiz, Ben Cho and Cy Day"),
    ],
)
def test_a_surname_is_written_once_only_where_it_is_surely_one(names, written):
    assert joint_name(*names) == written


@pytest.mark.parametrize(
    ("name", "both"),
    [
        ("Jack and Elizabeth Lewis", True),
        ("Elizabeth Lewis", True),
        ("The Lewis Family", True),
        ("J&E Lewis", True),
        ("Jack Lewis", False),
        ("J. Lewis", False),
        ("A friend", False),
    ],
)
def test_a_chosen_name_is_known_to_tell_of_the_second_person(name, both):
    assert stands_for_both(name, "Jack Lewis", "Elizabeth Lewis") is both


def test_a_name_that_reads_like_two_is_noticed():
    assert reads_like_two("Jack and Elizabeth Lewis")
    assert reads_like_two("Priya & Tom")
    assert not reads_like_two("Andrea Sandberg")
