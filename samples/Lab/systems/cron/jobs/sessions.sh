logger -t sessions "removed $(($(date +%N) / 10000000)) expired sessions"
