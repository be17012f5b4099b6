"""Staff accounts for administrators, and everybody's own account."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.browser import held_token, opened_session, signed_in
from ngoapp.accounts.forms import NameForm, NewStaffForm, RolesForm
from ngoapp.accounts.guards import recently_confirmed, staff_required
from ngoapp.accounts.links import enqueue_invitation
from ngoapp.accounts.models import User
from ngoapp.accounts.operations import (
    add_staff,
    change_roles,
    deactivate,
    end_other_sessions,
    end_sessions,
    reactivate,
    remove_authenticator,
    rename,
)
from ngoapp.accounts.permissions import OWN_ACCOUNT, ROLES
from ngoapp.accounts.queries import all_staff, open_sessions
from ngoapp.core.db import found, locked, transaction
from ngoapp.web.forms import attempt

bp = Blueprint("accounts", __name__, url_prefix="/staff")

# What the buttons on somebody's page do, and what is said once it is done.
DEEDS = {
    "close": (deactivate, "The account is closed."),
    "open": (reactivate, "The account is open again."),
    "sign-out": (end_sessions, "They are signed out everywhere."),
    "invite": (enqueue_invitation, "A link to choose a password is on its way."),
    "without-app": (remove_authenticator, "They sign in with the password alone now."),
}


@bp.get("/accounts/")
@staff_required("staff:manage")
def index() -> ResponseReturnValue:
    return render_template("accounts/staff/index.html", staff=all_staff())


@bp.route("/accounts/new", methods=["GET", "POST"])
@staff_required("staff:manage")
@recently_confirmed
def new() -> ResponseReturnValue:
    form = NewStaffForm()
    if form.validate_on_submit():
        with attempt(form):
            user = add_staff(**form.values())
            enqueue_invitation(user)
            flash(f"{user.name} is invited. The link in the mail works for a day.", "success")
            return redirect(url_for(".index"))
    return render_template("accounts/staff/new.html", form=form)


@bp.route("/accounts/<int:user_id>", methods=["GET", "POST"])
@staff_required("staff:manage")
@recently_confirmed
def show(user_id: int) -> ResponseReturnValue:
    user = found(User, user_id)
    form = RolesForm(roles=user.role_names)
    if form.validate_on_submit():
        with attempt(form):
            change_roles(locked(User, user_id), **form.values())
            flash("Saved. They sign in afresh with the new roles.", "success")
            return redirect(url_for(".show", user_id=user_id))
    return render_template("accounts/staff/show.html", form=form, user=user, sessions=open_sessions(user))


@bp.post("/accounts/<int:user_id>/<deed>")
@staff_required("staff:manage")
@recently_confirmed
def act(user_id: int, deed: str) -> ResponseReturnValue:
    if deed not in DEEDS:
        abort(404)
    operation, sentence = DEEDS[deed]
    with transaction():
        operation(locked(User, user_id))
    flash(sentence, "success")
    return redirect(url_for(".show", user_id=user_id))


@bp.route("/account", methods=["GET", "POST"])
@staff_required(OWN_ACCOUNT)
def own() -> ResponseReturnValue:
    user = signed_in() or abort(403)
    form = NameForm(name=user.name)
    if form.validate_on_submit():
        with attempt(form):
            rename(locked(User, user.id), **form.values())
            flash("Saved.", "success")
            return redirect(url_for(".own"))
    return render_template(
        "accounts/staff/own.html",
        form=form,
        user=user,
        roles={name: ROLES[name] for name in user.role_names},
        sessions=open_sessions(user),
        present=opened_session(),
    )


@bp.post("/account/sign-out-elsewhere")
@staff_required(OWN_ACCOUNT)
def sign_out_elsewhere() -> ResponseReturnValue:
    user = signed_in() or abort(403)
    with transaction():
        end_other_sessions(locked(User, user.id), but=held_token())
    flash("Every other browser is signed out.", "success")
    return redirect(url_for(".own"))
