# Somebody tries names and passwords.
[ -n "$UNDO" ] && exit 0
for i in $(seq 1 "${1:-40}"); do
  for name in admin root wordpress test; do mariadb --no-defaults -h 127.0.0.1 -u $name -pguess$i -e "SELECT 1" 2>/dev/null; done
  sleep 0.1
done
