#!/bin/sh
# Checks that the whole arrangement works on this machine: flowgate smoke, of this checkout.
#   smoke_local.sh [CONFIG]  the configuration; default: config/flowgate.yaml of this checkout
#   PROFILE                  the profile to use meanwhile; default: the active one
#   STARTUP_TIMEOUT          seconds that each service may take to become ready; default: as configured
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
exec "$root/flowgate" --config "${1:-$root/config/flowgate.yaml}" smoke \
    ${PROFILE:+--profile "$PROFILE"} ${STARTUP_TIMEOUT:+--startup-timeout "$STARTUP_TIMEOUT"}
