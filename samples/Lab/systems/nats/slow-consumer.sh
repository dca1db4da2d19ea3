# A subscriber that does not read what it gets, while an export sends it much.
[ -n "$UNDO" ] && exit 0
hello='CONNECT {"verbose":false,"user":"app","pass":"app","name":"export"}\r\n'
{ printf "$hello"'SUB export.> 1\r\nPING\r\n'; sleep 60; } | nc 127.0.0.1 4222 | sleep 60 &
sleep 0.5
body=$(head -c 60000 /dev/zero | tr '\0' x)
{ printf "$hello"; for i in $(seq 1 400); do printf 'PUB export.rows 60000\r\n%s\r\n' "$body"; done; printf 'PING\r\n'; sleep 60; } | nc 127.0.0.1 4222 >/dev/null &
wait
