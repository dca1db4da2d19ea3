# What runs once a night and has much to say.
[ -n "$UNDO" ] && exit 0
for i in $(seq 1 120); do
  logger -t archive "month $((i % 12 + 1)) of $((2010 + i / 12)): $((i * 37 % 900)) orders moved"
  sleep 0.02
done
logger -t archive "done"
