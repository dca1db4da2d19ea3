# Other clients: USER:PASSWORD RATE FILE.
[ -n "$UNDO" ] && exit 0
exec $LAB load nats "$CONF/$3" --rate "$2" --at "nats://$1@127.0.0.1:4222"
