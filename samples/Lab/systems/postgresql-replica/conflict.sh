# Long reports on the replica need rows that the primary cleans up meanwhile.
[ -n "$UNDO" ] && exit 0
for i in 1 2 3 4; do
  PGPASSWORD=report psql -q -h 127.0.0.1 -p 5433 -U report postgres -c "BEGIN ISOLATION LEVEL REPEATABLE READ" -c "SELECT count(*) AS long_report FROM transfers" -c "SELECT count(*) AS long_report, pg_sleep(10) FROM accounts" &
done
sleep 0.5
for i in 1 2 3; do
  psql -q -h 127.0.0.1 -U postgres postgres -c "UPDATE accounts SET owner = owner WHERE id < 500" -c "VACUUM (TRUNCATE off) accounts"
  sleep 0.5
done
wait
