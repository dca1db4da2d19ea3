# The member is killed and comes back as that of another cluster, with an empty disk: its configuration was mixed up.
if [ -n "$UNDO" ]; then rm -rf "$DIR/other"; exit 0; fi
pkill -KILL -f -- "^etcd --name $NAME "
sleep 0.5
DATA=other TOKEN=warehouse exec sh "$CONF/again.sh"
