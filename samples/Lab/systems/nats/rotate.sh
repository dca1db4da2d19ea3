# Log rotation.
[ -n "$UNDO" ] && exit 0
mv "$LOG/$NAME.log" "$LOG/$NAME.log.1" && kill -USR1 "$(cat "$DIR/pid")"
