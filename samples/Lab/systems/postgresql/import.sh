# Transfers of another system are taken over: ROWS of them, and again when that fails.
[ -n "$UNDO" ] && exit 0
for attempt in $(seq "${2:-1}"); do
  psql -q -h 127.0.0.1 -U postgres postgres -c "INSERT INTO transfers (source, target, amount) SELECT 1 + i % 2000, 1 + i % 1999, 5 FROM generate_series(1, $1) i" && break
  sleep 1
done
