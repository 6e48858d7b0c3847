"""Runs a command in a terminal of its own, and presses Ctrl-C there each time that one of some texts has appeared.

Arguments: the texts, "--", the command. Prints what the command wrote, and how it ended.
"""
import os
import pty
import signal
import sys

end = sys.argv.index("--")
texts, command = sys.argv[1:end], sys.argv[end + 1 :]
signal.alarm(60)
pid, master = pty.fork()
if pid == 0:
    os.execv(command[0], command)
seen = b""
begin = 0


def read():
    global seen
    try:
        more = os.read(master, 4096)
    except OSError:  # Linux says that the other side is closed by EIO.
        more = b""
    seen += more
    return more


for text in texts:
    while text.encode() not in seen[begin:]:
        if not read():
            break
    begin = len(seen)
    os.write(master, b"\x03")
while read():
    pass
_, status = os.waitpid(pid, 0)
print(seen.decode())
print("ended", os.waitstatus_to_exitcode(status))
