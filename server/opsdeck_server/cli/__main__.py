"""python -m opsdeck_server.cli: the opsdeck command where it is not on PATH."""

from opsdeck_server.cli.app import main

if __name__ == "__main__":
    main()
