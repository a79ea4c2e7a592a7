"""The words in which Ofsted's judgements are told: grades, judged areas, who is judged, and hints of time."""

from __future__ import annotations

import re

OVERALL = "overall effectiveness"
LEADERS = "impact of leaders"
HELP = "help and protection"
CARE = "children in care"
LEAVERS = "care leavers"
ADOPTION = "adoption"
CARE_AND_LEAVERS = "children in care and care leavers"
AREAS = (OVERALL, LEADERS, HELP, CARE, LEAVERS, ADOPTION)

OUTSTANDING = "outstanding"
GOOD = "good"
REQUIRES = "requires improvement"
INADEQUATE = "inadequate"

_LIKE_MARK = (
    r"(?:grad(?:e|ing)|rating|mark|judge?ment|score|verdict|ranking|accolade|band(?:ing)?|category|bracket"
    r"|level|rung)s?"
)
_BY_OFSTED = r"(?: of| ofsted| overall| inspection| available| possible| the watchdog'?s?)"

GRADE = (
    rf"(?P<outstanding>\boutstanding\b|(?<!second )(?<!second-)\b(?:top"
    rf"|highest)(?:[ -]possible)?{_BY_OFSTED}{{0,2}} {_LIKE_MARK}(?! yet)(?: of [\"']?outstanding)?"
    rf"|\btop marks\b|\b(?:top|highest) of (?:the|its|ofsted's|their)(?: \w+){{0,2}} {_LIKE_MARK}\b)"
    rf"|(?P<requires>\bsecond[- ](?:lowest|worst|bottom)(?:[ -]possible)?{_BY_OFSTED}{{0,2}} {_LIKE_MARK}"
    rf"|\bthird[- ](?:highest|top|best)(?:[ -]possible)? {_LIKE_MARK}|\brequir(?:es?|ed"
    rf"|ing) improvements?(?: to be (?:rated |judged |graded )?[\"']?good)?"
    rf"|\b(?:is |are |was |were |be )?in need of improvement\b|\bneed(?:s|ed|ing)? (?:to improve|improvements?)\b"
    rf"|(?<=where )improvement is (?:still )?(?:required|needed)\b|\bimprovements? (?:is|was|are|were) (?:still "
    rf"|also )?(?:required|needed) (?=in |to )"
    rf"|\btold (?:it|they) must (?:improve|do better)\b)"
    rf"|(?P<inadequate>\binadequate\b|(?<!second )(?<!second-)\b(?:lowest|bottom"
    rf"|worst)(?:[ -]possible)?{_BY_OFSTED}{{0,2}}"
    rf" {_LIKE_MARK}(?: of [\"']?inadequate)?"
    rf"|\bfailed by (?:ofsted|the (?:same |education )?watchdog|inspectors)\b"
    rf"|\b(?:lowest|bottom|worst) of (?:the|its|ofsted's|their)(?: \w+){{0,2}} {_LIKE_MARK}\b)"
    rf"|(?P<good>\bgood\b|\bsecond[- ](?:highest|top|best)(?:[ -]possible)? {_LIKE_MARK}(?: of [\"']?good)?)"
)
GRADE_OF = {"outstanding": OUTSTANDING, "good": GOOD, "requires": REQUIRES, "inadequate": INADEQUATE}

