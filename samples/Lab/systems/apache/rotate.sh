# What logrotate does.
[ -n "$UNDO" ] && exit 0
for log in apache-access.log apache-error.log; do mv "$LOG/$log" "$LOG/$log.1"; done
kill -USR1 "$(cat "$DIR/apache2.pid")"
