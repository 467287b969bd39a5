"""What publishers print between the paragraphs: offers and invitations."""

from __future__ import annotations

import re

# In English and Spanish, as a whole block of at most `_OFFER_WORDS` words.
_OFFER = re.compile(
    r"(?:advertise?ment|advertising|publicidad|anuncio|sponsored(?: content)?"
    r"|(?:follow|share)(?: (?:us|this (?:article|story|page|post)).*| @\w+)?"
    r"|s[ií]guenos.*|compart[ei]r?|sign (?:up|in)(?: (?:for|to|now|here)\b.*)?|log in"
    r"|already a subscriber.*|subscribe(?: (?:now|today|to (?:our|read|continue))\b.*)?"
    r"|(?:suscríbe|regístre|regístra)(?:te|se)\b.*"
    r"|(?:your|tu|su) (?:subscription|suscripción)\b.*"
    r"|(?:try|get|prueb[ae])\b.{0,40}(?:month|week|year|mes|semana|año)s?\b.{0,20}"
    r"(?:free|gratis|[$€£]\s?\d).*"
    r"|send me this offer.*|start your free trial.*"
    r"|(?:read (?:more|next|also)|le[ea] (?:más|también))(?::.*)?"
    r"|most read\b.{0,30}|lo más leído.{0,30}|related (?:stories|articles|content):?"
    r"|comments are closed|(?:no )?comments|leave a comment|los comentarios están cerrados"
    r"|donate(?: now)?|newsletters?|this is your .{0,20}free article.*|all rights reserved.*)[.!]?",
    re.IGNORECASE | re.DOTALL,
)
_OFFER_WORDS = 20


def is_offer(text: str) -> bool:
    """Whether a whole block or line is such a thing."""
    return _OFFER.fullmatch(text) is not None and len(text.split()) <= _OFFER_WORDS
