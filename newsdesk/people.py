"""Who is quoted in a story, in which role. Never a child, never the reporter."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from newsdesk.article import Article
from newsdesk.council_names import place_names
from newsdesk.findings import Person
from newsdesk.phrases import fold

_HIDDEN = "\u0001"
_WINDOW = 220

_SAYS = (
    r"said|says|told|tells|added|adds|insist(?:s|ed)|warn(?:s|ed)|explain(?:s|ed)|comment(?:s|ed)|wrote|writes|admit(?:s|ted)"
    r"|stress(?:es|ed)|claim(?:s|ed)|argue[sd]|respond(?:s|ed)|repl(?:ies|ied)|conclude[sd]|continue[sd]|state[sd]|believe[sd]"
    r"|acknowledge[sd]|reveal(?:s|ed)|recall(?:s|ed)|remark(?:s|ed)|declare[sd]|observe[sd]|complain(?:s|ed)|suggest(?:s|ed)|joke[sd]"
    r"|note[sd]|reflect(?:s|ed)|hope[sd]"
)
_WITH_A_QUOTE = (
    r"describe[sd]|call(?:s|ed)|thank(?:s|ed)|welcome[sd]|apologise[sd]|promise[sd]|pledge[sd]|vow(?:s|ed)|agree[sd]|confirm(?:s|ed)"
    r"|praise[sd]|urge[sd]|ask(?:s|ed)|accuse[sd]|question(?:s|ed)|accept(?:s|ed)|den(?:ies|ied)|paid|pays|emphasise[sd]|reassure[sd]|hail(?:s|ed)"
)
_VERB = re.compile(rf"\b(?:(?P<says>{_SAYS})|(?P<other>{_WITH_A_QUOTE}))\b")
_QUOTED = re.compile(r"[“\"][^“”\"\n]*(?:[”\"]|$)", re.MULTILINE)
_SINGLE_QUOTED = re.compile(r"(?<!\w)[‘'](?=[A-Z])[^\n‘]{10,600}?[,.?!][’'](?!\w)")
_PART = r"(?:(?:Mc|Mac|O['’]|D['’]|De|Di|La|Le|St\.? )?[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+(?:['’][A-Z]?[a-z]+)?(?:-[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+)*|[A-Z]\.?(?= [A-Z]))"
_NAME = re.compile(
    rf"(?<![\w’'-]){_PART}(?: (?:(?:de|van|der|den|von|al|el|bin|ibn|du|la|le) )*{_PART}){{0,5}}(?![\w-])"
)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Baroness|Cllrs?|Coun|Clr|Councillors?|Prof(?:essor)?|Judge|Rev(?:erend)?)\.? \Z"
)
_PRONOUN = re.compile(r"\b(?:he|she)\b(?: (?:also|then|later|has|had))?\s*\Z", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?:\s*\([^()]{1,60}\))?(?:,? (?:also|then|later|has|had|has also|today|yesterday|this week))?\s*\Z"
)
_APPOSED = re.compile(
    r"\s*(?:\([^()]{1,60}\)\s*)?[,–—-][^.;:!?]{1,200}[,–—)-](?: (?:also|then|later|has|had|has also))?\s*\Z"
)
_WHO_HAS = re.compile(r" (?:and|from|of|at) [^.;:!?]{1,60}\Z")
_AFTER_QUOTE = re.compile(rf"{_HIDDEN}[,.]?\s*\Z")
_ROLE_GAP = re.compile(r" (?:(?:the|a|an|its|their|his|her|former|by|and) )?[^.;:!?\u0001]{0,90}\Z")
_CHILD_AFTER = re.compile(r",? (?:who is |aged )?\(?(\d{1,2})\b(?!\s*(?:years|per|%|,000|million))")
_CHILD_BEFORE = re.compile(
    r"(\d{1,2})[ -]year[ -]old (?:\w+ ){0,3}\Z|\b(?:pupil|schoolboy|schoolgirl|toddler|baby|year \d+ student) \Z",
    re.IGNORECASE,
)

_LEADING = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
        "baroness",
        "cllr",
        "cllrs",
        "coun",
        "clr",
        "councillor",
        "councillors",
        "prof",
        "professor",
        "judge",
        "rev",
        "reverend",
        "director",
        "directors",
        "leader",
        "deputy",
        "chief",
        "executive",
        "head",
        "manager",
        "minister",
        "secretary",
        "commissioner",
        "labour",
        "labour's",
        "conservative",
        "conservatives",
        "tory",
        "lib",
        "dem",
        "dems",
        "liberal",
        "democrat",
        "green",
        "greens",
        "reform",
        "uk",
        "independent",
        "mayor",
        "alderman",
        "chair",
        "chairman",
        "chairwoman",
        "chairperson",
        "headteacher",
        "opposition",
        "council",
        "cabinet",
        "member",
        "executive",
        "foster",
        "carer",
        "carers",
        "solicitor",
        "barrister",
        "mum",
        "mother",
        "dad",
        "father",
        "parent",
        "parents",
        "grandmother",
        "grandfather",
        "inspector",
        "inspectors",
        "hmi",
        "acting",
        "interim",
        "assistant",
        "former",
        "education",
        "children's",
        "ofsted's",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "social",
        "worker",
        "workers",
        "care",
        "charity",
        "campaigner",
        "resident",
        "shadow",
        "group",
        "ward",
        "mp",
        "mps",
        "founder",
        "owner",
        "president",
        "vice",
        "general",
        "lead",
        "principal",
        "joint",
        "new",
        "senior",
        "her",
        "his",
        "its",
        "their",
        "our",
        "the",
        "a",
        "an",
        "but",
        "and",
        "so",
        "yet",
        "however",
        "meanwhile",
        "earlier",
        "later",
        "in",
        "at",
        "on",
        "for",
        "from",
        "with",
        "by",
        "as",
        "to",
        "of",
        "while",
        "when",
        "after",
        "before",
        "since",
        "although",
        "though",
        "last",
        "this",
        "that",
        "these",
        "those",
        "among",
        "speaking",
        "responding",
        "writing",
        "also",
        "now",
        "then",
        "today",
        "yesterday",
        "both",
        "applicant",
        "caseworker",
        "lawyer",
        "union",
        "unison",
        "unite",
        "gmb",
        "professor",
        "superintendent",
        "detective",
        "sergeant",
        "constable",
        "officer",
        "pc",
        "dci",
        "di",
        "ds",
        "dc",
        "ch",
        "cabinet's",
        "portfolio",
        "holder",
        "service",
        "services",
        "cllr.",
        "co-chair",
        "trustee",
        "governor",
        "bishop",
        "archdeacon",
        "adviser",
        "advisor",
        "psychologist",
        "doctor",
        "nurse",
        "teacher",
        "author",
        "actor",
        "singer",
        "academic",
        "expert",
        "hello",
        "dear",
        "yes",
        "no",
        "not",
        "if",
        "how",
        "why",
        "what",
        "who",
        "where",
        "here",
        "there",
        "some",
        "all",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
    ]
)
_NOT_PEOPLE = frozenset(
    [
        "council",
        "councils",
        "children",
        "children's",
        "first",
        "trust",
        "police",
        "service",
        "services",
        "ofsted",
        "county",
        "city",
        "borough",
        "district",
        "east",
        "west",
        "north",
        "south",
        "central",
        "hall",
        "government",
        "union",
        "unison",
        "party",
        "democrats",
        "group",
        "association",
        "board",
        "voices",
        "partnership",
        "department",
        "education",
        "commission",
        "committee",
        "office",
        "house",
        "street",
        "road",
        "lane",
        "avenue",
        "way",
        "close",
        "park",
        "school",
        "academy",
        "college",
        "university",
        "hospital",
        "nursery",
        "centre",
        "home",
        "homes",
        "act",
        "bill",
        "review",
        "report",
        "inspectorate",
        "ombudsman",
        "agency",
        "authority",
        "authorities",
        "england",
        "britain",
        "british",
        "london",
        "midlands",
        "yorkshire",
        "wales",
        "scotland",
        "ireland",
        "court",
        "courts",
        "justice",
        "society",
        "foundation",
        "network",
        "alliance",
        "campaign",
        "federation",
        "fund",
        "charity",
        "church",
        "radio",
        "news",
        "times",
        "post",
        "gazette",
        "herald",
        "echo",
        "observer",
        "chronicle",
        "guardian",
        "express",
        "mail",
        "star",
        "live",
        "today",
        "week",
        "day",
        "month",
        "fortnight",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "christmas",
        "easter",
        "covid",
        "brexit",
        "parliament",
        "commons",
        "lords",
        "kingdom",
        "states",
        "families",
        "family",
        "youth",
        "young",
        "help",
        "support",
        "care",
        "adoption",
        "fostering",
        "hub",
        "hubs",
        "project",
        "programme",
        "scheme",
        "plan",
        "strategy",
        "forum",
        "panel",
        "team",
        "action",
        "barnardo's",
        "nspcc",
        "advice",
        "action",
        "room",
        "building",
        "tower",
        "square",
        "green",
        "view",
        "farm",
        "estate",
        "river",
        "bridge",
        "airport",
        "station",
        "united",
        "town",
        "rovers",
        "wanderers",
        "nhs",
        "foundation",
        "majesty's",
        "inspectors",
        "local",
        "social",
        "special",
        "needs",
        "safeguarding",
        "secretary",
        "state",
        "crown",
        "magistrates",
        "high",
        "supreme",
        "family",
        "equality",
        "human",
        "rights",
        "public",
        "health",
    ]
)


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    start: int
    end: int


def quoted(article: Article) -> tuple[tuple[Person, int], ...]:
    """The people quoted, in order, each with the offset at which we first hear them."""
    text = article.text
    told = _without_quotes(text)
    mentions = _mentions(told, _byline_names(article.byline))
    heard: dict[str, int] = {}
    for start, end in _paragraphs(text):
        here = [mention for mention in mentions if start <= mention.start < end]
        for mention in _speakers(told, start, end, here, _carried(mentions, start)):
            if mention.name not in heard and not _is_child(told, mention):
                heard[mention.name] = mention.start
    return tuple((Person(name, _role(told, name, at, mentions)), at) for name, at in heard.items())


def _without_quotes(text: str) -> str:
    """The text with what stands in quotation marks blanked out, offsets kept."""
    hidden = _QUOTED.sub(_blank, text)
    return _SINGLE_QUOTED.sub(_blank, hidden)


def _blank(found: re.Match[str]) -> str:
    length = len(found[0])
    return (_HIDDEN if length > 1 else " ") * length


def _byline_names(byline: str | None) -> frozenset[str]:
    return frozenset(name.strip().casefold() for name in (byline or "").split(",") if name.strip())


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in re.finditer(r"\n|\Z", text):
        if found.start() > start:
            yield start, found.start()
        start = found.end()


def _mentions(told: str, reporters: frozenset[str]) -> list[_Mention]:
    """Every mention of a person whose full name the text gives, by full name, by surname with a title or alone."""
    full: list[_Mention] = []
    short: list[tuple[str, int, int]] = []
    for found in _NAME.finditer(told):
        start, words = _shorn(found[0], found.start())
        name = " ".join(words)
        end = start + len(name)
        if len(words) >= 2 and _is_person(words) and name.casefold() not in reporters:
            full.append(_Mention(name, start, end))
        elif len(words) == 1 and words[0].lower() not in _NOT_PEOPLE:
            short.append((words[0], start, end))
    by_surname: dict[str, str] = {}
    for mention in full:
        by_surname.setdefault(mention.name.split()[-1], mention.name)
    known = [_Mention(by_surname[word], start, end) for word, start, end in short if word in by_surname]
    return sorted([*_with_first_spelling(full, by_surname), *known], key=lambda mention: mention.start)


def _with_first_spelling(full: list[_Mention], by_surname: dict[str, str]) -> list[_Mention]:
    names = {mention.name for mention in full}
    kept = []
    for mention in full:
        longer = next((name for name in names if name != mention.name and name.startswith(f"{mention.name} ")), None)
        kept.append(_Mention(longer, mention.start, mention.end) if longer else mention)
    return kept


def _shorn(written: str, start: int) -> tuple[int, list[str]]:
    """The words of a name without the titles and roles before it, and where they begin."""
    words = written.split(" ")
    while words and words[0].lower().replace("’", "'").rstrip(".") in _LEADING:
        start += len(words[0]) + 1
        words = words[1:]
    if words and words[-1].endswith(("'s", "’s")):
        words[-1] = words[-1][:-2]
    return start, words


def _is_person(words: list[str]) -> bool:
    lowered = [word.lower().replace("’", "'") for word in words]
    if len(words) > 4 or any(word in _NOT_PEOPLE for word in lowered) or any(word in _LEADING for word in lowered):
        return False
    return fold(" ".join(words)) not in place_names()


def _carried(mentions: list[_Mention], start: int) -> _Mention | None:
    """Who speaks on, if a paragraph opens with a quotation: the last person named before it."""
    at = bisect_right([mention.start for mention in mentions], start - 1)
    return mentions[at - 1] if at and mentions[at - 1].start > start - 700 else None


def _speakers(told: str, start: int, end: int, here: list[_Mention], carried: _Mention | None) -> Iterator[_Mention]:
    has_quote = _HIDDEN in told[start:end]
    for verb in _VERB.finditer(told, start, end):
        if verb["other"] and not has_quote:
            continue
        speaker = _subject(told, verb.start(), start, here) or _pronoun(told, verb.start(), start, here, carried)
        speaker = speaker or _after(told, verb, start, end, here)
        if speaker is not None:
            yield speaker
    for mention in here:
        if re.match(rf"[^.\n{_HIDDEN}]{{0,120}}:\s*{_HIDDEN}", told[mention.end : mention.end + 130]):
            if not any(other.start > mention.end for other in here if other.start < told.find(":", mention.end)):
                yield mention


def _subject(told: str, verb: int, start: int, here: list[_Mention]) -> _Mention | None:
    """The person whose name stands right before the verb, or before an aside in commas that ends there."""
    for mention in reversed([mention for mention in here if verb - _WINDOW < mention.start and mention.end <= verb]):
        gap = told[mention.end : verb]
        if _BETWEEN.match(gap):
            return mention
        if _HIDDEN not in gap and _APPOSED.match(gap) and not _ends_in_subject(gap):
            return mention
        if ". " in gap:
            break
    return None


def _ends_in_subject(gap: str) -> bool:
    return re.search(r"[,–—] (?:the|a|an|it|they|which|inspectors|officers) [\w ]*\Z", gap) is not None


def _pronoun(told: str, verb: int, start: int, here: list[_Mention], carried: _Mention | None) -> _Mention | None:
    if not _PRONOUN.search(told, max(start, verb - 20), verb):
        return None
    before = [mention for mention in here if mention.end <= verb]
    if before:
        return before[-1]
    opens_quoted = told[start:verb].lstrip().startswith(_HIDDEN) or verb - start < 12
    return carried if opens_quoted else None


def _after(told: str, verb: re.Match[str], start: int, end: int, here: list[_Mention]) -> _Mention | None:
    """The person of "...", said Cllr Ann Other; or of "...", said the council's leader, Ann Other."""
    if not _AFTER_QUOTE.search(told, max(start, verb.start() - 4), verb.start()):
        return None
    for mention in here:
        if verb.end() < mention.start < verb.end() + 110:
            gap = told[verb.end() : mention.start]
            return mention if _ROLE_GAP.match(gap) and not re.search(r"\b(?:that|it|was|is|had)\b", gap) else None
    return None