_YOUNG = (
    r"(?:children(?: and (?:young people|families))?|young people|young adults|youngsters|teenagers|kids|youths|those"
    r"|people|boys and girls|young women and men)"
)
_OF_COUNCIL = (
    r"(?:(?:the |its |their |our |local |authority |authority's |council |council's |borough's |county's |city's"
    r" |council-run |public |foster |residential |state |city |county ){0,3})"
)
_IN_CARE = (
    rf"{_YOUNG}(?: and young people)?(?: who| that| are| were|,? still| already| living| live| growing up| currently"
    r"| now| being| come| comes| came| coming| enter| entering| taken| once| placed){0,4}"
    rf" (?:in|into) {_OF_COUNCIL}care\b(?! proceedings| homes?\b| plans?\b)"
    rf"|(?:care|caring|efforts|services|support) (?:for|of) (?:the |its |those )?(?:\d[\d,]* )?(?:children|youngsters)"
    rf" (?:who (?:live|are living|grow up|are growing up) (?:with|in|away)|who can(?:not|'t| no longer) live at home"
    rf"|(?:in|who come into) {_OF_COUNCIL}care\b)"
    rf"|{_YOUNG}(?: who| now| already)? (?:entering|enter|entered) {_OF_COUNCIL}care\b"
)
_LOOKED_AFTER = (
    rf"{_YOUNG}(?: who are| being| it| they)? (?:looked[- ]after|cared[- ]for)(?: and achieving permanence)?"
    rf"|{_YOUNG} (?:(?:who|that|whom) )?(?:the |this )?(?:council|borough|county|city|authority|it|they)"
    r" (?:looks?|looked|cares?|cared) (?:after|for)"
    r"|(?:looked[- ]after|cared[- ]for)(?: children| young people| youngsters| kids| and achieving permanence)"
)
_CARE_LEAVERS = (
    r"care[ -]?leavers?|care[- ]experienced (?:young )?(?:people|adults)|leaving[- ]care(?: services?| teams?"
    r"| support)?"
    rf"|{_YOUNG}(?: who(?: have|'ve| had)?| after| as they| that have| now)?"
    rf" (?:leaving|left|leave|moving on from|moved on from|moving out of|moved out of|growing out of)"
    rf" (?:{_OF_COUNCIL}care\b|it\b)"
    r"|(?:young people|young adults|those|people)(?: aged [\w -]{2,16}?)? (?:who )?(?:were |grew up |brought up "
    r"|raised |have been |had been )+in care"
    r"|former children in care|life after care\b|those leaving it\b"
    rf"|{_YOUNG} (?:once|after|when) they(?: have|'ve| had)? (?:left|leave) (?:it|care)\b"
)
_AT_RISK = r"(?:at risk(?: of (?:harm|abuse|neglect))?|in danger|in need(?: of (?:help|protection))?)"
_NEED_HELP = (
    rf"(?:{_YOUNG} (?:and families )?)?(?:who (?:may )?|that )?(?:need|needs|needing|in need of|require"
    rf"|requiring)(?: of)?"
    r" (?:early )?(?:help (?:and|or|&)(?: child)? (?:protection|safeguarding)|protection|protecting|(?:early )?help)\b"
    r"|(?:help|support|care|work|services) (?:for|of|with|given to) (?:vulnerable |at-risk )?(?:children|families"
    rf"|youngsters) (?:who are )?{_AT_RISK}"
    r"|(?:help|support|protection) (?:offered|given|provided) (?:to|for) (?:vulnerable )?(?:children|families"
    r"|youngsters)"
    rf"(?: {_AT_RISK})?|(?:the way|how)(?: [\w']+){{1,4}} (?:protects?|safeguards?)"
    rf"(?: (?:vulnerable )?(?:children|youngsters|those))?(?: {_AT_RISK})?|(?:(?<=inadequate at )"
    rf"|(?<=for ))(?:protecting"
    rf"|safeguarding) (?:vulnerable )?(?:children|youngsters)"
    rf"|(?:protecting|safeguarding) (?:the )?(?:vulnerable |at-risk )?(?:children|youngsters)(?: {_AT_RISK})?"
    r"(?= (?:is|was|were|are|requires?|required|needs?|needed|had|has|got)\b)"
    rf"|work to protect (?:children|youngsters|those)(?: {_AT_RISK})?"
    r"|helping and protecting (?:vulnerable )?children\b"
    r"|(?:(?:help|support) and )?(?:the )?(?:protection|protecting|safeguarding) of (?:vulnerable )?children\b"
    r"|(?:early )?help (?:and|&) (?:child )?protection|\bchild(?:ren)?(?:'s)?[ -]protection\b(?! plans?\b"
    r"| conferences?\b| chairs?\b| enquir| inquir| order| register)"
)
_LEADERSHIP = (
    r"how (?:its |the |senior )?leaders (?:influence|shape|affect) (?:social work )?practice|"
    r"impact (?:that|which) (?:its |the |senior )?leaders (?:have|had|are having)(?: on (?:social work )?practice)?|"
    r"(?:senior )?leaders'? impact on (?:social work(?: practice)?|practice)|(?:those|the people) who (?:run|lead"
    r"|manage) (?:the service|it"
    r"|them|the department)\b|"
    r"impact of (?:(?:its|the|senior|council|service) ){0,2}(?:leaders?|leadership|managers)"
    r"(?: and managers)?(?: (?:up)?on (?:social work )?practice(?: with (?:children(?: and families)?|families))?)?"
    r"|leadership(?:,? (?:and |& )?management)?(?:,? (?:and |& )governance)?(?! teams?\b(?! (?:requir|was|is|were))"
    r"| academy| programme"
    r"| contest| election| roles?\b| election| changes)"
    r"|management and leadership|\b(?:the |its )bosses(?=,| and the| were| was)|(?:people|those|managers"
    r"|bosses) (?:in charge|at the top)(?! of)"
    r"|the way (?:that )?(?:it|the (?:service|department|council)) is (?:led|run|managed)|\btheir impact(?= (?:as"
    r"|was|is)\b)"
)

