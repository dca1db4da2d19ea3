# What logrotate does.
[ -n "$UNDO" ] && exit 0
for log in nginx-access.log nginx-error.log; do mv "$LOG/$log" "$LOG/$log.1"; done
kill -USR1 "$(cat "$DIR/nginx.pid")"