def _is_child(told: str, mention: _Mention) -> bool:
    after = _CHILD_AFTER.match(told, mention.end, min(len(told), mention.end + 30))
    if after and 0 < int(after[1]) < 18:
        return True
    before = _CHILD_BEFORE.search(told, max(0, mention.start - 50), mention.start)
    return before is not None and (before[1] is None or int(before[1]) < 18)


_ROLE_AFTER = re.compile(
    r"\s*(?:\((?P<party>[^()]{2,60})\))?,? (?:\d{2}, )?(?:who (?:is|was|leads|chairs|co-chairs|runs|led) )?(?:the |a |an )?"
    r"(?P<role>[^,.;:–—\u0001\n]{4,110}?)(?=,| said| says| told| added| wrote|:|;| –| —|\.|\Z)"
)
_ROLE_BEFORE = re.compile(
    r"(?:^|[.,;:!?\u0001–—]\s*|\b(?:but|and|while|as)\s)(?:the |a |an |its |their |former )?(?P<role>[^.,;:!?\u0001–—\n]{3,110}?)\s*"
    r"(?:(?:Cllr|Coun|Councillor|Mr|Mrs|Ms|Miss|Dr|Sir|Dame)\.? )?\Z",
    re.IGNORECASE,
)
_ROLE_WORDS = re.compile(
    r"\b(?:director|leader|member|cabinet|chair\w*|co-chairs?|chief|executive|head|manager|minister|secretary|commissioner|council?lor|coun|cllr|mayor|portfolio"
    r"|holder|spokes\w+|carers?|parents?|mother|father|mum|dad|grand\w+|solicitor|barrister|lawyer|judge|inspectors?|worker|officer|founder|owner"
    r"|president|lead|leads|leaders?|applicant|resident|teacher|headteacher|professor|campaigner|adviser|advisor|mps?|secretary|governor|trustee|author"
    r"|group|opposition|independent|labour|conservative|tory|lib dem|liberal democrat|green|reform|con|lab|foster\w*|adopter|strategic|branch|ombudsman|hmi)\b",
    re.IGNORECASE,
)


