#!/bin/sh
# Behaves like a Python interpreter as far as the installer asks for it; the files in its "state" folder say how. The same
# script is the interpreter of the environments that it makes.
PATH=/usr/bin:/bin
state=@STATE@
mode() { [ -e "$state/$1" ]; }
value() { if mode "$1"; then cat "$state/$1"; else printf '%s' "$2"; fi; }
printf '%s\n' "$*" | head -n 1 >>"$state/calls"
[ "$1" = -I ] && shift

dist_info() {
    bin=$(dirname "$0")
    packages=$bin/../lib/python3.11/site-packages
    mkdir -p "$packages/litellm-$1.dist-info"
    printf '#!%s\n' "$bin/python" >"$bin/litellm"
}

case $1 in
    -c)
        case $2 in
            *flowgate:*)
                mode unpackable || { echo "flowgate: neither a zip nor a tar archive"; exit 1; }
                : >"$4/zipp-3.23.0-py3-none-any.whl"
                ;;
            *import\ litellm*)
                mode broken && { echo "Traceback"; echo "ImportError: cannot import name 'x'"; exit 1; }
                exit 0
                ;;
            *)
                echo "version=$(value version 3.11.7)"
                echo "implementation=$(value implementation CPython)"
                echo "free-threaded=$(value threaded no)"
                echo "venv=$(value venv yes)"
                echo "executable=$0"
                ;;
        esac
        ;;
    -m)
        if [ "$2" = venv ]; then
            mkdir -p "$3/bin"
            cp "$0" "$3/bin/python"
            exit 0
        fi
        env >"$state/environment"
        if mode stderr; then
            cat "$state/stderr" >&2
            exit 1
        fi
        echo "Ignoring async-timeout: markers 'python_full_version < \"3.11.3\"' don't match your environment"
        echo "Collecting aiohttp==3.12.15 (from -r requirements.txt (line 1))"
        if mode hang; then
            sleep 600 &
            echo "$$ $!" >"$state/pids.part"
            mv "$state/pids.part" "$state/pids"
            wait
        fi
        echo "Collecting litellm==1.75.8 (from -r requirements.txt (line 9))"
        dist_info 1.75.8
        ;;
    -s)
        [ "$3" = --version ] && { echo; echo "LiteLLM: Current Version = $(value told 1.75.8)"; exit 0; }
        shift 2
        echo "arguments: $*"
        echo "key: $SOME_KEY, path: ${PYTHONPATH-unset}"
        exit 7
        ;;
esac
