# The server reads its configuration again.
[ -n "$UNDO" ] && exit 0
exec kill -HUP "$(cat "$DIR/pid")"
