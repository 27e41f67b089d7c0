"""What the tests of foreign corpora share: a small corpus in BEIR layout, and a run over it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.beir.report import BeirReport
from eval.beir.run import BeirOptions, run_beir
from search.analyser import Analyser
from search.encoder import Encoder

DOCUMENTS = {
    "борщ": (
        "Борщ",
        "Буряк нарізають соломкою і тушкують з оцтом, щоб не втратив кольору. Капусту кладуть наприкінці.",
    ),
    "вареники": ("Вареники", "Тісто замішують на окропі, розкачують тонко, начиняють вишнями або картоплею."),
    "хліб": ("Житній хліб", "Закваску годують борошном три дні. Печуть у чавунній каструлі під кришкою."),
    "мед": (
        "Мед",
        "Бджолярі качають мед двічі на літо. Зацукрований мед гріють на водяній бані не вище сорока градусів.",
    ),
    "яблуня": ("Яблуня", "Молоді дерева обрізають навесні, поки не рушив сік. Стовбур білять від морозу й зайців."),
    "томати": ("Помідори", "Розсаду висаджують після заморозків. Пасинки виламують щотижня, кущі підв'язують."),
    "картопля": ("", "Бульби пророщують на світлі місяць. Жуків збирають руками або садять поруч квасолю."),
    "троянди": ("Троянди", "На зиму кущі вкривають лапником. Сухе гілля зрізають до живої бруньки."),
    "велосипед": ("Ремонт велосипеда", "Проколоту камеру шукають у воді за бульбашками, зачищають і клеять латку."),
    "ланцюг": ("Ланцюг", "Ланцюг миють гасом, сушать і змащують кожну ланку. Розтягнутий міняють разом із касетою."),
    "гальма": ("Гальма", "Колодки міняють, коли лишився міліметр. Рідину прокачують від найдальшого колеса."),
    "лижі": ("Лижі", "Ковзну поверхню парафінять праскою. Канти точать напилком під прямим кутом."),
    "намет": ("Намет", "Місце обирають на пагорбі, щоб не залила дощова вода. Мокрий намет вдома сушать розгорнутим."),
    "багаття": (
        "Багаття",
        "Розпалюють берестою і тонким хмизом. Перед сном вогонь заливають водою до останньої жарини.",
    ),
    "компас": (
        "Компас",
        "Стрілка показує на магнітну північ. Карту повертають, доки лінії сітки стануть уздовж стрілки.",
    ),
    "гітара": ("Гітара", "Струни настроюють від найтовщої за камертоном. Старі струни глухнуть і рвуться."),
    "скрипка": ("Скрипка", "Волос смичка натирають каніфоллю. Після гри смичок відпускають."),
    "кіт": ("Кіт", "Кошеня привчають до лотка за кілька днів. Шерсть вичісують, щоб не ковтав."),
    "собака": ("Собака", "Цуценя гуляє після щеплень. Команду повторюють раз, за виконання дають ласощі."),
    "акваріум": ("Акваріум", "Воду підміняють щотижня на чверть. Риб пускають, коли встановилася рівновага бактерій."),
    "вікно": ("Вікно", "Ущільнювач змащують силіконом щоосені. Конденсат з'являється там, де бракує провітрювання."),
    "кран": ("Кран", "Перед ремонтом перекривають воду. Прокладку міняють, якщо кран капає."),
    "телескоп": ("Телескоп", "Дзеркало остигає годину надворі. Планети дивляться, коли повітря спокійне."),
    "порожній": ("", "  "),
    "піч": (
        "Піч",
        "\n".join(
            f"Ряд {row}: цеглу змочують, розчин кладуть тонко, шов перев'язують, рівень перевіряють шнуром і косинцем."
            for row in range(1, 12)
        ),
    ),
}
QUERIES = {
    "q1": "як зберегти колір буряка у супі",
    "q2": "капає кран, що замінити",
    "q3": "чим натерти смичок",
    "q4": "коли обрізати молоді дерева",
    "q5": "прокололося колесо велосипеда",
    "q6": "як змочувати цеглу для печі",
    "кіт": "кіт",
    "ніхто": "про це ніхто не питає",
}
JUDGEMENTS = (
    ("q1", "борщ", 2),
    ("q1", "вареники", 0),
    ("q2", "кран", 1),
    ("q3", "скрипка", 1),
    ("q4", "яблуня", 2),
    ("q4", "троянди", 1),
    ("q5", "велосипед", 1),
    ("q6", "піч", 1),
    ("кіт", "собака", 1),
)

Documents = dict[str, tuple[str, str]]
Run = Callable[..., BeirReport]
Write = Callable[[Path], None]


@pytest.fixture(scope="session")
def documents() -> Documents:
    """Title and text of the corpus's documents, by id."""
    return DOCUMENTS


@pytest.fixture(scope="session")
def write_corpus() -> Write:
    """Writes the corpus into a folder that isn't there yet."""

    def write(folder: Path) -> None:
        folder.mkdir()
        documents = [{"_id": name, "title": title, "text": text} for name, (title, text) in DOCUMENTS.items()]
        queries = [{"_id": name, "text": text} for name, text in QUERIES.items()]
        judgements = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, judgement)) for judgement in JUDGEMENTS)]
        _write_lines(folder / "corpus.jsonl", [json.dumps(line, ensure_ascii=False) for line in documents])
        _write_lines(folder / "queries.jsonl", [json.dumps(line, ensure_ascii=False) for line in queries])
        _write_lines(folder / "qrels.tsv", judgements)

    return write


def _write_lines(file: Path, lines: list[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@pytest.fixture
def folder(write_corpus: Write, tmp_path: Path) -> Path:
    """The corpus in a folder that a test may change."""
    folder = tmp_path / "господарка"
    write_corpus(folder)
    return folder


@pytest.fixture(scope="session")
def one_thread(encoder_folder: Path) -> Encoder:
    """The default encoder on one thread, as runs take it."""
    return Encoder(encoder_folder, threads=1)


@pytest.fixture(scope="session")
def encoded_corpus(write_corpus: Write, one_thread: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run over the unchanged corpus keeps; to be read only."""
    place = tmp_path_factory.mktemp("beir")
    write_corpus(place / "corpus")
    run_beir(place / "corpus", one_thread, Analyser(), place / "work", BeirOptions())
    return place / "work"


@pytest.fixture
def work(encoded_corpus: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(encoded_corpus, tmp_path / "work"))


@pytest.fixture
def place(work: Path) -> Path:
    """The folder in `work` that holds the unchanged corpus."""
    (place,) = work.iterdir()
    return place


@pytest.fixture
def run(folder: Path, one_thread: Encoder, work: Path) -> Run:
    """Runs over `folder`, with `BeirOptions` by name."""

    def run_here(**options: Any) -> BeirReport:
        return run_beir(folder, one_thread, Analyser(), work, BeirOptions(**options))

    return run_here
