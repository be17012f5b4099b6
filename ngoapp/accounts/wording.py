"""Flask-Security's messages in our words."""

SAVED, NOTE, WRONG = "success", "info", "error"

MESSAGES = {
    "GENERIC_AUTHN_FAILED": (
        "That e-mail address and password do not fit together. Try again, or set a new password.",
        WRONG,
    ),
    "GENERIC_RECOVERY": ("If that address belongs to an account, a link is on its way to it.", NOTE),
    "PASSWORD_RESET_REQUEST": (
        "If %(email)s belongs to an account, a link to set a new password is on its way to it.",
        NOTE,
    ),
    "PASSWORD_RESET_EXPIRED": ("That link was good for %(within)s. Ask for a fresh one here.", WRONG),
    "INVALID_RESET_PASSWORD_TOKEN": (
        "That link was used already or is cut short. Ask for a fresh one here.",
        WRONG,
    ),
    "PASSWORD_RESET_NO_LOGIN": ("Your new password is saved. Sign in with it now.", SAVED),
    "PASSWORD_CHANGE": ("Your new password is saved. Other browsers have been signed out.", SAVED),
    "PASSWORD_NOT_PROVIDED": ("Enter your password.", WRONG),
    "PASSWORD_INVALID_LENGTH": ("Use at least %(length)s characters; three or four words do well.", WRONG),
    "PASSWORD_IS_THE_SAME": ("Choose a password that differs from the present one.", WRONG),
    "INVALID_PASSWORD": ("That is not your present password. Try again.", WRONG),
    "EMAIL_NOT_PROVIDED": ("Enter your e-mail address.", WRONG),
    "INVALID_EMAIL_ADDRESS": ("Enter an e-mail address in full, such as name@example.org.", WRONG),
    "INVALID_REDIRECT": ("That address leads away from this site, so we did not follow it.", WRONG),
    "ANONYMOUS_USER_REQUIRED": ("You are signed in already.", NOTE),
    "REAUTHENTICATION_REQUIRED": ("Enter your password once more to go on.", NOTE),
    "REAUTHENTICATION_SUCCESSFUL": ("Thank you. You can go on.", SAVED),
    "TWO_FACTOR_INVALID_TOKEN": (
        "That code does not fit or was used already. Wait for the next one and enter it.",
        WRONG,
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": ("You are signed in.", SAVED),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        "Two-step sign-in is on. Keep recovery codes for the day your phone is away.",
        SAVED,
    ),
    "TWO_FACTOR_PERMISSION_DENIED": ("Sign in with your password first.", WRONG),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": ("Choose one of the ways shown.", WRONG),
    "TWO_FACTOR_DISABLED": ("Two-step sign-in is off.", SAVED),
    "TWO_FACTOR_SETUP_EXPIRED": ("Setting up took more than %(within)s. Please start again.", WRONG),
    "INVALID_RECOVERY_CODE": ("That recovery code does not fit or was used already. Try another.", WRONG),
    "NO_RECOVERY_CODES_SETUP": ("There are no recovery codes yet.", NOTE),
    "API_ERROR": ("That did not work. Please start again.", WRONG),
}
