# Somebody guesses passwords.
[ -n "$UNDO" ] && exit 0
n=0
while :; do
  n=$((n + 1))
  mosquitto_pub -u admin -P "secret$n" -i "explorer-$n" -t test -m test >/dev/null 2>&1
  sleep 0.1
done
