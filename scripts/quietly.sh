# shellcheck shell=bash
# Sourced by demo and check.

# quietly LOG COMMAND...: runs COMMAND with all it prints in the file LOG, and shows the log's end if it fails.
# Returns COMMAND's exit status.
quietly() {
  local log=$1 status=0
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 || status=$?
  if [ "$status" -ne 0 ]; then
    {
      echo
      echo "failed with exit status $status: $*"
      tail -n 40 "$log" | sed 's/^/  | /'
      echo "  the whole log: $log"
    } >&2
  fi
  return "$status"
}
