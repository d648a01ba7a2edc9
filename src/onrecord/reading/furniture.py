"""Furniture: lines of a page that are no part of the report, wherever they stand in its text.

Whole short blocks only, recognised by how such lines begin in English-language sites; a heading of a link
list also claims the headline-like lines under it. The patterns are general on purpose: an outlet's own
recurring lines are learned across its reports, not listed here.
"""

from __future__ import annotations

import re

from onrecord.records import Span

_MAX_LINE = 220
_NOUNS = (
    r"(?:news ?letters?|inbox|e-?mails?|(?:breaking )?(?:news )?(?:alerts?|updates?|briefings?|bulletins?|digests?|roundups?)|"
    r"(?:telegram|whatsapp|youtube|facebook|twitter|instagram|viber|news) (?:channels?|groups?|pages?|feeds?)|podcasts?|"
    r"mailing lists?|app|subscri\w+|telegram|whatsapp|twitter|facebook|instagram|linkedin|google news)"
)
_LINES = (
    # newsletters, subscriptions, following, supporting
    rf"(?:>+ ?|→ ?|» ?)?(?:please )?(?:get|receive|sign[ -]?up|subscribe|join|follow|register|enter|download|like us|find us|"
    rf"stay|keep up|never miss|don[’']t miss|want|enjoy|try)\b[^\n]{{0,140}}?\b{_NOUNS}\b[^\n]{{0,80}}",
    r"(?:sign[ -]?up|subscribe|log ?in|sign in|register|join us|follow us)(?: (?:now|here|today|free|for free|to continue(?: reading)?"
    r"|or .{0,40}|below|with .{0,40}))*\s*[.!:…]*",
    r"(?:subscribe|sign up) (?:to|for) .{2,160}",
    r"by (?:signing up|subscribing|registering|creating an account)\b.{0,160}",
    r"\W{0,2}(?:to (?:leave|unsubscribe from) (?:this|the|our) (?:list|newsletter|bulletin|mailing)|unsubscribe|you (?:are receiving|receive|received|get) this "
    r"(?:bulletin|e-?mail|newsletter|message|letter|digest))\b.{0,160}",
    r"follow (?:all )?(?:of )?our (?:live |latest |full |rolling )?(?:coverage|updates?|blog|reporting)\b.{0,140}",
    r"(?:have you been affected|are you affected|do you have (?:a|any) (?:story|tip|information|comments?)|got a (?:story|tip|question)|have (?:a|you) "
    r"(?:story|tip|information))\b.{0,160}",
    r"(?:e-?mail|contact|write to|get in touch with|message) (?:us|our (?:newsdesk|newsroom|editors?|team|reporters?|correspondents?))\b.{0,80}",
    r"this (?:article|story|page|content|report) is (?:free|available|for subscribers|only (?:available|for))\b.{0,160}",
    r"(?:loading|please wait|no results)\W*",
    r"(?:thank you|thanks) for (?:reading|subscribing|signing up)\b.{0,80}",
    r"(?:support|donate|contribute|become a (?:member|supporter|patron)|make a (?:donation|contribution))\b"
    r"(?!ed|ing|s\b| for\b| from\b| among\b)[^\n]{0,60}\b(?:journalism|us|today|newsroom|independent|our work|member|patreon|donation)\b[^\n]{0,60}",
    r"(?:(?:your|enter your) e-?mail(?: address)?|the e-?mail address)\b.{0,60}",
    r"(?:newsletter|news ?letters?|mailing list)s?\s*[:!]?",
    r"(?:you (?:have|are reading|[’']ve read|have read|have reached)|this is) .{0,60}\b(?:free|gift|complimentary|remaining|last)\b.{0,40}\b(?:articles?|stories)\b.{0,80}",
    r"(?:subscriber|premium|members?)(?:s[’']?)?[- ](?:only |exclusive )?(?:article|content|story)\b.{0,100}",
    r".{0,140}\b(?:chip in|become a member|support us)\b.{0,120}",
    r"[^.]{0,140}\b(?:by e-?mail|(?:in|to) your inbox)[^.\w]*",
    r"[^.]{0,140}\bdownload (?:the|our) (?:app|application)\b.{0,40}",
    r"(?:rather|prefer to|want to) (?:listen|watch|read)\?.{0,140}",
    r".{0,60}\bon social (?:networks?|media)\s*:.{0,120}",
    r"(?:media|press) (?:enquiries|inquiries|contacts?)\b.{0,140}",
    # comments and letters
    r"comments (?:are|will be|may be) (?:read|moderated|closed|now closed|off|disabled|reviewed|subject|welcome|published|open|approved)\b.{0,140}|(?:react(?:ions?)?|replies)\s*\(?\d*\)?",
    r"(?:were|are|did|have|do) you\b.{2,80}\? (?:tell|e-?mail|write|contact|share|let us|send|get in touch|letters?)\b.{0,140}",
    r"(?:do you agree|disagree|what do you think)\?.{0,140}",
    r"(?:was|is|did) this (?:page|article|information|story|answer)\b.{0,60}\?.{0,40}",
    r"(?:found|spotted|noticed|see) an? (?:mistake|error|typo)\b.{0,100}",
    r"[-–— ]*(?:\d+ )?comments?(?: \(?\d+\)?)?(?: (?:on this (?:story|article|post)|section|policy|are closed|are off))?\s*[.:]?",
    r"(?:leave|post|add|write|submit|view|show|hide|read|load|see)(?: a| all| your| the| more| \d+)* (?:comments?|repl(?:y|ies))\b.{0,40}",
    r"(?:be the first to comment|join the (?:conversation|discussion)|have your say|what do you think\?|log ?in to (?:comment|reply)|"
    r"sign in to comment|you must be logged in .{0,60}|no comments(?: yet)?)\W*.{0,40}",
    r"(?:facebook|disqus|reader|readers[’']?|user) (?:forum|comments?)(?: powered by .{0,30})?",
    r"(?:comments?|discussion)s? powered by .{1,40}|powered by disqus.{0,20}",
    # sharing
    r"\W*(?:play|watch|listen to|hear|view|see|open)\s+(?:the |this |our )?(?:full )?(?:video|audio|gallery|photo gallery|slideshow|clip|interview|column|article|story)\b.{0,140}",
    r"(?:photo ?)?(?:gallery|galleries|slideshow)\s*:.{1,120}",
    r"(?:views?|reads?|shares?|reactions?|likes?)\s*:\s*[\d .,\u00a0]+.{0,60}",
    r"(?:share|tweet|print|e-?mail|pin|whatsapp|facebook|twitter|telegram|linkedin|copy link|link copied!?|pocket|reddit|x|viber|flipboard|"
    r"messenger|save|bookmark|(?:this|the) (?:article|story|post|page)|share this|on|via|to|with|a friend|,|\||/|·|•|\s){1,24}[:!]?",
    r"(?:share|e-?mail|print|bookmark|save|like|listen to|copy the link (?:to|of)) (?:this|the) (?:article|story|post|page|report|news|item)\b.{0,60}",
    r"share (?:on|via|to|with)\b.{0,80}",
    # advertising
    r"[-–—\[(* ]*(?:advertis(?:e?ment|ing)|sponsored(?: content| by .{1,40})?|promoted(?: (?:content|stories|links|posts))?|paid (?:content|post)|"
    r"partner content|ads? by .{1,40}|recommended by [^.,]{1,40}|ad)(?: continue reading below.{0,20}|[-–—])?[-–—\])* :.]*",
    r"(?:(?:story|article|text) continues (?:below|after)|continue reading(?: below| after)?|scroll (?:down )?to continue|"
    r"skip (?:advertisement|past|to))\b.{0,60}",
    r"(?:sponsored|promoted|paid content|partner content|advertise?ment|ad)\s*[:|–—-].{1,160}",
    r"(?:from|around) (?:the web|our partners)\W*|taboola|outbrain",
    r".{0,60}\b(?:after|below|before) (?:the |this )?(?:advertise?ment|ad)\W{0,3}",
    # cookies, copyright, machinery
    r"(?:(?:personali[sz]e|manage|accept|reject|change|my|our|your|all|use of|about) ){1,3}cookies?\W*",
    r".{0,60}\bnot responsible for the content of\b.{0,80}",
    r"[\w&’' -]{2,30}(?:\s*(?:>+|»|›|→)\s*[\w&’' -]{2,40}){1,6}|[\w&’' -]{2,30}(?:\s*\|\s*[\w&’' -]{2,40}){2,8}",  # breadcrumbs, menus
    r"(?:older|newer|earlier|latest|previous|next) (?:posts?|updates?|entries)\W*|(?:jump|skip) to\b.{0,40}",
    r"(?:reuse|republish|license|cite) this (?:content|article|story|report)\b.{0,60}",
    r"this [\w ]{2,30} (?:ran|appeared|was (?:first )?published) (?:on page|in the print)\b.{0,100}",
    r"(?:for|see|read) (?:all|more|the rest)(?: of)? (?:of )?our (?:reporting|coverage|stories|news)\b.{0,140}",
    r"(?:by (?:using|continuing)|cookies help|this (?:web)?site uses)\b.{0,40}\b(?:cookies|services|site|website)\b.{0,160}",
    r"(?:we|this (?:web)?site|our (?:web)?site)\b.{0,40}\b(?:use|uses|using) cookies\b.{0,160}|(?:accept|reject|manage)(?: all)? cookies\W*"
    r"|cookie (?:settings|policy|preferences|notice)\W*",
    r"(?:copyright (?:©|\(c\)|by\b|(?:19|20)\d\d|[A-Z][\w ]{2,40} (?:19|20)\d\d)|©|\(c\)\s).{0,160}",
    r".{0,60}\ball rights reserved\b.{0,80}",
    r"(?:terms of (?:use|service)|privacy policy|contact us|about us|advertise with us)(?:\W+(?:terms of (?:use|service)|privacy policy|"
    r"contact us|about us|advertise with us|cookie policy))*\W*",
    r"(?:back to top|top of (?:the )?page|next (?:article|story|post|page)|previous (?:article|story|post|page)|load more|show more|"
    r"view (?:all|more|gallery)|see (?:all|more)|open (?:in|image) .{1,40}|click (?:here|to).{0,80}|tap (?:here|to).{0,80})\W*",
    r"(?:tags?|topics?|filed under|keywords?|categor(?:y|ies)|labels?|hashtags?|more about|quiz)\s*:\s*.{1,180}",
    r"(?:\d+ )?min(?:ute)?s? read|reading time:? .{1,20}|(?:listen|watch)(?: now| live)?\W*|\d+(?:[.,]\d+)?k? (?:views|shares|likes)",
    # single pointers to other texts
    r"(?:[>→»▶►•*-]+ ?)?(?:(?:to )?read (?:more|also|next|on|the full (?:story|article|report|text))|(?:keep|continue) reading|also read|see also|more on this(?: story)?|related"
    r"|watch|listen|explainer|must read|in pictures|in case you missed it|icymi|further reading|you may also like)\s*(?::|\||–|—|>+|»|→)\s*.{0,180}",
    r"(?:read (?:more|next|also)|see also|related|watch)\W*",
)
# One alternation: a third of the time of as many patterns tried one by one.
_WHOLE = re.compile("|".join(f"(?:{line})" for line in _LINES), re.IGNORECASE)
_LIST_HEADING = re.compile(
    r"(?:[>→»▶►•*#-]+ ?)?(?:"
    r"more (?:from|in|on|about|news|stories|headlines|by|of)\b(?! than).{0,60}|related(?: (?:articles?|stories|story|news|topics?|content|posts?|links?|"
    r"coverage|reading))?|read (?:more|also|next)|also (?:today |this week |now )?(?:read|on|in|from)\b.{0,40}|see also|recommended(?: (?:for you|stories|articles|reading))?"
    r"|(?:you (?:may|might) (?:also )?(?:like|be interested in|have missed).{0,30})|popular(?: (?:for|this|in|on)\b.{0,30})?|(?:most|trending|top|latest|popular|other|featured|recent) "
    r"(?:read|popular|viewed|shared|commented|stories|news|articles|headlines|posts|now|videos)\b.{0,30}|trending(?: in .{1,30})?|across (?:the|our) (?:site|network)|don[’']t miss|editor[’']?s[’']? (?:picks?|choice)"
    r"|in case you missed it|promoted(?: (?:stories|links|content))?|sponsored(?: (?:stories|links|content))?|around the web|from (?:the web|our partners)"
    r"|elsewhere on .{1,30}|what to read next|up next|next up|in this (?:section|series)|keep reading|today[’']s (?:top )?(?:headlines|stories)|links?"
    r")\s*[:.…»>]*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!…][\"”’»)\]]*$")
