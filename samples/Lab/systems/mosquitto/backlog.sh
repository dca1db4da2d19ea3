# A subscriber with a lasting session goes away; what it would get piles up.
if [ -n "$UNDO" ]; then
  mosquitto_sub -u app -P app -i reporting -t 'meters/#' -W 1 >/dev/null
  exit 0
fi
timeout -s KILL 1 mosquitto_sub -c -q 1 -u app -P app -i reporting -t 'meters/#' >/dev/null
true
