# A new report joins a table with itself without an index.
[ -n "$UNDO" ] && exit 0
for i in 1 2 3 4; do
  PGPASSWORD=report psql -q -h 127.0.0.1 -U report postgres -c "SELECT count(*) FROM accounts a JOIN accounts b ON a.balance > b.balance AND a.owner <> b.owner WHERE a.id % 3 = $((i % 3))" &
  sleep 1
done
wait
