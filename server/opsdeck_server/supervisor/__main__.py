"""Start as `python -I -S <this file>`, with the launch document on standard input.

One JSON line on standard output says how the start went. After that the program has no
standard input and output any more, and its words go to supervisor.log.
"""

import sys

# With -S and -I nothing but the standard library is on the path. Ours comes last, so that
# no other package that is installed beside it can stand in for a standard module.
sys.path.append(__file__.rsplit("/", 3)[0])

from opsdeck_server.supervisor.program import main

if __name__ == "__main__":
    main()
