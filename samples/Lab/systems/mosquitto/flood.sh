# A faulty client opens one connection after the other.
[ -n "$UNDO" ] && exit 0
for i in $(seq 1 "${1:-80}"); do
  mosquitto_sub -u app -P app -i "crawler-$i" -t 'alerts/#' >/dev/null 2>&1 &
  sleep 0.02
done
wait
