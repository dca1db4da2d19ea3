# A new partner gets a user and rights, and begins.
[ -n "$UNDO" ] && exit 0
mosquitto_passwd -b "$DIR/passwords" partner partner
printf '\nuser partner\ntopic read homes/#\n' >>"$DIR/acl"
sh "$CONF/reload.sh"
sleep 1
exec mosquitto_sub -k 5 -u partner -P partner -i partner-sync -t 'homes/#' >/dev/null
