# shellcheck shell=bash disable=SC2154 # some names are set by the script that sources this file
# Processes of the suite: starting, watching, ending. Each runs in a session of its own, so that a
# Ctrl-C at the terminal reaches only the script, which ends them in order; and each gets SIGTERM from
# the kernel when the script is killed.

declare -A child_pid=()
# When each process ended by itself, in seconds of this script's life.
declare -A child_ends=()
log_dir=
run_dir=
# Set by a second signal: no more waiting.
hurry=

# A process that ends by itself is started again, but not for ever: so often within so many seconds.
restart_limit=5
restart_period=60

# start_child NAME COMMAND...
# A hangup that comes before the process is ready for it is ignored: what it would load, it loads then.
start_child() {
  local name=$1 log=$log_dir/$1.log
  shift
  [[ ! -e $log ]] || mv -f "$log" "$log.last"
  (trap '' HUP && umask 077 &&
    exec setsid setpriv --pdeathsig TERM -- "$@" </dev/null >"$log" 2>&1 {console}>&-) &
  child_pid[$name]=$!
  printf '%s\n' "$!" >"$run_dir/$name.pid"
}

is_running() {
  [[ -n ${child_pid[$1]:-} ]] && kill -0 "${child_pid[$1]}" 2>/dev/null
}

# forget_child NAME: waits for its end; its exit status, which bash keeps, is that of this function.
forget_child() {
  local status=0
  wait "${child_pid[$1]}" 2>/dev/null || status=$?
  unset "child_pid[$1]"
  rm -f "$run_dir/$1.pid"
  return "$status"
}

# What a process said last in plain words (its other lines are JSON).
last_words() {
  grep -v '^{' "$log_dir/$1.log" 2>/dev/null | tail -n 1 || true
}

# report_end NAME STATUS WHEN: one line about a process that ended by itself, with the end of its log
# when it left no plain words. What a process said before a signal killed it is not the reason.
report_end() {
  local name=$1 status=$2 words=
  ((status > 128)) || words=$(last_words "$name")
  if [[ $words == *.textproto* ]]; then
    say "error: the strategy is not valid: ${words#potential-*: };" \
      "correct it in $strategy_dir and start again"
  elif [[ -n $words ]]; then
    say "error: $name ended $3 (status $status): $words; its log is $log_dir/$name.log"
  else
    say "error: $name ended $3 (status $status); its log, $log_dir/$name.log, ends with:"
    say "$(tail -n 10 "$log_dir/$name.log")"
  fi
}

# await NAME SECONDS COMMAND...: until the command succeeds; fails when the process has ended.
await() {
  local name=$1 deadline=$((SECONDS + $2)) status=0
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ! is_running "$name"; then
      forget_child "$name" || status=$?
      report_end "$name" "$status" "while starting"
      return 1
    fi
    if ((SECONDS >= deadline)); then
      say "error: $name was not ready in time; its log is $log_dir/$name.log"
      return 1
    fi
    sleep 0.05
  done
}

# may_start_again NAME: notes an end; false when there were too many lately.
may_start_again() {
  local end lately=()
  for end in ${child_ends[$1]:-}; do
    ((end <= SECONDS - restart_period)) || lately+=("$end")
  done
  child_ends[$1]="${lately[*]} $SECONDS"
  ((${#lately[@]} < restart_limit))
}

# revive NAME: starts a process again that has ended by itself, and waits until it serves.
revive() {
  local name=$1 status=0
  forget_child "$name" || status=$?
  if ! may_start_again "$name"; then
    report_end "$name" "$status" "unexpectedly more than $restart_limit times in $restart_period s"
    return 1
  fi
  say "$name ended unexpectedly (status $status) and is started again; its log is $log_dir/$name.log.last"
  start_process "$name"
  await_process "$name" || return 1
  say "$name serves again"
}

# watch_children: starts again what ends by itself; returns when one cannot be, having reported it.
watch_children() {
  local name all_run
  while true; do
    all_run=yes
    for name in "${!child_pid[@]}"; do
      is_running "$name" && continue
      all_run=
      revive "$name" || return
    done
    # Whatever ended while another was started again has been waited for already.
    [[ -z $all_run ]] || wait -n "${child_pid[@]}" || true
  done
}

# reload_children NAME...: SIGHUP to those that run.
reload_children() {
  local name
  for name in "$@"; do
    ! is_running "$name" || kill -HUP "${child_pid[$name]}" 2>/dev/null || true
  done
}

# end_children SECONDS NAME...: SIGTERM to all, then SIGKILL to those that outlast the seconds.
end_children() {
  local deadline=$((SECONDS + $1)) name again=
  shift
  for name in "$@"; do
    ! is_running "$name" || kill -TERM "${child_pid[$name]}" 2>/dev/null || true
  done
  for name in "$@"; do
    [[ -n ${child_pid[$name]:-} ]] || continue
    while is_running "$name" && ((SECONDS < deadline)); do
      if [[ -n $hurry && -z $again ]]; then
        again=yes deadline=$((SECONDS + 2))
        kill -TERM "${child_pid[@]}" 2>/dev/null || true
      fi
      sleep 0.05
    done
    if is_running "$name"; then
      say "$name did not end by itself and is killed"
      kill -KILL -- "-${child_pid[$name]}" 2>/dev/null || true
    fi
    forget_child "$name" || true
  done
}
