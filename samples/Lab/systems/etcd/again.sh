# What a supervisor does.
while :; do
  setpriv --reuid daemon --regid daemon --init-groups sh "$CONF/start.sh" >/dev/null 2>&1
  sleep 2
done
