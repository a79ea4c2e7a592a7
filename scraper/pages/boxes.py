"""Boxes: what stands inside a story's element and is no story: sign-ups, related links, share bars, captions."""

from __future__ import annotations

import re
from typing import Any

from scraper.pages import furniture

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOX = re.compile(
    r"(?:^|[\s_-])(?:newsletters?|(?:e-?mail-)?sign-?-?ups?|subscri(?:be|ption)s?|related|recirc\w*|read-?(?:more|next|also)|most-?(?:read|popular|viewed)"
    r"|trending|promos?|promoted|adverts?|advertisements?|ads?|ad-(?:slot|unit|container|wrapper)|mpu|sponsored|outbrain|taboola"
    r"|shar(?:e|ing)|socials?|cookies?|consent|gdpr|comments?|captions?|credits?|donat(?:e|ion)s?|jobs|app-(?:banner|promo|download)"
    r"|(?:author|contributor|writer|reporter)-(?:bio|box|info|card|profile)|bio|about-(?:the-)?author|post-author|tags|tag-(?:list|cloud)|breadcrumbs?|popups?|modals?"
    r"|widget-(?:area|title)|playlist|more-(?:stories|from|on)|whatsapp|follow-us|sharedaddy|jp-relatedposts|print-only"
    r"|screen-reader-text|visually-?hidden|sr-only|jump-to-recipe|embedded-image-grid|in-?article-(?:links|related|promo)"
    r"|post-navigation|nav-links|pagination)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_KEEPERS = frozenset(("html", "body", "main", "article"))
_MOST = 0.4
_LONGEST_NAME = 400
_LONGEST_LINK = 200
_ALL_LINK = 0.85
_SHORT_LINES = (
    ".//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6"
    " or (count(*) <= 1 and (self::p or self::div or self::span or self::strong))][string-length() < 120]"
)
_LINKED_HEADINGS = (
    ".//*[self::h2 or self::h3 or self::h4 or self::h5][a[starts-with(@href, '/') and not(starts-with(@href, '//'))]"
    " or parent::a[starts-with(@href, '/') and not(starts-with(@href, '//'))]]"
)
_CARDS = frozenset(("article", "section", "div", "li", "a"))
_LONGEST_CARD = 400
_FEWEST_CARDS = 3
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*$")


def prune(root: Any, *drops: str, keep: Any = None) -> None:
    """Take the boxes out of root: what the XPath expressions in drops find, what is hidden or called a box.

    An element that holds much of the root's paragraph text, or keep, is never a box, whatever it is called.
    """
    for path in drops:
        for element in root.xpath(path):
            _remove(element)
    _mend_drop_caps(root)
    said = _paragraph_text(root)
    limit = _MOST * max(1, said.get(root, 0))
    kept = {keep, *(keep.iterancestors() if keep is not None else ())}
    waiting = list(root)
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if element not in kept and _is_box(element) and (element.tag == "figcaption" or said.get(element, 0) <= limit):
            _remove(element)
        else:
            waiting.extend(element)


def prune_links(root: Any) -> None:
    """Take out paragraphs, subheads and lists inside root that are nothing but links to other pages."""
    for element in root.xpath(".//*[self::p or self::ul or self::ol or self::article or self::h3 or self::h4][.//a]"):
        if _is_all_links(element):
            _remove(element)


def cut_lists(root: Any, keep: Any = None) -> None:
    """Take out the lists of other stories and the comments: their headings and what stands below each.

    Below "Related" that is links, lists and boxes up to the next paragraph or heading; below "Comments" everything.
    """
    kept = {keep, *(keep.iterancestors() if keep is not None else ())}
    for element in root.xpath(_SHORT_LINES):
        said = " ".join(element.text_content().split()) if element not in kept else ""
        comments = furniture.heads_comments(said)
        if not comments and not furniture.heads_more(said):
            continue
        head = _topmost(element, said)
        for below in head.itersiblings():
            if below in kept or not (comments or _is_listed(below)):
                break
            _remove(below)
        _remove(head)


def cut_cards(root: Any, keep: Any = None) -> None:
    """Take out cards of other stories: three or more beside each other, each a linked headline and few words."""
    kept = {keep, *(keep.iterancestors() if keep is not None else ())}
    beside: dict[Any, list[Any]] = {}
    for heading in root.xpath(_LINKED_HEADINGS):
        card = heading.getparent()
        while card.getparent() is not None and card.getnext() is None and card.getprevious() is None:
            card = card.getparent()
        if card.tag in _CARDS and card not in kept and len(" ".join(card.text_content().split())) <= _LONGEST_CARD:
            beside.setdefault(card.getparent(), []).append(card)
    for cards in beside.values():
        for card in dict.fromkeys(cards) if len(set(cards)) >= _FEWEST_CARDS else ():
            _remove(card)


def _topmost(element: Any, said: str) -> Any:
    """The highest element that says nothing but what this one says."""
    while element.getnext() is None and element.getprevious() is None:
        above = element.getparent()
        if above is None or above.tag in _KEEPERS or " ".join(above.text_content().split()) != said:
            break
        element = above
    return element


def _is_listed(element: Any) -> bool:
    """True for what a list of other stories consists of: lists, links, and boxes with a headline and a link."""
    if not isinstance(element.tag, str) or element.tag in ("ul", "ol", "a", "form", "img", "br"):
        return True
    said = len(" ".join(element.text_content().split()))
    linked = sum(len(" ".join(link.text_content().split())) for link in element.iter("a"))
    headed = next(element.iter("h2", "h3", "h4", "h5"), None) is not None
    return linked >= 0.5 * said or (headed and linked > 0 and element.tag in ("div", "section", "article"))


def _is_all_links(element: Any) -> bool:
    """True where links say nearly all; one paragraph only where it is short and ends no sentence."""
    said = " ".join(element.text_content().split())
    linked = sum(len(" ".join(link.text_content().split())) for link in element.iter("a") if link.get("href"))
    if not said or linked < _ALL_LINK * len(said):
        return False
    if element.tag in ("ul", "ol"):
        return len(element) > 1
    return len(said) <= _LONGEST_LINK and not _SENTENCE_END.search(said)


def _mend_drop_caps(root: Any) -> None:
    """Put a first letter that stands apart, for its size, back to its paragraph: <span>T</span><p>he council ..."""
    for letter in root.xpath(".//*[self::span or self::div][string-length(normalize-space()) = 1][not(*)]"):
        paragraph = letter.getnext()
        if paragraph is not None and paragraph.tag == "p" and paragraph.text_content().lstrip()[:1].islower():
            paragraph.text = letter.text_content().strip() + (paragraph.text or "").lstrip()
            _remove(letter)


def _is_box(element: Any) -> bool:
    if element.tag in _KEEPERS or element.get("itemprop") == "articleBody":
        return False
    if element.tag == "figcaption" or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    called = f"{(element.get('class') or '')[:_LONGEST_NAME]} {(element.get('id') or '')[:_LONGEST_NAME]}"
    if "-" in element.tag:
        called += f" {(element.get('name') or '')[:_LONGEST_NAME]}"
    return bool(called.strip()) and bool(_BOX.search(_HUMP.sub("-", called)))


def _paragraph_text(root: Any) -> dict[Any, int]:
    """How many characters of paragraph text each element holds, counted in one pass from the leaves up."""
    held: dict[Any, int] = {}
    for element in reversed(list(root.iter())):
        own = len(element.text_content()) if element.tag == "p" else held.get(element, 0)
        if own:
            held[element] = own
            above = element.getparent() if element is not root else None
            if above is not None:
                held[above] = held.get(above, 0) + own
    return held


def _remove(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()
