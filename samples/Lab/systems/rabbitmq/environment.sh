# One scheduler that does not spin: a small node that shares its machine.
export HOME="$DIR" \
  ERL_EPMD_ADDRESS=127.0.0.1 \
  RABBITMQ_ALLOW_INPUT=1 \
  RABBITMQ_NODENAME=rabbit@localhost \
  RABBITMQ_MNESIA_BASE="$DIR/mnesia" \
  RABBITMQ_PID_FILE="$DIR/pid" \
  RABBITMQ_CONFIG_FILE="${CONFIG:-$CONF/rabbitmq.conf}" \
  RABBITMQ_ENABLED_PLUGINS_FILE="$CONF/enabled_plugins" \
  RABBITMQ_UPGRADE_LOG="$DIR/upgrade.log" \
  RABBITMQ_LOGS="$LOG/rabbitmq.log" \
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-noinput +S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none"
