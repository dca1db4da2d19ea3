logger -t queue "$(($(date +%N) / 50000000)) messages wait, oldest $(($(date +%N) / 30000000)) s"
