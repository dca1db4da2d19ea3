# A new team gets a user, and begins.
[ -n "$UNDO" ] && exit 0
for node in n1 n2; do
  sed -i 's/^    { user: app.*/&\n    { user: loyalty, password: loyalty }/' "/srv/$node/nats.conf"
  kill -HUP "$(cat "/srv/$node/pid")"
done
sleep 1
exec $LAB load nats "$CONF/loyalty.txt" --rate 4 --at 'nats://loyalty:loyalty@127.0.0.1:4222,nats://loyalty:loyalty@127.0.0.1:4223' --subject 'loyalty.>'
