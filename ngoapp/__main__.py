"""`python -m ngoapp` is the same as the command `ngoapp`."""

from ngoapp.cli import main

if __name__ == "__main__":
    main(prog_name="ngoapp")
