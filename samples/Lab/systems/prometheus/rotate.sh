# The query log is rotated; it is opened again with the configuration.
[ -n "$UNDO" ] && exit 0
mv "$LOG/query.log" "$LOG/query.log.1" && pkill -HUP -x prometheus
