# The application may no longer write to its queues: somebody tidied permissions up.
curl -sS -f -u operator:operator -X PUT -d "{\"configure\":\".*\",\"write\":\"$([ -n "$UNDO" ] && echo '.*' || echo '^$')\",\"read\":\".*\"}" http://127.0.0.1:15672/api/permissions/%2F/app
