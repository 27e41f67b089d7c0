"""A run as a page that holds all it needs."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from eval.bench.charts import Drawing
from eval.bench.results import Results
from eval.bench.table import counted, in_words, number


def page_of(results: Results, drawings: tuple[Drawing, ...]) -> str:
    """The page, in HTML."""
    environment = Environment(
        loader=PackageLoader("eval", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=number, in_words=in_words, counted=counted)
    return environment.get_template("bench.html.j2").render(results=results, drawings=drawings)
