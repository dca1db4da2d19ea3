# What sshd says before it has its log goes to standard error, which a service manager passes on to the system log.
rm -f "$DIR/stderr" && mkfifo "$DIR/stderr"
logger -t sshd --id=$$ -p auth.err <"$DIR/stderr" &
exec /usr/sbin/sshd -D -f "$DIR/sshd_config" 2>"$DIR/stderr"
