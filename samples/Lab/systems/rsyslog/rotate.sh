# As logrotate does.
[ -n "$UNDO" ] && exit 0
mv "$LOG/syslog.log" "$LOG/syslog.log.1" && kill -HUP "$(cat /run/rsyslog.pid)"
