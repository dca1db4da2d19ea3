# A new release adds a column and asks with other statements for a while.
. "$CONF/as-root.sh"
if [ -n "$UNDO" ]; then sql shop -e "ALTER TABLE accounts DROP COLUMN tier"; exit 0; fi
sql shop -e "ALTER TABLE accounts ADD COLUMN tier tinyint NOT NULL DEFAULT 0"
for i in $(seq 100); do app -e "SELECT id, tier FROM accounts WHERE id = $((i * 17)); UPDATE accounts SET tier = 1 WHERE id = $i" >/dev/null; sleep 0.1; done
