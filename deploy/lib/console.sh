# shellcheck shell=bash
# Words to the person at the terminal. Everything said here goes to the standard error that the script
# was given, so that standard output holds answers alone. A terminal that is gone stops nothing.

exec {console}>&2

say() {
  { printf '%s\n' "$*" >&"$console"; } 2>/dev/null || true
}

step() {
  say "==> $*"
}

# Ends the script with one line that says what is wrong and what to do.
fail() {
  say "error: $*"
  exit 1
}

# absolute_path PATH: PATH made absolute; it need not exist.
absolute_path() {
  realpath -m -- "$1"
}

# Seconds since the start of the script, with one decimal place.
started_at=${EPOCHREALTIME/[^0-9]/}
elapsed_seconds() {
  local tenths=$(((${EPOCHREALTIME/[^0-9]/} - started_at) / 100000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

# Lasting steps (compilers, npm, loading). Bash runs no trap while a command is in the foreground, so
# they run in the background, in a session of their own, and end when this script ends.
step_pid=

run_step() {
  local status=0
  setsid setpriv --pdeathsig TERM -- "$@" </dev/null >&"$console" 2>&1 {console}>&- &
  step_pid=$!
  wait "$step_pid" || status=$?
  step_pid=
  return "$status"
}

stop_step() {
  [[ -n $step_pid ]] || return 0
  kill -TERM -- "-$step_pid" 2>/dev/null || kill -TERM "$step_pid" 2>/dev/null || true
  wait "$step_pid" 2>/dev/null || true
  step_pid=
}
