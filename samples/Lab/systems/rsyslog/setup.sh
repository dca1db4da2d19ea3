# A host with accounts of its own and rules for those who may do more.
set -e
sh "$SYSTEMS/host.sh"
sh "$SYSTEMS/users.sh" alice bob carol deploy partner
cp -r "$CONF/pam.d" "$DIR/etc/" && mount --bind "$DIR/etc/pam.d" /etc/pam.d
install -m 0440 "$CONF/sudoers" "$DIR/etc/sudoers" && mount --bind "$DIR/etc/sudoers" /etc/sudoers
