"""Who is quoted in a story, in which role. Never a child, never the reporter."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from newsdesk.article import Article
from newsdesk.findings import Person
from newsdesk.names import NameMention, name_mentions
from newsdesk.roles import names_a_role, role_of

_HIDDEN = "\u0001"
_BEFORE_VERB = 220
_AFTER_VERB = 110
_SPEAKS_ON = 700
_OF_AGE = 18

_SAYS = (
    r"said|says|told|tells|added|adds|insist(?:s|ed)|warn(?:s|ed)|explain(?:s|ed)|comment(?:s|ed)|wrote|writes"
    r"|admit(?:s|ted)|stress(?:es|ed)|claim(?:s|ed)|argue[sd]|respond(?:s|ed)|repl(?:ies|ied)|conclude[sd]|continue[sd]"
    r"|state[sd]|believe[sd]|acknowledge[sd]|reveal(?:s|ed)|recall(?:s|ed)|remark(?:s|ed)|declare[sd]|observe[sd]"
    r"|complain(?:s|ed)|suggest(?:s|ed)|joke[sd]|note[sd]|reflect(?:s|ed)|hope[sd]"
    r"|ask(?:s|ed) (?:why|whether|how|if|what|when|who)|want(?:s|ed) to know|wonder(?:s|ed) (?:why|whether|how|if)"
    r"|point(?:s|ed) out|went on|predict(?:s|ed)|maintain(?:s|ed) that|call(?:s|ed) (?:it|for)"
    r"|(?:made|makes) (?:it )?clear|has asked for|urge[sd] (?:people|parents|families|ministers|every\w+|anyone|the)"
    r"|describe[sd] (?:it|the|this|them)"
)
_SAYS_WITH_A_QUOTE = (
    r"describe[sd]|call(?:s|ed)|thank(?:s|ed)|welcome[sd]|apologise[sd]|promise[sd]|pledge[sd]|vow(?:s|ed)|agree[sd]"
    r"|confirm(?:s|ed)|praise[sd]|urge[sd]|ask(?:s|ed)|accuse[sd]|question(?:s|ed)|accept(?:s|ed)|den(?:ies|ied)"
    r"|paid|pays|emphasise[sd]|reassure[sd]|hail(?:s|ed)|laugh(?:s|ed)|sigh(?:s|ed)|grin(?:s|ned)|smile[sd]|joke[sd]"
    r"|shrug(?:s|ged)|announce[sd]|report(?:s|ed)|beg(?:s|ged)|plead(?:s|ed)"
)
_VERB = re.compile(rf"\b(?:(?P<says>{_SAYS})|(?P<quoted>{_SAYS_WITH_A_QUOTE}))\b")
_QUOTATION = re.compile(r"[“\"][^“”\"\n]*(?:[”\"]|$)", re.MULTILINE)
_SINGLE_QUOTATION = re.compile(r"(?<!\w)[‘'](?=[A-Z])[^\n‘]{10,300}?[,.?!][’'](?!\w)")
_LATELY = r"(?:,? (?:also|then|later|has|had|has also|today|yesterday|this week))?"
_LETTERS = r"(?:,? (?:HMI|MP|MBE|OBE|CBE|KC|QC|JP)\b,?)?"
_OF_A_GROUP = r"(?: (?:of|from|at) (?:the )?[A-Z][\w&’'-]*(?: [\w&’'-]+){0,5})?"
_RIGHT_BEFORE = re.compile(rf"{_LETTERS}(?:\s*\([^()]{{1,60}}\),?)?{_OF_A_GROUP}{_LATELY}\s*\Z")
_BY_LETTER = re.compile(
    rf"['’]s (?:\w+ )?(?:report|letter|review|statement|email|paper|study|post|motion)"
    rf"(?:, [^.;:!?{_HIDDEN}]{{1,80}},)?\s\Z"
)
_ASIDE = re.compile(rf"\s*(?:\([^()]{{1,60}}\)\s*)?[,–—-][^.;:!?]{{1,200}}[,–—)-]{_LATELY}\s*\Z")
_OPEN_ASIDE = re.compile(rf", [^,.;:!?{_HIDDEN}]{{4,120}}\s\Z")
_IN_APPOSITION = re.compile(r", (?:(?:[A-Z][a-z]+\.?|the|a|an) )?\Z")
_DID_AND = re.compile(
    rf"(?:\s*\([^()]{{1,60}}\)| ?[,–—-][^.;:!?{_HIDDEN}]{{1,160}}[,–—-])?"
    rf" (?:{_SAYS_WITH_A_QUOTE})\b[^.;:!?{_HIDDEN}]{{0,60}}\b(?:but|and)\s\Z"
)
_OTHER_SUBJECT = re.compile(r"[,–—] (?:the|a|an|it|they|which|inspectors|officers) [\w ]*\Z")
_PRONOUN = re.compile(rf"\b(?:he|she)(?:['’][sd])?{_LATELY}\s*\Z", re.IGNORECASE)
_OPENS_SO = re.compile(r"(?:He|She)\b")
_ACCORDING = re.compile(r"\baccording to ", re.IGNORECASE)
_ITS_OWN_ROLE = re.compile(r"(?:[\w’'-]+ ){0,8}?(?:[\w’'-]+, )?")
_SAME_PERSON = re.compile(
    r" the (?:\d\d[ -]year[ -]old|(?:single |foster |lone )?"
    r"(?:mother|father|mum|dad|grandmother|grandfather|gran|parent)[ -]of[ -]\w+)\b"
)
_END_OF_QUOTE = re.compile(rf"{_HIDDEN}[,.]?\s*\Z")
_SAID_THE = re.compile(rf" [^.;:!?{_HIDDEN}]{{0,90}}\Z")
_A_CLAUSE = re.compile(r"\b(?:that|it|was|is|had)\b")
_COLON_QUOTE = re.compile(rf"[^.\n{_HIDDEN}]{{0,120}}:\s*{_HIDDEN}")
_TOLD_TO = re.compile(r"\b(?:told|tells|asked|wrote to|letter to|thanked|of|with|from) (?:[A-Z][\w.]* )?\Z")
_TOLD_OF = re.compile(
    r"\b(?:place of|(?:takes|took|taking) over from|replac(?:es?|ed|ing)|succeed(?:s|ed|ing)?|joins|after|alongside"
    r"|(?:wife|husband|son|daughter) of|step into) (?:(?:Mr|Mrs|Ms|Dr|Cllr|Coun|Councillor|Sir|Dame) )?\Z"
)
_AGE_AFTER = re.compile(r",? (?:who is |aged )?\(?(\d{1,2})\b(?!\s*(?:years|per|%|,000|million))")
_AGE_BEFORE = re.compile(r"(\d{1,2})[ -]year[ -]old (?:\w+ ){0,3}\Z", re.IGNORECASE)
_PUPIL_BEFORE = re.compile(r"\b(?:pupil|schoolboy|schoolgirl|toddler|baby) \Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """A text with its quotations blanked out, and where it names people."""

    text: str
    mentions: list[NameMention]
    starts: list[int]

    def between(self, start: int, end: int) -> list[NameMention]:
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def quoted(article: Article) -> tuple[tuple[Person, int], ...]:
    """The people quoted, in order, each with the offset at which we first hear them."""
    text = _without_quotes(article.text)
    mentions = name_mentions(text, _reporters(article.byline))
    told = _Told(text, mentions, [mention.start for mention in mentions])
    heard: dict[str, int] = {}
    for speaker in _speakers(told):
        if speaker.name not in heard and not _is_child(text, speaker):
            heard[speaker.name] = speaker.start
    places: dict[str, list[NameMention]] = {name: [] for name in heard}
    for mention in mentions:
        places.get(mention.name, []).append(mention)
    return tuple((Person(name, role_of(text, places[name], at)), at) for name, at in heard.items())


def _without_quotes(text: str) -> str:
    return _SINGLE_QUOTATION.sub(_hide, _QUOTATION.sub(_hide, text))


def _hide(found: re.Match[str]) -> str:
    length = len(found[0])
    return (_HIDDEN if length > 1 else " ") * length


def _reporters(byline: str | None) -> frozenset[str]:
    return frozenset(name.strip().casefold() for name in (byline or "").split(",") if name.strip())


def _speakers(told: _Told) -> Iterator[NameMention]:
    start = 0
    for line in told.text.split("\n"):
        end = start + len(line)
        quoting = _HIDDEN in line
        yield from _before_colon(told, start, end) if quoting else ()
        yield from _according_to(told, start, end)
        for verb in _VERB.finditer(told.text, start, end):
            if verb["says"] or quoting:
                speaker = _speaker(told, verb, start, end)
                if speaker is not None:
                    yield speaker
        start = end + 1


def _speaker(told: _Told, verb: re.Match[str], start: int, end: int) -> NameMention | None:
    return _subject(told, verb, start) or _pronoun(told, verb, start) or _after(told, verb, start, end)


def _subject(told: _Told, verb: re.Match[str], start: int) -> NameMention | None:
    """The person whose name stands right before the verb, or before an aside in commas that ends there."""
    for mention in reversed(told.between(max(start, verb.start() - _BEFORE_VERB), verb.start())):
        gap = told.text[mention.end : verb.start()]
        if _RIGHT_BEFORE.match(gap) or (gap.strip() == "," and _IN_APPOSITION.search(told.text, start, mention.start)):
            return mention
        if _BY_LETTER.match(gap) and _HIDDEN in told.text[verb.end() : verb.end() + _AFTER_VERB]:
            return mention
        if _HIDDEN not in gap and _ASIDE.match(gap) and not _OTHER_SUBJECT.search(gap):
            return mention
        if (_OPEN_ASIDE.match(gap) and names_a_role(gap)) or _DID_AND.match(gap):
            return mention
        if ". " in gap:
            break
    return None


def _pronoun(told: _Told, verb: re.Match[str], start: int) -> NameMention | None:
    """Whom "he said" means: the last person named in the paragraph, or before one that opens with a quotation."""
    if not _PRONOUN.search(told.text, max(start, verb.start() - 25), verb.start()):
        return None
    last = _in_mind(told, verb.start())
    if last is None or last.start >= start:
        return last
    opens_quoted = told.text[start : start + 3].lstrip().startswith(_HIDDEN) or verb.start() - start < 12
    opens_quoted = opens_quoted or _OPENS_SO.match(told.text, start) is not None
    return last if opens_quoted and last.start > start - _SPEAKS_ON else None


def _in_mind(told: _Told, at: int) -> NameMention | None:
    """Whom a pronoun means: the last person named, but sooner another than the one of "succeeds Ann Lee"."""
    before = bisect_left(told.starts, at)
    lately = [mention for mention in told.mentions[max(0, before - 4) : before] if mention.start > at - _SPEAKS_ON]
    for mention in reversed(lately):
        if _is_child(told.text, mention):
            continue
        if not _TOLD_OF.search(told.text, max(0, mention.start - 40), mention.start):
            return mention
    return told.mentions[before - 1] if before else None


def _after(told: _Told, verb: re.Match[str], start: int, end: int) -> NameMention | None:
    """The person of "...", said Cllr Ann Other; or of "...", said the council's leader, Ann Other."""
    if not _END_OF_QUOTE.search(told.text, max(start, verb.start() - 4), verb.start()):
        return None
    if _SAME_PERSON.match(told.text, verb.end(), end):
        return _in_mind(told, verb.start())
    following = told.between(verb.end(), min(end, verb.end() + _AFTER_VERB))
    if not following:
        return None
    gap = told.text[verb.end() : following[0].start]
    return following[0] if _SAID_THE.match(gap) and not _A_CLAUSE.search(gap) else None


