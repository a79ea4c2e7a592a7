"""The judgements of an inspection report: the table on its first page, the headings of its sections."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby, pairwise

from newsdesk import lexicon
from newsdesk.findings import Told

_HEAD = 6000
_OF_OLD = "servicesforchildreninneedofhelp"
_NO_AREA = "no area of ours"
_PAIRS_UNHEADED = 3
_STRAY_WORDS = 15

# The patterns below are matched against the letters and digits alone, so that it does not matter where lines, cells
# and words are broken: "experi-\nences and progress" is "experiencesandprogress". "~" stands between two words.
_EXPERIENCES = r"(?:the~)?experiences?~(?:and~)?progress~of~(?:the~)?"
_LABELLED = (
    r"(?P<leaders>(?:the~)?impact~of~(?:the~)?leaders|leadership~management(?:~and)?(?:~governance)?)"
    rf"|(?P<leavers>{_EXPERIENCES}(?:children~)?(?:and~)?care~leavers)"
    rf"|(?P<help>(?:{_EXPERIENCES})?children~(?:who|in)~(?:are~in~)?need)"
    rf"|(?P<care>(?:{_EXPERIENCES})?(?:children~(?:in~care|looked~after)|looked~after~children)(?:~and~care~leavers)?)"
    r"|(?P<adoption>adoption(?:~performance)?)"
    r"|(?P<overall>overall~effectiveness)"
)
_BOARD = r"(?P<board>(?:the)?(?:effectivenessofthe)?localsafeguardingchildrens?board(?:lscb)?)"
_LABEL = f"{_BOARD}|{_LABELLED.replace('~', '')}"
_A_GRADE = r"(?:outstanding|good|requires?improvement(?:tobegood)?|inadequate)"
_SPLIT = re.compile(_LABELLED.replace("~", f"{_A_GRADE}?"))
_SPLIT_BY = re.compile(_A_GRADE)
_GRADE = r"(?P<outstanding>outstanding)|(?P<good>good)|(?P<requires>requires?(?:improvement|(?=.{1,60}improvement)))"
_GRADE += r"|(?P<inadequate>inadequate)"
_WORD = (
    r"(?P<word>tobegood|improvement|children|families|protection|performance|achieving|permanence|management|governance"
    r"|practice|social|work|looked|after|leavers|young|people|with|care|help|need|who|and|the|for|of|on|in"
    r"|judge?ments?|grades?|is|are|\d+)"
)
_TOKEN = re.compile(f"{_LABEL}|{_GRADE}|{_WORD}")
_LABELS = re.compile(_LABEL)
_AREA = {name: lexicon.AREA_OF[name] for name in ("leaders", "leavers", "help", "care", "adoption", "overall")}
_AREA["board"] = _NO_AREA
_HEADER = re.compile(r"judge?ments?grades?")
_LINE_END = re.compile(r"[^\S\n]*[.*\d]?[^\S\n]*(?:\n|\Z)")
_ALONE_BEFORE = re.compile(r"(?:\A|\n)[^\S\n]*\Z")
_HEADING = re.compile(
    r"^(?:the\s+)?(?:graded\s+judge?ment\s+(?:for|about|on)\s+(?:the\s+)?)?"
    r"(?:(?P<leaders>impact\s+of\s+leaders|leadership,\s+management\s+and\s+governance)"
    r"|(?P<adoption>adoption\s+performance)"
    r"|experiences?\s+and\s+progress\s+of\s+(?:(?P<help>children\s+who\s+need)"
    r"|(?P<care>children\s+(?:in\s+care|looked\s+after))|(?P<leavers>care\s+leavers)))"
    r"(?:\s+(?:on|social|work|practice|with|children|and|families|help|protection|care|leavers|achieving|permanence)\b){0,8}"
    r"(?:\s*:|\s+[\u2013-]|\s+(?:is|are)\b)(?:\s+(?:is|are)\b)?:?(?:\s+that\s+(?:it|they)(?:\s+(?:is|are))?)?"
    r"[\s:]*(?:(?P<outstanding>outstanding)|(?P<good>good)|(?P<requires>requires?\s+improvement)"
    r"|(?P<inadequate>inadequate))(?:\s+to\s+be\s+good)?\.?[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_STATED = re.compile(
    r"^(?:the\s+)?(?:overall\s+judge?ment\s+(?:is|of)(?:\s+that)?[\s:]*)?(?:children['\u2019]?s\s+services"
    r"(?:\s+in\s+(?:St\.|[^.]){2,90}?)?\s+)?(?:(?:are|is)\s+)?[\"'\u2018\u201c]?"
    r"(?:(?P<outstanding>outstanding)|(?P<good>good)|(?P<requires>requires?\s+improvement)|(?P<inadequate>inadequate))"
    r"(?:\s+to\s+be\s+good)?\b",
    re.IGNORECASE | re.MULTILINE,
)
_STATEMENT = re.compile(
    r"^(?:the\s+)?overall\s+judge?ment\s|^children['\u2019]?s\s+services\s+in\s", re.IGNORECASE | re.MULTILINE
)


def judgements_in(text: str) -> dict[str, Told]:
    """Area -> grade of a report of any framework. A row whose grade cannot be told for sure is absent."""
    letters = _Letters(text[:_HEAD])
    grid = letters.table()
    if _OF_OLD in letters.said:
        grid = {**_overall_stated(text, letters.first_row()), **grid}
    for found in _HEADING.finditer(text):
        area = lexicon.AREA_OF[next(name for name in _AREA if name in found.groupdict() and found[name])]
        if area not in grid and (lexicon.ADOPTION in grid or area != lexicon.ADOPTION):
            grid[area] = Told(_grade(found), found.start(), found.end())
    return grid


def _overall_stated(text: str, end: int) -> dict[str, Told]:
    """The overall judgement where a sentence before the table gives it: "Children's services in X are good"."""
    for opening in _STATEMENT.finditer(text, 0, end):
        found = _STATED.match(text, opening.start())
        if found:
            return {lexicon.OVERALL: Told(_grade(found), found.start(), found.end())}
    return {}


def _grade(found: re.Match[str]) -> str:
    return next(grade for name, grade in lexicon.GRADE_OF.items() if name in found.groupdict() and found[name])


@dataclass(frozen=True, slots=True)
class _Cell:
    """A label (value: its area) or a grade of the table; offsets in the text.

    beside: whether a grade shares its line with what came before.
    """

    is_label: bool
    value: str
    start: int
    end: int
    beside: bool = False


class _Letters:
    """The letters and digits of a text in small letters, and where each stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        pairs = [(letter, at) for at, sign in enumerate(text) for letter in _plain(sign)]
        self.said = "".join(letter for letter, _ in pairs)
        self.at = [at for _, at in pairs]
        self.cells: list[_Cell] = []

    def table(self) -> dict[str, Told]:
        """The rows under "Judgement Grade", or those that stand together without such a head."""
        header = _HEADER.search(self.said)
        if header:
            grid = self._read(header.end())
            if grid:
                return grid
        seen = 0
        for label in _LABELS.finditer(self.said):
            if label.start() >= seen and self._opens(label.start()):
                grid = self._read(label.start())
                if len(grid) >= _PAIRS_UNHEADED:
                    return grid
                seen = bisect_left(self.at, self.cells[-1].end) if self.cells else seen
        return {}

    def first_row(self) -> int:
        """Where the first row of the table last read begins."""
        return next((cell.start for cell in self.cells if cell.is_label), len(self.text))

    def _read(self, at: int) -> dict[str, Told]:
        self.cells = self._cells(at)
        return _paired(self.cells)

    def _cells(self, at: int) -> list[_Cell]:
        """Labels and grades in order, up to the first that is neither or comes again."""
        cells: list[_Cell] = []
        strays = 0
        while at < len(self.said) and strays <= _STRAY_WORDS:
            row = self._split_row(at)
            if row:
                cells += row
                at, strays = bisect_left(self.at, row[0].end), 0
                continue
            token = _TOKEN.match(self.said, at)
            if token is None or not self._ends_word(token.end()):
                strays, at = strays + 1, self._next_word(at)
                continue
            at = token.end()
            if token["word"]:
                continue
            if token.lastgroup not in _AREA and strays > self._strays_before(token):
                strays += 1
                continue
            cell = self._cell(token, strays, cells[-1].end if cells else 0)
            if cell is None or (cell.is_label and cell.value in {each.value for each in cells if each.is_label}):
                break
            cells.append(cell)
            strays = 0
        return cells

    def _strays_before(self, grade: re.Match[str]) -> int:
        """How many strange words may part a label from its grade: one, where the grade has a line of its own."""
        return 1 if _ALONE_BEFORE.search(self.text, 0, self.at[grade.start()]) else 0

    def _split_row(self, at: int) -> list[_Cell]:
        """The row at a place, if its grade stands between two words of its label, at the end of a line."""
        label = _SPLIT.match(self.said, at)
        grades = list(_SPLIT_BY.finditer(self.said, label.start(), label.end())) if label else []
        if label is None or len(grades) != 1 or not self._ends_line(grades[0].end()):
            return []
        grade = next(value for name, value in lexicon.GRADE_OF.items() if grades[0][0].startswith(name[:6]))
        first, last = self.at[at], self.at[label.end() - 1] + 1
        area = _Cell(True, _AREA[label.lastgroup or ""], first, last)
        return [area, _Cell(False, grade, first, last, beside=True)]

    def _ends_line(self, at: int) -> bool:
        return _LINE_END.match(self.text, self.at[at - 1] + 1) is not None

    def _cell(self, token: re.Match[str], strays: int, before: int) -> _Cell | None:
        name = token.lastgroup or ""
        start, end = self.at[token.start()], self.at[token.end() - 1] + 1
        if name in _AREA:
            opens = self._opens(token.start())
            return _Cell(True, _AREA[name], start, end) if opens or strays < 3 else None
        if not self._is_cell(token, strays):
            return None
        return _Cell(False, lexicon.GRADE_OF[name], start, end, "\n" not in self.text[before:start])

    def _is_cell(self, grade: re.Match[str], strays: int) -> bool:
        """Whether the grade ends its line or stands before the next label, as no word of a sentence does."""
        if strays and not self.text[self.at[grade.start()]].isupper():
            return False
        end = grade.end()
        following = _TOKEN.match(self.said, end)
        while following and following["word"] in ("tobegood", "improvement"):
            end = following.end()
            following = _TOKEN.match(self.said, end)
        if following and (following["word"] or "").isdigit():
            following = _TOKEN.match(self.said, following.end())
        if _LINE_END.match(self.text, self.at[end - 1] + 1):
            return True
        return bool(following and following.lastgroup in _AREA and self._opens(following.start()))

    def _opens(self, at: int) -> bool:
        """Whether a label begins with a capital or a number, as the first word of a row does."""
        return self.text[self.at[at]].isupper()

    def _ends_word(self, at: int) -> bool:
        if at >= len(self.said) or self.at[at] - self.at[at - 1] > 1:
            return True
        return self.text[self.at[at]].isupper() or self.said[at].isdigit() != self.said[at - 1].isdigit()

    def _next_word(self, at: int) -> int:
        at += 1
        while at < len(self.said) and self.at[at] - self.at[at - 1] <= 1:
            at += 1
        return at


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    return "".join(each for each in unicodedata.normalize("NFKC", sign).lower() if each.isascii() and each.isalnum())


def _paired(cells: list[_Cell]) -> dict[str, Told]:
    """The grade of each label: the one after it, or of its place where labels and grades stand in columns."""
    while cells and not cells[0].is_label:
        cells = cells[1:]
    blocks = [list(block) for _, block in groupby(cells, key=lambda cell: cell.is_label)]
    grid: dict[str, Told] = {}
    for labels, grades in pairwise(blocks):
        if not labels[0].is_label:
            continue
        if len(grades) == 1 and (len(labels) <= 2 or grades[0].beside):
            labels = labels[-1:]
        if len(labels) == len(grades):
            for label, grade in zip(labels, grades, strict=True):
                grid[label.value] = Told(grade.value, label.start, grade.end)
    grid.pop(_NO_AREA, None)
    return grid
