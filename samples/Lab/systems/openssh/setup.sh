# A host with accounts of its own, and rsyslog, which writes what sshd logs.
set -e
sh "$SYSTEMS/host.sh"
mkdir -p "$DIR/keys" "$DIR/faillock" /run/sshd
cp "$CONF/pam" "$DIR/etc/pam" && cp "$CONF/sshd_config" "$DIR/" && mount --bind "$DIR/etc/pam" /etc/pam.d/sshd
printf '%s\n' 'Host *' 'StrictHostKeyChecking no' 'UserKnownHostsFile /dev/null' 'IdentitiesOnly yes' 'LogLevel QUIET' 'ConnectTimeout 5' 'KexAlgorithms curve25519-sha256' 'Ciphers aes128-gcm@openssh.com' 'GSSAPIAuthentication no' 'NumberOfPasswordPrompts 1' >"$DIR/ssh_config"

sh "$CONF/users.sh" alice bob carol dave erin frank grace heidi ci deploy backup monitor
ssh-keygen -q -t ed25519 -N '' -C alice@old -f "$DIR/keys/old" && chown daemon "$DIR/keys/old"
ssh-keygen -q -t ed25519 -N '' -f "$DIR/ssh_host_ed25519_key"
mkdir "$DIR/home/backup/in" && chown backup "$DIR/home/backup/in"
for i in 1 2 3; do
  head -c $((i * 20000)) /dev/urandom >"$DIR/home/backup/report-$i.bin"
done
head -c 30000 /dev/urandom >"$DIR/upload.bin"
rsyslogd -f "$CONF/rsyslog.conf" -i /run/rsyslog.pid
