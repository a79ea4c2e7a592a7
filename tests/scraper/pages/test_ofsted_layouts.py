"""Genuine PDFs of Ofsted's reports in random layouts, read from their bytes to their facts."""

from __future__ import annotations

from dataclasses import dataclass

from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.reading import read
from scraper.pages import read_page
from tests.newsdesk.reports import COUNCILS, GRADES, OVERALL, ROWS, fieldwork

ADDRESS = "https://files.ofsted.gov.uk/v1/file/50999002"
INSPECTOR = "Rowena Tasker"
PROSE = (
    "Services for children have changed since the last inspection in 2016, when they were judged to be good and care "
    "leavers were Outstanding. Leaders know what has to be done and most of it is being done at a steady pace.",
    "1. Social workers know the children whom they visit and write about them kindly, though plans are often late. "
    "Children in care live near their schools. The council of a neighbouring area was judged inadequate in 2019.",
    "2. Managers look at the work of each team every month. The experiences and progress of children in care were "
    "found in 2018 to be Good",
)


@dataclass(frozen=True)
class Printed:
    """A PDF and what its front page says."""

    body: bytes
    council: str
    judgements: dict[str, str]
    dates: tuple[str, ...]


@dataclass(frozen=True)
class Manner:
    """How the table is drawn: widths in millimetres, cells row by row or column by column, grades high or in the
    middle of their cells."""

    label_width: int
    grade_width: int
    in_columns: bool
    in_middle: bool
    size: int


manners = st.builds(
    Manner, st.sampled_from((62, 84, 110)), st.sampled_from((28, 45, 70)), st.booleans(), st.booleans(), st.just(10)
)


def _plain(said: str) -> str:
    return said.replace("’", "'").replace("–", "-")


def _front(document: FPDF, lines: list[str]) -> None:
    for line in lines:
        document.cell(0, 6, _plain(line), new_x="LMARGIN", new_y="NEXT")


def _wrapped(document: FPDF, width: int, said: str) -> list[str]:
    return list(document.multi_cell(width, 5, said, dry_run=True, output="LINES"))


def _draw_table(document: FPDF, rows: list[tuple[str, str]], manner: Manner) -> None:
    """The two columns under their heads, as Word's tables come out."""
    height = 5
    widths = {"label": manner.label_width, "grade": manner.grade_width}
    tall = [
        [len(_wrapped(document, width, cell)) for width, cell in zip(widths.values(), row, strict=True)] for row in rows
    ]
    tops, top = [], document.get_y()
    for lines in tall:
        tops.append(top)
        top += height * (max(lines) + 1)
    cells = [("label", at) for at in range(len(rows))], [("grade", at) for at in range(len(rows))]
    order = (
        [*cells[0], *cells[1]] if manner.in_columns else [cell for pair in zip(*cells, strict=True) for cell in pair]
    )
    for column, at in order:
        label, grade = rows[at]
        drop = height * max(0, tall[at][0] - tall[at][1]) / 2 if manner.in_middle and column == "grade" else 0
        document.set_xy(20 if column == "label" else 22 + manner.label_width, tops[at] + drop)
        document.multi_cell(widths[column], height, label if column == "label" else grade, align="L")
    document.set_xy(20, top)


def _later_pages(document: FPDF, head: str) -> None:
    for number in (2, 3, 4):
        document.add_page()
        document.cell(0, 6, head, new_x="LMARGIN", new_y="NEXT")
        for paragraph in PROSE:
            document.multi_cell(0, 5, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
        document.cell(0, 6, str(number), new_x="LMARGIN", new_y="NEXT")


@st.composite
def printed_reports(draw: st.DrawFn) -> Printed:
    """A report of four pages with its table in any manner."""
    framework = draw(st.sampled_from(tuple(ROWS)))
    council = draw(st.sampled_from(tuple(COUNCILS)))
    name = draw(st.sampled_from(COUNCILS[council]))
    manner = draw(manners)
    dated, dates = draw(fieldwork(framework))
    grid = {area: draw(st.sampled_from(tuple(GRADES))) for area in ROWS[framework]}
    rows = [(label, GRADES[grid[area]]) for area, label in ROWS[framework].items()]
    subject = f"Inspection of {name} local\nauthority children's services"
    stated = ""
    if framework == "SIF":
        subject = f"{name}\nInspection of services for children in need of help and\nprotection, and care leavers"
        grid[OVERALL] = draw(st.sampled_from(("good", "inadequate")))
        stated = f"\nThe overall judgement is {grid[OVERALL]}\nThe authority has more to do."
    document = FPDF()
    document.set_margin(20)
    document.set_font("Helvetica", size=manner.size)
    document.add_page()
    lead = f"Lead inspector: {INSPECTOR}, His Majesty's Inspector"
    head = "" if framework == "SIF" else "\nJudgement Grade"
    _front(document, f"{subject}\n{dated}\n{lead}{stated}{head}".split("\n"))
    _draw_table(document, rows, manner)
    document.multi_cell(0, 5, PROSE[0], align="L", new_x="LMARGIN", new_y="NEXT")
    _later_pages(document, subject.replace("\n", " "))
    return Printed(bytes(document.output()), council, grid, dates)


@given(printed_reports())
@settings(max_examples=60, deadline=None)
def test_a_printed_report_is_read_as_it_says(printed: Printed) -> None:
    reading = read(read_page(ADDRESS, printed.body, "application/pdf"))
    assert dict(reading.judgements) == printed.judgements
    assert reading.inspection_dates == printed.dates
    assert (reading.councils, reading.lead_inspector) == ((printed.council,), INSPECTOR)
    assert {span.page for fact, span in reading.sources.items() if fact.startswith("judgements")} == {1}


def _pdf_of(signs: list[str]) -> bytes:
    """A PDF of one line of these signs, whatever the fonts at hand can draw."""
    codes = "".join(f"{65 + at:02X}" for at in range(len(signs)))
    known = "".join(f"<{65 + at:02X}><{sign.encode('utf-16-be').hex()}>" for at, sign in enumerate(signs))
    signs_of = f"begincmap 1 begincodespacerange <00><FF> endcodespacerange {len(signs)} beginbfchar {known} endbfchar"
    drawn = f"BT /F 12 Tf 50 700 Td <{codes}> Tj ET"
    parts = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        f"<< /Length {len(signs_of)} >>\nstream\n{signs_of}\nendstream",
    )
    numbered = "".join(f"{number} 0 obj\n{part}\nendobj\n" for number, part in enumerate(parts, 1))
    return f"%PDF-1.4\n{numbered}trailer << /Root 1 0 R /Size 7 >>\n%%EOF".encode()


def test_ligatures_are_letters_and_signs_that_nobody_sees_go() -> None:
    body = _pdf_of(["\ufb01", "n", "d", "\u00ad", "i", "\u200b", "n", "g"])
    assert read_page(ADDRESS, body, "application/pdf").text == "finding"
