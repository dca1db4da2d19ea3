# The password of the application is changed before the application knows it.
curl -sS -f -u operator:operator -X PUT -d "{\"password\":\"$([ -n "$UNDO" ] && echo app || echo rotated)\",\"tags\":\"\"}" http://127.0.0.1:15672/api/users/app
