# The node may use less memory than it does.
. "$CONF/environment.sh"
exec /usr/lib/rabbitmq/bin/rabbitmqctl -n rabbit@localhost set_vm_memory_high_watermark absolute "$([ -n "$UNDO" ] && echo 600MiB || echo 40MiB)"
