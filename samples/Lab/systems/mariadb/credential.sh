# The password of the application's user is rotated, and the application does not know the new one.
. "$CONF/as-root.sh"
if [ -n "$UNDO" ]; then sql -e "ALTER USER app@'127.0.0.1' IDENTIFIED BY 'app'"; exit 0; fi
sql -e "ALTER USER app@'127.0.0.1' IDENTIFIED BY 'rotated'; KILL USER app@'127.0.0.1'"
