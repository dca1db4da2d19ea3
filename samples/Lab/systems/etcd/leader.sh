# This member becomes the leader (or another one, with "not"), then its process gets a signal, which SIGCONT undoes.
. "$CONF/ports.sh"
pid=$(pgrep -f -- "^etcd --name $NAME ")
[ -n "$UNDO" ] && { [ -z "$pid" ] || kill -CONT "$pid"; exit 0; }
target=$NAME
[ "$1" = not ] && { shift; target=$([ "$NAME" = e1 ] && echo e2 || echo e1); }
id=$(timeout 3 etcdctl --endpoints "$all" member list | grep ", $target," | cut -d, -f1)
timeout 3 etcdctl --endpoints "$all" move-leader "$id"
sleep 0.5
[ -z "$1" ] || kill "-$1" "$pid"
