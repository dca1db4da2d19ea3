# All of PAM asks a module that is not installed.
for service in su sudo cron vsftpd; do
  [ -n "$UNDO" ] && cat "$CONF/pam.d/$service" >"$DIR/etc/pam.d/$service" || sed -i 's/^account.*/account required pam_sss.so/' "$DIR/etc/pam.d/$service"
done
