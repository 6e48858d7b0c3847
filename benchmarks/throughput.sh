#!/bin/sh
# Requests a second and latency through FlowGate, through nginx, and without either, taking turns.
#   ROUNDS (3)  SECONDS_EACH (4)  CONNECTIONS (64)  WARM_UP (8)
set -u
rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-4}
connections=${CONNECTIONS:-64}
warm_up=${WARM_UP:-8}
# shellcheck source=fixture.sh
. "$(dirname -- "$0")/fixture.sh" wrk

nginx -c "$work/nginx.conf" -p "$work" || exit 1
(cd "$work" && "$dist/bin/flowgate" --quiet --config flowgate.yaml up >/dev/null) || exit 1

cat >"$work/post.lua" <<'LUA'
local file = io.open(os.getenv("BODY"), "r")
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer whatever"
file:close()
done = function(summary, latency)
  io.write(string.format("%d %d %d %d\n", summary.requests * 1000000 / summary.duration,
    latency:percentile(50), latency:percentile(99),
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout))
end
LUA

# port connections seconds -> "requests/s p50 p99 errors", times in microseconds
load() {
    BODY=$work/body.json wrk -t1 -c"$2" -d"$3" --latency -s "$work/post.lua" "http://127.0.0.1:$1/v1/chat/completions" | tail -n 1
}

pid=$(cd "$work" && "$dist/bin/flowgate" --quiet --config flowgate.yaml --format kv status | sed -n 's/^litellm_pid=//p')
ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$pid/stat"; }

load "$flowgate_port" "$connections" "$warm_up" >/dev/null
load "$nginx_port" "$connections" 1 >/dev/null
for round in $(seq 1 "$rounds"); do
    for candidate in direct:$upstream_port nginx:$nginx_port flowgate:$flowgate_port; do
        before=$(ticks)
        result=$(load "${candidate#*:}" "$connections" "$seconds")
        after=$(ticks)
        # shellcheck disable=SC2086
        set -- $result
        echo "$result" >>"$work/${candidate%%:*}.many"
        [ "${candidate%%:*}" = flowgate ] &&
            awk -v t="$((after - before))" -v n="$(($1 * seconds))" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.3f\n", t / hz / n * 10000 }' >>"$work/cpu"
        load "${candidate#*:}" 1 2 >>"$work/${candidate%%:*}.one"
    done
    echo "round $round of $rounds done" >&2
done

column() { awk -v c="$2" '{ print $c }' "$work/$1" | median; }
errors() { awk '{ n += $4 } END { print n }' "$work/$1"; }
printf '%-10s %14s %10s %10s %16s %8s\n' candidate 'requests/s' 'p50 us' 'p99 us' 'p50 us at c=1' errors
for name in direct nginx flowgate; do
    printf '%-10s %14s %10s %10s %16s %8s\n' "$name" "$(column $name.many 1)" "$(column $name.many 2)" \
        "$(column $name.many 3)" "$(column $name.one 2)" "$(($(errors $name.many) + $(errors $name.one)))"
done
awk -v f="$(column flowgate.many 1)" -v n="$(column nginx.many 1)" -v a="$(column flowgate.one 2)" -v d="$(column direct.one 2)" \
    -v cpu="$(median <"$work/cpu")" -v rss="$(awk '/VmRSS/ { print $2 / 1024 }' "/proc/$pid/status")" 'BEGIN {
    printf "flowgate / nginx, requests/s: %.2f\nadded p50 at one connection: %d us\n", f / n, a - d
    printf "engine CPU for 10,000 requests: %.2f s\nengine memory (RSS): %d MiB\n", cpu, rss }'
