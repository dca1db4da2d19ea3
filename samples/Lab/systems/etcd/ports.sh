# The ports of a member: e1, e2, e3.
case $NAME in e1) client=2379 peer=2380 ;; e2) client=22379 peer=22380 ;; e3) client=32379 peer=32380 ;; esac
all=http://127.0.0.1:2379,http://127.0.0.1:22379,http://127.0.0.1:32379
export ETCDCTL_API=3
