getent hosts app.lab.example >/dev/null && logger -t health "all services answer, load $(cut -d' ' -f1 /proc/loadavg)" || logger -t health -p daemon.err "name service does not answer"
