"""Which councils a story is about, and which it only mentions."""

from __future__ import annotations

import time
from datetime import date

import pytest

from newsdesk.article import Article
from newsdesk.councils import all_councils, council_called, find, home_councils, nearest_names, region_names


def story(title: str, text: str, home: str = "", published: date = date(2024, 6, 3)) -> Article:
    return Article("https://paper.test/1", "Paper", title, text, published, outlet_councils=(home,) if home else ())


def about(title: str, text: str, home: str = "", published: date = date(2024, 6, 3)) -> set[str]:
    return set(find(story(title, text, home, published)).about)


@pytest.mark.parametrize("council", all_councils(), ids=lambda council: council.name)
def test_every_council_is_found_by_its_name_and_by_its_official_name(council) -> None:  # type: ignore[no-untyped-def]
    text = f"Children's services run by {council.council_name} have been told to improve. Inspectors came in May."
    assert about("Services told to improve", text) == {council.name}
    named = council.name if council.name.endswith("Borough") else f"{council.name} Council"
    assert about(f"{named} told to improve children's services", "Inspectors came in May.") == {council.name}


@pytest.mark.parametrize(
    ("title", "lead", "councils"),
    [
        (
            "Ofsted praises Cheshire West",
            "Cheshire West and Chester Council has been rated good.",
            {"Cheshire West and Chester"},
        ),
        ("Cheshire East improves", "Cheshire East is getting better, unlike some.", {"Cheshire East"}),
        ("North Yorkshire opens hub", "North Yorkshire Council has opened a family hub in Selby.", {"North Yorkshire"}),
        ("City of York Council appoints director", "York's new director starts in May.", {"York"}),
        ("East Riding fosters hope", "East Riding of Yorkshire Council needs carers.", {"East Riding of Yorkshire"}),
        ("Newcastle care leavers", "Newcastle City Council will pay for travel.", {"Newcastle upon Tyne"}),
        ("Hull children's services", "Hull City Council was rated good.", {"Kingston upon Hull"}),
        ("BCP overspend", "BCP Council is £3m over budget.", {"Bournemouth, Christchurch and Poole"}),
        ("Durham hires", "Durham County Council hires social workers.", {"County Durham"}),
        ("Bristol homes", "Bristol City Council will buy two homes.", {"Bristol"}),
        ("Telford & Wrekin stays outstanding", "Telford & Wrekin Council kept its grade.", {"Telford and Wrekin"}),
        ("Together for Children appoints boss", "Together for Children said she starts in June.", {"Sunderland"}),
        ("Slough Children First cuts agency staff", "The company said so.", {"Slough"}),
        ("Birmingham Children’s Trust praised", "Birmingham Children’s Trust was praised.", {"Birmingham"}),
        (
            "Two boroughs inspected",
            "Kingston and Richmond are served by Achieving for Children.",
            {"Kingston upon Thames", "Richmond upon Thames"},
        ),
        (
            "Trust inspected",
            "Achieving for Children was praised.",
            {"Kingston upon Thames", "Richmond upon Thames", "Windsor and Maidenhead"},
        ),
        (
            "Windsor care leavers",
            "Achieving for Children, which runs services for Windsor and Maidenhead, said so.",
            {"Windsor and Maidenhead"},
        ),
        ("St Helens foster carers", "St Helens Borough Council needs carers.", {"St Helens"}),
        ("READING COUNCIL SAYS SORRY", "READING Borough Council has said sorry to a boy.", {"Reading"}),
        ("London Borough of Sutton praised", "Sutton Council was praised by inspectors.", {"Sutton"}),
        (
            "Lincolnshire and Kent councils praised",
            "Lincolnshire and Kent councils were both rated outstanding.",
            {"Lincolnshire", "Kent"},
        ),
        (
            "North East Lincolnshire monitored",
            "North East Lincolnshire Council had a third visit in Grimsby.",
            {"North East Lincolnshire"},
        ),
        ("Hammersmith & Fulham", "Hammersmith & Fulham Council opened a hub.", {"Hammersmith and Fulham"}),
    ],
)
def test_a_council_goes_by_its_everyday_names(title: str, lead: str, councils: set[str]) -> None:
    assert about(title, lead) == councils


