#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Galley with the runtime it came with; no JDK is needed.
home=$(dirname "$(dirname "$(readlink -f "$0")")")
# Else memory that some threads have freed is not what others take: 20 MiB and more.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
exec "$home/runtime/bin/java" "@$home/lib/jvm.args" "-XX:AOTCache=$home/lib/galley.aot" \
    -jar "$home/lib/galley.jar" "$@"
