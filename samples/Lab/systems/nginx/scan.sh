# A scanner looks for what is often left open: scan URL
[ -n "$UNDO" ] && exit 0
for round in $(seq 1 8); do
  for path in .env .git/config wp-login.php wp-admin/setup-config.php phpmyadmin/index.php admin/config.php backup.sql backup.zip .aws/credentials server.key \
    cgi-bin/test.cgi vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php actuator/env solr/admin/cores console/login owa/auth/logon.aspx xmlrpc.php .DS_Store; do
    printf 'url = "%s/%s"\noutput = /dev/null\n' "$1" "$path?$round"
  done
  printf 'url = "%s/index.php?id=%s%%27%%20OR%%201=1--"\noutput = /dev/null\n' "$1" "$round"
done | curl -sk --interface 127.66.0.7 -A 'Mozilla/5.00 (Nikto/2.1.6) (Evasions:None) (Test:map_codes)' -K -
