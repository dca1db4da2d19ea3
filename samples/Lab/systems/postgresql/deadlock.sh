# Pairs of transactions that take the same two rows in opposite order.
[ -n "$UNDO" ] && exit 0
cross() { echo "BEGIN; UPDATE accounts SET balance = balance + 1 WHERE id = $1; SELECT pg_sleep(0.2); UPDATE accounts SET balance = balance + 1 WHERE id = $2; COMMIT;" | PGPASSWORD=app psql -q -h 127.0.0.1 -U app postgres >/dev/null 2>&1; }
for i in $(seq 1 "${1:-3}"); do
  cross $((1000 + i)) $((1500 + i)) &
  cross $((1500 + i)) $((1000 + i)) &
  sleep 1
done
wait
