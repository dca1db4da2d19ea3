# Connections that never end their request.
exec sh "$SYSTEMS/apache/slow-clients.sh" "$@"
