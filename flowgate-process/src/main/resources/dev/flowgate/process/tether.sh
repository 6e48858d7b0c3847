# Becomes a service that is to end with its host, the program that started it, and leaves a guard in the service's process
# group. Plain POSIX sh: it runs under dash, bash and busybox. No variable is set before the service runs: one of the same
# name in its environment would change.
# Arguments: FOLDER INSTANCE GRACE PROGRAM [ARGUMENT...]; GRACE is in seconds.
# Descriptor 8 is the read end of a pipe whose only write end the host holds: it is at its end when the host is, however the
# host ends. Java closes it too when the shim has ended; that is the way the guard goes when there is nothing to guard.

# Waits for the end of the host and ends its own group. As long as the guard is a member, the group's number belongs to no
# other group, and "kill 0" reaches nobody else. Standard output is closed when the guard is in place.
guard() {
    folder=$1 instance=$2 grace=$3 group=$$ shim=$PPID
    PATH=/usr/bin:/bin:/usr/sbin:/sbin
    cd /
    guard=$(exec sh -c 'echo "$PPID"')
    printf '%s\n' "$guard" >"$folder/.$instance.guard" && mv -f "$folder/.$instance.guard" "$folder/$instance.guard"
    exec >/dev/null

    while read -r nothing; do :; done

    # With the shim gone it is the service, and not the host, that has ended.
    if kill -s 0 "$shim"; then
        : >"$folder/$instance.host"
    fi
    kill -s TERM 0
    kill -s CONT 0
    end=$(($(date +%s) + grace))
    # A clock that is set back must not prolong it for long.
    rounds=$((grace * 10))
    while others; do
        if [ "$rounds" -le 0 ] || [ "$(date +%s)" -ge "$end" ]; then
            kill -s KILL 0
        fi
        rounds=$((rounds - 1))
        sleep 0.1 || sleep 1
    done
}

# Tells whether anybody else of the group still runs. Zombies do not.
others() {
    if [ -r /proc/self/stat ]; then
        for stat in /proc/[0-9]*/stat; do
            read -r line <"$stat" || continue
            # The second field is a name, which can contain anything; state, parent and group follow it.
            fields=${line##*) }
            case $fields in
                [ZXx]*) continue ;;
            esac
            fields=${fields#* }
            fields=${fields#* }
            if [ "${fields%% *}" = "$group" ] && [ "${line%% *}" != "$guard" ]; then
                return 0
            fi
        done
        return 1
    fi
    table=$(ps -A -o pid= -o ppid= -o pgid= -o stat=)
    # shellcheck disable=SC2086
    set -- $table
    while [ $# -ge 4 ]; do
        # The guard's only child at this moment was ps.
        case $4 in
            Z*) ;;
            *)
                if [ "$3" = "$group" ] && [ "$1" != "$guard" ] && [ "$2" != "$guard" ]; then
                    return 0
                fi
                ;;
        esac
        shift 4
    done
    return 1
}

# The guard has to outlive what it does to its group.
trap '' HUP INT QUIT TERM
: "$( (
    exec <&8 8<&- 9>&- 2>/dev/null
    guard "$1" "$2" "$3"
) & )"
trap - HUP INT QUIT TERM
shift 3
exec "$@" 8<&-
