"""What may stand between a grade, the areas that it is given to, and the verb that gives it."""

from __future__ import annotations

import re

FROM = re.compile(
    r"\b(?:from|out of)(?: being| its| an?| the| previous| rated| judged| graded| old| overall| rating| grade"
    r"| of){0,4} [\"']?\Z",
    re.IGNORECASE,
)
TO = re.compile(r"\bto(?: being| be| an?| the| its){0,2} [\"']?\Z", re.IGNORECASE)
LIST_GLUE = re.compile(
    r"(?:[\s,:&\"'()-]|\b(?:and|for|in|on|of|the|its|both|also|their|services?|support|work|with|experiences?"
    r"|progress|quality|to"
    r"|children|young|people|help|given|provided|offered|area|those|how|well)\b){0,14}\Z",
    re.IGNORECASE,
)
STRONG_GLUE = re.compile(r"\b(?:for|in|on|including|namely)\b|:|\boverall\b", re.IGNORECASE)
FORWARD_GLUE = re.compile(
    r"(?:[\s,:&\"'()-]|\b(?:and|for|in|on|of|the|its|both|also|their|services?|support|work|experiences?|progress"
    r"|quality|rating|ratings"
    r"|grade|grades|judge?ments?|marks?|areas?|key|judged|two|three|four|five|these|namely|including|went|to|was"
    r"|were|given|came"
    r"|covered|being|a|how|well|impact|other|third|fourth|fifth|remaining|final|last|effectiveness"
    r"|provision)\b){0,14}\Z",
    re.IGNORECASE,
)
TO_NEXT_GRADE = re.compile(
    r"[\s,:\"'(=|-]*(?:(?:was|were|is|are|be|been|being|has|have|had|all|both|each|also|still|now|itself|themselves"
    r"|again|judged|rated|graded|found|deemed"
    r"|considered|said|as|to|at|only|just|remain\w*|came|out|got|received|given|awarded|earned|the|a|an|marked|be"
    r"|both|services?|in|too|rung|notch|step|lower|higher|up|down|below|above|better|worse|one)\b[\s,:\"'(="
    r"|-]*){0,9}\Z",
    re.IGNORECASE,
)
RATING_NOUN = re.compile(
    r"[\"']?\s+(?:overall\s+|ofsted\s+)?(?:rat(?:ing|ed)|grad(?:e|ing|ed)|judge?ment|mark|verdict|status|band"
    r"|bracket|category|label|outcome|finding)s?\b",
    re.IGNORECASE,
)
WHEN_LAST = re.compile(r"when (?:it was |they were |inspectors |ofsted |it |they )?last\b", re.IGNORECASE)
NOUN_BEFORE = re.compile(r"\b(?:rating|grade|judge?ment|mark|verdict|result)(?: is| was)?:? [\"']?\Z", re.IGNORECASE)
AFTER_GRADE = re.compile(
    r"[\"']*(?:\s*[.,;:!?)|(\u2013\u2014-]|\s*\Z|\s+(?:overall|for|in|across|by|and|or|but|with|to|at|on|after"
    r"|following|from|while|whilst"
    r"|when|since|as|last|this|again|because|despite|which|who|until|under|between|two|three|four|five|six|over|only"
    r"|before|although|though"
    r"|where|if|is|was|were|are|the|both|months|years|earlier|now|today|yesterday|ofsted|inspectors"
    r"|children'?s services|whereas|just"
    r"|almost|nearly|more than|less than|so|that|its|services|during|every|all|-)\b)",
    re.IGNORECASE,
)
ARTICLE_BEFORE = re.compile(r"\b(?:an?|the|some|any|such|(?<!out )of|many|much|more|its|their)\s+\Z", re.IGNORECASE)
RATED = re.compile(
    r"\b(?:rat(?:e|ed|es|ing)|judg(?:ed?|es|ing|e?ments?)|grad(?:e|ed|es|ing)|brand\w*|deem\w*|f(?:ou|i)nds?"
    r"|declar\w+|label\w+|classed|award\w*|g[ia]ven?"
    r"|hand(?:ed|s|ing)|receiv\w+|achiev\w+|earn\w*|secur\w+|retain\w*|ke(?:pt|eps?)|held|h[ua]ng\w*|remain\w*"
    r"|upgrad\w+|downgrad\w+|lift\w*|rais\w+"
    r"|drop\w*|f[ae]ll\w*|slip\w*|crash\w*|r[io]se[sn]?|mov\w+|scor\w+|assess\w+|hail\w+|named|mark\w*|g[oe]t"
    r"|w[oi]ns?|stay\w*|plung\w+|slump\w*|tumbl\w+"
    r"|collaps\w+|jump\w*|leap\w*|climb\w*|went|goes|dubb\w+|put|placed?|sink\w*|sank|told|maintain\w*|c[oa]me\w*"
    r"|sustain\w*|improved|overall|still)\b",
    re.IGNORECASE,
)
JUDGED = re.compile(
    r"\b(?:rat(?:ed|es|ing)|judg(?:ed|es|ing)|grad(?:ed|es|ing)|brand\w*|deem\w*|f(?:ou|i)nds?|declar\w+|label\w+"
    r"|overall|remain\w*|handed|awarded)\b",
    re.IGNORECASE,
)
COPULA_BEFORE = re.compile(
    r"\b(?:is|was|are|were|be|been|being|as)(?: still| now| again| also| all| both| therefore| automatically"
    r"| overall| only| found to be| judged){0,2}"
    r"[\s:\"']*\Z",
    re.IGNORECASE,
)
LOOSE_REQUIRES = re.compile(
    r"\b(?:areas?|aspects?|practice|things|elements|recommendations?|points|matters|issues|ways|work|further|what)"
    r"(?: (?:of|in|for) (?:\w+ ){0,3}| still| also| where| that| which| they| the| council)* *\Z",
    re.IGNORECASE,
)
OF_MANY = re.compile(
    r"\b(?:strings?|series|runs?|history|succession|catalogue) of (?:\w+ ){0,2}[\"']?\Z", re.IGNORECASE
)
