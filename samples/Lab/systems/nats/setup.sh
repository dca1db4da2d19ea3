# Two nodes: n1 and n2.
port=4222 route=6222 peer=6223
[ "$NAME" = n2 ] && port=4223 route=6223 peer=6222
sed "s|@NAME@|$NAME|; s|@DIR@|$DIR|; s|@PORT@|$port|; s|@ROUTE@|$route|; s|@PEER@|$peer|" "$CONF/nats.conf" >"$DIR/nats.conf"
chmod 644 "$DIR/nats.conf"
