"""The chat's own words. They begin with a colon: a slash belongs to the agent."""

from dataclasses import dataclass

HELP = """\
What you type goes to the agent, its slash commands too. While it works, messages wait in line.

  :waiting             the messages that wait, with their numbers
  :withdraw N          take one back; :withdraw all takes all
  :edit N TEXT         change one
  :interrupt           stop what the agent does; Ctrl-C does too
  :yes  :always        answer a question of the agent
  :no WHY              decline it, and say why
  :say TEXT            say something although the agent waits for an answer
  :quit                leave; Ctrl-D does too, and Ctrl-C twice. It cancels nothing
  ::TEXT               say a text that begins with a colon

Alt-Enter begins a new line, the arrows bring back what you said before."""


@dataclass(frozen=True, slots=True)
class Word:
    """One of the chat's own words, with what stands behind it."""

    name: str
    rest: str


_NAMES = {
    *("help", "waiting", "withdraw", "edit", "interrupt"),
    *("yes", "always", "no", "say", "quit"),
}


class Unknown(Exception):
    """A word that the chat does not have."""


def parse(line: str) -> Word | str:
    """Tell the chat's own words from a text for the agent, which is returned as it is to be said.

    Raises:
        Unknown: It begins with a colon, and is no word.
    """
    if not line.startswith(":"):
        return line
    if line.startswith("::"):
        return line[1:]
    name, _, rest = line[1:].partition(" ")
    name = name.strip().lower()
    if name not in _NAMES:
        raise Unknown(f":{name} is no word of this chat: :help lists them, ::{name} says :{name}")
    return Word(name, rest.strip())
