# An application that opens connections and never closes them.
end() { psql -q -h 127.0.0.1 -U postgres postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app' AND query LIKE '%pg_sleep(60)%'" >/dev/null; }
[ -n "$UNDO" ] && { end; exit 0; }
for i in $(seq 1 "${1:-60}"); do
  PGPASSWORD=app psql -q -h 127.0.0.1 -U app postgres -c "SELECT pg_sleep(60)" >/dev/null 2>&1 &
done
wait
