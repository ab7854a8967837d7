r"""A stand-in of the Claude Code CLI, for what is hostile, fast, or rare in the real one.

It speaks the protocol of 2.1.329 in long-lived stream-json mode, and refuses flags that the
real one refuses. What it does in a turn is written as directives, one a line, in the prompt
itself, else in FAKE_CLAUDE_SCENARIO: text for every turn, or a JSON list with the text of each
turn (the last one repeats). A turn with no directive at all answers "You said: <prompt>".
Backslash-n in a directive is a newline. Standard library only, so that it starts fast.

What a good agent does:
  @say TEXT             a block of text           @think TEXT       a block of thinking
  @write PATH TEXT      write a file              @commit MESSAGE   git add -A, git commit
  @bash COMMAND         run it, in a session of its own as the real one does
  @ask [COMMAND]        ask for the permission to run it; run it when allowed,
                        and without asking once that was to be remembered
  @question             AskUserQuestion           @plan [TEXT]      ExitPlanMode
  @usage IN OUT [READ [CREATED]]  tokens of this turn; default 10 5 0 0
  @cost USD             price of this turn; default: at the rates of RATES
  @background COMMAND   start it; when it has ended, an unasked turn tells of it
  @unasked PATH TEXT    when that file is there, an unasked turn with these directives
How fast it does it:
  @lines N [BYTES]      N blocks of text, as fast as possible
  @rate N PER_SECOND    N blocks that hold "<number>:<time.monotonic_ns()>"
  @deltas N [PER_SECOND]  one block in N deltas that hold the same and a space
  @sleep SECONDS        only to be slow; an interrupt ends it
How tests hold it:
  @gate PATH            wait until the file is there; a FIFO: until a writer has closed it
  @touch PATH           make a file: this point was reached
What is hostile:
  @bigline BYTES        a block of text in one line
  @bigresult BYTES      a tool's answer in one line
  @badutf8, @notjson, @unknown       lines of that kind
  @stderr BYTES         a flood on standard error
  @halfline             half a line, and exit 1   @die              SIGKILL in mid-message
  @exit CODE            exit at once              @noresult         end the turn without a result
  @hang                 silence until interrupted @ignoreterm       ignore SIGTERM and SIGINT
  @deaf                 ignore interrupts and the end of input
  @noread               never read standard input again
  @grandchild [SECONDS] leave a process in its own session that ignores SIGTERM
What goes wrong:
  @auth_fail [SECONDS]  10 api_retry lines, authentication_failed, SECONDS apart; then an error
  @retry N [STATUS]     N api_retry lines, and go on
  @error [TEXT]         end the turn with an error of the API

Environment:
  FAKE_CLAUDE_LOG       file that gets a JSON line for each `start` (argv, cwd, names in the
                        environment, pid), `message` and one that came twice, `duplicate`,
                        `grandchild`, `gate`, and what is to be `remembered`
  FAKE_CLAUDE_START     directives that are obeyed before any message is read
  FAKE_CLAUDE_AUTH=0    a CLI that is not logged in
  FAKE_CLAUDE_RESTARTING_COST=1  total_cost_usd from 0 in every process, as 2.1.197 counts

Sessions are kept under CLAUDE_CONFIG_DIR, else HOME/.claude. A server that builds its agents'
environment passes none of this on: tests.fakes.programs.install makes a `claude` that has it
built in.
"""
