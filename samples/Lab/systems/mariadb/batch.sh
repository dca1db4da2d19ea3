# The batch job of the weekend: an index is built, statistics are taken anew.
[ -n "$UNDO" ] && exit 0
. "$CONF/as-root.sh"
sql shop -e "CREATE INDEX by_amount ON transfers (amount); ANALYZE TABLE transfers, accounts; DROP INDEX by_amount ON transfers; OPTIMIZE TABLE sessions" >/dev/null
