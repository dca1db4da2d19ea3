# users.sh NAME…: makes accounts whose password is the name with "-pw" behind it, hashed cheaply: the lab has better things to do.
set -e
for user in "$@"; do
  id=$((2000 + $(wc -l <"$DIR/etc/passwd")))
  echo "$user:x:$id:100::$DIR/home/$user:/bin/sh" >>"$DIR/etc/passwd"
  echo "$user:$(perl -e 'print crypt("$ARGV[0]-pw", q($6$rounds=1000$lab$))' "$user"):20000:0:99999:7::99999:" >>"$DIR/etc/shadow"
  mkdir -p -m 0755 "$DIR/home/$user" && chown "$id:100" "$DIR/home/$user"
done
