# A new firmware sends more than the server takes.
[ -n "$UNDO" ] && exit 0
while :; do
  head -c 3000 /dev/zero | tr '\0' 7 | timeout 2 mosquitto_pub -s -q 1 -u sensors -P sensors -i "meter2-$(date +%1N)" -t meters/9/trace >/dev/null 2>&1
  sleep 0.4
done
