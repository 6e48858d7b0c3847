#!/bin/sh
# Checks what keeps services from working on this machine: flowgate doctor, of this checkout.
#   doctor.sh [CONFIG]  the configuration; default: config/flowgate.yaml of this checkout
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
exec "$root/flowgate" --config "${1:-$root/config/flowgate.yaml}" doctor
