"""Parts of a page that are the same for very many readers: rendered once per process and language, then kept."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from web.templatetags.languages import searched

register = template.Library()


class Kept:
    """The texts rendered last, by what they show."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._texts: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, render: Callable[[], str]) -> SafeString:
        """Return the text under this key, rendered if it isn't there."""
        with self._lock:
            if (found := self._texts.get(key)) is not None:
                self._texts.move_to_end(key)
                return found
        made = mark_safe(render())  # noqa: S308 - a template's own output
        with self._lock:
            self._texts[key] = made
            if len(self._texts) > self._most:
                self._texts.popitem(last=False)
        return made


_mastheads = Kept()


@register.simple_tag(takes_context=True)
def masthead(context: Context) -> SafeString:
    """The head of every page; that of visitors, which holds no form, is kept."""
    request: Any = context.get("request")
    shown: Any = context.flatten()

    def render() -> str:
        return render_to_string("components/masthead.html", shown)

    actor, program = getattr(request, "actor", None), getattr(request, "program", None)
    if actor is None or program is None or context["user"].is_authenticated:
        return mark_safe(render())  # noqa: S308 - a template's own output
    admission = bool(getattr(getattr(request, "definition", None), "admission", None))
    here = (context.get("place"), "/account/" in request.path, searched(request))
    return _mastheads.get((get_language(), program.name, actor.kind, actor.role, admission, *here), render)


class KeptNode(template.Node):
    """A block that is rendered only for a key that is new."""

    def __init__(self, key: FilterExpression, nodes: NodeList) -> None:
        self.key, self.nodes, self._kept = key, nodes, Kept()

    def render(self, context: Context) -> SafeString:
        """Return the kept text, or render the block."""
        key = (get_language(), self.key.resolve(context))
        return self._kept.get(key, lambda: self.nodes.render(context))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """``{% kept key %}…{% endkept %}``: ``key`` is hashable and says everything that the block shows."""
    _name, key = token.split_contents()
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(parser.compile_filter(key), nodes)
