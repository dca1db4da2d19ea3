# change.sh WHAT: a change by an operator or a deployment, which is taken back at the end.

# In one piece and at the same length, so that nobody reads half a file.
replace() { dd if="$DIR/etc/shadow.new" of="$DIR/etc/shadow" bs=64k conv=notrunc 2>/dev/null; }

case $1 in
  password) # of the account "deploy", of which the job that uses it is not told
    [ -n "$UNDO" ] && word=deploy-pw || word=rotated
    hash=$(perl -e 'print crypt($ARGV[0], q($6$rounds=1000$lab$))' "$word")
    sed "s|^deploy:[^:]*:|deploy:$hash:|" "$DIR/etc/shadow" >"$DIR/etc/shadow.new" && replace
    ;;
  keys-mode) # a deployment of ci's home folder leaves it open for all
    [ -n "$UNDO" ] && chmod 0755 "$DIR/home/ci" || chmod 0777 "$DIR/home/ci"
    ;;
  homes) # the file system of the homes is gone
    [ -n "$UNDO" ] && mv "$DIR/home.gone" "$DIR/home" || mv "$DIR/home" "$DIR/home.gone"
    ;;
  pam) # a module that is not installed
    [ -n "$UNDO" ] && cat "$CONF/pam" >"$DIR/etc/pam" || sed 's/^account required pam_unix.so/account required pam_ldap.so/' "$CONF/pam" >"$DIR/etc/pam"
    ;;
  expired) # the accounts of two people end by mistake
    [ -n "$UNDO" ] && day=99999 || day=10000
    sed -E "s/^((carol|dave|bob):.*):[0-9]*:\$/\1:$day:/" "$DIR/etc/shadow" >"$DIR/etc/shadow.new" && replace
    ;;
  nologin) # /run/nologin, as a shutdown that is planned and forgotten leaves it
    [ -n "$UNDO" ] && rm -f /run/nologin || touch /run/nologin
    ;;
esac
