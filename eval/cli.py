"""`dovidnyk eval`: the sub-application; each command lives in its own package."""

import typer

from eval.ablation.command import ablation_command
from eval.answers.command import answers_command
from eval.baselines.command import baselines_command
from eval.beir import beir_command
from eval.calibrate.command import calibrate_command
from eval.compare.command import compare_command
from eval.exchange.command import export_command, import_command
from eval.gate.command import gate_command
from eval.lemmas.command import lemmas_command
from eval.report.command import report_command
from eval.run.command import run_command
from eval.smaller.command import smaller_command
from eval.unasked.command import unasked_command

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Measure how good the answers are.",
)

app.command("run")(run_command)
app.command("compare")(compare_command)
app.command("report")(report_command)
app.command("gate")(gate_command)
app.command("baselines")(baselines_command)
app.command("beir")(beir_command)
app.command("calibrate")(calibrate_command)
app.command("answers")(answers_command)
app.command("ablation")(ablation_command)
app.command("unasked")(unasked_command)
app.command("smaller")(smaller_command)
app.command("lemmas")(lemmas_command)
app.command("export")(export_command)
app.command("import")(import_command)
