# Pairs of transactions that take the same two rows in opposite order.
[ -n "$UNDO" ] && exit 0
. "$CONF/as-root.sh"
cross() { app -e "BEGIN; UPDATE accounts SET balance = balance + 1 WHERE id = $1; SELECT sleep(0.2); UPDATE accounts SET balance = balance + 1 WHERE id = $2; COMMIT" >/dev/null; }
for i in $(seq 1 "${1:-3}"); do
  cross $((1500 + i)) $((1900 + i)) &
  cross $((1900 + i)) $((1500 + i)) &
  sleep 0.7
done
wait
