# Somebody tries names and passwords.
[ -n "$UNDO" ] && exit 0
for i in $(seq 1 "${1:-40}"); do
  for name in admin root oracle test; do
    PGPASSWORD="guess$i" psql -q -h 127.0.0.1 -U $name postgres -c "SELECT 1" 2>/dev/null
  done
  sleep 0.1
done
