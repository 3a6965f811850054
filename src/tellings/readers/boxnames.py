"""What the names of a box (its class, id and role) say: that it is furniture, or that it holds the article.

General words of those who build pages, in English and some in German and Spanish; no name of a site. They were
collected on half of 1,299 pages, parted by site, and measured on the other half (bench/pages.py).
"""

import re
from functools import lru_cache
from itertools import pairwise

ANYWHERE = frozenset(
    """
    advert advertisement advertising adsense autor bildnachweis bildtext bildtitel bildunterschrift breadcrumb
    breadcrumbs byline bylines callout caption captions carousel catlinks comment commentlist comments consent cookie
    cookies copyright credit credits disclaimer disqus donate donation donations footer gdpr imagecaption
    imagedescription impressum legend login modal mostread navbar navigation newsletter newsletters pager pagination
    paywall popular popup promo promos promoted promotion recirculation recommendation recommendations recommended
    recommends reflist related relacionadas relacionado relacionados replies respond share sharebar shares sharing
    sidebar signup slideshow social sociallinks socials sponsor sponsored subscribe subscription tagcloud taglist
    teaserlist trackback trackbacks trending
""".split()
)
"""Words that make furniture of a box wherever they stand in one of its names."""

WHOLE = frozenset(
    """
    about-author ad ads after-article also-read article-author article-bottom article-date article-end
    article-footer article-info article-meta article-tags aside attachment author author-bio author-box author-info
    authors banner below-article bio cat-links categories category contact correction-link date dateline datum edit
    editsection entry-author entry-date entry-footer entry-meta entry-tags entry-utility external-links factbox
    feedback follow foot gallery hidden image-caption info-box infobox invisible kicker language-switcher latest
    legal lightbox list-bottom mehr menu meta meta-data metadata more more-articles more-from more-news more-on
    more-posts more-stories most-popular most-read most-viewed nav nav-links next next-post nextprev no-print noedit
    noprint overlay paywall-message photo-credit player poll post-author post-bottom post-categories post-date
    post-footer post-meta post-nav post-navigation post-tags posted postmeta postmetadata prev prev-post previous
    print print-header print-hide print-only printonly pubdate published rating ratings read-also read-more
    read-next readmore rec-posts recommended-posts rubrik screen-reader-text search searchform see-also shop sign-up
    skip slider snippet sr-only store story-footer story-meta tag tag-cloud tag-links tag-list tags teaser
    teaser-list teasers thumb thumbnail thumbnails timestamp toc toolbar tools topics topstories under-article video
    video-title visually-hidden visuallyhidden vote votes voting weitere widget widgets wp-caption wp-caption-text
""".split()
)
"""Names, and pairs of neighbouring words in one, that make furniture of a box."""

FIRST = frozenset("ad ads author infobox meta tags teaser toolbar".split())
LAST = frozenset(
    """
    ad ads author banner bio date gallery kicker menu meta nav rating tags teaser teasers thumbnail timestamp toolbar
    widget
""".split()
)

SURE = frozenset(
    """
    breadcrumb breadcrumbs comment commentlist comments consent cookie cookies disqus footer gdpr login menu modal nav
    navbar navigation newsletter newsletters outbrain pagination paywall popup promo recommendations recommended related
    replies respond sidebar taboola teaser teasers widget widgets
""".split()
)
"""Of these words, what they name is furniture even where it is long."""

_IMAGE = frozenset("bild foto image images img media photo pic picture".split())
_OF_IMAGE = frozenset(
    """
    annotation caption copyright credit desc description imagewrap info inline legend meta metadata source subtitle text
    title widget wrap
""".split()
)
_SILENT = re.compile(
    r"(?:a|author|body|category|col|elementor|format|has|hidden|is|js|layout|lazy|no|not|page|post-\d|single|status"
    r"|supports|tag|template|theme|type|u|visible|widget|with|without|wp-block|[a-z]{1,3}:)(?:[-_:]|$)"
)
"""Beginnings of names that tell of something else: a state, a theme, a width, the kind of an entry."""
_STATES = ("enabled", "disabled", "open", "active", "closed", "visible", "loaded", "ready")
_REPLIES = re.compile(r"comment|disqus|respond|repl(?:y|ies)|footer|cookie|nav|menu", re.I)
_BODY = re.compile(
    r"(?:^|[\s_-])(?:(?:article|story|post|news)-?(?:body|text|content)|(?:article|story)-?copy|entry-?content"
    r"|body-?(?:text|content|copy)|content-?(?:body|text)|main-?text|artikel-?(?:text|body|inhalt))(?:$|[\s_-])",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=20_000)
def furniture_name(names: str) -> str:
    """The first name that makes furniture of a box so named, or ""."""
    return next((name for name in names.split() if _is_furniture(name)), "")


def _is_furniture(name: str) -> bool:
    plain = part_words(name)
    if plain in WHOLE:
        return True
    if _SILENT.match(plain) or plain.endswith(_STATES):
        return False
    parts = [part for part in plain.split("-") if part]
    if not ANYWHERE.isdisjoint(parts) or not (_IMAGE.isdisjoint(parts) or _OF_IMAGE.isdisjoint(parts)):
        return True
    if any(f"{one}-{other}" in WHOLE for one, other in pairwise(parts)):
        return True
    return len(parts) > 1 and (parts[0] in FIRST or parts[-1] in LAST)


def is_sure(name: str) -> bool:
    """Whether a name that ``furniture_name`` found is one of furniture however long it is."""
    return not SURE.isdisjoint(part_words(name).split("-"))


def holds_replies(name: str) -> bool:
    """Whether a name is one of comments, or of the page's own frame."""
    return bool(_REPLIES.search(name))


@lru_cache(maxsize=20_000)
def names_body(styles: str) -> bool:
    """Whether a box with this class and id says that it holds an article."""
    return bool(_BODY.search(_CAMEL.sub("-", styles)))


def part_words(name: str) -> str:
    """A name in lower case, its words parted by hyphens."""
    return _CAMEL.sub("-", name).lower().replace("_", "-")