AREA = (
    rf"(?P<overall>\boverall effectiveness\b|\b(?:children'?s services|services?|department) as a whole\b|\boverall\b)"
    rf"|(?P<both>\b(?:{_YOUNG} who (?:come into|came into|are in|enter|live in) care (?:and|or) (?:(?:those )?who"
    rf" )?(?:leave|have left|left)(?: it)?\b|(?:{_IN_CARE}|{_LOOKED_AFTER}) (?:and|&) (?:care[ -]?leavers"
    rf"|(?:those )?leaving (?:local authority )?care)"
    rf"|(?<!of )(?<!left )(?:in )?care (?:and|&) (?:care[ -]?leavers|leaving care)))"
    rf"|(?P<leavers>\b(?:{_CARE_LEAVERS}))"
    rf"|(?P<care>\b(?:{_IN_CARE}|{_LOOKED_AFTER})|(?<=for )\bthose in care\b"
    rf"|\bcare itself\b"
    rf"|(?<=protection )and care\b(?! (?:leav|order|home|plan))|(?<=protection, )(?:and )?care\b(?! (?:leav|order"
    rf"|home|plan))|(?<=, )care(?= (?:is|was|are) ))"
    rf"|(?P<help>\b(?:{_NEED_HELP}))"
    rf"|(?P<leaders>\b(?:{_LEADERSHIP}))"
    rf"|(?P<chiefs>\bbosses(?= (?:were|are|have been) (?:given|handed|awarded)\b)|\b(?:authority|council|borough"
    rf"|county|city|trust)'s (?:senior )?leaders\b"
    rf"|\b(?:senior )?(?:managers|bosses)(?= (?:are|were|have been) (?:rated |judged "
    rf"|graded )?[\"']?(?:outst|good|inad|requir))|\bleaders(?=: |, who\b|, they said)|(?<=for )(?:the )?(?:bosses"
    rf"|senior managers|managers)(?= and|,)"
    rf"|(?<=to )leaders(?= and)|(?<=on )leaders(?= and|,)|\bleaders(?= and (?:for )?(?:help|child|care))"
    rf"|\bleaders(?= (?:were|was|are|is) (?:each |all |also |both )?(?:rated|judged|graded|deemed|marked"
    r"|found to (?:be|require))\b)"
    rf"|(?<=: )(?:the )?leaders(?= ?[-\u2013\u2014:])"
    rf"|(?<=for )(?:its |the |their |senior )?leaders\b|\bleaders(?=,? (?:and )?(?:its |their |the )?"
    rf"(?:child(?:ren)?|help|the help)\b)"
    rf"|\bleaders,? whose (?:impact|work|performance)\b"
    rf"|\bhow (?:well )?(?:its |the |council |senior )*(?:leaders|managers)(?: [\w']+){{1,6}}?"
    rf"(?= (?:is|was|are|were|requires?|required)\b)"
    rf"|\bleaders(?=(?: (?:in|at|of) [\w' ]{{3,40}}?)? (?:are|were|have been) (?:rated |judged "
    rf"|graded )?[\"']?(?:outstanding|good|inadequate)\b)|\bleaders'? (?:impact|performance)\b"
    rf"|(?:(?<=rated )|(?<=judged )|(?<=graded )|(?<=rates ))(?:its |the |their )?leaders"
    rf"(?= (?:as )?[\"']?(?:outst|good|inad))"
    rf"|\bleaders(?=,? (?:\w+ing )?[^,.;:\"]{{0,90}}?,?"
    rf" (?:rat|grad|judg|mark|g[ai]v)(?:ed|es?|ing|ven) them\b))"
    rf"|(?P<adoption>\bfinding (?:new |permanent )?(?:families|homes) for (?:its )?children\b"
    rf"|\bfinding adoptive (?:families|parents|homes)\b"
    rf"|\badoption\b(?: performance| services?| work| support)?(?! of\b| agenc| panel| order| register))"
)
AREA_OF = {
    "overall": OVERALL,
    "both": CARE_AND_LEAVERS,
    "leavers": LEAVERS,
    "care": CARE,
    "help": HELP,
    "leaders": LEADERS,
    "chiefs": LEADERS,
    "adoption": ADOPTION,
}

