# As logrotate does: renamed, then opened anew.
[ -n "$UNDO" ] && exit 0
. "$CONF/as-root.sh"
for log in mariadb.log mariadb-slow.log; do mv "$LOG/$log" "$LOG/$log.1"; done
sql -e "FLUSH LOGS; SET GLOBAL server_audit_file_rotate_now = ON"
