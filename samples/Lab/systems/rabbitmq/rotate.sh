# Log rotation; the server opens the new file by itself.
[ -n "$UNDO" ] && exit 0
mv "$LOG/rabbitmq.log" "$LOG/rabbitmq.log.1"
