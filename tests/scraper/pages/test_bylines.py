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
        ("By PRIYA DUNMORE | priya@lantern.test | The Lantern", "Priya Dunmore"),
        ("By PRIYA DUNMORE Associated Press", "Priya Dunmore"),
        ("By Priya Dunmore Updated 5 May 2024", "Priya Dunmore"),
        ("Written by Priya Dunmore, fact-checked by Ann Poole", "Priya Dunmore"),
        ("Analysis by Priya Dunmore", "Priya Dunmore"),
        ("Von Jutta Kaminski und Peter Lahm", "Jutta Kaminski, Peter Lahm"),
        ("Por Juana Pérez y Ana Gómez. Valdehoz", "Juana Pérez, Ana Gómez"),
        ("Автор: Анна Ветрова", "Анна Ветрова"),
        ("Di Evans", "Di Evans"),
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


def test_a_name_with_a_role_behind_it_is_a_signature() -> None:
    assert bylines.from_signature("Jill Orme, Chief Reporter / 22 August 2014") == "Jill Orme"
    assert bylines.from_signature("Jill Orme, 34, was the reporter whom he met") is None


def test_a_name_in_characters_is_found_beside_its_role() -> None:
    assert bylines.names(["记者 王小明"], alone=True) == "王小明"