_BREAK = re.compile(r"\W+")
_REPORTED = re.compile(r"\b(?:said|says|told|added|announced|according to)\b.*[.”\"]$")  # a sentence of the report
_FRONT_MARKS = "> *•"
_QUOTED = re.compile(r"[\"“«„‘]")


def find_furniture(text: str, blocks: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the blocks that are furniture, in order, without Markdown's mark of quotation in front of them."""
    found: list[Span] = []
    in_list = False
    for place, block in enumerate(blocks):
        words = block.of(text)
        if _is_list_heading(words) and place > 0:
            in_list = True
            found.append(block)
        elif _is_furniture(words) or (in_list and _is_list_item(words)):
            found.append(block)
        else:
            in_list = False
    return tuple(Span(block.end - len(_unquoted(block.of(text))), block.end) for block in found)


def _unquoted(words: str) -> str:
    """Return a line without the mark that makes it a quotation in Markdown."""
    return words[2:].lstrip() if words.startswith("> ") else words


def _is_furniture(words: str) -> bool:
    words = words.lstrip(_FRONT_MARKS)
    if not words or len(words) > _MAX_LINE or _QUOTED.match(words) or _REPORTED.search(words):
        return False
    return _WHOLE.fullmatch(words) is not None


def _is_list_heading(words: str) -> bool:
    if len(words) > _MAX_LINE // 2 or re.search(r"(?<!\.)\.$", words):
        return False
    return bool(_LIST_HEADING.fullmatch(words))


def _is_list_item(words: str) -> bool:
    """Tell whether a line under such a heading is a headline: short, and no sentence that ends like prose."""
    return len(words) <= _MAX_LINE and not _SENTENCE_END.search(words) and not _BREAK.fullmatch(words)