@pytest.mark.parametrize(
    ("title", "lead", "other"),
    [
        (
            "Social worker honoured",
            "Mrs York, who was a social worker for 40 years, was honoured. York said she was touched.",
            "York",
        ),
        ("Hub opens", 'Cllr Kent opened the family hub. "It is a great day," Cllr Kent said.', "Kent"),
        ("Reading help", "Reading and writing are taught at the home. Reading is fun, says a carer.", "Reading"),
        ("Family in New York", "A care leaver has flown to New York to see her sister.", "York"),
        ("Newcastle-under-Lyme hub", "A family hub has opened in Newcastle-under-Lyme.", "Newcastle upon Tyne"),
        ("Crown", "A carer was sentenced at Derby Road police station.", "Derby"),
        ("Match", "Barnsley FC players met children in care. Bolton Wanderers did too.", "Barnsley"),
        ("Who", "Sarah Halton, a social worker, told the tribunal. Halton said she was tired.", "Halton"),
        ("Powys", "Powys County Council's children's services were inspected by Care Inspectorate Wales.", "Kent"),
        ("Ministers", "Westminster must act, a charity said. Westminster has heard this before.", "Westminster"),
        ("Buried", "Families bury their grief. Bury your head, said one.", "Bury"),
    ],
)
def test_what_only_looks_like_a_council_is_none(title: str, lead: str, other: str) -> None:
    found = find(story(title, lead))
    assert other not in found.about
    assert other not in found.mentioned


def test_neighbours_named_for_comparison_are_only_mentioned() -> None:
    text = (
        "Inspectors have told Devon County Council that its services are inadequate.\n\n"
        "Its neighbours Torbay and Plymouth are good. Devon's new director came from Hampshire County Council.\n\n"
        "Social workers are leaving for Somerset, councillors in Devon heard."
    )
    found = find(story("Devon fails again", text))
    assert found.about == ("Devon",)
    assert {"Torbay", "Plymouth", "Hampshire", "Somerset"} <= set(found.mentioned)


def test_a_new_director_brings_his_old_council_along_as_a_mention() -> None:
    text = (
        "Ann Other has been appointed director of children's services at Leeds City Council.\n\n"
        "She joins from Kirklees Council, where she spent six years, and was once head of service at Bradford Council."
    )
    found = find(story("New children's services director named", text))
    assert found.about == ("Leeds",)
    assert set(found.mentioned) == {"Kirklees", "Bradford"}


def test_former_councils_stay_themselves() -> None:
    text = "Northamptonshire County Council has lost another director."
    assert about("Director leaves", text, published=date(2019, 3, 1)) == {"Northamptonshire"}
    assert about("Cumbria rated", "Cumbria County Council requires improvement.", published=date(2022, 11, 1)) == {
        "Cumbria"
    }
    assert about("Trust praised", "Northamptonshire Children's Trust was praised.") == {
        "North Northamptonshire",
        "West Northamptonshire",
    }


def test_a_town_is_a_weak_sign_and_the_outlets_area_the_weakest() -> None:
    assert about("Services collapse", "Children in Widnes and Runcorn were let down, inspectors say.") == {"Halton"}
    assert about("Town hall vows to improve", "The council has promised better children's services.", "Bolton") == {
        "Bolton"
    }
    assert about("Services improve in Bury", "Bury Council has improved, inspectors say.", "Bolton") == {"Bury"}
    assert (
        about("Ministers plan reform", "Every council in England will have to act, ministers say.", "Bolton") == set()
    )
    assert about("County overspends", "The county council is £4m over budget.", "Cotswold") == {"Gloucestershire"}
    assert home_councils(story("", "", "Welwyn Hatfield")) == ("Hertfordshire",)


def test_a_national_story_names_its_examples_without_being_about_them() -> None:
    text = (
        "Every council in England will be expected to offer family help under new guidance.\n\n"
        "Ministers say it has worked in ten areas, among them Dorset, Lincolnshire and Wolverhampton."
    )
    found = find(story("Half a billion for family help", text))
    assert found.about == ()
    assert set(found.mentioned) == {"Dorset", "Lincolnshire", "Wolverhampton"}