def _role(told: str, name: str, at: int, mentions: list[_Mention]) -> str:
    """What the text calls this person, nearest to where we hear them; "" where it does not say."""
    places = sorted(
        (mention for mention in mentions if mention.name == name), key=lambda mention: abs(mention.start - at)
    )
    for mention in places[:4]:
        role = _role_at(told, mention)
        if role:
            return role
    return ""


def _role_at(told: str, mention: _Mention) -> str:
    after = _ROLE_AFTER.match(told, mention.end, min(len(told), mention.end + 160))
    if after and _ROLE_WORDS.search(after["role"]) and told[mention.end : mention.end + 2].strip()[:1] in (",", "("):
        return _tidy(after["role"])
    before = _ROLE_BEFORE.search(
        told[max(0, told.rfind("\n", 0, mention.start) + 1, mention.start - 130) : mention.start]
    )
    if before and _ROLE_WORDS.search(before["role"]):
        return _tidy(before["role"])
    if after and after["party"] and _ROLE_WORDS.search(after["party"]):
        return _tidy(after["party"])
    if re.search(r"\b(?:Cllr|Coun|Councillor)\.? (?:[\w’'-]+ )?\Z", told[max(0, mention.start - 30) : mention.start]):
        return "councillor"
    return ""


def _tidy(role: str) -> str:
    words = re.sub(r"\s+", " ", role).strip(" '’\"")
    words = re.sub(
        r"^(?:but|and|so|meanwhile|however|the|a|an|its|their|said|says|added|by) ", "", words, flags=re.IGNORECASE
    )
    first = words.split(" ", 1)[0]
    return words if first.isupper() or len(words) < 2 else words[0].lower() + words[1:]
