#!/bin/sh
# Behaves like uv as far as the installer asks for it.
PATH=/usr/bin:/bin
state=@STATE@
printf 'uv %s\n' "$*" >>"$state/calls"
for last; do :; done
case $1 in
    venv)
        mkdir -p "$last/bin"
        cp "$4" "$last/bin/python"
        ;;
    pip)
        if [ -e "$state/stderr" ]; then
            cat "$state/stderr" >&2
            exit 1
        fi
        bin=$(dirname "$4")
        mkdir -p "$bin/../lib/python3.11/site-packages/litellm-1.75.8.dist-info"
        printf '#!%s\n' "$bin/python" >"$bin/litellm"
        echo "Resolved 2 packages in 3ms" >&2
        echo " + aiohttp==3.12.15" >&2
        echo " + litellm==1.75.8" >&2
        ;;
esac
