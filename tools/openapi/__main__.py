"""Write opsdeck.json and index.html into a folder: python -m tools.openapi FOLDER."""

import json
import sys
from pathlib import Path

from tools.openapi import page
from tools.openapi.contract import read
from tools.openapi.document import document
from tools.openapi.routes import Routes

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
made = document(read(), Routes())
(folder / "opsdeck.json").write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
(folder / "index.html").write_text(page.page(made))
