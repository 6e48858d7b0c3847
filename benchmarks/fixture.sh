# What the benchmark scripts share: an upstream, candidates, and an end for all of them.
# Sets root, work, upstream_port, nginx_port, flowgate_port; stops everything at exit.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
dist=$root/flowgate-cli/target/dist
[ -x "$dist/bin/flowgate" ] || {
    echo "no distribution in $dist; run ./flowgate --version first" >&2
    exit 1
}
for tool in nginx curl "$@"; do
    command -v "$tool" >/dev/null || {
        echo "$tool is missing" >&2
        exit 1
    }
done

work=$(mktemp -d)
upstream_port=${UPSTREAM_PORT:-18081}
nginx_port=${NGINX_PORT:-18082}
flowgate_port=${FLOWGATE_PORT:-18083}

finish() {
    (cd "$work" && "$dist/bin/flowgate" --quiet --config flowgate.yaml down >/dev/null 2>&1)
    for pid in "$work"/*.pid; do
        [ -f "$pid" ] && kill "$(cat "$pid")" 2>/dev/null
    done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# 700 bytes, as a short chat completion has.
filler=$(printf 'x%.0s' $(seq 1 420))
answer="{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"upstream-model\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"$filler\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":60,\"total_tokens\":160}}"
nginx_settings='error_log stderr crit; daemon on; worker_rlimit_nofile 8192; events { worker_connections 4096; }'
paths="client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s;"

cat >"$work/upstream.conf" <<CONF
worker_processes 1; pid $work/upstream.pid; $nginx_settings
http { access_log off; keepalive_requests 1000000000; keepalive_timeout 600s; tcp_nodelay on; $paths
  server { listen 127.0.0.1:$upstream_port backlog=4096; default_type application/json; client_max_body_size 64m;
    location / { return 200 '$answer'; } } }
CONF
cat >"$work/nginx.conf" <<CONF
worker_processes 2; pid $work/nginx.pid; $nginx_settings
http { access_log off; keepalive_requests 1000000000; keepalive_timeout 600s; tcp_nodelay on; $paths
  upstream one { server 127.0.0.1:$upstream_port; keepalive 256; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:$nginx_port backlog=4096; client_max_body_size 64m;
    location / { proxy_pass http://one; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;
      proxy_request_buffering off; } } }
CONF
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
  router_settings: {num_retries: 2, allowed_fails: 2, cooldown_time: 30, fallbacks: [{smart: [cheap]}]}
profiles: {balanced: {}}
CONF

# A request of 1 KB.
text=$(printf 'word %.0s' $(seq 1 180))
body="{\"model\":\"smart\",\"temperature\":0.5,\"messages\":[{\"role\":\"system\",\"content\":\"You are brief.\"},{\"role\":\"user\",\"content\":\"$text\"}]}"
printf '%s' "$body" >"$work/body.json"

nginx -c "$work/upstream.conf" -p "$work" || exit 1

# The median of the numbers on stdin, one a line.
median() {
    sort -n | awk '{ v[NR] = $1 } END { if (NR % 2) print v[(NR + 1) / 2]; else print (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
