# Other clients: USER:PASSWORD RATE FILE.
[ -n "$UNDO" ] && exit 0
exec $LAB load amqp "$CONF/$3" --rate "$2" --at "amqp://$1@127.0.0.1"
