# Names of the house, and this server as that of the host.
set -e
for i in app db cache mail files; do
  echo "10.0.0.$((${n:=10} + 1)) $i.lab.example" && n=$((n + 1))
done >"$DIR/hosts"
[ "$NAME" = dnsmasq ] || exit 0
printf '%s\n' 'nameserver 127.0.0.1' 'options timeout:1 attempts:2' >"$DIR/resolv.conf" && mount --bind "$DIR/resolv.conf" /etc/resolv.conf
echo 'hosts: files dns' >"$DIR/nsswitch.conf" && mount --bind "$DIR/nsswitch.conf" /etc/nsswitch.conf
