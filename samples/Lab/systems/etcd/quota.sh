# Somebody stores files in it until its quota is exceeded.
. "$CONF/ports.sh"
ctl() { etcdctl --endpoints "$all" "$@" >/dev/null 2>&1; }
if [ -n "$UNDO" ]; then
  ctl del --prefix files/
  ctl compact "$(etcdctl --endpoints "http://127.0.0.1:$client" get x -w json | grep -o '"revision":[0-9]*' | cut -d: -f2)"
  ctl defrag
  ctl alarm disarm
  ctl del --prefix files/
  exit 0
fi
for i in $(seq 1 24); do head -c 1000000 /dev/urandom | base64 -w 0 | head -c 1000000 | etcdctl --endpoints "http://127.0.0.1:$client" put "files/$i" >/dev/null 2>&1; done
