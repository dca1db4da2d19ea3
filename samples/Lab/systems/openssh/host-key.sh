# The host key is readable for all when sshd is started again.
if [ -n "$UNDO" ]; then
  chmod 0600 "$DIR/ssh_host_ed25519_key"
else
  chmod 0644 "$DIR/ssh_host_ed25519_key" && pkill -HUP -o -x sshd
fi
