# Runs a command that ends when the installer does: standard input is a pipe whose other end the installer holds.
# Arguments: PROGRAM [ARGUMENT...]. It leads a process group of its own, so that "kill 0" reaches what the program started
# too, and nobody else. No command is used that is not part of the shell: PATH may be anything.
exec 8<&0 </dev/null
(
    while read -r nothing; do :; done <&8
    kill -s KILL 0
) >/dev/null 2>&1 &
exec 8<&-
"$@"
