# users.sh NAME…: makes accounts that log in by key or password.
set -e
sh "$SYSTEMS/users.sh" "$@"
for user in "$@"; do
  mkdir -m 0700 "$DIR/home/$user/.ssh"
  ssh-keygen -q -t ed25519 -N '' -C "$user@lab" -f "$DIR/keys/$user" && chown daemon "$DIR/keys/$user"
  cp "$DIR/keys/$user.pub" "$DIR/home/$user/.ssh/authorized_keys" && chown -R "$user:100" "$DIR/home/$user/.ssh"
done
