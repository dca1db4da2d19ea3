# host.sh: gives the scenario /dev, /run and accounts of its own below $DIR; those of the machine stay as they are, since all is mounted over them in this
# namespace. The load runs as the user "daemon"; its id is also that of "ops", which is how programs name it.
set -e
mkdir -p "$DIR/etc" "$DIR/home" "$DIR/dev/pts" "$DIR/dev/shm"
mount -t tmpfs -o mode=0755 run /run && touch /run/utmp
mount -t tmpfs -o mode=0755 log /var/log && touch /var/log/wtmp /var/log/lastlog && install -m 0600 /dev/null /var/log/btmp
for device in null zero full random urandom tty; do
  touch "$DIR/dev/$device" && mount --bind "/dev/$device" "$DIR/dev/$device"
done
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts "$DIR/dev/pts"
ln -s pts/ptmx "$DIR/dev/ptmx" && ln -s /proc/self/fd "$DIR/dev/fd"
mount --rbind "$DIR/dev" /dev

for user in 'root:x:0:0:root:/root' 'ops:x:1:1:ops:/srv/home' 'daemon:x:1:1:daemon:/srv/home' 'www-data:x:33:33:www-data:/srv/home' 'sshd:x:112:65534:sshd:/run/sshd' 'ftp:x:115:65534:ftp:/srv/vsftpd/pub' 'prometheus:x:106:115:prometheus:/srv' 'nobody:x:65534:65534:nobody:/'; do
  echo "$user:/bin/sh" >>"$DIR/etc/passwd"
  echo "${user%%:*}:*:20000:0:99999:7:::" >>"$DIR/etc/shadow"
done
printf '%s\n' '127.0.0.1 localhost' '127.0.1.1 lab' >"$DIR/etc/hosts"
for file in passwd shadow hosts; do
  mount --bind "$DIR/etc/$file" "/etc/$file"
done
