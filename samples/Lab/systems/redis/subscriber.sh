# A subscriber does not read any more, and what is published piles up.
[ -n "$UNDO" ] && exit 0
. "$CONF/cli.sh"
redis-cli --user admin --pass admin --no-auth-warning subscribe prices >/dev/null &
reader=$!
sleep 0.5
kill -STOP $reader
for i in $(seq 8); do head -c 1000000 /dev/zero | redis -x publish prices >/dev/null; done
sleep 0.5
kill -KILL $reader
