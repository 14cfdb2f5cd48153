"""`python -m lagesbild`: so that a job of the page runs the same program as the page."""

from lagesbild import main

main()
