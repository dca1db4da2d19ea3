# Guesses for names and passwords from several addresses.
[ -n "$UNDO" ] && exit 0
for i in $(seq 1 400); do
  set -- partner admin www root test backup
  shift $((i % 6))
  curl -s "ftp://$1:guess$i@127.0.0.1/" --interface "127.66.0.$((i % 7 + 1))" >/dev/null 2>&1 &
  sleep 0.2
done
