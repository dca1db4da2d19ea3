# Old mails may go: a policy for one queue.
[ -n "$UNDO" ] && exit 0
exec curl -sS -f -u operator:operator -X PUT -d '{"pattern":"^mails","apply-to":"queues","priority":1,"definition":{"message-ttl":60000}}' http://127.0.0.1:15672/api/policies/%2F/short-lived-mails
