# A migration that takes a table for itself and does not come to an end.
. "$CONF/as-root.sh"
[ -n "$UNDO" ] && { end_sleepers; exit 0; }
sql shop -e "LOCK TABLES transfers WRITE; SELECT sleep(${1:-8}); UNLOCK TABLES" >/dev/null
