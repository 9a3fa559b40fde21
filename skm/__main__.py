"""`python -m skm` is `skm`."""

from skm.cli import main

main()