# Somebody else's grades: never this council's children's services.
OTHER = (
    r"\b(?:school(?!ed)s?|academy|academies|nursery|nurseries|pre-?school|college|childmind\w+|children'?s homes?"
    r"|care homes?"
    r"|residential (?:homes?|units?|settings?)|(?:a|the|one|this|that|its|their|council-run|another|second"
    r"|which) homes?(?! office)"
    r"|fostering (?:agency|agencies|services?)|adoption agenc\w+|youth (?:justice|offending)|young offend\w+"
    r"|early years"
    r"|adults?(?:'|'s|s')? (?:social )?(?:care|services)|care quality commission|cqc|hospitals?|police|probation"
    r"|hmicfrs"
    r"|safeguarding (?:children(?:'s)? )?(?:board|partnership)|lscb|local area partnership"
    r"|special (?:educational )?needs"
    r"|neighbou?r\w*|(?:number|proportion|share|percentage|list|per cent) of (?:\w+ ){0,2}(?:councils|authorities"
    r"|areas)"
    r"|other (?:\w+ )?(?:councils|authorities|areas|parts of)|(?:councils|authorities) (?:that|which|with|rated"
    r"|judged|in)"
    r"|(?:a|any) council (?:with|that|which|judged|rated)|nationally|under ofsted'?s? (?:rules|framework)|county lines"
    r"|virtual school|unregistered|providers?|trusts? that)\b|(?-i:\bSEND\b)"
)

SERVICE = (
    r"\b(?:child(?:ren)?'?s?'?(?: and (?:families|family|young people'?s?|adults'?))?(?: social(?: care| work)?)?"
    r" (?:services?|department|company|trust|directorate|division|social care)|child(?:ren'?s?)? (?:social )care"
    r"|(?:council|authority|county|borough|city|town|department|services?|trust|town hall|county hall|local authority"
    r"|social services|social workers?|inspection|it|they|both|each)(?:'s|s')?)\b"
)

MANY = r"\b(?:councils|authorities|boroughs|counties)\b"

