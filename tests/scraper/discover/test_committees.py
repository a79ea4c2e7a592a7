"""Committee papers and the Ombudsman's decisions, by look-alikes of our own."""

from datetime import date

import pytest

from scraper.discover import NothingFound, find, opening

BASE = "https://democracy.anyshire.test"
TODAY = date(2026, 3, 2)
ALL = f"{BASE}/mgWebService.asmx/GetAllMeetingsByDate?lCommitteeId=0&sFromDate=31/01/2026&sToDate=16/03/2026"
MEETINGS = """<?xml version="1.0" encoding="utf-8"?><getallmeetingsbydate><meetingscount>2</meetingscount><meetings>
<meeting><meetingid>801</meetingid><committeetitle>Corporate Parenting Panel</committeetitle>
<meetingdate>10/03/2026</meetingdate><meetingtime>14:00</meetingtime><meetingstatus>Confirmed</meetingstatus></meeting>
<meeting><meetingid>802</meetingid><meetingdate>12/03/2026</meetingdate></meeting></meetings></getallmeetingsbydate>"""
MEETING = """<?xml version="1.0"?><meeting><meetingid>801</meetingid>
<committeetitle>Corporate Parenting Panel</committeetitle><meetingdate>10/03/2026</meetingdate><agendaitems>
<agendaitem><agendaitemtitle>Improvement plan</agendaitemtitle><linkeddocuments>
<linkeddoc><title>Children's services improvement plan</title><url>{base}/mgConvert2PDF.aspx?ID=11</url>
<isrestricted>False</isrestricted></linkeddoc>
<linkeddoc><title>Appendix A</title><url>/documents/s12/Appendix%20A.pdf</url></linkeddoc>
<linkeddoc><title>Exempt report</title><url>/documents/s13/x.pdf</url><isrestricted>True</isrestricted></linkeddoc>
</linkeddocuments></agendaitem></agendaitems><linkeddocuments>
<linkeddoc><title>Agenda frontsheet</title><url>/mgConvert2PDF.aspx?ID=12</url></linkeddoc>
</linkeddocuments></meeting>"""
FEED = """<rss version="2.0"><channel><title>Panel</title>
<item><title>Meeting of Panel, 10/03/2026 14:00</title><link>{base}/ieListDocuments.aspx?CId=5&amp;MId=801</link></item>
<item><title>A report of its own</title><link>{base}/documents/s99/Report.pdf</link></item></channel></rss>"""


@pytest.mark.parametrize(
    ("url", "first"),
    [
        (BASE, ALL),
        (f"{BASE}/", ALL),
        (f"{BASE}/mgListCommittees.aspx", ALL),
        (f"{BASE}/ieDocHome.aspx?bcr=1", ALL),
        (f"{BASE}/mgRss.aspx?Type=2&CId=5", f"{BASE}/mgRss.aspx?Type=2&CId=5"),
        (f"{BASE}/mgWebService.asmx/GetAllMeetingsByDate?lCommitteeId=-1", ALL.replace("Id=0", "Id=-1")),
    ],
)
def test_a_committee_system_is_asked_for_the_meetings_around_today(url: str, first: str) -> None:
    assert opening("moderngov", url, TODAY) == first


def test_only_the_kinds_that_need_it_are_asked_by_date() -> None:
    assert opening(None, BASE, TODAY) == BASE
    search = "https://www.lgo.org.uk/Decisions/SearchResults"
    assert opening("ombudsman", search, TODAY) == f"{search}?fd=2025-12-02&td=2026-03-02&page=1"
    own = f"{search}?aname=Anyshire&fd=2020-01-01"
    assert opening("ombudsman", own, TODAY) == f"{own}&td=2026-03-02&page=1"


def test_meetings_are_pages_marked_with_their_date_and_standing() -> None:
    found = find("moderngov", ALL, MEETINGS.encode(), "text/xml")
    assert found.pages == (
        f"{BASE}/mgWebService.asmx/GetMeeting?lMeetingId=801#2026-03-10-confirmed",
        f"{BASE}/mgWebService.asmx/GetMeeting?lMeetingId=802#2026-03-12",
    )
    assert found.links == ()


def test_a_meeting_gives_its_public_papers() -> None:
    url = f"{BASE}/mgWebService.asmx/GetMeeting?lMeetingId=801"
    links = find("moderngov", url, MEETING.format(base=BASE).encode(), "text/xml").links
    assert [(link.url, link.title, link.dated) for link in links] == [
        (f"{BASE}/mgConvert2PDF.aspx?ID=11", "Corporate Parenting Panel: Children's services improvement plan", None),
        (f"{BASE}/documents/s12/Appendix%20A.pdf", "Corporate Parenting Panel: Appendix A", None),
    ]


def test_a_committees_feed_leads_to_its_meetings_and_to_papers() -> None:
    found = find("moderngov", f"{BASE}/mgRss.aspx?Type=2&CId=5", FEED.format(base=BASE).encode(), "text/xml")
    assert [page.partition("#")[0] for page in found.pages] == [f"{BASE}/mgWebService.asmx/GetMeeting?lMeetingId=801"]
    assert [link.url for link in found.links] == [f"{BASE}/documents/s99/Report.pdf"]


def test_weeks_without_meetings_are_no_trouble() -> None:
    body = b"<getallmeetingsbydate><meetingscount>0</meetingscount></getallmeetingsbydate>"
    assert find("moderngov", ALL, body, "text/xml").pages == ()


@pytest.mark.parametrize("body", [b"<!doctype html><html><p>Error</p></html>", b"<error>no</error>", b"words"])
def test_what_is_no_committee_system_is_said_plainly(body: bytes) -> None:
    with pytest.raises(NothingFound):
        find("moderngov", ALL, body, "text/html")


RESULTS = """<!doctype html><html><body><div class="results">
<div class="card"><h2><a href="/decisions/children-s-care-services/child-protection/25-001-234">Anyshire Council (25 001
234)</a></h2><p>Statement Upheld Child protection 09-Feb-2026</p><p>Summary: Miss X complained.</p></div>
<div class="card"><h2><a href="/decisions/education/special-needs/25-004-321">Otherton Borough Council (25 004
321)</a></h2><p>Not upheld</p></div></div><a href="/decisions">Decisions</a></body></html>"""
SEARCH = "https://lgo.test/Decisions/SearchResults?fd=2026-01-01&td=2026-03-02&page=3"


def test_results_give_decisions_with_their_dates_and_the_next_page() -> None:
    found = find("ombudsman", SEARCH, RESULTS.encode(), "text/html")
    assert [(link.url.rpartition("/")[2], link.title, link.dated) for link in found.links] == [
        ("25-001-234", "Anyshire Council (25 001 234)", date(2026, 2, 9)),
        ("25-004-321", "Otherton Borough Council (25 004 321)", None),
    ]
    assert found.pages == ("https://lgo.test/Decisions/SearchResults?fd=2026-01-01&td=2026-03-02&page=4",)


def test_no_decisions_in_these_weeks_is_an_answer_and_another_page_is_not() -> None:
    none = b"<!doctype html><html><body><p>Your search found no results.</p></body></html>"
    assert find("ombudsman", SEARCH, none, "text/html").links == ()
    with pytest.raises(NothingFound, match="is no list of the Ombudsman's decisions"):
        find("ombudsman", SEARCH, b"<!doctype html><html><body>Sorry</body></html>", "text/html")
