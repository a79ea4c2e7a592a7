"""Furniture: lines of a page that are no part of the story: captions, sign-up boxes, jobs adverts, related links."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 240
_LONGEST_CAPTION = 400
_SHORT = 140
_PULLED = range(25, 301)

# Each is matched from the beginning of a line, after any bullet or quotation mark. Lines over 240 characters are
# paragraphs whatever they begin with.
_RELATED = (
    r"read\s+more\b",
    r"(?:more|watch|listen|see\s+also|you\s+may\s+also\s+like)\s*:",
    r"(?:you\s+(?:may|might)\s+also\s+like)\b",
    r"(?:watch|see)\s+more\s+of\s+our\b",
    r"\w+(?:\s\w+){0,3}['’]?s?\s+top\s+stories\W*$",
    r"for\s+(?:all\s+)?(?:the\s+latest|more)\b.{0,80}\b(?:visit|sign|follow|click|subscribe|newsletter)\b",
    r"don['’]t\s+miss\s+(?:the\s+latest|out)\b.{0,80}\b(?:sign|newsletter|subscribe|follow)",
    r"read(?:\s+(?:also|next|now))?\s*:",
    r"(?:read|see|watch|listen)\s+(?:also|next|now|more|this)\W*$",
    r"(?:don['’]t\s+miss|recommended(?:\s+(?:reading|stories|for\s+you))?|trending(?:\s+now)?)\s*(?::|\W*$)",
    r"(?:related|similar)(?:\s+(?:articles?|stories|content|topics|links|news|posts?|reading))?\s*(?::|\W*$)",
    r"more\s+(?:stories|news|from|like\s+this|on\s+this\s+story|articles?)\b.{0,60}$",
    r"(?:most\s+(?:read|popular|viewed|commented)(?:\s+(?:in|on)\b.{0,40})?|top\s+(?:news\s+)?stories(?:\s+today)?|latest\s+(?:news|stories))\W*$",
    r"don['’]t\s+miss\s*(?:\.\.\.|…)",
    r"(?:\w+(?:\s\w+){0,3}\s+)?in\s+pictures\W*$",
    r"also\s+read\b",
    r"follow\s+(?:the\s+latest|our|all)\b.{0,80}\blive\s+blog\W*$",
    r"(?:plus,?\s+)?don['’]t\s+miss\b.{0,40}\bissue\s+of\b",
    r"(?:previous|next)\s+(?:article|story|post)\b.{0,160}$",
)
_ADVERTS = (
    r"(?:advert(?:isement)?s?|sponsored(?:\s+content)?|promoted(?:\s+stories)?)\s*(?:[-–—:]|\W*$)",
    r"(?:(?:this|the)\s+)?(?:article|story)\s+continues\s+(?:below|after)\b",
    r"(?:continue\s+reading|scroll\s+(?:down\s+)?(?:for|to))\b.{0,60}$",
    r"new\b.{0,40}\bjobs\s+section\b",
    r"vacancies\s+updated\b",
    r"(?:support|become\s+a\s+(?:supporter|member|subscriber))\b.{0,60}\b(?:journalism|us\s+today|nub\s+news)\b.{0,60}$",
    r"(?:do\s+you\s+have|have\s+you(?:\s+got)?|got|have)\s+a\s+(?:news\s+)?(?:story|tip)\b.{0,140}$",
)
_SIGN_UPS = (
    r"(?:click|tap)\s+this\s+link\b",
    r"(?:we\s+also\s+treat\s+our\s+community|to\s+leave\s+our\s+community|if\s+you['’]re\s+curious,\s+you\s+can\s+read\s+our)\b",
    r"try\s+\w+(?:\s\w+)?\s+premium\b",
    r"(?:you['’]ll\s+receive\s+daily\s+updates|no\s+one\s+will\s+be\s+able\s+to\s+see\s+who\s+is\s+signed\s+up|after\s+newsletter\s+promotion)\b",
    r"privacy\s+notice\s*:",
    r"please\s+(?:spare\s+(?:some|a)\s+time\s+to\s+)?(?:comment|subscribe|share|consider\s+(?:supporting|donating|subscribing))\b.{0,120}$",
    r"sign[\s-]?up\s+(?:to|for|here|now|today|below)\b",
    r"(?:subscribe|register)\s+(?:to|for|here|now|today|below)\b",
    r"(?:you\s+can\s+)?(?:get|want|receive)\b.{0,80}\b(?:to|in)\s+your\s+(?:inbox|phone)\b",
    r"(?:get|receive)\s+(?:all\s+)?(?:the\s+)?(?:latest|top|biggest|breaking)\b.{0,120}\b(?:newsletters?|whatsapp|app|alerts)\b",
    r"(?:join|follow|like|find)\s+(?:us|our|the)\b.{0,120}\b(?:facebook|twitter|instagram|whatsapp|tiktok|threads|bluesky)\b",
    r"(?:download|get)\s+(?:the|our)\b.{0,60}\bapp\b",
    r"(?:our\s+)?(?:free\s+)?(?:daily|weekly)?\s*(?:e-?)?newsletters?\W*$",
    r"we\s+(?:want\s+to\s+provide|have\s+more\s+newsletters|(?:won['’]t|will\s+not|never)\s+pass\s+your\s+details)\b",
    r"(?:to\s+do\s+that,\s+we\s+need\s+a\s+loyal|help\s+us\s+survive)\b",
    r"(?:enter\s+your\s+(?:e-?mail|postcode)|already\s+subscribed|thank\s+you\s+for\s+(?:subscribing|signing\s+up))\b",
    r"by\s+(?:clicking|signing\s+up|subscribing)\b",
    r"(?:please\s+)?(?:log\s+in|sign\s+in|create\s+an\s+account)\b.{0,80}$",
)
_CONTROLS = (
    r"(?:show|view|see)\s+(?:all\s+\d+|gallery|all\s+(?:photos|pictures))\W*$",
    r"(?:jump\s+to|print|pin)\s+recipe\b",
    r"(?:print|e-?mail)\s+(?:this|to\s+a\s+friend)\b.{0,60}$",
    r"your\s+comment\s+will\b",
    r"(?:you\s+must|please)\s+(?:be\s+)?(?:log(?:ged)?|sign(?:ed)?)[\s-]?in\s+to\b",
    r"(?:enable|turn\s+on)\s+javascript\b|javascript\s+(?:is|must\s+be)\s",
    r"share(?:\s+(?:this|on|via|the)\b.{0,40})?\W*$",
    r"(?:facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|messenger|email|print|copy\s+link|save|bookmark)\W*$",
    r"(?:\d+\s+)?comments?\W*$",
    r"[\d.,]+k?\s*(?:views?|shares?|likes?|claps?|reads?|followers?)(?:\W*[\d.,]+k?\s*(?:views?|shares?|likes?|comments?))*\W*$",
    r"(?:leave\s+a\s+(?:comment|reply)|have\s+your\s+say|join\s+the\s+(?:conversation|debate))\W*$",
    r"comments?\s+(?:\(\d+\)|have\s+been\s+(?:closed|disabled)|are\s+closed)",
    r"(?:this\s+(?:site|website)|we)\s+uses?\s+(?:cookies|your\s+sign-?up)\b",
    r"(?:accept\s+(?:all\s+)?cookies|manage\s+(?:cookies|consent|preferences))\b",
    r"(?:to\s+view\s+this\s+content|this\s+content\s+is\s+hosted|to\s+show\s+you\s+.{0,40}content\s+from)\b",
    r"click\s+here\s*(?::|$|(?:to|for)\s+(?:read|see|sign|subscribe|view|join|follow|find|more|the\s+latest)\b)",
    r"(?:play|watch)\s+(?:video|now|live)\W*$",
    r"(?:tags?|topics?|categories|filed\s+under|posted\s+in)\s*:.{0,160}$",
    r"(?:\d+\s+min(?:ute)?s?\s+read|reading\s+time\b.*|last\s+updated\b.{0,60}|loading)\W*$",
    r"(?:back\s+to\s+(?:top|news|home)|previous|next|home|news|local\s+news|menu|skip\s+to\s+content)\W*$",
    r"(?:copyright\b|©).{0,100}$",
    r"Δ$",
)
_PICTURES = (
    r"(?:image|photo|picture|pic|video)s?\s*(?:source|credit|caption|courtesy)?\s*[:©].{0,120}$",
    r"(?:image|media)\s+(?:source|caption)\b.{0,160}$",
    r"(?:getty(?:\s+images)?|shutterstock|alamy|istock|swns|pa\s+(?:media|wire|images)|google\s+(?:maps|street\s+view))\W*$",
)
_ABROAD = (
    r"(?:à\s+lire\s+(?:aussi|également)|lire\s+aussi|voir\s+aussi|sur\s+le\s+même\s+sujet|lesen\s+sie\s+(?:auch|mehr)|lesen\s+sie\s+dazu"
    r"|mehr\s+zum\s+thema|auch\s+interessant|te\s+puede\s+interesar|lea\s+también|lee\s+también|ver\s+también|más\s+información|leggi\s+anche"
    r"|potrebbe\s+interessarti|leia\s+(?:também|mais)|veja\s+também|saiba\s+mais|lees\s+(?:ook|meer)|läs\s+(?:också|mer)|les\s+også|læs\s+også"
    r"|czytaj\s+(?:także|też|również)|zobacz\s+także|čtěte\s+také|читайте\s+(?:также|ещё|еще)|смотрите\s+также|по\s+теме|関連記事|相关阅读|相关新闻|관련\s*기사)"
    r"(?:\W.{0,160})?$",
    r"(?:recevez|inscrivez-vous|abonnez-vous|suscríbete|suscríbase|iscriviti|abonnieren\s+sie|jetzt\s+abonnieren|meld\s+je\s+aan|assine|подпишитесь)\b.{0,140}$",
    r"(?:partager|teilen|compartir|condividi|compartilhe|delen|dela|поделиться|シェア|ツイート|공유)\b.{0,60}$",
    r"(?:publicité|anzeige|werbung|publicidad|pubblicità|publicidade|advertentie|annons|reklama|реклама|広告)\W*$",
    r".{0,60}(?:alle\s+rechte\s+vorbehalten|tous\s+droits\s+réservés|todos\s+los\s+derechos\s+reservados|riproduzione\s+riservata"
    r"|todos\s+os\s+direitos\s+reservados|all\s+rights\s+reserved|무단\s*전재|無断転載)\b.{0,60}$",
)
_LINE = re.compile(
    rf"\W*(?:{'|'.join((*_RELATED, *_ADVERTS, *_SIGN_UPS, *_CONTROLS, *_PICTURES, *_ABROAD))})", re.IGNORECASE
)
# Said on pages in lines of any length, and nowhere in a story.
_NEVER_STORY = re.compile(
    r"\bwe\s+want\s+our\s+comments\s+to\s+be\s+a\s+lively\b|\btreat\s+our\s+community\s+members\s+to\b|\bscan\s+the\s+qr\s+code\s+(?:above|below|to\s+receive)\b"
    r"|\bclick\s+here\s+if\s+you['’]re\s+on\s+mobile\b|\bselect\s+['‘]join\s+community['’]"
    r"|\bsubscribe\s+to\s+our\s+(?:\w+\s+){0,3}newsletters?\s+here\W*$"
    r"|\bsign\s+up\s+to\s+our\s+(?:\w+\s+){0,3}newsletters?\s+here\W*$"
    r"|\b(?:this\s+site\s+is\s+protected\s+by\s+recaptcha|we\s+may\s+earn\s+(?:a\s+)?commission)\b",
    re.IGNORECASE,
)
_PICTURE = r"(?:photo|image|picture|pic|photograph|video)s?"
_CREDIT = re.compile(
    rf"\((?:(?:file|stock|library)\s+)?(?:{_PICTURE}|credit)\b\s*(?:by|credit|courtesy|source|from)?\s*[:|©]?[^()]{{0,80}}\)\W*$"
    r"|\((?:swns|getty(?:\s+images)?|pa|google(?:\s+\w+){0,2}|ldrs?|shutterstock|canva|alamy)\)\W*$"
    rf"|(?:^|[.\s])(?:{_PICTURE}|credit):\s[^.]{{1,60}}\.?$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\W*(?:share(?:\s+this(?:\s+\w+)?)?|related\s+(?:articles?|stories|news|content)|you\s+may\s+also\s+like|most\s+read"
    r"|more\s+(?:stories|news|from)(?:\s.{0,40})?|sign[\s-]?up\s+(?:for|to)\s+our\b.{0,60}newsletters?"
    r"|comments?(?:\s+\(\d+\))?|leave\s+a\s+(?:reply|comment)|join\s+the\s+conversation)\W*$",
    re.IGNORECASE,
)


_MORE_HEAD = re.compile(
    r"\W*(?:(?:related|similar)(?:\s+(?:\w+\s+)?(?:articles?|stories|content|topics|links|news|posts?|reading|coverage))?"
    r"|more\s+(?:on|from|in|stories|news|articles|like\s+this|to\s+read)\b.{0,40}|(?:you\s+)?(?:may|might)\s+(?:also\s+)?(?:like|enjoy)\b.{0,20}"
    r"|most\s+(?:read|popular|viewed|shared)\b.{0,20}|recommended\b.{0,30}|(?:what\s+to\s+)?read\s+(?:next|more|also)|trending\b.{0,20}"
    r"|(?:latest|top|popular|recent|other)\s+(?:\w+\s+)?(?:news|stories|articles|posts)|about\s+the\s+authors?|keep\s+reading|paid\s+content"
    r"|sur\s+le\s+même\s+sujet|à\s+lire\s+aussi|les\s+plus\s+lus|mehr\s+zum\s+thema|das\s+könnte\s+sie\s+auch\s+interessieren|meistgelesen"
    r"|te\s+puede\s+interesar|lo\s+más\s+leído|noticias\s+relacionadas|articoli\s+correlati|leggi\s+anche|mais\s+lidas|leia\s+também"
    r"|lees\s+ook|meest\s+gelezen|читайте\s+также|похожие\s+(?:новости|материалы)|по\s+теме|関連記事|アクセスランキング|相关(?:阅读|新闻)|관련\s*기사)\W*$",
    re.IGNORECASE,
)
_COMMENTS_HEAD = re.compile(
    r"\W*(?:(?:\d+\s+)?comments?(?:\s*\(?\d*\)?|\s*:\s*our\s+rules)?|\d+\s+(?:responses|replies)|(?:responses|replies)\s*\(\d+\)|(?:leave|post|add)\s+a\s+(?:comment|reply)|join\s+the\s+(?:conversation|discussion)"
    r"|(?:one|\d+)\s+thoughts?\s+on\b.{0,200}|reader\s+comments|kommentare|commentaires|comentarios|commenti|reacties|комментарии|コメント)\W*$",
    re.IGNORECASE,
)


def heads_more(line: str) -> bool:
    """True for a heading under which a page lists other stories: "Related", "More from Sport", "Mehr zum Thema"."""
    return bool(_MORE_HEAD.match(line))


def heads_comments(line: str) -> bool:
    """True for the heading of what readers wrote: "Comments (4)", "Leave a reply"."""
    return bool(_COMMENTS_HEAD.match(line))


def is_furniture(line: str) -> bool:
    """True for a line that belongs to the page and not to the story."""
    line = line.strip()
    if not any(map(str.isalnum, line)):
        return True
    if "\n" in line and line[0].isalpha() and all(len(part) <= _SHORT for part in line.split("\n")):
        return bool(_LINE.match(line.partition("\n")[0]))
    return is_caption(line) or bool(_NEVER_STORY.search(line)) or (len(line) <= _LONGEST and bool(_LINE.match(line)))


def is_caption(line: str) -> bool:
    """True for a line that ends in a picture credit: "... (Photo: Nub News)"."""
    return len(line) <= _LONGEST_CAPTION and bool(_CREDIT.search(line))


def ends_story(line: str) -> bool:
    """True for a line after which a page copied as plain text holds no story any more: "Share:", "Related Articles"."""
    return bool(_TAIL.match(line))


def without(blocks: Iterable[str]) -> list[str]:
    """The blocks that are no furniture; a text that follows itself stands once, a quotation pulled out not at all."""
    kept: list[str] = []
    for block in blocks:
        if not is_furniture(block) and (not kept or kept[-1] != block):
            kept.append(block)
    whole = "\n".join(map(_plain, kept))
    return [block for block in kept if not _is_pulled(block, whole)]


def _is_pulled(block: str, whole: str) -> bool:
    """True for a quotation or a sentence without an end that stands inside another block too."""
    plain = _plain(block)
    if len(block) not in _PULLED or block[0] not in "\"“‘'«„":
        return False
    return whole.count(plain) > 1 and f"\n{plain}\n" not in whole.replace(f"\n{plain}\n", "\n\n", 1)


def _plain(said: str) -> str:
    return re.sub(r"\W+", " ", said.lower()).strip()
