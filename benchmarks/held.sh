#!/bin/sh
# Many event streams held open at once through the engine, one event a second each: how many end whole, at which cost.
#   STREAMS (2000)  HELD_SECONDS (60)  HEAP (128m)
set -u
streams=${STREAMS:-2000}
held_seconds=${HELD_SECONDS:-60}
heap=${HEAP:-128m}
# shellcheck source=fixture.sh
. "$(dirname -- "$0")/fixture.sh"

# The engine has two connections for each stream.
needed=$((2 * streams + 500))
files=$(awk '/^Max open files/ { print $5 }' /proc/self/limits)
[ "$files" = unlimited ] || [ "$files" -ge "$needed" ] ||
    fail "$streams streams need $needed open files, and the hard limit is $files; set STREAMS or raise the limit"

compile held
export FLOWGATE_JAVA_OPTIONS="${FLOWGATE_JAVA_OPTIONS:-} -Xmx$heap"
processes() { echo "$(cat "$work/upstream.pid") $engine"; }
start_engine
idle=$(memory VmRSS)
noise_begin
before=$(ticks "$engine")
"$work/held" "$flowgate_port" "$streams" "$held_seconds"
outcome=$?
after=$(ticks "$engine")
echo "engine: Java $java_version, -Xmx$heap; RSS idle: $idle MiB; at the end: $(memory VmRSS) MiB; highest: $(memory VmHWM) MiB"
awk -v t="$((after - before))" -v hz="$hertz" -v n="$((streams * held_seconds))" \
    'BEGIN { printf "engine CPU: %.2f s, %.2f s for 10,000 events\n", t / hz, t / hz / n * 10000 }'
noise
exit "$outcome"
