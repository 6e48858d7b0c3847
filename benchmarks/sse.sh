#!/bin/sh
# Event streams of 50 chunks through FlowGate, through nginx, and without either, taking turns; PORTKEY=1 adds Portkey.
#   ROUNDS (9)  SECONDS_EACH (1)  CONNECTIONS (16)  WARM_UP (30000 streams)
set -u
rounds=${ROUNDS:-9}
seconds=${SECONDS_EACH:-1}
connections=${CONNECTIONS:-16}
warm_up=${WARM_UP:-30000}
fields='"stream":true,'
here=$(dirname -- "$0")
tools='nginx wrk'
[ "${PORTKEY:-}" = 1 ] && tools="$tools node npm"
# shellcheck source=fixture.sh
. "$here/fixture.sh"
# shellcheck source=load.sh
. "$here/load.sh"

start_candidates
warm flowgate "$warm_up" 1
warm nginx 1 1
[ "${PORTKEY:-}" = 1 ] && warm portkey $((warm_up / 20)) 5
noise_begin
for round in $(seq 1 "$rounds"); do
    for candidate in $candidates; do
        measure "$candidate" "$connections" streams
    done
    turn
    echo "round $round of $rounds done" >&2
done

printf '%-10s %12s %18s %10s %14s %8s\n' candidate 'streams/s' 'whole stream us' 'p99 us' 'CPU s/10,000' errors
for name in $(printf '%s\n' "$candidates" | tr ' ' '\n' | sort); do
    printf '%-10s %12.0f %18.0f %10.0f %14.2f %8s\n' "$name" "$(column "$name.streams" 2)" "$(column "$name.streams" 3)" \
        "$(column "$name.streams" 4)" "$(column "$name.streams" 6)" "$(errors "$name")"
done
echo "flowgate / nginx, streams/s: $(ratio flowgate.streams nginx.streams 2)"
echo "flowgate / nginx, CPU: $(ratio flowgate.streams nginx.streams 6)"
if [ "${PORTKEY:-}" = 1 ]; then
    echo "flowgate / portkey, streams/s: $(ratio flowgate.streams portkey.streams 2)"
    echo "flowgate / portkey, CPU: $(ratio flowgate.streams portkey.streams 6)"
fi
echo "engine: Java $java_version, memory (RSS) $(memory VmRSS) MiB"
noise
