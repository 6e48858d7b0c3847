#!/bin/sh
# How long FlowGate takes to its first proxied answer, and a short verb to its result; with and without the archive.
#   RUNS (15)
set -u
runs=${RUNS:-15}
tools=hyperfine
# shellcheck source=fixture.sh
. "$(dirname -- "$0")/fixture.sh"

[ -r "$archive" ] || fail "no class-data archive of Java $java_version; make it by $dist/bin/flowgate-archive"
request smart '' >"$work/body.json"
cd "$work" || exit 1
"$dist/bin/flowgate" --quiet --config flowgate.yaml profile set balanced >/dev/null || exit 1
cat >first.sh <<SH
#!/bin/sh
# From the launch of the engine to the first 200 that came from the upstream.
"$dist/bin/flowgate" --config "$work/flowgate.yaml" gateway run >/dev/null 2>&1 &
engine=\$!
echo "\$engine" >engine.pid
trap 'kill "\$engine" 2>/dev/null; exit 130' INT TERM
until curl -sf -o /dev/null --max-time 2 -H 'Content-Type: application/json' --data-binary @body.json \
    http://127.0.0.1:$flowgate_port/v1/chat/completions; do
    kill -0 "\$engine" || exit 1
    sleep 0.005
done
date +%s%N >answered
kill "\$engine"
wait "\$engine"
rm -f engine.pid
exit 0
SH
chmod +x first.sh

for mode in with without; do
    [ "$mode" = without ] && export FLOWGATE_NO_ARCHIVE=yes
    i=0
    while [ "$i" -lt "$runs" ]; do
        begun=$(date +%s%N)
        ./first.sh || exit 1
        echo $((($(cat answered) - begun) / 1000000)) >>"first.$mode"
        i=$((i + 1))
    done
    hyperfine -N --warmup 2 --runs "$runs" --export-csv "status.$mode" \
        "$dist/bin/flowgate --quiet --config $work/flowgate.yaml status" >/dev/null || exit 1
done
printf '%-34s %12s %12s\n' 'median of '"$runs"' runs, ms' 'with archive' 'without'
printf '%-34s %12s %12s\n' 'start to first proxied 200' "$(median <first.with)" "$(median <first.without)"
printf '%-34s %12s %12s\n' 'flowgate status' \
    "$(awk -F, 'NR == 2 { printf "%d", $4 * 1000 }' status.with)" "$(awk -F, 'NR == 2 { printf "%d", $4 * 1000 }' status.without)"
