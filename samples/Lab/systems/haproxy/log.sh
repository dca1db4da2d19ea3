# HAProxy takes the append mode away from its standard output, and would write over what is there: a pipe lies between, as in a container.
[ -p "$DIR/output" ] || mkfifo "$DIR/output"
cat "$DIR/output" >>"$LOG/haproxy.log" &
