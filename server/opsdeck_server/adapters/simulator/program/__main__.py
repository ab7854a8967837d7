"""Start as `python -I -S <this folder>`.

JSON lines come in (`user`, `interrupt`, `answer`) and go out, one for each event.
"""

import sys
from pathlib import Path

# With -S and -I nothing but the standard library is on the path. Ours comes last, so that
# no other package that is installed beside it can stand in for a standard module.
sys.path.append(str(Path(__file__).parents[4]))

from opsdeck_server.adapters.simulator.program.conversation import main

if __name__ == "__main__":
    sys.exit(main())
