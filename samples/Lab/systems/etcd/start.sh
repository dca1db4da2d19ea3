. "$CONF/ports.sh"
exec etcd --name "$NAME" --data-dir "$DIR/${DATA:-data}" \
  --listen-client-urls "http://127.0.0.1:$client" --advertise-client-urls "http://127.0.0.1:$client" \
  --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
  --initial-cluster e1=http://127.0.0.1:2380,e2=http://127.0.0.1:22380,e3=http://127.0.0.1:32380 --initial-cluster-token "${TOKEN:-shop}" \
  --heartbeat-interval 200 --election-timeout 2000 --snapshot-count 4000 --max-wals 2 --quota-backend-bytes 16777216 \
  --auto-compaction-mode periodic --auto-compaction-retention 1m --logger zap --log-level debug --log-outputs "$LOG/$NAME.log"
