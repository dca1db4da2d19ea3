# New machines are named, and dnsmasq reads the names again.
[ -n "$UNDO" ] && exit 0
for i in 1 2 3 4; do
  echo "10.0.1.$i worker$i.lab.example"
done >>"$DIR/hosts"
kill -HUP "$(cat /run/dnsmasq.pid)"
