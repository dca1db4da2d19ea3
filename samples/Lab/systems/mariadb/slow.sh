# A new report joins a table with itself without an index.
[ -n "$UNDO" ] && exit 0
for i in 0 1 2; do
  mariadb --no-defaults -h 127.0.0.1 -u report -preport shop -e "SELECT count(*) FROM accounts a JOIN accounts b ON a.balance > b.balance AND a.owner <> b.owner WHERE a.id % 3 = $i" >/dev/null 2>&1 &
  sleep 1
done
wait
