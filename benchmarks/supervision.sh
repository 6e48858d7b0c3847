#!/bin/sh
# What supervision costs: the memory of the shim and of the supervisor, the supervisor's processor time, and how long a
# start, a stop and the notice of a death take. Each is the median of rounds, with the least and the most.
#   ROUNDS (10)  RESTARTS (5, in each round, a second and more apart)  IDLE_SECONDS (20)
set -u
rounds=${ROUNDS:-10}
restarts=${RESTARTS:-5}
idle=${IDLE_SECONDS:-20}
fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
dist=$root/flowgate-cli/target/dist
[ -r /proc/self/stat ] || fail 'this needs Linux: it reads /proc'
[ -x "$dist/bin/flowgate" ] || fail "no distribution in $dist; run ./flowgate --version first"
home=$dist
# shellcheck source=../flowgate-cli/src/dist/lib/java.sh
. "$dist/lib/java.sh"
export FLOWGATE_JAVA="$java"

work=$(mktemp -d) || exit 1
services=$work/state/runtime/services
flowgate() { "$dist/bin/flowgate" --quiet --config "$work/flowgate.yaml" --format kv "$@"; }
finish() {
    flowgate down >/dev/null 2>&1 || printf '%s: something may still run; its state is in %s\n' "${0##*/}" "$work" >&2
    [ -e "$services/sleeper/record.json" ] || [ -e "$services/supervisor/record.json" ] || rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

cat >"$work/flowgate.yaml" <<CONF
config_version: 2
paths: {runtime_dir: state/runtime, active_config: state/runtime/active.yaml, state_file: state/runtime/state.json, log_file: state/flowgate.log}
services: {sleeper: {command: {args: [/bin/sh, -c, "exec sleep 100000"]}, restart: always}}
litellm_base: {model_list: [{model_name: smart, litellm_params: {model: openai/upstream-model, mock_response: hello}}]}
profiles: {balanced: {}}
CONF

now() { date +%s%N; }
elapsed() { echo $((($(now) - $1) / 1000000)); }
# A number in a record, outside the objects in it, which come last: the service, its key
number() { sed -n "s/^{[^{]*\"$2\":\([0-9][0-9]*\).*/\1/p" "$services/$1/record.json" 2>/dev/null; }
resident() { awk '$1 == "VmRSS:" { printf "%.1f\n", $2 / 1024 }' "/proc/$1/status"; }
hertz=$(getconf CLK_TCK)
ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"; }
note() { echo "$2" >>"$work/$1"; }

# Waits until a service runs as another process than before: the service, the process before
await_process() {
    deadline=$(($(now) + 90000000000))
    while :; do
        pid=$(number "$1" pid)
        [ -n "$pid" ] && [ "$pid" != "$2" ] && return
        [ "$(now)" -lt "$deadline" ] || fail "$1 was not started again within 90 s"
        sleep 0.005
    done
}

round=0
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    begun=$(now)
    flowgate service start sleeper >/dev/null &
    command=$!
    await_process sleeper none
    note 'start, ms until the pid is on disk' "$(elapsed "$begun")"
    wait "$command" || fail 'the service did not start'
    note 'start, ms of the whole command' "$(elapsed "$begun")"
    note 'shim, RSS in MiB' "$(resident "$(number sleeper shimPid)")"
    begun=$(now)
    flowgate service stop sleeper >/dev/null || fail 'the service did not stop'
    note 'stop, ms of the whole command' "$(elapsed "$begun")"

    flowgate up >/dev/null 2>&1 || fail 'the supervisor did not start'
    supervisor=$(number supervisor pid)
    sleep 3
    note 'supervisor, RSS in MiB after its start' "$(resident "$supervisor")"
    before=$(ticks "$supervisor")
    sleep "$idle"
    note 'supervisor, idle, CPU s a minute' \
        "$(echo "$before $(ticks "$supervisor")" | awk -v hz="$hertz" -v s="$idle" '{ printf "%.2f\n", ($2 - $1) / hz / s * 60 }')"
    restart=0
    while [ "$restart" -lt "$restarts" ]; do
        restart=$((restart + 1))
        # The next death must not be that of a process that was never seen ready: it takes a second to be.
        sleep 2
        old=$(number sleeper pid)
        begun=$(now)
        kill -KILL "$old" || fail "the service is not process $old"
        deadline=$((begun + 10000000000))
        until grep -q "\"state\":\"exited\"" "$services/sleeper/record.json" 2>/dev/null ||
            [ "$(number sleeper pid)" != "$old" ]; do
            [ "$(now)" -lt "$deadline" ] || fail 'nobody noticed the death within 10 s'
            sleep 0.005
        done
        note 'death, ms until it is noticed' "$(elapsed "$begun")"
        await_process sleeper "$old"
        [ "$restart" -gt 1 ] || note 'death, ms until it runs again' "$(elapsed "$begun")"
    done
    sleep 1
    note "supervisor, RSS in MiB after $restarts restarts" "$(resident "$supervisor")"
    flowgate down >/dev/null || fail 'down failed'
done

printf '%-45s %10s %10s %10s\n' "Java $version, $rounds rounds" median least most
for figure in 'shim, RSS in MiB' 'supervisor, RSS in MiB after its start' "supervisor, RSS in MiB after $restarts restarts" \
    'supervisor, idle, CPU s a minute' 'start, ms until the pid is on disk' 'start, ms of the whole command' \
    'stop, ms of the whole command' 'death, ms until it is noticed' 'death, ms until it runs again'; do
    sort -n "$work/$figure" | awk -v figure="$figure" '{ v[NR] = $1 }
        END { m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
              printf "%-45s %10s %10s %10s\n", figure, m, v[1], v[NR] }'
done
echo "load: $(cut -d ' ' -f 1-3 /proc/loadavg)"
