"""A receipt, for the donor who has its link. Whoever has not, finds nothing."""

from flask import Blueprint, Response, render_template

from ngoapp.receipts.letter import Letter
from ngoapp.receipts.links import receipt_behind
from ngoapp.receipts.paper import paper_of
from ngoapp.web.downloads import pdf_download
from ngoapp.web.headers import personal_page

bp = Blueprint("receipts", __name__, url_prefix="/receipts")


@bp.get("/<token>")
def show(token: str) -> str:
    """What stands on the receipt, and whether it still holds."""
    personal_page()
    receipt = receipt_behind(token)
    letter = Letter.thawed(receipt.data)
    return render_template("receipts/public/show.html", receipt=receipt, letter=letter, token=token)


@bp.get("/<token>.pdf")
def paper(token: str) -> Response:
    """The paper itself."""
    personal_page()
    receipt = receipt_behind(token)
    return pdf_download(paper_of(receipt), receipt.number)
