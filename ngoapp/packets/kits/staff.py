"""Kits, for staff: what people can ask for and what is in it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found
from ngoapp.packets.kits.forms import ItemForm, kit_form
from ngoapp.packets.kits.models import KINDS, Kit
from ngoapp.packets.kits.operations import add_item, add_kit, change_kit, fill_kit
from ngoapp.packets.kits.queries import all_items, all_kits
from ngoapp.packets.wording import LANGUAGES
from ngoapp.web.forms import attempt

bp = Blueprint("packet_kits", __name__, url_prefix="/staff/packets/kits")


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    """Every kit, and every item that can lie in one."""
    return render_template(
        "packets/staff/kits/index.html", kits=all_kits(), items=all_items(), kinds=KINDS, languages=LANGUAGES
    )


@bp.route("/new", methods=["GET", "POST"])
@staff_required("packets:manage")
def new() -> str | Response:
    """Make a kit."""
    form = kit_form()
    if form.validate_on_submit():
        with attempt(form):
            kit = fill_kit(add_kit(**form.facts()).id, form.copies())
            flash(f"“{kit.name}” is made.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/kits/kit.html", form=form, kit=None)


@bp.route("/<int:kit_id>", methods=["GET", "POST"])
@staff_required("packets:manage")
def change(kit_id: int) -> str | Response:
    """Change a kit's words, or what is in it."""
    kit = found(Kit, kit_id)
    form = kit_form(kit)
    if form.validate_on_submit():
        with attempt(form):
            change_kit(kit_id, **form.facts())
            fill_kit(kit_id, form.copies())
            flash(
                "Saved. Requests that come from now on get it so, and batches that are not frozen yet.",
                "success",
            )
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/kits/kit.html", form=form, kit=kit)


@bp.route("/items/new", methods=["GET", "POST"])
@staff_required("packets:manage")
def new_item() -> str | Response:
    """Add something that can lie in a kit."""
    form = ItemForm()
    if form.validate_on_submit():
        with attempt(form):
            item = add_item(**form.values())
            flash(f"“{item.name}” is here. Add its first edition now.", "success")
            return redirect(url_for("packet_editions.new", item=item.id), 303)
    return render_template("packets/staff/kits/item.html", form=form)
