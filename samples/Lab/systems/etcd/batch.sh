# A deployment writes the configuration of all its services.
[ -n "$UNDO" ] && exit 0
. "$CONF/ports.sh"
for i in $(seq 1 40); do etcdctl --endpoints "http://127.0.0.1:$client" put "deployment/service-$i" "{\"replicas\":$i}" >/dev/null 2>&1; done
