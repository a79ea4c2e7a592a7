"""An Ofsted look-alike: search listing, provider pages, and the reports and letters as PDF files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from fpdf import FPDF

from wardwatch.demo.press import templates
from wardwatch.demo.web import Page, Request

INK = "windows-1252"
PDF = "application/pdf"
GRID_WIDTHS = (90, 75)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A graded inspection. grid: rows of judgement and grade; dates: the fieldwork, in Ofsted's words."""

    authority: str
    dates: str
    inspector: str
    grid: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    improve: tuple[str, ...]
    sections: tuple[Section, ...]

    def pdf(self) -> bytes:
        """The report as a PDF, in the layout of Ofsted's."""
        title = f"Inspection of {self.authority} local authority children’s services"
        paper = _Paper(f"{title}\n{self.dates}")
        paper.add_page()
        paper.heading(title, 20)
        paper.paragraph(f"Inspection dates: {self.dates}")
        paper.paragraph(f"Lead inspector: {self.inspector}, His Majesty’s Inspector")
        paper.grid(self.grid)
        for text in self.summary:
            paper.paragraph(text)
        paper.add_page()
        paper.heading("What needs to improve?", 14)
        for text in self.improve:
            paper.paragraph(f"• {text}")
        number = 0
        for section in self.sections:
            paper.heading(section.heading, 14)
            for text in section.paragraphs:
                number += 1
                paper.paragraph(f"{number}. {text}")
        return paper.finished()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter about a visit. dated: the day that stands on it."""

    dated: str
    to: tuple[str, ...]
    subject: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    inspector: str

    def pdf(self) -> bytes:
        """The letter as a PDF."""
        paper = _Paper("")
        paper.add_page()
        paper.paragraph(self.dated)
        for line in self.to:
            paper.line(line)
        paper.paragraph("Dear director")
        paper.heading(self.subject, 14)
        for text in self.opening:
            paper.paragraph(text)
        for section in self.sections:
            paper.heading(section.heading, 12)
            for text in section.paragraphs:
                paper.paragraph(text)
        paper.paragraph("I am copying this letter to the Department for Education.")
        paper.paragraph(f"Yours sincerely\n\n{self.inspector}\nHis Majesty’s Inspector")
        return paper.finished()


class _Paper(FPDF):  # type: ignore[misc]  # fpdf2 has no types
    """An A4 paper with a running head from page 2 on."""

    def __init__(self, running_head: str) -> None:
        super().__init__(format="A4")
        self.core_fonts_encoding = INK
        self.running_head = running_head
        self.set_margin(20)
        self.set_creation_date(datetime(2020, 1, 1, tzinfo=UTC))

    def header(self) -> None:
        """Called by fpdf2 at the top of each page."""
        if self.page_no() > 1 and self.running_head:
            self.set_font("Helvetica", size=9)
            self.multi_cell(0, 4.5, self.running_head, new_x="LMARGIN", new_y="NEXT")
            self.ln(4)

    def footer(self) -> None:
        """Called by fpdf2 at the foot of each page."""
        self.set_y(-15)
        self.set_font("Helvetica", size=8)
        self.cell(0, 5, f"A demonstration of wardwatch: no such council, no such report   {self.page_no()}")

    def heading(self, text: str, size: int) -> None:
        """A line in bold."""
        self.set_font("Helvetica", "B", size)
        self.multi_cell(0, size * 0.45, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(2.5)

    def line(self, text: str) -> None:
        """One line without space after it."""
        self.set_font("Helvetica", size=11)
        self.multi_cell(0, 5.2, text, new_x="LMARGIN", new_y="NEXT")

    def paragraph(self, text: str) -> None:
        """Text with space after it."""
        self.line(text)
        self.ln(2.5)

    def grid(self, rows: Sequence[tuple[str, str]]) -> None:
        """The table of judgements and grades."""
        self.set_font("Helvetica", size=11)
        with self.table(col_widths=GRID_WIDTHS, width=sum(GRID_WIDTHS), align="LEFT", line_height=5.2) as table:
            for cells in (("Judgement", "Grade"), *rows):
                row = table.row()
                for cell in cells:
                    row.cell(cell)
        self.ln(3)

    def finished(self) -> bytes:
        """The file."""
        return bytes(self.output())


@dataclass(frozen=True, slots=True)
class Document:
    """One line of a provider's timeline. happened: the day of the event; folded: among the older reports."""

    number: int
    label: str
    happened: date
    published: date
    pdf: bytes
    folded: bool = False


@dataclass
class Provider:
    """A council's children's services, as Ofsted lists them."""

    urn: int
    name: str
    documents: list[Document] = field(default_factory=list)

    @property
    def latest(self) -> date:
        """When its newest report appeared."""
        return max(document.published for document in self.documents)

    def timeline(self, *, folded: bool) -> list[Document]:
        """Its documents, newest first: those that are folded away, or those that are not."""
        shown = [document for document in self.documents if document.folded is folded]
        return sorted(shown, key=lambda document: document.happened, reverse=True)


@dataclass
class OfstedFiles:
    """The host that holds the PDF files: /v1/file/<number>."""

    documents: dict[str, Document] = field(default_factory=dict)

    def answer(self, request: Request) -> Page | None:
        """A file, or the HTML page that Ofsted sends where a report is missing."""
        path = request.parts.path
        if path == "/robots.txt":
            return Page(b"User-agent: *\nDisallow:\n", "text/plain")
        found = self.documents.get(path)
        if not found:
            return Page(templates().get_template("ofsted/missing.html").render().encode())
        return Page(found.pdf, PDF, modified=_midnight(found.published))


@dataclass
class Ofsted:
    """The reports site; files: where its PDF files lie, opened beside it at `files_base`."""

    files: OfstedFiles
    files_base: str = ""
    providers: list[Provider] = field(default_factory=list)

    def publishes(self, provider: Provider, document: Document) -> str:
        """Put a document on a provider's timeline. Returns its address."""
        path = f"/v1/file/{document.number}"
        provider.documents.append(document)
        self.files.documents[path] = document
        return self.files_base + path

    def answer(self, request: Request) -> Page | None:
        """The listing, a provider's page, or robots.txt."""
        path = request.parts.path
        if path == "/robots.txt":
            return Page(b"User-agent: *\nDisallow: /admin\n", "text/plain")
        if path in ("/", "/search"):
            return self._search(request)
        found = next((provider for provider in self.providers if path == f"/provider/44/{provider.urn}"), None)
        if not found:
            return None
        page = templates().get_template("ofsted/provider.html")
        return Page(page.render(provider=found, files=self.files_base).encode(), modified=_midnight(found.latest))

    def _search(self, request: Request) -> Page:
        start = int(request.query.get("start") or 0)
        rows = min(int(request.query.get("rows") or 10), 100)
        listed = [provider for provider in self.providers if provider.documents]
        further = (
            request.target.replace(f"start={start}", f"start={start + rows}") if start + rows < len(listed) else ""
        )
        page = templates().get_template("ofsted/search.html")
        shown = page.render(providers=listed[start : start + rows], count=len(listed), further=further)
        return Page(shown.encode(), modified=_midnight(max(provider.latest for provider in listed)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
