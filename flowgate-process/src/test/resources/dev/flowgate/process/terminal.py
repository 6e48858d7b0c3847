"""Runs a command as the first process of a terminal of its own, and takes that away.

Arguments: what to do, a text to wait for, the command. "interrupt" presses Ctrl-C after the text, "hangup" closes the
terminal after it, "exit" closes it when the command has ended. Prints how the command ended.
"""
import os
import pty
import signal
import sys

what, text, command = sys.argv[1], sys.argv[2], sys.argv[3:]
signal.alarm(60)
pid, master = pty.fork()
if pid == 0:
    # A shell gives its commands these, also when this was started by a script that ignores them.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    os.execv(command[0], command)
seen = b""
while text.encode() not in seen:
    seen += os.read(master, 4096)
if what == "interrupt":
    os.write(master, b"\x03")
elif what == "hangup":
    os.close(master)
_, status = os.waitpid(pid, 0)
if what == "exit":
    os.close(master)
print("ended", os.waitstatus_to_exitcode(status))
