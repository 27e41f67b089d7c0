"""A response as a terminal shows it."""

from rich.console import Console
from rich.text import Text

from search.response import Answer, Excerpt, Pointer, SearchResponse

_REPAIRS = {
    "keyboard_layout": "інша розкладка клавіатури",
    "transliteration": "латинка",
    "spelling": "правопис",
}


def print_response(response: SearchResponse, console: Console) -> None:
    """Print outcome, sections with citation, excerpt and links, and how old the contents are."""
    if response.repairs:
        done = ", ".join(_REPAIRS[repair.kind] for repair in response.repairs)
        console.print(Text(f"Шукаємо «{response.searched_for}» ({done})", style="yellow"))
    if response.pointer:
        console.print(_way_on(response.pointer))
    elif response.answer:
        _print_answer(response.answer, console)
    elif response.outcome == "uncertain":
        console.print(Text("Ми не певні, що відповідь саме тут. Найближчі розділи:", style="yellow"))
    for result in response.results:
        console.print()
        console.print(Text(f"{result.rank}. {result.section.citation}", style="bold cyan"))
        console.print(_marked(result.excerpt))
        for link in result.links:
            mark = "офіційно: " if link.kind == "official" else ""
            console.print(Text(f"   {mark}{link.title} — {link.url}", style="blue"))
    console.print()
    guide = response.guide
    console.print(
        Text(
            f"{guide.edition}, зміст станом на {guide.contents_as_of}. "
            f"Остаточне слово за офіційною сторінкою: {guide.official_page}",
            style="dim",
        )
    )


def _print_answer(answer: Answer, console: Console) -> None:
    """The quotations of each section, then its citation and official link."""
    for source in answer.sources:
        for quote in answer.quotes:
            if quote.section_id == source.section_id:
                mark = "  • " if quote.kind == "item" else "  "
                console.print(Text(mark + " ".join(quote.text.split()), style="bold" if quote.kind == "lead" else ""))
        console.print(Text(f"  — {source.citation}", style="bold green"))
        console.print(Text(f"    {source.link.title} — {source.link.url}", style="blue"))
    console.print(Text("\nРозділи:", style="dim"))


def _way_on(pointer: Pointer) -> Text:
    if pointer.chapter is None:
        desk = f"\nЗапитайте тут: {' '.join(pointer.quote.text.split())}" if pointer.quote else ""
        return Text(f"У посібнику відповіді не знайдено. Офіційна сторінка: {pointer.url}{desk}", style="yellow")
    numbers = "".join(f"{number.number} — {number.service}. " for number in pointer.emergencies)
    return Text(
        f"{numbers}Про це йдеться в розділі {pointer.chapter} ({pointer.topic}), якого тут поки немає: {pointer.url}",
        style="yellow",
    )


def _marked(excerpt: Excerpt) -> Text:
    text = Text(excerpt.text)
    for start, end in excerpt.highlights:
        text.stylize("bold reverse", start, end)
    return text
