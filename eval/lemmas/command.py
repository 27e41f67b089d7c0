"""`dovidnyk eval lemmas`."""

from rich.table import Table

from eval.console import JsonOption, exit_codes, output_console, print_json
from eval.lemmas.dictionaries import compare_dictionaries
from ingest.corpus import read_corpus
from search.settings import read_settings


@exit_codes()
def lemmas_command(as_json: JsonOption = False) -> None:
    """Compare lemma dictionaries on the guide's own words that were decided by hand.

    pymorphy3 takes part where it is installed. Example: `dovidnyk eval lemmas`
    """
    figures = compare_dictionaries(read_corpus(read_settings().corpus))
    if as_json:
        print_json({one.name: {"decided": one.decided, "right": one.right} for one in figures})
        return
    table = Table("dictionary", "right", "decided by hand", "wrong on")
    for one in figures:
        wrong = ", ".join(f"{word} → {lemma}" for word, lemma in one.wrong)
        table.add_row(one.name, str(one.right), str(one.decided), wrong)
    output_console(as_json=False).print(table)
