# A configuration with an option that this version does not know is loaded.
if [ -n "$UNDO" ]; then
  cp "$CONF/sshd_config" "$DIR/sshd_config"
else
  echo 'PubkeyAcceptedAlgorithm ssh-ed25519' >>"$DIR/sshd_config" && pkill -HUP -o -x sshd
fi
