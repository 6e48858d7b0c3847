#!/bin/sh
# Looks for secrets that git tracks or does not ignore, and for files of secrets that others can read: those checks of
# flowgate doctor, of this checkout.
#   security_check.sh [CONFIG]  the configuration; default: config/flowgate.yaml of this checkout
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
exec "$root/flowgate" --config "${1:-$root/config/flowgate.yaml}" doctor \
    --check tracked_secrets,ignore_rules,secret_permissions
