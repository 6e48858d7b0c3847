#!/bin/sh
# Requests a second and latency through FlowGate, through nginx, and without either, taking turns; PORTKEY=1 adds Portkey.
#   ROUNDS (9)  SECONDS_EACH (1)  CONNECTIONS (64)  WARM_UP (300000 requests)
set -u
rounds=${ROUNDS:-9}
seconds=${SECONDS_EACH:-1}
connections=${CONNECTIONS:-64}
warm_up=${WARM_UP:-300000}
fields=
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
[ "${PORTKEY:-}" = 1 ] && warm portkey $((warm_up / 50)) 5
noise_begin
for round in $(seq 1 "$rounds"); do
    for candidate in $candidates; do
        measure "$candidate" "$connections" many
    done
    # Portkey adds a thousand times what is to be measured here.
    for candidate in $candidates; do
        [ "$candidate" = portkey ] || measure "$candidate" 1 one
    done
    turn
    echo "round $round of $rounds done" >&2
done

printf '%-10s %12s %10s %10s %14s %16s %8s\n' candidate 'requests/s' 'p50 us' 'p99 us' 'CPU s/10,000' 'p50 us at c=1' errors
for name in $(printf '%s\n' "$candidates" | tr ' ' '\n' | sort); do
    one=-
    [ -f "$work/cells/$name.one" ] && one=$(column "$name.one" 3)
    printf '%-10s %12.0f %10.0f %10.0f %14.2f %16s %8s\n' "$name" "$(column "$name.many" 2)" "$(column "$name.many" 3)" \
        "$(column "$name.many" 4)" "$(column "$name.many" 6)" "$one" "$(errors "$name")"
done
echo "flowgate / nginx, requests/s: $(ratio flowgate.many nginx.many 2)"
echo "flowgate / nginx, CPU: $(ratio flowgate.many nginx.many 6)"
if [ "${PORTKEY:-}" = 1 ]; then
    echo "flowgate / portkey, requests/s: $(ratio flowgate.many portkey.many 2)"
    echo "flowgate / portkey, CPU: $(ratio flowgate.many portkey.many 6)"
fi
echo "added p50 at one connection: $(added flowgate.one direct.one)"
echo "engine: Java $java_version, memory (RSS) $(memory VmRSS) MiB"
noise
