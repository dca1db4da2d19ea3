# Someone who got in as a service guesses passwords for su.
[ -n "$UNDO" ] && exit 0
while :; do
  for user in root deploy bob; do
    echo guess | setpriv --reuid www-data --regid www-data --clear-groups su "$user" -c id >/dev/null 2>&1 &
    sleep 0.3
  done
done
