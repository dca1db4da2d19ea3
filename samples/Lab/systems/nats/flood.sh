# A faulty client opens one connection after the other.
[ -n "$UNDO" ] && exit 0
for i in $(seq 1 "${1:-200}"); do
  { printf 'CONNECT {"verbose":false,"user":"app","pass":"app","name":"crawler"}\r\nPING\r\n'; exec sleep 60; } | nc 127.0.0.1 4222 >/dev/null &
done
wait
