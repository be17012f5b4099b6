"""Figures of the packet desk: the page, and the report for whoever gives grants."""

from flask import Blueprint, Response, render_template, request

from ngoapp.accounts.guards import staff_required
from ngoapp.packets.figures.forms import PeriodForm
from ngoapp.packets.figures.periods import Period, period_of
from ngoapp.packets.figures.queries import figures
from ngoapp.packets.figures.report import report_csv, report_pdf
from ngoapp.web.downloads import csv_download, pdf_download

bp = Blueprint("packet_figures", __name__, url_prefix="/staff/packets/figures")


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    """How many, how fast, from where; the period stands in the address."""
    period = _period()
    form = PeriodForm(period)
    return render_template(
        "packets/staff/figures/index.html", figures=figures(period), period=period, form=form
    )


@bp.get("/report.csv")
@staff_required("packets:read")
def table() -> Response:
    """The grant report as a table."""
    return csv_download(report_csv(_period()), "packet-report")


@bp.get("/report.pdf")
@staff_required("packets:read")
def paper() -> Response:
    """The grant report on the letterhead."""
    return pdf_download(report_pdf(_period()), "packet-report")


def _period() -> Period:
    return period_of(request.args.get("since", ""), request.args.get("until", ""))
