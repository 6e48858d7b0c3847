# shellcheck shell=sh
# shellcheck disable=SC2154 # the fixture and the scripts set them
# Load by wrk on candidates that take turns: direct (no gateway), nginx, flowgate, and portkey if PORTKEY=1.
# The fixture comes first. Set before: fields (further fields of the request), seconds, connections.

portkey_version=1.15.2
cache=${CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/flowgate-benchmarks}/portkey-$portkey_version

mkdir "$work/cells" || exit 1
request smart "$fields" >"$work/smart.json"
request upstream-model "$fields" >"$work/upstream.json"
cat >"$work/post.lua" <<'LUA'
local file = io.open(os.getenv("BODY"), "r")
wrk.method = "POST"
wrk.body = file:read("*a")
file:close()
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("KEY")
local host = os.getenv("CUSTOM_HOST")
if host ~= "" then
  wrk.headers["x-portkey-provider"] = "openai"
  wrk.headers["x-portkey-custom-host"] = host
end
done = function(summary, latency)
  io.write(string.format("%d %.1f %d %d %d\n", summary.requests, summary.requests * 1000000 / summary.duration,
    latency:percentile(50), latency:percentile(99),
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout))
end
LUA

start_nginx() {
    cat >"$work/nginx.conf" <<CONF
worker_processes 2; pid $work/nginx.pid; error_log stderr crit; daemon on; worker_rlimit_nofile 8192;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; keepalive_timeout 600s; tcp_nodelay on;
  client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s;
  upstream one { server 127.0.0.1:$upstream_port; keepalive 256; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:$nginx_port backlog=4096; client_max_body_size 64m;
    location / { proxy_pass http://one; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;
      proxy_request_buffering off; } } }
CONF
    nginx -c "$work/nginx.conf" -p "$work" || fail 'nginx did not start; NGINX_PORT chooses another port'
    # The command ends before the daemon has written its number and made its workers.
    patience=200
    until [ -s "$work/nginx.pid" ] && [ -n "$(processes_of nginx)" ]; do
        patience=$((patience - 1))
        [ "$patience" -gt 0 ] || fail 'nginx started no worker in ten seconds'
        sleep 0.05
    done
}

# With newer versions of @hono/node-server, this version of Portkey answers every streamed request with 500.
start_portkey() {
    if [ ! -f "$cache/installed" ]; then
        echo "installing Portkey $portkey_version into $cache" >&2
        mkdir -p "$cache" || exit 1
        printf '{"private":true,"dependencies":{"@portkey-ai/gateway":"%s"},"overrides":{"@hono/node-server":"1.13.8"}}\n' \
            "$portkey_version" >"$cache/package.json"
        (cd "$cache" && npm install --omit=dev --no-audit --no-fund --loglevel=error >&2) || fail 'Portkey could not be installed'
        touch "$cache/installed"
    fi
    NODE_ENV=production node "$cache/node_modules/@portkey-ai/gateway/build/start-server.js" \
        "--port=$portkey_port" --headless >"$work/portkey.log" 2>&1 &
    echo $! >"$work/portkey.pid"
    patience=200
    until curl -s -o /dev/null "http://127.0.0.1:$portkey_port/"; do
        patience=$((patience - 1))
        if [ "$patience" -eq 0 ] || ! kill -0 "$(cat "$work/portkey.pid")"; then
            cat "$work/portkey.log" >&2
            fail 'Portkey did not start; PORTKEY_PORT chooses another port'
        fi
        sleep 0.05
    done
}

# The processes that do a candidate's work; of all, without one
processes_of() {
    case $1 in
        nginx) cat "/proc/$(cat "$work/nginx.pid")/task/$(cat "$work/nginx.pid")/children" ;;
        flowgate) echo "$engine" ;;
        portkey) cat "$work/portkey.pid" ;;
    esac
}
processes() {
    cat "$work/upstream.pid"
    for one in $candidates; do processes_of "$one"; done
}

# candidate connections seconds -> "requests requests/s p50 p99 errors", times in microseconds
load() {
    body=upstream.json key=some-key custom=
    case $1 in
        direct) port=$upstream_port ;;
        nginx) port=$nginx_port ;;
        flowgate) port=$flowgate_port body=smart.json key=whatever ;;
        portkey) port=$portkey_port custom=http://127.0.0.1:$upstream_port/v1 ;;
    esac
    BODY=$work/$body KEY=$key CUSTOM_HOST=$custom \
        wrk -t1 -c"$2" -d"$3" --timeout 10s --latency -s "$work/post.lua" "http://127.0.0.1:$port/v1/chat/completions" >"$work/wrk" 2>&1
    result=$(tail -n 1 "$work/wrk")
    case $result in
        [1-9]*' '*' '*' '*' '*) echo "$result" ;;
        *)
            cat "$work/wrk" >&2
            echo "no answers from $1" >&2
            return 1
            ;;
    esac
}

# candidate requests seconds: loads it for so long at a time until it has answered that many. A JVM is judged by what it
# does after it has compiled what it does often; Portkey's first answers take longer than a second on a busy machine.
warm() {
    sent=0
    while [ "$sent" -lt "$2" ]; do
        result=$(load "$1" "$connections" "$3") || exit 1
        sent=$((sent + ${result%% *}))
    done
}

# candidate connections file: one cell, with the CPU seconds for 10,000 requests as the sixth column
measure() {
    # shellcheck disable=SC2046 # one word for each process
    before=$(ticks $(processes_of "$1"))
    result=$(load "$1" "$2" "$seconds") || exit 1
    # shellcheck disable=SC2046
    after=$(ticks $(processes_of "$1"))
    echo "$result" | awk -v t="$((after - before))" -v hz="$hertz" '{ printf "%s %.3f\n", $0, t / hz / $1 * 10000 }' >>"$work/cells/$1.$3"
}

start_candidates() {
    candidates='direct nginx flowgate'
    start_nginx
    start_engine
    if [ "${PORTKEY:-}" = 1 ]; then
        candidates="$candidates portkey"
        start_portkey
    fi
}

# The median of a column; of two files, that of what the rounds say one by one: slow minutes then count for both.
column() { awk -v c="$2" '{ print $c }' "$work/cells/$1" | median; }
ratio() { # file file column
    paste -d ' ' "$work/cells/$1" "$work/cells/$2" |
        awk -v c="$3" '$(c + 6) > 0 { printf "%.5f\n", $c / $(c + 6) }' | sort -n >"$work/rounds"
    awk -v m="$(median <"$work/rounds")" '{ v[NR] = $1 } END { printf "%.3g (rounds: %.3g to %.3g)", m, v[1], v[NR] }' "$work/rounds"
}
added() {
    paste -d ' ' "$work/cells/$1" "$work/cells/$2" | awk '{ print $3 - $9 }' | sort -n >"$work/rounds"
    awk -v m="$(median <"$work/rounds")" '{ v[NR] = $1 } END { printf "%d us (rounds: %d to %d)", m, v[1], v[NR] }' "$work/rounds"
}
errors() { cat "$work/cells/$1".* | awk '{ n += $5 } END { print n }'; }

# Turns the order, so that no candidate always follows the same one.
turn() {
    # shellcheck disable=SC2086 # one word for each candidate
    set -- $candidates
    first=$1
    shift
    candidates="$* $first"
}
