"""Bylines hold names only."""

from __future__ import annotations

import pytest

from scraper.pages import bylines


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("By Priya Dunmore, Local Democracy Reporter", "Priya Dunmore"),
        ("PRIYA DUNMORE", "Priya Dunmore"),
        ("By Priya Dunmore and Callum O'Rourke", "Priya Dunmore, Callum O'Rourke"),
        ("Words: Priya Dunmore & Jean-Luc McKay | Senior Reporter", "Priya Dunmore, Jean-Luc McKay"),
        ("Priya Dunmore for the Lantern", "Priya Dunmore"),
        ("Exclusive by Priya Dunmore @priyad priya@lantern.test", "Priya Dunmore"),
        ("Priya Dunmore (LDRS)", "Priya Dunmore"),
        ("Ana de la Cruz", "Ana de la Cruz"),
    ],
)
def test_roles_agencies_and_handles_are_dropped(said: str, names: str) -> None:
    assert bylines.names([said]) == names


@pytest.mark.parametrize(
    "said",
    [
        "Newsroom",
        "Staff reporter",
        "Local Democracy Reporting Service",
        "Press Association",
        "PA Media",
        "admin",
        "Court Reporter",
        "https://www.facebook.com/lantern",
        "",
    ],
)
def test_a_desk_or_an_agency_is_no_name(said: str) -> None:
    assert bylines.names([said]) is None


def test_the_outlet_is_not_its_own_author() -> None:
    assert bylines.names(["Quayport Lantern"], outlet="Quayport Lantern") is None


def test_a_line_is_a_byline_only_if_it_begins_like_one() -> None:
    assert bylines.from_line("By Deborah Hartwell") == "Deborah Hartwell"
    assert bylines.from_line("Words by Deborah Hartwell, Education Reporter") == "Deborah Hartwell"
    assert bylines.from_line("By the end of the year the council will have moved") is None
    assert bylines.from_line("Deborah Hartwell said no") is None