COUNT = (
    r"\b(?:one|two|three|four|five|six|[2-6]|most|some|several|half|none)(?: of (?:its|the|those|these|them"
    r"|the council's))?"
    r"(?: (?:two|three|four|five|six|key|inspection|separate|individual|main|other|judge?ment|of|the|out|in))*"
    r"(?= (?:areas?|categor\w+|judge?ments?|gradings?|grades|aspects?|elements?|sections?|strands?|criteria|headings"
    r"|themes|services"
    r"|were|was|are|is|got|received|came|being|judged|rated|graded|earned)\b| [\"']?(?:good|outstanding|inadequate"
    r"|requir))"
    r"|\bboth (?:areas|categories|parts|groups|judge?ments)\b"
    r"|\b(?:all|every) (?:the |of the )?(?:others?|rest|remaining)\b|\bthe (?:others?|rest|remaining)\b"
    r"|\beverything else\b|\bevery other (?:area|part|category|grade|judge?ment)\b"
    r"|\b(?:the (?:fourth|third|fifth|second|final)|another)\b(?=,| (?:area|categor\w+"
    r"|judge?ment|was|is|got"
    r"|received)\b)"
)
ALL = (
    r"\b(?:all|each|every)(?: (?:one|single|of|the|its|our|their|these|those|three|four|five|six|key|judge?ment"
    r"|inspection|main|single))*"
    r" (?:areas?|categor\w+|judge?ments?|counts?|aspects?|measures?|fronts?|gradings?|criteria|headings?|levels?"
    r"|respects?|columns?|box(?:es)?|fronts|strands?|sections?|elements?|parts?)\b"
    r"|\b(?:each|all|every one) of (?:them|these|those)\b(?=[ ,]*(?:was|were|is|are|along|got|received|came|has|have"
    r"|\Z))"
    r"|\bacross the board\b|\bacross all (?:areas|categories)|\b(?:all|in all) (?:three|four|five)\b(?! (?:years"
    r"|visits|months))"
)

BREAK = (
    r"[;]|\b(?:but|while|whilst|whereas|although|though|despite|after|because|when|which|whose|who|where"
    r"|(?<!within )that|since"
    r"|having|(?<!work )(?<!practice )(?<!working )(?<!and )with"
    r"|following|until|unless|if|as(?! (?:requir|outstanding|inadequate|good|a whole|[\"'])))\b|(?: -|\u2013|\u2014) "
)
JOIN = (
    r"\b(?:so (?:was|were|is|are|did|do|does|has|have)(?: (?:that|those)(?= for| on| of| in))?"
    r"|along with|as well as|alongside|together with|as (?:(?:it|they"
    r"|inspectors|ofsted) did|was|were|is|are|did|do|does|has|had)"
    r"|and so,?(?: [^,.;]{1,40},)? (?:is|are|was|were)(?: (?:that|those)(?= for| on| of| in))?)\b"
)

