# The server reads its configuration again.
[ -n "$UNDO" ] && exit 0
kill -HUP "$(pgrep -x mosquitto)"
