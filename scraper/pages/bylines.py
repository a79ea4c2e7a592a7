"""Bylines: the names of those who wrote, without roles, desks and agencies."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

_LEAD = re.compile(
    r"^\W*(?:(?:more|words|story|report(?:ed)?|written|posted|article|published|author)\s*(?::|by\b)|(?:exclusive\s+)?by\b"
    r"|(?:\w+\s+){1,2}by\b|(?:text|texte|texto|testo|autore?|autora|auteure?|автор|文)\s*[:：])[\s:]*",
    re.IGNORECASE,
)
# "By" in other languages; what follows has to be a whole name, for Di and Von begin names too.
_LEAD_ABROAD = re.compile(
    r"^\W*(?:von|par|por|di|door|af|av|przez|de|автор|authors?|autor(?:in)?|the\s+author)\s+(?=\S+\s+\S)", re.IGNORECASE
)
_NOISE = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|(?<!\w)@\w+|\([^)]*\)|\[[^\]]*\]|\s*(?:기자|특파원|本报记者|本報記者|記者|记者|編集委員|特派員|文/)"
    # Those who did something else than write it.
    r"|\b(?:(?:medically|expert)\s+)?(?:fact[- ]checked|reviewed|edited|checked|verified|translated|photos?"
    r"|photographs?|photography|pictures?|illustrations?|video)\s+by\b[^|/—–]*",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\s*(?:[,;|/•·\n\t、，]|\s[–—-]\s|&amp;|&|(?<=\w{3})(?<!Prof)(?<!Cllr)\.\s+|\band\b|\bund\b|\bet\b|\boch\b|\bog\b|\be\b|\bи\b"
    r"|\bwith\b|\bfor\b.*|\bat\b.*|\bfrom\b.*|\bin\b.*|\ben\b.*|\bdesde\b.*|\baus\b.*"
    r"|\by\b(?=\s+[^\s,;|]+\s+[^\W\d_])|\b(?:on|updated|published|posted|modified)\b.*"
    r"|(?<=\w)\s+(?:the\s+)?(?:associated\s+press|press\s+association|bbc|cnn|reuters|afp|local\s+democracy)\b[^,|]*)\s*",
    re.IGNORECASE,
)
_ROLES = re.compile(
    r"\b(?:reporters?|editors?|editorial|correspondents?|journalists?|writers?|columnists?|producers?|photographers?"
    r"|ldrs?|ldr|democracy|trainee|senior|chief|deputy|assistant|head of|freelance|contributors?|communit(?:y|ies)"
    r"|political|politics|education|health|crime|court|news|newsroom|newsdesk|desk|team|staff|admin|administrator"
    r"|webmaster|press\s+(?:association|office|release)|association|agency|reuters|pa|afp|bbc|itv|council|office|service|media|communications"
    r"|guardian|times|telegraph|gazette|herald|chronicle|express|echo|mail|mirror|magazine|radio|local|online|digital"
    r"|anonymous|unknown|guest|user|super|default|owner|moderator|syndicated|wire|press|blog(?:ger)?|publish(?:er|ing)|ltd|limited|inc|llc|group|foundation"
    r"|today|updated|published|minutes?|comments?|(?:contact|follow)\s+us|share\s+this|profile|author|guest\s+post|sponsored|courtesy"
    r"|university|college|institute|department|ministry|government|corporation|corp|gmbh|society|charity|network|tv|fm"
    r"|tribune|insider|bureau|technologies|software|solutions|partners|wikipedia|website|page|views?|min\s+read"
    r"|agencias?|agence|agenzia|agencja|dpa|efe|ansa|tass|redaktion|redaktionen|redakcja|rédaction|redacción|redação|redazione|redactie|редакция"
    r"|korrespondent(?:in)?|redakteur(?:in)?|journalistin|journaliste|correspondant|corresponsal|periodista|giornalista|inviato|journalistes?)\b"
    r"|編集部|通信|新聞|日報",
    re.IGNORECASE,
)
_PARTICLES = (
    "de|da|das|del|della|den|der|des|di|do|dos|du|la|las|le|los|ten|ter|van|vom|von|zu|zur|af|av|bin|ibn|al|el|ap|y"
)
_WORD = r"[^\W\d_](?:[^\W\d_]|['’.-])*"
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Sir|Dame|Rev|Cllr|Mr|Mrs|Ms)\.?\s+)?"
    rf"{_WORD}(?:\s+(?:(?:{_PARTICLES})\s+)*{_WORD}){{1,4}}"
)
_SIGNED = re.compile(
    r"\s*(?:[,|/]|\s[–—-]\s)\s*(?:\w+\s+){0,3}(?:reporter|editor|correspondent|journalist|writer|columnist|ldrs?)\b",
    re.I,
)
_BY = re.compile(
    r"\W*(?:(?:(?:words|story|written|report(?:ed)?|posted)\s+)?by\b|(?:words|author|autore?|autora|auteur|text|texte|texto)\s*:"
    r"|(?:von|par|por|di|door|af|av)\s)",
    re.IGNORECASE,
)
_LONE = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]{2,14}|[\u3040-\u9fff\uac00-\ud7af]{2,6}")
_LONGEST_LINE = 100
_LONGEST_ENTRY = 400
_MOST_ENTRIES = 20


def names(raw: Iterable[str], outlet: str = "", *, alone: bool = False) -> str | None:
    """The names in raw, comma-joined; None if only desks, agencies and roles stand there.

    alone: a single word is a name too, where it is all that an entry says and the page's data gives it as author.
    """
    raw = [entry[:_LONGEST_ENTRY] for entry in itertools.islice(raw, _MOST_ENTRIES)]
    found: dict[str, None] = {}
    for entry in raw:
        for part in _PARTS.split(_unled(_NOISE.sub(" ", " ".join(entry.split()))))[:12]:
            name = _unled((part or "").strip(" .:'\"*"))
            if _is_name(name) and not _is_outlet(name, outlet):
                found.setdefault(_cased(name))
    if not found and alone:
        found = dict.fromkeys(_cased(word) for word in map(_quieted, raw) if _is_lone_name(word, outlet))
    return ", ".join(found) or None


def from_line(line: str) -> str | None:
    """The names in a visible line such as "By Deborah Bowyer, Local Democracy Reporter"; None for any other line."""
    said = _BY.match(line) if len(line) <= _LONGEST_LINE else None
    if not said:
        return None
    rest = line[said.end() :].strip(" :")
    first = _PARTS.split(rest)[0].strip(" .")
    return names([rest]) if _is_name(first) and first[:1].isupper() and _is_cased(first) else None


def from_signature(line: str) -> str | None:
    """The name in a line such as "Jill Orme, Chief Reporter"; None for any other line."""
    signed = _SIGNED.search(line) if len(line) <= _LONGEST_LINE else None
    first = line[: signed.start()].strip() if signed else ""
    return names([first]) if first[:1].isupper() and _is_name(first) and _is_cased(first) else None


def _quieted(said: str) -> str:
    return _NOISE.sub("", said).strip()


def _unled(said: str) -> str:
    """Without "By" and its like."""
    return _LEAD_ABROAD.sub("", _LEAD.sub("", said))


def _is_outlet(name: str, outlet: str) -> bool:
    return re.sub(r"\W", "", name).casefold() == re.sub(r"\W", "", outlet).casefold()


def _is_cased(name: str) -> bool:
    """True where each word but the particles begins with a capital, or the script has none."""
    words = [word for word in name.split() if not re.fullmatch(_PARTICLES, word)]
    return all(not word[:1].islower() for word in words)


def _is_name(part: str) -> bool:
    return (
        bool(_NAME.fullmatch(part))
        and not part.lower().startswith("the ")
        and not _ROLES.search(part)
        and len(part) <= 50
    )


def _is_lone_name(word: str, outlet: str) -> bool:
    """True for a word that can only be a person's name: no role, no part of the outlet's own name."""
    plain = re.sub(r"\W", "", word).lower()
    return bool(_LONE.fullmatch(word)) and not _ROLES.search(word) and plain not in re.sub(r"\W", "", outlet).lower()


def _cased(name: str) -> str:
    """DEBORAH BOWYER and deborah bowyer as Deborah Bowyer; mixed case is left as it is."""
    if not (name.isupper() or name.islower()):
        return name
    return re.sub(r"\bMc([a-z])", lambda mac: "Mc" + mac[1].upper(), name.title())
