# A transaction changes rows that everybody wants and does not come to an end.
. "$CONF/as-root.sh"
[ -n "$UNDO" ] && { end_sleepers; exit 0; }
app -e "BEGIN; UPDATE accounts SET balance = balance + 1 WHERE id < 600; SELECT sleep(${1:-10}); ROLLBACK" >/dev/null