def _before_colon(told: _Told, start: int, end: int) -> Iterator[NameMention]:
    """The person of Ann Other, lead member for children: "..."."""
    here = told.between(start, end)
    for at, mention in enumerate(here):
        if _TOLD_TO.search(told.text, max(start, mention.start - 40), mention.start):
            continue
        found = _COLON_QUOTE.match(told.text, mention.end, min(end, mention.end + 130))
        if not found or _VERB.search(found[0]):
            continue
        if at + 1 == len(here) or here[at + 1].start > found.end():
            yield mention


def _according_to(told: _Told, start: int, end: int) -> Iterator[NameMention]:
    """The person of "... in droves, according to the union's Ann Other"."""
    for found in _ACCORDING.finditer(told.text, start, end):
        following = told.between(found.end(), min(end, found.end() + _AFTER_VERB))
        if following and _ITS_OWN_ROLE.fullmatch(told.text[found.end() : following[0].start]):
            yield following[0]


def _is_child(text: str, mention: NameMention) -> bool:
    before = max(0, mention.start - 50)
    if _PUPIL_BEFORE.search(text, before, mention.start):
        return True
    ages = (
        _AGE_AFTER.match(text, mention.end, min(len(text), mention.end + 30)),
        _AGE_BEFORE.search(text, before, mention.start),
    )
    return any(age is not None and 0 < int(age[1]) < _OF_AGE for age in ages)
