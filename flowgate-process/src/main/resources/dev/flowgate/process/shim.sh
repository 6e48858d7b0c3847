# Starts one service apart from the terminal and the session of whoever asked for it, waits for it, and writes down how
# it ended. Plain POSIX sh: it runs under dash, bash and busybox.
# Arguments: [--tether GRACE] FOLDER INSTANCE UMASK LOG PROGRAM [ARGUMENT...]
# With --tether the service ends with the program that holds the other end of standard input (see tether.sh).
# Names with a prefix: a variable of the service's environment that was set here would change for the service.
shim_tether=
if [ "$1" = --tether ]; then
    shim_tether=$2
    shift 2
    exec 8<&0 </dev/null
fi
shim_folder=$1 shim_instance=$2 shim_mask=$3 shim_log=$4
shift 4

# What is asked of the service is not asked of the shim: it has to outlive the service to see how it ends.
trap '' HUP INT QUIT TERM
umask "$shim_mask"

# The service's own PATH may lack the few programs used here.
shim_service_path=${PATH-}
shim_path_was_set=${PATH+yes}
PATH=/usr/bin:/bin:/usr/sbin:/sbin:${PATH-}

# A rename, so that nobody ever reads half a file.
put() {
    printf '%s\n' "$2" >"$shim_folder/.$shim_instance.$1" &&
        mv -f "$shim_folder/.$shim_instance.$1" "$shim_folder/$shim_instance.$1"
}

# The service inherits descriptor 9 and holds the lock as long as any of its processes lives. It also proves to whoever
# stops it that it is the service.
exec 9>>"$shim_folder/run.lock"
if command -v flock >/dev/null 2>&1 && ! flock -n 9; then
    put exit "75 $(date +%s) locked"
    exit 75
fi

shim_group=own
shim_session=
if command -v setsid >/dev/null 2>&1; then
    shim_session=$(command -v setsid)
else
    # A group of its own by job control instead, which dash refuses without a terminal.
    set -m 2>/dev/null
    case $- in
        *m*) ;;
        *) shim_group=shared ;;
    esac
fi
if [ -n "$shim_tether" ]; then
    # In a group that is not its own the guard would end strangers.
    if [ "$shim_group" = shared ]; then
        put exit "75 $(date +%s) groupless"
        exit 75
    fi
    set -- /bin/sh "$shim_folder/tether.sh" "$shim_folder" "$shim_instance" "$shim_tether" "$@"
fi

(
    trap - HUP INT QUIT TERM
    if [ "$shim_path_was_set" = yes ]; then
        PATH=$shim_service_path
    else
        unset PATH
    fi
    if [ -n "$shim_session" ]; then
        exec "$shim_session" "$@"
    fi
    exec "$@"
) </dev/null >>"$shim_log" 2>&1 &
shim_service=$!
put pid "$shim_service $$ $shim_group"
exec 8<&- 9>&-

wait "$shim_service"
shim_code=$?
shim_how=exited
if [ -e "$shim_folder/$shim_instance.host" ]; then
    shim_how=host
fi
put exit "$shim_code $(date +%s) $shim_how"
