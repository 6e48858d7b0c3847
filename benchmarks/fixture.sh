# shellcheck shell=sh
# shellcheck disable=SC2034 # much is for the scripts that read this
# What the benchmark scripts share: an upstream, the engine's configuration, and an end for all of them.
# Sets root, dist, work, the ports, java_version; stops everything at exit. Set before: tools, which the script needs.
#   CC (cc)  JAVA_HOME (the engine's Java)  UPSTREAM_PORT  NGINX_PORT  FLOWGATE_PORT  PORTKEY_PORT

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
dist=$root/flowgate-cli/target/dist
fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}
[ -r /proc/self/stat ] || fail 'this needs Linux: it reads /proc, and its upstream uses epoll'
[ -x "$dist/bin/flowgate" ] || fail "no distribution in $dist; run ./flowgate --version first"
missing=
for tool in "${CC:-cc}" curl ${tools:-}; do
    command -v "$tool" >/dev/null || missing="$missing $tool"
done
[ -z "$missing" ] || fail "missing on the PATH:$missing"

# As the distribution does it, so that what is printed is what runs. Sets java, version, archive.
home=$dist
# shellcheck source=../flowgate-cli/src/dist/lib/java.sh
. "$dist/lib/java.sh"
export FLOWGATE_JAVA="$java"
java_version=$version

work=$(mktemp -d) || exit 1
upstream_port=${UPSTREAM_PORT:-18081}
nginx_port=${NGINX_PORT:-18082}
flowgate_port=${FLOWGATE_PORT:-18083}
portkey_port=${PORTKEY_PORT:-18084}

# Only when all have ended may their folder go.
finish() {
    (cd "$work" && "$dist/bin/flowgate" --quiet --config flowgate.yaml down >/dev/null 2>&1)
    for file in "$work"/*.pid; do
        [ -s "$file" ] && kill "$(cat "$file")" 2>/dev/null
    done
    patience=100
    for file in "$work"/*.pid; do
        while [ -s "$file" ] && kill -0 "$(cat "$file")" 2>/dev/null && [ "$patience" -gt 0 ]; do
            patience=$((patience - 1))
            sleep 0.05
        done
    done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

cat >"$work/flowgate.yaml" <<CONF
config_version: 2
paths: {runtime_dir: state/runtime, active_config: state/runtime/active.yaml, state_file: state/runtime/state.json, log_file: state/flowgate.log}
services: {litellm: {type: embedded, port: $flowgate_port}}
litellm_base:
  model_list:
    - model_name: smart
      litellm_params: {model: openai/upstream-model, api_base: "http://127.0.0.1:$upstream_port/v1", api_key: some-key, weight: 2}
    - model_name: smart
      litellm_params: {model: openai/upstream-model-b, api_base: "http://127.0.0.1:$upstream_port/v1", api_key: some-key, weight: 1}
    - model_name: cheap
      litellm_params: {model: openai/upstream-cheap, api_base: "http://127.0.0.1:$upstream_port/v1", api_key: some-key}
    - model_name: held
      litellm_params: {model: openai/upstream-paced-${held_seconds:-60}, api_base: "http://127.0.0.1:$upstream_port/v1", api_key: some-key}
  router_settings: {num_retries: 2, allowed_fails: 2, cooldown_time: 30, fallbacks: [{smart: [cheap]}]}
profiles: {balanced: {}}
CONF

# A request of 1 KB: model, further fields
request() {
    printf '{"model":"%s",%s"temperature":0.5,"messages":[{"role":"system","content":"You are brief."},' "$1" "$2"
    printf '{"role":"user","content":"%s"}]}' "$(printf 'word %.0s' $(seq 1 180))"
}

compile() {
    "${CC:-cc}" -std=c11 -O2 -Wall -Wextra -o "$work/$1" "$root/benchmarks/$1.c" || fail "cannot compile $1.c"
}

compile upstream
"$work/upstream" "$upstream_port" >"$work/upstream.pid" || fail 'no upstream; UPSTREAM_PORT chooses another port'

start_engine() {
    (cd "$work" && "$dist/bin/flowgate" --quiet --config flowgate.yaml up >/dev/null) ||
        fail 'FlowGate did not start; FLOWGATE_PORT chooses another port'
    engine=$(cd "$work" && "$dist/bin/flowgate" --quiet --config flowgate.yaml --format kv status | sed -n 's/^litellm_pid=//p')
    [ -n "$engine" ] || fail 'FlowGate does not tell the process of its engine'
}

# The processor time of some processes, in ticks; hertz of them are a second.
hertz=$(getconf CLK_TCK)
ticks() {
    for process in "$@"; do cat "/proc/$process/stat"; done | awk '{ sub(/.*\) /, ""); n += $12 + $13 } END { print n + 0 }'
}

# The memory of the engine in MiB: VmRSS now, VmHWM at most
memory() { awk -v what="$1:" '$1 == what { printf "%d\n", $2 / 1024 }' "/proc/$engine/status"; }

# The median of the numbers on stdin, one a line.
median() {
    sort -n | awk '{ v[NR] = $1 } END { if (NR % 2) print v[(NR + 1) / 2]; else print (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# The machine's work since noise_begin that no process of this benchmark did, in percent of all processors.
machine() { awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 + $9, $2 + $3 + $4 + $5 + $6 + $7 + $8 + $9 }' /proc/stat; }
own() {
    # shellcheck disable=SC2046 # one word for each process
    echo "$(($(awk '{ sub(/.*\) /, ""); print $12 + $13 + $14 + $15 }' "/proc/$$/stat") + $(ticks $(processes))))"
}
noise_begin() { noise_before="$(machine) $(own)"; }
noise() {
    echo "$noise_before $(machine) $(own)" |
        awk '{ n = 100 * ($4 - $1 - $6 + $3) / ($5 - $2); printf "other programs used %d %% of the machine meanwhile\n", (n > 0 ? n : 0) }'
}
