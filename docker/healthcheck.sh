#!/bin/bash
# Whether the instance in this container is alive: exit status 0 or 1. In bash alone, because a JVM for every probe would cost
# as much as the program does at rest, and there is no curl in a Java image.
#   healthcheck.sh [live|ready]
set -u
port=${EMSTREAM_HTTP_PORT:-8080}
exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
printf 'GET /health/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${1:-live}" >&3
read -r -t 3 _ status _ <&3 || exit 1
[ "$status" = 200 ]
