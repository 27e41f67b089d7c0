"""A report's content as HTML or Markdown, from templates; HTML is escaped by default and needs nothing from outside."""

import re

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from eval.report.content import SLICE_MEASURES, Content
from eval.tables import bounds, figure

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


def html(content: Content) -> str:
    """One page that holds all it needs."""
    return _render("report.html.j2", content)


def markdown(content: Content) -> str:
    """The same in Markdown, without the charts."""
    return _render("report.md.j2", content)


def markdown_cell(text: object) -> str:
    """Text for a cell of a Markdown table: on one line, nothing in it read as markup."""
    return _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))


def _render(template: str, content: Content) -> str:
    environment = Environment(
        loader=PackageLoader("eval", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(figure=figure, bounds=bounds, cell=markdown_cell)
    return environment.get_template(template).render(content=content, slice_measures=SLICE_MEASURES)
