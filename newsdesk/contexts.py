"""The words round a council's name that tell the council from a person, a club or a street, and subject from aside."""

from __future__ import annotations

import re


def _any_of(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


_KIND_OF_COUNCIL = r"(?:(?:city|county|borough|metropolitan|district|unitary|royal) )*"
_CHILDREN_SERVICES = r"(?:\w+ )?children'?s'? (?:and \w+ )?(?:services|social care|department|trust|company)\b"

# Matched against folded text from the end of the name.
COUNCIL_AFTER = re.compile(
    r"(?:'s)?,? (?:(?:and|&) [\w' ]{3,40} )?"
    + _KIND_OF_COUNCIL
    + _any_of(
        r"councils?\b",
        r"(?:mbc|bc|cc)\b",
        r"local authority",
        _CHILDREN_SERVICES,
        r"children,",
        r"children and (?:families|young)",
        r"social (?:services|workers?)\b",
        r"safeguarding (?:children|child|partnership)",
        r"youth (?:justice|offending)",
        r"send\b",
        r"fostering",
        r"adoption",
        r"corporation",
        r"councillors?\b",
        r"virtual school",
    )
)
COUNCIL_BEFORE = re.compile(
    _any_of("london borough of", "royal borough of", "city of", "county of", "council of the", "borough of") + " $"
)
INSTITUTION_AFTER = re.compile(
    r"'?s? (?:and \w+ )?"
    + _any_of(
        "police",
        "constabulary",
        "crown court",
        "county court",
        "magistrates",
        "coroner",
        "family court",
        "(?:royal |general )?(?:hospitals?|infirmary)",
        "nhs",
        "teaching",
        "fire",
        "university",
        "college",
        r"mps?\b",
        r"(?:north|south|east|west|central)(?: and \w+)? mps?\b",
        "chamber of",
        "healthwatch",
        "town centre",
        "city centre",
        "integrated care",
        "icb",
    )
    + r"\b"
)
SOMETHING_ELSE_AFTER = re.compile(
    " "
    + _any_of(
        r"(?:a|r)?fc\b",
        r"(?:united|wanderers|rovers|athletic|albion|wednesday|warriors|rhinos|tigers)\b",
        r"city(?! (?:council|region|hall|leaders|centre|academy|children|social))\b",
        r"(?:live|post|echo|gazette|chronicle|mail|mercury|evening|world|nub news|news|times|star|herald)\b",
        r"(?:observer|guardian)\b",
        r"(?:telegraph|advertiser|express|standard|messenger|press|radio|fm)\b",
        r"(?:cathedral|airport|wildlife|cricket|ccc|building society|festival|races|marathon|colts|junior|under \d+)\b",
        r"(?:street|road|lane|avenue|park|close|drive|house|arms|terrace|square|gardens|court|place)\b",
        r"(?:bridge|coldfield|in ashfield|st edmunds|green|common|heath|moor|sands|le|bagpuize|regis|magna|bay)\b",
        r"(?:\w+ )?(?:primary|high school|academy|school|grammar|nursery)\b",
    )
)

# Matched against the text as written, up to the name.
TITLE_BEFORE = re.compile(
    _any_of(
        r"\b(?:mr|mrs|ms|miss|mx|dr|sir|dame|lord|lady|judge|justice|professor|prof|revd?|cllrs?|coun|clr|councillors?)"
        r"\.? (?:(?!(?:in|at|of|for|from|across|on|near|and|to|by|tells?|told) )[A-Z][\w'’-]+ )?",
        r"\b(?:pc|sgt|dc|ds|di|inspector|sergeant) ",
        r"\b(?:duke|duchess|earl|countess|archbishop|bishop|prince|bank) of ",
        r"\b(?:new|old|greater|royal|hms|fc) ",
    )
    + "$",
    re.IGNORECASE,
)
FIRST_NAME_BEFORE = re.compile(r"([A-Z][\w'’-]*) $")

_PAST_POST = _any_of(
    r"(?:was|were|been|spent|served?|worked|working|works|work|rose|career|spells?|previously|formerly|former|currently)"
    r"(?: (?!appointed|named|chosen|confirmed|picked|selected|made|announced)[\w']+){0,9} (?:at|with)",
    r"(?:previously|formerly|former|once)(?: [\w']+){0,6} (?:of|for|in)",
    r"(?:roles?|posts?|jobs?|positions?|years|months|management|experience) (?:at|with|in|for)",
    r"(?:joins?|joined|joining|comes?|came|coming|moves?|moved|moving|arrives?|arrived) (?:us |them )?from",
    r"(?:hired|recruited|returns?|seconded) from",
    r"(?:poached|seconded) (?:by|to|from)",
    r"(?:leaving|left|leaves?|quit|departing|departed)(?: \w+){0,3} (?:for|to join|to lead)",
    r"(?:commissioner|adviser|advisor|experts?|improvement partner|managers?|team) (?:from|at)",
    r"(?:director|chief executive|head|leader) from",
    r"(?:he|she|who)(?:'s| is| has been)(?: currently| now)? (?:at|with)",
    r"(?:he|she|who)(?: is|'s| was| has been)(?! (?:to|the new))(?: [\w']+){0,3}"
    r" (?:director|head|chief|manager|leader|lead|boss)(?: [\w']+){0,6} (?:in|at|of|for|with)",
)
_NEXT_POST = _any_of(
    r"(?:head(?:s|ing)?|mov(?:es?|ed|ing)|switch(?:es|ing)|bound|off|depart(?:s|ing)|left|leav(?:es?|ing))"
    r" (?:on )?(?:to|for)",
    r"\b(?:he|she|they) (?:is|are|was|will be|has been)(?: [\w']+){0,6} (?:joining|to join|at|with)",
    r"\b(?:he|she|they|who) (?:will|is going to|plans to|is leaving to|left to|leaves to)"
    r" (?:join|lead|head|run|work (?:for|at))",
    r"(?:will become|becomes|to become|becoming|will be)(?: [\w']+){0,8} (?:at|with|for)",
    r"new (?:job|post|role|position) (?:at|with|in|as [\w' ]{4,40} (?:at|in|for))",
)
NEXT_POST_BEFORE = re.compile(
    r"\b" + _NEXT_POST + r"(?:,? [\w']+){0,1},? (?:the |city of |councils? |in )?$", re.IGNORECASE
)
COMES_AS = re.compile(r"[^.]{0,60}\b(?:from|as (?:(?:its|the|their) )?(?:new|next))\b", re.IGNORECASE)
_COMPARED = _any_of(
    r"neighbou?r(?:s|ing)?",
    r"nearby",
    r"compared? (?:with|to)",
    r"(?:un)?like",
    r"(?:more|less|fewer|better|worse|higher|lower|later|sooner) than(?: in| at)?",
    r"such as",
    r"among(?:st)? them",
    r"including(?: in| to| at)?",
    r"elsewhere(?: in)?",
    r"as far (?:away|afield) as",
    r"(?:help|support|advice|lessons|guidance) from",
    r"(?:led|offered|supported|advised|mentored|helped) by",
    r"(?:partner(?:ed|ing|s|ship)?|contract|together|shared?|talks|deal|merger|merged|twinned) with",
    r"alongside",
    r"along with",
    r"same (?:day|week|month) as",
    r"in contrast(?: to)?",
    r"modelled on",
    r"pioneered (?:in|by)",
    r"(?:tribunal|court|hearing|inquest|judge|judges|conference|ceremony|trial|university) (?:sitting )?(?:in|at|of)",
    r"(?:owners|company|firm|provider)s? (?:were|was|is|are) from",
    r"follow(?:s|ing)? (?:similar|inspections? (?:in|of|at))",
)
ASIDE_BEFORE = re.compile(
    r"\b" + _any_of(_PAST_POST, _COMPARED) + r"(?:,? [\w']+){0,2},? (?:the |and |to |councils? |in )?$",
    re.IGNORECASE,
)
ASIDE_AFTER = re.compile(
    r"(?:'s)?(?: (?:city|county|borough|metropolitan))?(?: council)?"
    + _any_of(
        r",? (?:which|who) (?:runs|was formed|has (?:also )?been|is (?:also|rated))",
        r"(?:,? which)? (?:is|are|was|were) (?:not affected|also (?:rated|judged|inspected)|understood to)",
        r"(?:,? which)? (?:is|are|has|will|have)? ?(?:to send|sent|offered|to help|also rated|held on to)\b",
        r"(?:,? which)? (?:kept|keeps|retained) its\b",
        r"(?: is| are|,? which is)? (?:still )?(?:waiting for|awaiting|expecting)\b",
        r"(?:, which [^,.]{3,60},)? (?:isn't|aren't|wasn't|is not|was not) (?:affected|involved|part of)\b",
        r" (?:turn next|to follow|waits\b|still waits|has yet to)",
        r" for (?:its|their|a) (?:next|new)\b",
        r"(?:,? and [\w' -]{3,25}?)?,? (?:among|amongst) others\b",
        r"[ -](?:style|type)\b",
    ),
    re.IGNORECASE,
)
LIST_GAP = re.compile(
    r"(?:'s)?(?: (?:city|county|borough))?(?: council)?(?:,? and |, | & | or |/|,? to )(?:to |in |the )?\Z",
    re.IGNORECASE,
)
BEFORE_A_PLACE = frozenset(
    """
    in at the for from across and of by to with on as near around over inside outside into through under about but or
    when while after before since until central north south east west northern southern eastern western mid inner outer
    upper lower neighbouring nearby rural how why what where is are was has had will say says said told hits hit tells
    more most many fewer some every each two three four five six ten hundreds thousands young old new top former only no
    our my its his her their your inside behind after against between beyond within without should could can will would
    did does do is not also just even still so if then there here who whose which because whether despite amid per via
    help helping find meet visit see back make join leave quit save send bring give run welcome around along near off up
    following like unlike all a an this that these both county city borough council now today meanwhile elsewhere
    """.split()  # noqa: SIM905
)
