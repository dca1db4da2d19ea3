# A scanner takes it for a web server.
[ -n "$UNDO" ] && exit 0
for i in $(seq 10); do printf 'POST /login HTTP/1.1\r\nHost: shop\r\n\r\n' | timeout 1 bash -c 'exec 3<>/dev/tcp/127.0.0.1/6379; cat >&3; cat <&3 >/dev/null'; sleep 0.2; done
