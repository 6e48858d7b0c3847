# Starts one service apart from the terminal and the session of whoever asked for it, waits for it, and writes down how
# it ended. Plain POSIX sh: it runs under dash, bash and busybox.
# Arguments: [--tether GRACE] FOLDER INSTANCE UMASK LOG PROGRAM [ARGUMENT...]
# With --tether the service ends with the program that holds the other end of standard input (see tether.sh).
tether=
if [ "$1" = --tether ]; then
    tether=$2
    shift 2
    exec 8<&0 </dev/null
fi
folder=$1 instance=$2 mask=$3 log=$4
shift 4

# What is asked of the service is not asked of the shim: it has to outlive the service to see how it ends.
trap '' HUP INT QUIT TERM
umask "$mask"

# The service's own PATH may lack the few programs used here.
service_path=${PATH-}
path_was_set=${PATH+yes}
PATH=/usr/bin:/bin:/usr/sbin:/sbin:${PATH-}

# A rename, so that nobody ever reads half a file.
put() {
    printf '%s\n' "$2" >"$folder/.$instance.$1" && mv -f "$folder/.$instance.$1" "$folder/$instance.$1"
}

# The service inherits descriptor 9 and holds the lock as long as any of its processes lives. It also proves to whoever
# stops it that it is the service.
exec 9>>"$folder/run.lock"
if command -v flock >/dev/null 2>&1 && ! flock -n 9; then
    put exit "75 $(date +%s) locked"
    exit 75
fi

group=own
session=
if command -v setsid >/dev/null 2>&1; then
    session=$(command -v setsid)
else
    # A group of its own by job control instead, which dash refuses without a terminal.
    set -m 2>/dev/null
    case $- in
        *m*) ;;
        *) group=shared ;;
    esac
fi
if [ -n "$tether" ]; then
    # In a group that is not its own the guard would end strangers.
    if [ "$group" = shared ]; then
        put exit "75 $(date +%s) groupless"
        exit 75
    fi
    set -- /bin/sh "$folder/tether.sh" "$folder" "$instance" "$tether" "$@"
fi

(
    trap - HUP INT QUIT TERM
    if [ "$path_was_set" = yes ]; then
        PATH=$service_path
    else
        unset PATH
    fi
    if [ -n "$session" ]; then
        exec "$session" "$@"
    fi
    exec "$@"
) </dev/null >>"$log" 2>&1 &
service=$!
put pid "$service $$ $group"
exec 8<&- 9>&-

wait "$service"
code=$?
how=exited
if [ -e "$folder/$instance.host" ]; then
    how=host
fi
put exit "$code $(date +%s) $how"
