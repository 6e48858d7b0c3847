#!/bin/sh
# Makes the lock of the real LiteLLM anew: ./regenerate.sh
# It needs `uv` on the PATH and a package index. The versions are those of the days when this LiteLLM was published, which
# is what it was tried with; a later date takes later ones.
set -eu
cd "$(dirname "$0")"
lock=../main/resources/dev/flowgate/process/install/litellm.lock
part=$lock.part
# What `environments` adds to each package; FlowGate runs on these systems alone.
systems="sys_platform == 'darwin' or sys_platform == 'linux'"
trap 'rm -f "$part" "$part.all"' EXIT
{
    printf '# litellm[proxy]==1.75.8 and all that it needs on Linux and macOS, for Python 3.10 to 3.13.\n'
    printf '# Made by src/lock/regenerate.sh: do not edit.\n'
    uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.10 --only-binary :all: \
        --exclude-newer 2025-08-20T00:00:00Z --no-header --no-annotate --quiet \
        --output-file "$part.all" >/dev/null
    sed -e "s/ ; $systems / /" -e "s/ and ($systems)//" "$part.all"
} >"$part"
mv "$part" "$lock"