PAST = re.compile(
    r"\b(?:previous(?:ly)?|last (?:full |major |ofsted |graded |ilacs |time |formally "
    r"|comprehensive ){0,2}(?:inspect\w*|judged|rated|graded|visited|looked|given)"
    r"|when (?:it|they) (?:was|were) last|last time|(?:had|having)(?:,? (?:previously|once|also|originally|already"
    r"|both|earlier|long|itself)){0,2}"
    r" (?:been|received|got|had)|former(?:ly)?|used to be|was once|were once|once (?:rated|judged)"
    r"|earlier (?:inspection|report|rating|judgement)"
    r"|(?:years?|months?|decade|weeks) (?:ago|earlier|before|after|on from|since)|at the time|back in|prior"
    r"|(?:was|were|been) (?:stuck|languish\w+|mired|marooned|parked) (?:on|at|in)"
    r"|when the old|predecessors?|old (?:rating|grade)|the (?:mark|grade|rating) it (?:got|had|was given)"
    r"|before (?:that|then|now|this)"
    r"|compared (?:with|to)|(?:up|down|improv\w+|rise|rising|risen|upgraded|downgraded|change|moved?) from(?! (?:19"
    r"|20)\d\d)"
    r"|improv\w+ (?:up)?on|(?:string|series|run|history) of"
    r"|after (?:being|it was|they were) (?:rated|judged|graded|found|branded|deemed|declared|labelled)"
    r"|had (?:also |both |still )?requir(?:ed|ing)"
    r"|since (?:being|it was|they were|its|an?|the|services|receiving|handing|they (?:were|got)|it (?:was|got"
    r"|received))|originally|initially)\b",
    re.IGNORECASE,
)
SAME = re.compile(
    r"\b(?:\d{4}: the same|in a row|running|consecutive|successive|the same (?:\w+ ){0,4}(?:as|it (?:got|had"
    r"|received|was given))"
    r"|(?:exactly |just )?where (?:it|they|[\w' ]{3,24}?) (?:was|were|has been|have been|had been)"
    r"|unchanged|no change|already|matching (?:its|the)"
    r"|(?:retain|maintain|keep|kept|keeps|held on|hold on|holds on|hung on|hangs on|clung|clings|remain|stay"
    r"|sustain)\w*|continu\w*|still (?:be(?:en|ing) |an? |at |on |the )?[\"']?(?:rat|grad|judg|outst|good|inad|requ)\w*"
    r"|again|once more"
    r"|for (?:a|the) (?:second|third|fourth) (?:\w+ )?time|as it (?:did|was) in)\b",
    re.IGNORECASE,
)
LEFT_BEHIND = re.compile(
    r"\b(?:no longer|cost (?:it|(?:the|its) \w+) (?:its|the|that)|left (?:ofsted'?s?|the|its|that)|leav(?:es"
    r"|ing) (?:ofsted'?s?|behind)|rid of|shed(?:s|ding)?"
    r"|escap\w+|spared|lo(?:st|se|ses|sing)|sh[oa]{1,2}k\w* off|out of|emerg\w+ from"
    r"|(?:mov\w+ )?(?:on|away) from)\b",
    re.IGNORECASE,
)
HOPE = re.compile(
    r"\b(?:until|wants?|aims?|aiming|hop(?:e|es|ed|ing)|aspir\w+|ambitions?|journey|path|road|towards?|would|could"
    r"|should|(?-i:may)|might|can"
    r"|striv\w+|work(?:ing|s)? to|target\w*|determined to|next (?:inspection|time)|expects? to|plans? to|in order to"
    r"|vow\w*|pledg\w*|promis\w*"
    r"|(?:to|will) become|need(?:s|ed)? to be)\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:not|never|n't|cannot|less than|nowhere near|short of|rather than|instead of|if|would be|could be|risk(?:s"
    r"|ed|ing)?|avoid\w*|narrowly|fear\w*"
    r"|better than|as good as|too|so|very|really|more)[ \"']*(?:the |an? )?[\"']*\Z|(?:not|n't"
    r"|never)(?: \w+){0,2} [\"']*\Z",
    re.IGNORECASE,
)
SAME_AS = re.compile(
    r"\bthe same (?:\w+ ){0,4}as\b[^,.;]{0,40}|\b(?:up|down|improvement|drop|fall|slide|advance)"
    r" (?:from|on|since) (?:\w+ )?(?:19|20)\d\d(?!,? when)"
    r"|\bsince (?:it|the (?:council|authority|trust)) (?:came into|was (?:created|formed|set up|established|born))"
    r"[^,.;]{0,30}|\((?:in )?(?:19|20)\d\d: the same\)"
    r"|\bunchanged (?:from|since)\b[^,.;]{0,30}|\bas it was in (?:\w+ )?\d{4}",
    re.IGNORECASE,
)
SAME_OVERALL = re.compile(
    r"\b(?:that's|that is|which is|it is|it's|and is) (?:exactly |just )?the same as (?:in )?(?:\w+ )?(?:19|20)\d\d"
    r"|\boverall (?:judge?ment|rating|grade|verdict|effectiveness)(?: is| was| remains)? (?:unchanged|the same)\b"
    r"|\b(?:which is )?what (?:it|they) (?:got|had|were given|received) (?:at|in) (?:the|its|their) (?:last|previous)"
    r"|\bthe same (?:overall |ofsted )?(?:grade|rating|mark|judge?ment|verdict|result|outcome)"
    r" (?:as|that|it|they|the|which)\b[^.;]{0,60}(?:\b(?:19|20)\d\d\b|\blast\b|\bprevious|\bbefore\b|\bago\b)",
    re.IGNORECASE,
)
SAME_HELD = re.compile(
    r"\b(?:had|held|got|was given|received) the same (?:overall |ofsted )?(?:grade|rating|mark|judge?ment|verdict)"
    r"(?: overall)? (?:in (?:\w+ )?(?:19|20)\d\d|last time|(?:at|in|after) (?:its|the|their) (?:last|previous))\b"
    r"|\b(?:second|third|fourth) (?:time|inspection) (?:in a row|running) (?:that )?[^.;,]{0,60}"
    r"\b(?:had|has been given|received|was given|got) (?:the|that|this|the same) (?:grade|rating|verdict)",
    re.IGNORECASE,
)
SAME_AGAIN = re.compile(
    r"\A[\"']?(?:that|this|it|the (?:rating|grade|verdict|result|judge?ment|outcome))(?: \w+)? (?:is|was|means"
    r"|remains)(?: \w+){0,2} (?:where|the same|unchanged|no change|what it)\b"
    r"|\A(?:it|they|the (?:council|authority))(?: \w+){0,2} (?:held|got|had|given|received|achieved|scored) the same\b",
    re.IGNORECASE,
)
TO_BE = re.compile(r"\bto be (?:an? |the )?[\"']?\Z", re.IGNORECASE)
FOUND_TO_BE = re.compile(
    r"\b(?:f(?:ou|i)nds?|judg\w+|deem\w*|consider\w*|assess\w*|declar\w+|confirm\w*|said|ruled?|believ\w+|rat\w+"
    r"|conclud\w+)\b[^.;]{0,80}\Z",
    re.IGNORECASE,
)
GENERAL = re.compile(
    r"\b(?:under|by|in) (?:ofsted'?s?|the|its) (?:rules|framework|rulebook)\b|\b(?:one|an|any|a single) inadequate"
    r" (?:area|judge?ment|grade)s? (?:means?|makes?|drags?|pulls?|is enough|caps?|leads?)\b"
    r"|(?<!, )\b(?:a|any|an) (?:council|authority|local authority"
    r"|area) (?:with|that|which|judged|rated|cannot|can)\b"
    r"|\bautomatically\b|\b(?:four|4)[- ]point scale\b",
    re.IGNORECASE,
)
INSPECTED = re.compile(r"\b(?:ofsted|inspect\w*|watchdog\w*|rat(?:ed|ing)|grad(?:ed|e|ing)|regulator)\b", re.IGNORECASE)
IN_EVERY = re.compile(ALL, re.IGNORECASE)
NAMES_THEM = re.compile(
    r"(?:the|these|those|they)(?: (?:two|three|four|five|areas?|categories|judge?ments?|grades?|headings|inspected"
    r"|judged))*"
    r"(?::| (?:are|were|cover\w*|includ\w+|being)\b)",
    re.IGNORECASE,
)
IN_SOME = re.compile(
    rf"(?:{GRADE})[\"']? (?:in|for|on|across) (?:two|three|four)(?: of (?:the|its|those)(?: \w+)?)?"
    r" (?:areas|categories|judge?ments|headings)\b|\b(?:two|three|four) of the (?:four|five)"
    r" (?:areas|categories|judge?ments|headings|marks|grades)\b[^.;:]*?"
    + f"(?:{GRADE})".replace("?P<", "?P<in_")
    + r"|\b(?:two|three|four|five) (?:other )?(?:areas|aspects|parts|judge?ments|headings)\b"
    r"[^.;]*?\b(?:all|each|both) of which\b"
    r"[^.;]*?"
    + f"(?:{GRADE})".replace("?P<", "?P<all_")
    + r"|\b(?:two|three|four) (?:other )?(?:areas|aspects|parts|judge?ments|headings)(?: as| were| are| got| received"
    r"| rated| graded| judged){1,3} [\"']?" + f"(?:{GRADE})".replace("?P<", "?P<so_"),
    re.IGNORECASE,
)
BOTH_WERE = re.compile(r"\b(?:both|each|the (?:two|three|pair))\b", re.IGNORECASE)
OF_THE_SERVICE = re.compile(r"\bchild(?:ren)?'?s'? (?:services|social (?:care|services))\b|\bilacs\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
