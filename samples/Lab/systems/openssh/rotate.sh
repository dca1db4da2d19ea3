# As logrotate does.
[ -n "$UNDO" ] && exit 0
mv "$LOG/auth.log" "$LOG/auth.log.1" && kill -HUP "$(cat /run/rsyslog.pid)"