def test_spans_point_at_the_name() -> None:
    article = story("Ofsted visits", "A visit went well. Leaders at Stoke-on-Trent City Council are glad.")
    start, end = find(article).spans["Stoke-on-Trent"]
    assert article.text[start:end] == "Stoke-on-Trent"


def test_there_are_153_councils_in_nine_regions_each_with_its_ofsted_page() -> None:
    assert len(all_councils()) == 153
    assert len(region_names()) == 9
    assert all(council.ofsted_provider_url.endswith(council.ofsted_urn) for council in all_councils())


def test_a_misspelt_council_gets_the_nearest_names() -> None:
    assert nearest_names("Cheshir East")[0] == "Cheshire East"
    assert nearest_names("Hul")[0] == "Kingston upon Hull"
    assert len(nearest_names("Northampton", 2)) == 2
    called = council_called("telford & wrekin")
    assert called is not None
    assert called.name == "Telford and Wrekin"
    assert council_called("Atlantis") is None


def test_where_somebody_goes_next_is_not_what_the_story_is_about() -> None:
    text = "Wirral Council is losing its director. She is joining Manchester City Council as strategic director."
    assert about("Children's boss heads to Manchester", text) == {"Wirral"}
    text = "Tameside Council has a new director. He will join Tameside from Stockport Council in May."
    assert about("New director for Tameside", text) == {"Tameside"}


def test_a_neighbour_in_the_headline_gives_way_where_the_text_names_it_in_passing() -> None:
    text = "Dorset Council has been judged outstanding.\n\nIts neighbour BCP Council is waiting for inspectors."
    assert about("Dorset shines while BCP waits", text) == {"Dorset"}


def test_a_text_of_nothing_but_councils_takes_a_moment() -> None:
    text = " and ".join(council.name for council in all_councils()) * 300
    started = time.process_time()
    find(story("Councils", text))
    assert time.process_time() - started < 3


def test_a_headline_that_counts_councils_is_about_as_many() -> None:
    text = "Spending has trebled.\n\nIt rose.\n\nMiddlesbrough paid £38m. Hartlepool's bill was £25m, Darlington's £9m."
    assert about("What three Tees councils pay for care", text) == {"Middlesbrough", "Hartlepool", "Darlington"}


def test_a_council_that_somebody_is_taken_from_is_an_aside() -> None:
    title, text = "Lambeth turns to Bristol for its next director", "Lambeth Council has appointed a director."
    assert about(title, text) == {"Lambeth"}


@pytest.mark.parametrize(
    "aside",
    [
        "The county offers £3,000 less than Bristol and Swindon.",
        "Bristol, which was rated good last year, isn't affected.",
    ],
)
def test_councils_named_for_comparison_are_asides(aside: str) -> None:
    text = f"Gloucestershire's social workers are leaving. {aside}"
    assert about("Social workers leave", text) == {"Gloucestershire"}


def test_a_list_among_others_is_an_aside() -> None:
    text = "People in North Yorkshire can adopt through an agency for the county council, York and Hull among others."
    assert about("Could you adopt?", text) == {"North Yorkshire"}


def test_councillors_in_a_place_are_no_councillor_of_that_name() -> None:
    assert about("Row over hub", "Councillors in Wokingham have clashed over a family hub.") == {"Wokingham"}


def test_a_county_acts_for_a_city_that_is_only_where_it_happened() -> None:
    text = (
        "A home in Leicester failed boys.\n\nIt shut in 1990.\n\nLeicestershire County Council, which ran it, is sorry."
    )
    assert about("Home failed boys", text) == {"Leicestershire"}


def test_a_town_that_shares_a_name_with_a_council_is_another_place() -> None:
    text = "A bungalow in Sutton Bridge may be used for children.\n\nLincolnshire County Council says there is a need."
    assert about("Villagers object", text) == {"Lincolnshire"}


def test_a_trust_of_three_councils_stands_for_the_town_where_it_works() -> None:
    text = "Tolu Adewale, of Achieving for Children, works with care leavers in Windsor."
    assert about("Social worker wins award", text) == {"Windsor and Maidenhead"}
