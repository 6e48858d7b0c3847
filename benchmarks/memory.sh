#!/bin/sh
# The engine's memory (RSS) while it answers a million requests of 1 KB with a small heap.
#   REQUESTS (1000000)  CONNECTIONS (64)  HEAP (64m)
set -u
requests=${REQUESTS:-1000000}
connections=${CONNECTIONS:-64}
heap=${HEAP:-64m}
fields=
tools=wrk
here=$(dirname -- "$0")
# shellcheck source=fixture.sh
. "$here/fixture.sh"
# shellcheck source=load.sh
. "$here/load.sh"

export FLOWGATE_JAVA_OPTIONS="${FLOWGATE_JAVA_OPTIONS:-} -Xmx$heap"
candidates=flowgate
start_engine
noise_begin
printf '%12s %10s %14s\n' requests 'RSS MiB' 'CPU s/10,000'
printf '%12d %10d %14s\n' 0 "$(memory VmRSS)" -
sent=0
wrong=0
tenth=1
half=
before=$(ticks "$engine")
begun=0
while [ "$tenth" -le 10 ]; do
    result=$(load flowgate "$connections" 1) || exit 1
    sent=$((sent + ${result%% *}))
    wrong=$((wrong + ${result##* }))
    if [ "$sent" -ge $((requests * tenth / 10)) ]; then
        now=$(memory VmRSS)
        after=$(ticks "$engine")
        printf '%12d %10d %14s\n' "$sent" "$now" \
            "$(awk -v t="$((after - before))" -v hz="$hertz" -v n="$((sent - begun))" 'BEGIN { printf "%.2f", t / hz / n * 10000 }')"
        before=$after
        begun=$sent
        [ -z "$half" ] && [ "$tenth" -ge 5 ] && half=$now
        tenth=$((sent * 10 / requests + 1))
    fi
done
echo "engine: Java $java_version, -Xmx$heap; errors: $wrong"
echo "RSS at half: $half MiB; at the end: $now MiB; highest ever: $(memory VmHWM) MiB"
noise
