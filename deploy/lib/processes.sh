# shellcheck shell=bash disable=SC2154 # some names are set by the script that sources this file
# Processes of the suite: starting, watching, ending. Each runs in a session of its own, so that a
# Ctrl-C at the terminal reaches only the script, which ends them in order; and each gets SIGTERM from
# the kernel when the script is killed.

declare -A child_pid=()
log_dir=
run_dir=
# Set by a second signal: no more waiting.
hurry=

# start_child NAME COMMAND...
start_child() {
  local name=$1 log=$log_dir/$1.log
  shift
  [[ ! -e $log ]] || mv -f "$log" "$log.last"
  (umask 077 && exec setsid setpriv --pdeathsig TERM -- "$@" </dev/null >"$log" 2>&1) &
  child_pid[$name]=$!
  printf '%s\n' "$!" >"$run_dir/$name.pid"
}

is_running() {
  [[ -n ${child_pid[$1]:-} ]] && kill -0 "${child_pid[$1]}" 2>/dev/null
}

forget_child() {
  wait "${child_pid[$1]}" 2>/dev/null || true
  unset "child_pid[$1]"
  rm -f "$run_dir/$1.pid"
}

# What a process said last in plain words (its other lines are JSON).
last_words() {
  grep -v '^{' "$log_dir/$1.log" 2>/dev/null | tail -n 1 || true
}

# report_end NAME WHEN: one line about a process that ended by itself, with the end of its log when
# it left no plain words.
report_end() {
  local name=$1 words status=0
  wait "${child_pid[$name]}" 2>/dev/null || status=$?
  forget_child "$name"
  words=$(last_words "$name")
  if [[ $words == *.textproto* ]]; then
    say "error: the strategy is not valid: ${words#potential-*: };" \
      "correct it in $strategy_dir and start again"
  elif [[ -n $words ]]; then
    say "error: $name ended $2 (status $status): $words; its log is $log_dir/$name.log"
  else
    say "error: $name ended $2 (status $status); its log, $log_dir/$name.log, ends with:"
    tail -n 10 "$log_dir/$name.log" >&2
  fi
}

# await NAME SECONDS COMMAND...: until the command succeeds; fails when the process has ended.
await() {
  local name=$1 deadline=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ! is_running "$name"; then
      report_end "$name" "while starting"
      return 1
    fi
    if ((SECONDS >= deadline)); then
      say "error: $name was not ready in time; its log is $log_dir/$name.log"
      return 1
    fi
    sleep 0.05
  done
}

# watch_children: returns when one of them has ended, having reported it.
watch_children() {
  local name
  while true; do
    for name in "${!child_pid[@]}"; do
      if ! is_running "$name"; then
        report_end "$name" "unexpectedly"
        return
      fi
    done
    wait -n "${child_pid[@]}" || true
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
    forget_child "$name"
  done
}
