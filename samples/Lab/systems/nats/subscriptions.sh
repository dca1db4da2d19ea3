# A client subscribes again and again and never lets go.
[ -n "$UNDO" ] && exit 0
{ printf 'CONNECT {"verbose":false,"user":"app","pass":"app","name":"leaky"}\r\n'; for i in $(seq 1 200); do printf 'SUB inbox.%s %s\r\n' "$i" "$i"; sleep 0.02; done; sleep 60; } | nc 127.0.0.1 4222 >/dev/null
