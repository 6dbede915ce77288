"""`python -m vidgenie` is the command line."""

from vidgenie.cli import main

main()
