# An application that opens connections and never closes them.
. "$CONF/as-root.sh"
[ -n "$UNDO" ] && { end_sleepers; exit 0; }
for i in $(seq 1 "${1:-60}"); do app -e "SELECT sleep(60)" >/dev/null & done
wait
