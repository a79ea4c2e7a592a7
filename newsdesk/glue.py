"""What may stand between a grade, the areas that it is given to, and the verb that gives it."""

from __future__ import annotations

import re

FROM = re.compile(
    r"(?<!benefit )(?<!benefits )(?<!benefited )(?<!benefiting )"
    r"\b(?:from|out of)(?: being| its| an?| the| previous| rated| judged| graded| old| overall| rating| grade"
    r"| of){0,4} [\"']?\Z",
    re.IGNORECASE,
)
TO = re.compile(r"\bto(?: being| be| an?| the| its){0,2} [\"']?\Z", re.IGNORECASE)
LIST_GLUE = re.compile(
    r"(?:[\s,:&\"'()-]|\b(?:and|for|in|on|of|the|its|both|also|their|services?|support|work|with|experiences?"
    r"|council|council's|authority's|progress|quality|to"
    r"|children|young|people|help|care|caring|given|provided|offered|area|those|how|well|beside|within"
    r"|that)\b){0,24}\Z",
    re.IGNORECASE,
)
STRONG_GLUE = re.compile(r"\b(?:for|in|on|including|namely)\b|:|\boverall\b", re.IGNORECASE)
FORWARD_GLUE = re.compile(
    r"(?:[\s,:&\"'()-]|\b(?:and|for|in|on|of|the|its|both|also|their|services?|support|work|experiences?|progress"
    r"|quality|scores?|rating|ratings"
    r"|grade|grades|judge?ments?|marks?|areas?|key|judged|two|three|four|five|these|namely|including|went|goes|to|was"
    r"|were|given|came"
    r"|covered|being|a|how|well|impact|other|care|caring|third|fourth|fifth|remaining|final|last|verdict|result"
    r"|effectiveness|this"
    r"|time|now|awarded|each|all|too|sections?|categories|strands?|headings?|parts?|way|what|it|does|do|offers?"
    r"|(?<=work )with"
    r"|provision|beside|at|preparing|available|possible|s)\b){0,24}\Z",
    re.IGNORECASE,
)
TO_NEXT_GRADE = re.compile(
    r"[\s,:\"'(=|-]*(?:(?:was|were|is|are|re|s|ve|be|been|being|no longer|has|have|had|all|both|each|also|still|now"
    r"|itself"
    r"|themselves"
    r"|again|judged|rated|graded|found|deemed"
    r"|considered|said|as|to|at|only|just|remain\w*|came|out|got|received|given|awarded|earned|the|a|an|marked|be"
    r"|both|services?|support|work|offer|provision|in|too|rung|notch|step|lower|higher|up|down|below|above|better"
    r"|worse|one|a whole)\b[\s,:\"'(="
    r"|-]*){0,9}\Z",
    re.IGNORECASE,
)
RATING_NOUN = re.compile(
    r"[\"']?\s+(?:overall\s+|ofsted\s+)?(?:rat(?:ing|ed)|grad(?:e|ing|ed)|judge?ment|mark|verdict|status|band"
    r"|bracket|category|label|outcome|finding|score)s?\b",
    re.IGNORECASE,
)
WHEN_LAST = re.compile(
    r"when (?:(?:it|they|the \w+) (?:was|were) inspected\b|(?:(?:it was|they were|the inspectors|inspectors|ofsted|it"
    r"|they) )?last\b)",
    re.IGNORECASE,
)
NOUN_BEFORE = re.compile(
    r"\b(?:rating|grade|judge?ment|mark|verdict|result|outcome)(?: (?:in|from|of|at) (?:\w+ ){0,3}?\w+)?"
    r"(?: is| was| were| had been| of| as)?:? [\"']?\Z",
    re.IGNORECASE,
)
AFTER_GRADE = re.compile(
    r"[\"']*(?:\s*[.,;:!?)|(\u2013\u2014-]|\s*\Z|\s+(?:overall|for|in|across|by|and|or|but|with|to|at|on|after"
    r"|following|from|while|whilst"
    r"|when|since|as|last|this|again|because|despite|which|who|until|under|between|two|three|four|five|six|over|only"
    r"|before|although|though"
    r"|where|if|is|was|were|are|the|both|months|years|earlier|now|today|yesterday|ofsted|inspectors"
    r"|children'?s services|whereas|just"
    r"|according|along|alongside|once|also|too|even|almost|nearly|more than|less than|so|that|its|services"
    r"|during|every|all|throughout|once more|again|-)\b)",
    re.IGNORECASE,
)
ARTICLE_BEFORE = re.compile(r"\b(?:an?|the|some|any|such|(?<!out )of|many|much|more|its|their)\s+\Z", re.IGNORECASE)
RATED = re.compile(
    r"\b(?:ranked|rat(?:e|ed|es|ing)|judg(?:ed?|es|ing|e?ments?)|grad(?:e|ed|es|ing)|brand\w*|deem\w*|f(?:ou|i)nds?"
    r"|declar\w+|label\w+|classed|award\w*|g[ia]ve[ns]?"
    r"|hand(?:ed|s|ing)|receiv\w+|achiev\w+|earn\w*|secur\w+|retain\w*|ke(?:pt|eps?)|held|h[ua]ng\w*|remain\w*"
    r"|upgrad\w+|downgrad\w+|lift\w*|rais\w+"
    r"|drop\w*|f[ae]ll\w*|slip\w*|crash\w*|r[io]se[sn]?|deteriorat\w+|slid\w*|sunk|mov\w+|scor\w+|assess\w+|hail\w+"
    r"|named|enjoy(?:ed|s)?"
    r"|mark\w*|g[oe]t"
    r"|w[oi]ns?|stay\w*|plung\w+|slump\w*|tumbl\w+"
    r"|collaps\w+|jump\w*|leap\w*|climb\w*|went|goes|dubb\w+|condemn\w*|describ\w+|class(?:ed|es)|confirm\w*"
    r"|end(?:ed|ing)|resulted|slam\w*|ruled|called|says?|put|placed?|pronounced|sink\w*|sank|told|maintain\w*"
    r"|c[oa]me\w*"
    r"|sustain\w*|improved|overall|still|gone|deserv\w+|merit(?:ed|s)|attract\w*|warrant\w*|gain(?:ed|s"
    r"|ing)"
    r"|land(?:ed|s)"
    r"|clinch\w*|collect(?:ed|s)|bag(?:ged|s)|reach(?:ed|es)|notch\w*|regain\w*)\b",
    re.IGNORECASE,
)
JUDGED = re.compile(
    r"\b(?:(?:mov|lift|upgrad|rais)\w* (?:them|it)|rat(?:ed|es|ing)|judg(?:ed|es|ing)|grad(?:ed|es|ing)|brand\w*"
    r"|deem\w*|f(?:ou|i)nds?|declar\w+|label\w+"
    r"|overall|remain\w*|handed|awarded)\b",
    re.IGNORECASE,
)
COPULA_BEFORE = re.compile(
    r"(?:\b(?:is|was|are|were|be|been|being|as)|'s|'re)(?: still| now| again| also| all| both| no longer| therefore"
    r"| automatically"
    r"| overall| only| found to be| judged){0,2}"
    r"[\s:\"']*\Z",
    re.IGNORECASE,
)
LOOSE_REQUIRES = re.compile(
    r"\b(?:areas?|aspects?|practice|things|elements|recommendations?|points|matters|issues|ways|work|further|what)"
    r"(?: (?:of|in|for) (?:\w+ ){0,3}| still| also| where| that| which| they| the| council)* *\Z",
    re.IGNORECASE,
)
SAME_AS_BEFORE = re.compile(r"\bthe same (?:\w+ ){0,4}\Z", re.IGNORECASE)
AN_AREA = re.compile(r"[\s,]*(?:an? (?:area|judge?ment|category|group|field|section) )?", re.IGNORECASE)
AS_GRADE = re.compile(r"\b(?:as|rated|judged|graded|found to) [\"']?\Z", re.IGNORECASE)
SAID_TO = re.compile(r"\b(?:said|thought|believed|told|deemed) (?:to )?[\"']?\Z", re.IGNORECASE)
OWN_VERB = re.compile(r"\s(?:is|was|are|were|has been|have been|requires?|required)\b", re.IGNORECASE)
NOW_SO = re.compile(r"\bnow (?:\w+ ){0,2}[\"']?\Z", re.IGNORECASE)
YEARS_ON = re.compile(
    r",? (?:[\w-]+ ){1,3}(?:years?|months?|decades?) (?:after|on from|since)\b.*"
    r"|,? an? (?:improvement|advance|step up|step down|drop|rise|fall) (?:on|from)\b.*",
    re.IGNORECASE | re.DOTALL,
)
FROM_TO = re.compile(r"\bfrom [^,.;]{3,60}? to [^,.;]{3,60}(?=,)", re.IGNORECASE)
FROM_SOMETHING = re.compile(r"\bfrom [\w' -]{3,25}? to (?:an? )?[\"']?\Z", re.IGNORECASE)
AS_GOOD_AS = re.compile(r"[\"']? as\b", re.IGNORECASE)
UPGRADED = re.compile(
    r"\b(?:has|have) (?:now )?(?:been )?(?:upgraded|downgraded|lifted|raised|promoted|moved(?: up| down)?|risen|climbed"
    r"|improved|fallen|slipped) to (?:an? )?[\"']?\Z",
    re.IGNORECASE,
)
AND_BEFORE = re.compile(r"\b(?:and|but) (?:even )?\Z", re.IGNORECASE)
TURNS = re.compile(r"(?:after|since|while|whilst|although|though|because|despite|following)\Z", re.IGNORECASE)
HAD_IT = re.compile(
    r"[\"']? (?:that )?(?:we|it|they) (?:received|got|had|was given|were given|earned|held) in \d{4}\b", re.IGNORECASE
)
CLAUSE_END = re.compile(r"[\"']?(?:\s*[.,;]|\s*\Z|\s+(?:but|too|as well|also)\b)", re.IGNORECASE)
EXPERIENCE = re.compile(r"[\"']? experiences?\b", re.IGNORECASE)
SUPPORT = re.compile(r"[\"']? (?:support|care|services?|help|experiences?|provision|deal)\b", re.IGNORECASE)
GETTING = re.compile(
    r"\b(?:gets?|getting|got|receiv(?:e|es|ed|ing)|enjoy(?:s|ed|ing)?|given|ha(?:s|ve)|offered|provid(?:es?|ed|ing))"
    r" (?:an? )?[\"']?\Z",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"[.!]|,? (?:said|says|came|according|was|is)"
    r" (?:ofsted|inspectors|the (?:verdict|answer|watchdog|word|reply|report)|to)\b",
    re.IGNORECASE,
)
SO_WAS = re.compile(r"(?:and )?so,? (?:too )?(?:is|are|was|were)\b", re.IGNORECASE)
OWN_SUBJECT = re.compile(
    r"\s*(?!(?:is|are|was|were|has|have|had|be|been|being|now|still|also|again|then|only|just|not|never|it|they|he|she"
    r"|which|who|rated|judged|graded|found|given|said|remain\w*|requir\w*|stay\w*|kept|on|in|by|at|to|from|for|with"
    r"|both|all|overall|this|that|children'?s services|the (?:council|authority|service|department|county|borough|city"
    r"|rest|others?))\b)"
    r"[\w'][^,;:.]{6,}\b(?:is|are|was|were|has been|have been)\b",
    re.IGNORECASE,
)
CONTRASTS = re.compile(r"(?:although|though|while|whilst|whereas|but|because|despite)\Z", re.IGNORECASE)
RELATIVE = re.compile(r"(?:who|which|that|whose)\Z", re.IGNORECASE)
ALL_GOT = re.compile(
    r"\b(?:all|both|each) (?:\w+ )?(?:an? |the )?[\"']?\Z|\bin (?:both|all) cases\b[^,.;]{0,40}\Z", re.IGNORECASE
)
OF_WHOM = re.compile(r"(?:where|which|whose|who)\Z", re.IGNORECASE)
GIVEN_A = re.compile(
    r"\b(?:got|get|gets|g[ia]ven?|awarded|receiv\w+|scor\w+|handed|earned|achiev\w+|secur\w+|deserv\w+|after|from"
    r"|to|won"
    r"|landed|clinched|with|gained|kept|retain\w*|rated|them|leaders|there (?:was|is)"
    r"|g[ai]ves? (?:the |its )?(?:council|authority|borough|county|city|department|services?|company|trust|it))"
    r" an? [\"']?\Z",
    re.IGNORECASE,
)
HAS_SERVICE = re.compile(
    r"[\"']? (?:(?:set of|range of|local authority|council) )?children'?s (?:social care )?(?:services?|department)\b",
    re.IGNORECASE,
)
GOT_A = re.compile(r"\b(?:gets?|got|receiv(?:e|es|ed)|enjoy(?:s|ed)?|given) (?:an? )?[\"']?\Z", re.IGNORECASE)
A_SERVICE = re.compile(
    r"[\"']? (?:services?|one)\b(?=\s*[.,;]|\s+(?:and|but|while|as well|too|now)\b"
    r"|\s*\Z)",
    re.IGNORECASE,
)
HAVING_BEEN = re.compile(r"\bhaving been (?:an? )?[\"']?\Z", re.IGNORECASE)
ITS_LEADERSHIP = re.compile(r"[\"']? leadership\b(?! of)", re.IGNORECASE)
WITH_OR_AND = re.compile(r"\b(?:overall|[\"']|good|improvement),? (?:with|and) [\"']?\Z", re.IGNORECASE)
ASIDE_BEFORE = re.compile(
    r", (?:which (?:was|were) |who were |once |previously |formerly |last )?"
    r"(?:rated|judged|graded|found|deemed|branded|declared|labelled)(?: to be| as)? [\"']?\Z",
    re.IGNORECASE,
)
FRONTED = re.compile(
    r"(?:under the headings? of|on|for|when it (?:comes|came) to|in the (?:categor(?:y|ies)|areas?) of)\b",
    re.IGNORECASE,
)
IN_ANOTHER_YEAR = re.compile(r",? (?:and|but) (?:then )?in (?:\w+ )?(?:19|20)\d\d\b", re.IGNORECASE)
HAS_A = re.compile(r"\b(?:has|have|having|runs?|now has|boasts?) (?:an? )?[\"']?\Z", re.IGNORECASE)
EXCEPT = re.compile(r"(?:but|while|whilst|whereas|although|though|despite|unless|if)\Z", re.IGNORECASE)
IN_ALL = re.compile(
    r"[^,;.]{0,60}\b(?:in|on|for|by|of|at|against|under|with|across)\s+\Z|[^,;.]{0,40}\Z(?<=\s)", re.IGNORECASE
)
TOGETHER = re.compile(r"as well as|along with|alongside|together with", re.IGNORECASE)
CLOSES = re.compile(r" - | \u2013 |;|but\Z|while\Z|though\Z|although\Z", re.IGNORECASE)
REST = re.compile(
    r"(?:all |every )?(?:the |of the )?(?:others?|rest|remaining|everything else)\Z|everything else", re.IGNORECASE
)
OPENS_IN_YEAR = re.compile(r"(?:back )?in (?:\w+ )?(?:19|20)\d\d\b", re.IGNORECASE)
OPENS_EARLIER = re.compile(
    r"(?:then|at the time|(?:[\w-]+ ){1,3}(?:years?|months|decades?) (?:ago|earlier|before)),|back then\b"
    r"|when (?:the )?inspectors (?:were )?last\b",
    re.IGNORECASE,
)
NOW = re.compile(r"\b(?:now|this time|today|has|have|latest|since)\b", re.IGNORECASE)
SINCE_YEAR = re.compile(r"[\"']? (?:since|from) (?:\w+ )?(?:19|20)\d\d\b")
COLON = re.compile(r"[\"']?\s?(?::|\(| - | \u2013 )")
DATED_ASIDE = re.compile(r"[^,;:.]{0,40}\b(?:19|20)\d\d,")
A_GRADE_IN_YEAR = re.compile(r"[\"']? (?:in|from|back in|at)(?: (?:its|the))?(?: \w+)? (?:19|20)\d\d\b", re.IGNORECASE)
HEADLINE_END = re.compile(r"[\"']*(?:\s*[,:;.!-]|\s*\Z|\s+(?:by|in|overall|after|despite|says?)\b)", re.IGNORECASE)
OF_MANY = re.compile(
    r"\b(?:strings?|series|runs?|history|succession|catalogue) of (?:\w+ ){0,2}[\"']?\Z", re.IGNORECASE
)
WAS_FOR = re.compile(r"[\"']? (?:(?:was|were|is|came|comes|went|goes) (?:for|to|in))\b", re.IGNORECASE)
GOES_WITH = re.compile(r"[\"']?(?: overall)?,? (?:with|and) (?:an? )?[\"']?\Z", re.IGNORECASE)
COUNTED = re.compile(
    r"\b(?:one|two|three|four|five|a pair of|an? (?:set|string|clutch|raft|haul|run) of|another|more)(?: more"
    r"| new)? [\"']?\Z|\b(?:one|two|three"
    r"|four) [^,.;:]{0,40} and one"
    r" [\"']?\Z",
    re.IGNORECASE,
)
_NUMBERS = {word: number for number, word in enumerate(("one", "two", "three", "four", "five", "six"), start=1)}


def number(count: str) -> int:
    """The number that "three of the four" begins with; 0 where it begins with none."""
    word = count.split()[0].lower()
    return int(word) if word.isdecimal() else _NUMBERS.get(word, 0)
